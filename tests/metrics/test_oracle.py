"""Every value of the oracle through the public functions, and none of them missing.

244 values: five schools, 420 California and 220 Massachusetts districts, published examples. Most
were confirmed by two calculations that share no code.
"""

from __future__ import annotations

import json

import pytest

from tests.metrics import reckoned
from tests.metrics.conftest import CASES

ORACLE = json.loads((CASES / "oracle.json").read_text())
VALUES = ORACLE["values"]
DISTRICTS = ("ca.", "SW.", "ma.")
OPEN = [key for key in VALUES if not key.startswith(DISTRICTS)]
CALIFORNIA = [key for key in VALUES if key.startswith(("ca.", "SW."))]
MASSACHUSETTS = [key for key in VALUES if key.startswith("ma.")]


@pytest.fixture(scope="module")
def without_data():
    return reckoned.toy(ORACLE["inputs"]["toy"]) | reckoned.published(ORACLE["inputs"])


@pytest.fixture(scope="module")
def in_california(california):
    return reckoned.california(california)


@pytest.fixture(scope="module")
def in_massachusetts(massachusetts):
    return reckoned.massachusetts(massachusetts)


def test_all_244_values_are_here():
    assert len(VALUES) == 244
    assert len(OPEN) + len(CALIFORNIA) + len(MASSACHUSETTS) == 244


@pytest.mark.parametrize("key", OPEN)
def test_five_schools_and_published_examples(without_data, key):
    # Dollars of five gaps sum to 0 within a millionth; nothing else may hide behind that.
    slack = 1e-6 if VALUES[key] == 0 else 0
    assert without_data[key] == pytest.approx(VALUES[key], rel=1e-9, abs=slack)


@pytest.mark.parametrize("key", CALIFORNIA)
def test_california(in_california, key):
    assert in_california[key] == pytest.approx(VALUES[key], rel=1e-7)


@pytest.mark.parametrize("key", MASSACHUSETTS)
def test_massachusetts(in_massachusetts, key):
    assert in_massachusetts[key] == pytest.approx(VALUES[key], rel=1e-7)


def test_nothing_is_reckoned_that_the_oracle_does_not_hold(without_data):
    assert set(without_data) == set(OPEN)


def test_nothing_of_the_districts_is_left_over(in_california, in_massachusetts):
    assert set(in_california) == set(CALIFORNIA)
    assert set(in_massachusetts) == set(MASSACHUSETTS)
