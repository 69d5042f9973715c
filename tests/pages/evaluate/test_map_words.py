"""The sentence of the map: a side, none, too few, no place, one school, nothing."""

from __future__ import annotations

import pytest

from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.map_words import MapFinding, Side, sentence
from pages.evaluate.scatter_words import Measured

SPENDING = Measured("per_pupil_usd", "Spending per pupil", Unit.DOLLARS_PER_PUPIL)
LOW, HIGH = ("Ash", 9_000.0), ("Oak", 15_000.0)
RANGE = "Spending per pupil: from $9,000 at Ash to $15,000 at Oak, 12 schools. "


@pytest.mark.parametrize(
    ("placed", "side", "said"),
    [
        (12, Side("northern", 12_000, 10_000, 0.7),
         "The figure is higher in the northern half: $12,000 against $10,000 in the other."),
        (12, Side("western", 9_500, 10_000, 0.7), "The figure is lower in the western half"),
        (12, Side("northern", 10_100, 10_000, 0.1),
         "No side of the district differs much from the other."),
        (4, None, "4 schools on the map: too few to tell one side of the district from another."),
        (0, None, "No coordinates are loaded, so where they stand cannot be shown."),
    ],
)  # fmt: skip
def test_where(placed, side, said):
    words = plain(sentence(MapFinding(SPENDING, 12, placed, LOW, HIGH, side)))
    assert words.startswith(RANGE)
    assert said in words


def test_one_school_and_none():
    assert plain(sentence(MapFinding(SPENDING, 1, 1, LOW, LOW))) == (
        "Only Ash has spending per pupil: $9,000."
    )
    assert plain(sentence(MapFinding(SPENDING, 0, 0))) == (
        "No school has spending per pupil in this year."
    )
