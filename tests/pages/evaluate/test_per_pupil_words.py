"""The sentences of the per-pupil report, branch by branch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pages.components.sentence import plain
from pages.evaluate.per_pupil_words import PerPupilFinding, sentence, spread_sentence

FOUND = PerPupilFinding(
    "FY2024", "By pupils", 79, Decimal("12528.15"), Decimal("10346.13"), 0.168,
    ("Ash", Decimal("15833.12")), ("Elder", Decimal("41646.22")),
)  # fmt: skip


def test_the_whole_sentence():
    assert plain(sentence(FOUND)) == (
        "In FY2024 $22,874 per pupil was spent at 79 schools: $12,528 booked at the school and "
        "$10,346 as its share of central cost; 17% is federal. It runs from $15,833 at Ash to "
        "$41,646 at Elder."
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"is_budget": True}, "was budgeted at"),
        ({"federal_share": None}, "central cost."),
        ({"highest": ("Ash", Decimal(1))}, "17% is federal."),
        ({"method": ""}, "no method says how central cost reaches them"),
        ({"schools": 0}, "No school has both dollars and pupils in FY2024."),
        ({"site": None}, "No school has both dollars and pupils in FY2024."),
    ],
)
def test_each_branch(changed, words):
    assert words in plain(sentence(replace(FOUND, **changed)))


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0.208, 0.155, ("The method “By pupils” narrows the spread between schools of the "
         "largest level: the coefficient of variation goes from 0.208 to 0.155.")),
        (0.1, 0.2, "widens the spread"),
        (0.1, 0.104, "The method “By pupils” leaves the spread between schools as it is."),
        (None, 0.1, "Too few schools"),
        (0.1, None, "Too few schools"),
    ],
)  # fmt: skip
def test_what_a_method_does_to_the_spread(before, after, words):
    assert words in plain(spread_sentence(before, after, "By pupils"))
