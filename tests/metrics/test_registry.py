"""Every metric says what it is."""

from __future__ import annotations

import pytest

from metrics.measure import complete, spread
from metrics.registry import FAMILIES, METRICS, Standing
from pages.registry import PAGES


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_words_are_there(metric):
    assert metric.label
    assert metric.definition.endswith((".", "1", ")"))
    assert metric.source


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.id)
def test_a_family_and_pages_that_exist(metric):
    assert metric.family in FAMILIES
    assert set(metric.used_on) <= {page.path for page in PAGES}


def test_reference_lines_are_never_without_their_standing():
    lines = [metric.reference for metric in METRICS.values() if metric.reference]
    assert {line.standing for line in lines} == set(Standing)
    thresholds = [one for one in lines if one.standing is Standing.TEXTBOOK]
    assert all("districts within a state" in one.text for one in thresholds)


def test_a_definition_is_the_docstring_of_its_function():
    assert METRICS["per_pupil_usd"].definition.startswith("Dollars spent divided by pupils")


def test_incomplete_schools_are_left_out_and_named():
    whole = complete([1.0, None, 3.0, float("nan")], [1.0, 2.0, 3.0, 4.0])
    assert whole.kept == (0, 2)
    assert whole.dropped == (1, 3)
    assert whole.columns[0].tolist() == [1.0, 3.0]


def test_an_index_needs_five_schools():
    few = spread("cv", [1.0, 2.0, 3.0, 4.0, None], [1.0] * 5)
    assert few.value is None
    assert "at least 5" in few.reason
    assert few.dropped == (4,)


def test_an_index_says_what_it_covers():
    found = spread("cv", [8e3, 9e3, 1e4, 1.1e4, 1.4e4], [100, 200, 300, 200, 200])
    assert found.value == pytest.approx(0.1799885286)
    assert (found.schools, found.pupils, found.is_low_count) == (5, 1000, True)
    assert found.convention
    assert spread("cv", [0.0] * 5, [1] * 5).reason == "is not defined for these figures"
