"""The sentence of a scatter: clear, weak, none, too few, and what one line hides."""

from __future__ import annotations

import pytest

from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.scatter_words import (
    Finding,
    Measured,
    correlation_words,
    meaning,
    quadrant_words,
    sentence,
)
from pages.figures.need_scatter import Pattern

NEED = Measured("frl_share", "Low-income pupils", Unit.SHARE)
SPENDING = Measured("per_pupil_usd", "Spending per pupil", Unit.DOLLARS_PER_PUPIL)
ENGLISH = Measured("ela_points", "English: distance from standard", Unit.POINTS)
ABSENCE = Measured("chronic_absence", "Chronic absence", Unit.PERCENT)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Finding(NEED, SPENDING, 70, Pattern.CLEAR, 5936.0),
         ("For every 10 points more low-income pupils, spending per pupil is $594 higher; the "
         "pattern is clear, 70 schools.")),
        (Finding(NEED, SPENDING, 70, Pattern.CLEAR, 5936.0, -1503.0),
         ("It does not hold at the top: in the fifth with most low-income pupils, spending per "
         "pupil is $1,503 lower than in the middle fifth.")),
        (Finding(NEED, SPENDING, 41, Pattern.WEAK, -500.0, -9.0), "$50 lower; the pattern is weak"),
        (Finding(SPENDING, ENGLISH, 30, Pattern.CLEAR, -0.0122),
         ("For every $1,000 more spending per pupil, distance from standard in English is 12.2 "
         "points lower")),
        (Finding(NEED, ABSENCE, 30, Pattern.CLEAR, 0.44), "chronic absence is 4.4 points higher"),
        (Finding(NEED, SPENDING, 41, Pattern.NONE),
         ("There is no clear pattern: schools with more low-income pupils have neither clearly "
         "higher nor clearly lower spending per pupil, 41 schools.")),
        (Finding(NEED, SPENDING, 9, None),
         "Only 9 schools have both figures: too few schools (fewer than 10) for a pattern."),
        (Finding(NEED, SPENDING, 1, None), "Only 1 school has both figures"),
        (Finding(NEED, SPENDING, 20, None, reason="a measure is the same at every school"),
         "No line can be drawn: a measure is the same at every school."),
    ],
)  # fmt: skip
def test_the_sentence(found, said):
    assert said in plain(sentence(found))


def test_a_line_that_holds_hides_nothing():
    assert "does not hold" not in plain(
        sentence(Finding(NEED, SPENDING, 70, Pattern.CLEAR, 5936.0, 100.0))
    )


@pytest.mark.parametrize("gap", [-0.3, 0.0, 0.4])
def test_a_difference_of_cents_hides_nothing(gap):
    found = Finding(NEED, SPENDING, 70, Pattern.CLEAR, 5936.0 if gap < 0 else -5936.0, gap)
    assert "does not hold" not in plain(sentence(found))


def test_a_move_too_small_to_write_has_no_direction():
    found = Finding(SPENDING, ABSENCE, 30, Pattern.WEAK, 1e-9)
    assert "chronic absence is about the same; the pattern is weak" in plain(sentence(found))
    assert meaning(found)[0] == "0.0 points"


def test_the_label_of_the_line():
    assert meaning(Finding(NEED, SPENDING, 70, Pattern.CLEAR, 5936.0)) == (
        "+$594 per pupil", "for 10 points more low-income pupils",
    )  # fmt: skip


def test_quadrants_are_neutral():
    assert quadrant_words(SPENDING, ENGLISH) == (
        "Lower spending, higher English", "Higher spending, higher English",
        "Lower spending, lower English", "Higher spending, lower English",
    )  # fmt: skip
    assert quadrant_words(NEED, ABSENCE)[1] == "More low-income pupils, higher chronic absence"


def test_correlation():
    assert [correlation_words(r) for r in (0.534, -0.5, None)] == ["0.53", "−0.50", ""]
