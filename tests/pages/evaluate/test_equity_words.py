"""The sentences of the equity report: one test for each branch of what may be said."""

from __future__ import annotations

import pytest

from pages.components.sentence import plain
from pages.evaluate.equity.gaps import Gaps, GapSchool
from pages.evaluate.equity.gaps import sentence as gaps_sentence
from pages.evaluate.equity.ranked import Ranked, RankedLevel, RankedSchool, ranked_card
from pages.evaluate.equity.words import (
    Finding,
    fifths_sentence,
    lead_sentence,
    progress_sentence,
    scatter_sentence,
    spread_sentence,
)
from pages.figures.need_scatter import Pattern

RISING = (10_000.0, 11_000.0, 12_000.0, 13_000.0, 14_000.0)
BENT = (10_080.0, 11_908.0, 14_107.0, 13_816.0, 12_604.0)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Finding(Pattern.CLEAR, 5942.0, 70, "", BENT),
            ("Mostly yes. For every 10 points more low-income pupils, a school spends $594 more "
            "per pupil, and the pattern is clear across 70 schools. It does not hold at the top: "
            "the fifth of pupils with the highest need gets $1,503 less per pupil than the middle "
            "fifth."),
        ),
        (
            Finding(Pattern.CLEAR, 5942.0, 49, "elementary", RISING),
            ("Yes. For every 10 points more low-income pupils, a school spends $594 more per "
            "pupil, and the pattern is clear across 49 elementary schools."),
        ),
        (
            Finding(Pattern.CLEAR, -2000.0, 12, "high", RISING[::-1]),
            ("No. For every 10 points more low-income pupils, a school spends $200 less per pupil, "
            "and the pattern is clear across 12 high schools."),
        ),
        (
            Finding(Pattern.CLEAR, -2000.0, 12, "", (9.0, 8.0, 5.0, 6.0, 8.0)),
            ("Mostly no. For every 10 points more low-income pupils, a school spends $200 less per "
            "pupil, and the pattern is clear across 12 schools. It does not hold at the top: the "
            "fifth of pupils with the highest need gets $3 more per pupil than the middle fifth."),
        ),
        (
            Finding(Pattern.WEAK, 3000.0, 30, "", RISING, "has budgeted"),
            ("Somewhat. For every 10 points more low-income pupils, a school has budgeted $300 "
            "more per pupil, but the pattern is weak across 30 schools."),
        ),
        (
            Finding(Pattern.WEAK, -3000.0, 30, "", ()),
            ("Rather not. For every 10 points more low-income pupils, a school spends $300 less "
            "per pupil, but the pattern is weak across 30 schools."),
        ),
        (
            Finding(Pattern.NONE, 40.0, 20, "middle", RISING),
            ("There is no clear pattern across 20 middle schools: those with more low-income "
            "pupils get neither clearly more nor clearly less per pupil. The fifth of pupils with "
            "the highest need gets $4,000 more than the fifth with the lowest; that may be "
            "chance."),
        ),
        (
            Finding(None, 0.0, 9, "", ()),
            "Too few schools to say: 9 schools with both figures, and a line needs 10.",
        ),
        (
            Finding(None, 0.0, 0, "", ()),
            "No school has spending, pupils and a share of low-income pupils on this basis.",
        ),
    ],
    ids=["clear, not at the top", "clear", "clear fall", "clear fall, not at the top", "weak",
         "weak fall", "no pattern", "too few", "nobody"],
)  # fmt: skip
def test_the_lead_says_what_the_figures_say(found, said):
    assert plain(lead_sentence(found)) == said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (RISING, "Yes. Each fifth gets more than the one before, from $10,000 to $14,000."),
        (BENT, ("Not at the top. Spending peaks in the middle fifth at $14,107, then falls to "
         "$12,604.")),
        (RISING[::-1], ("No. Spending is highest for the fifth with the lowest need, $14,000, and "
         "$10,000 for the highest.")),
        ((9.0, 8.0, 9.5, 9.2, 10.0), ("Mostly. The highest-need fifth gets most, $10, but the "
         "steps before it are uneven.")),
        ((), ""),
    ],
)  # fmt: skip
def test_fifths_are_told_by_where_they_peak(values, said):
    assert plain(fifths_sentence(values)) == said


def test_small_schools_above_the_line_are_told():
    found = Finding(Pattern.CLEAR, 5942.0, 70, "", BENT)
    assert plain(scatter_sentence(found, 180.0, 450.0)).endswith(
        "The schools furthest above the line are small, 180 pupils on average."
    )
    assert "small" not in plain(scatter_sentence(found, 400.0, 450.0))
    none = Finding(Pattern.NONE, 1.0, 70, "", BENT)
    assert plain(scatter_sentence(none, None, None)) == (
        "No line is drawn: what it would say may be chance."
    )
    few = Finding(None, 0.0, 8, "", ())
    assert plain(scatter_sentence(few, None, None)) == "8 schools drawn; too few for a line."


def test_progress_and_spread_name_the_level_that_differs():
    assert plain(progress_sentence(1.186, [("elementary", 1.18), ("high", 1.11)])) == (
        "Yes. A low-income pupil’s school spends 19% more than the school of a pupil who is not; "
        "in high schools 11% more."
    )
    assert plain(progress_sentence(0.9, [])) == (
        "No. A low-income pupil’s school spends 10% less than the school of a pupil who is not."
    )
    assert plain(progress_sentence(None, [])) == "Too few schools to say."
    assert plain(spread_sentence([("high", 0.181), ("middle", 0.216)])) == (
        "Spending per pupil varies by 18% (high schools) to 22% (middle schools) around the mean "
        "of its level."
    )
    assert plain(spread_sentence([])).startswith("No level has five schools")


def gap(name, dollars, pupils):
    return GapSchool(name, "", "high", pupils, dollars, is_by_need=True)


def test_gaps_name_both_ends_and_the_size_of_schools():
    view = Gaps([gap("Ash", 900.0, 100.0), gap("Elm", -400.0, 300.0)], "", "")
    assert plain(gaps_sentence(view)) == (
        "Ash spends $900 more and Elm $400 less per pupil than schools of their level and need. "
        "The 1 furthest above have 100 pupils on average, the 1 furthest below 300."
    )
    assert plain(gaps_sentence(Gaps([gap("Ash", 0.0, 1.0)] * 2, "", ""))) == (
        "Schools lie where their level and need predict."
    )


def bars(number):
    return [RankedSchool(f"S{n}", "", 9000.0 + n, None, 0.5) for n in range(number)]


@pytest.mark.parametrize(
    ("number", "is_all", "drawn"), [(15, False, 15), (16, False, 14), (40, True, 40)]
)
def test_long_lists_fold_to_both_ends(number, is_all, drawn):
    view = Ranked([RankedLevel("high", bars(number), 9000.0)], is_all, "$ per pupil", "", "")
    assert str(ranked_card(view)).count("className='rbar'") == drawn
