"""What a program says: clear, weak, none, too few, one school, none at all, no outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.program_words import (
    Cost,
    ProgramFinding,
    meaning,
    scatter_sentence,
    sentence,
    without_sentence,
)
from pages.evaluate.scatter_words import Measured
from pages.figures.need_scatter import Pattern

ENGLISH = Measured("ela_points", "English: distance from standard", Unit.POINTS)
BASE = ProgramFinding(
    "Title I", "FY2024", "all", 38, Cost("Sequoia", 145.4), Cost("Brookfield", 436.39),
    ENGLISH, 38, Pattern.CLEAR, -0.386,
)  # fmt: skip
RANGE = "38 schools spend from $145 per pupil on Title I at Sequoia to $436 at Brookfield."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, ("For every $100 more per pupil on Title I, distance from standard in English is 38.6 "
         "points lower; the pattern is clear, 38 schools. Money is often sent where pupils "
         "struggle, so this says nothing about what it achieves.")),
        ({"pattern": Pattern.WEAK, "slope": 0.02}, "2.0 points higher; the pattern is weak, 38"),
        ({"pattern": Pattern.NONE},
         ("There is no clear pattern: spending more on Title I goes with neither clearly higher "
          "nor clearly lower distance from standard in English, 38 schools.")),
        ({"both": 4, "pattern": None},
         f"{RANGE} Only 4 schools have both figures: too few to compare (fewer than 5)."),
        ({"both": 1, "pattern": None}, "Only 1 school has both figures: too few to compare"),
        ({"both": 9, "pattern": None},
         f"{RANGE} 9 schools have both figures: too few for a pattern (fewer than 10)."),
        ({"pattern": None, "reason": "a measure is the same at every school"},
         f"{RANGE} No line can be drawn: a measure is the same at every school."),
        ({"outcome": None},
         f"{RANGE} No results are loaded for FY2024, so what it goes with cannot be said."),
        ({"schools": 1, "high": Cost("Sequoia", 145.4)},
         "Only Sequoia has Title I: $145 per pupil. With one school there is nothing to compare."),
        ({"schools": 0, "low": None, "high": None}, "No school has money in Title I in FY2024."),
        ({"group": "ell"}, "For every $100 more per English learner on Title I"),
        ({"is_budget": True, "pattern": Pattern.NONE}, "budgeting more on Title I goes with"),
    ],
)  # fmt: skip
def test_the_sentence(change, said):
    assert said in plain(sentence(replace(BASE, **change)))


def test_the_step_fits_what_occurs():
    near = replace(BASE, low=Cost("A", 10.0), high=Cost("B", 14.0))
    far = replace(BASE, low=Cost("A", 100.0), high=Cost("B", 9100.0))
    same = replace(BASE, low=Cost("A", 10.0), high=Cost("B", 10.0))
    assert (near.step, far.step, same.step) == (1.0, 1000.0, 1.0)
    assert meaning(BASE) == ("−38.6 points", "for $100 more per pupil")


def test_the_sentence_of_a_scatter():
    assert plain(scatter_sentence(replace(BASE, both=9))).startswith("9 schools with both figures")
    assert plain(scatter_sentence(replace(BASE, pattern=None, reason="x"))) == "No line: x."
    assert scatter_sentence(replace(BASE, outcome=None)) == []


def test_schools_without_it():
    assert plain(without_sentence(0, "", "", ENGLISH)) == "Every school has some of it."
    assert plain(without_sentence(1, "", "", None)).startswith("1 school goes without it;")
    words = plain(without_sentence(7, "−3.1", "2.0", ENGLISH))
    assert words.endswith("English is 2.0, that of schools with the program −3.1: the schools "
                          "differ in more than this.")  # fmt: skip
