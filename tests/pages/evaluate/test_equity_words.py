"""The sentences of the equity report: one test for each branch of what may be said."""

from __future__ import annotations

import pytest

from pages.components.sentence import plain
from pages.evaluate.equity.analyst import Analyst, analyst_cards
from pages.evaluate.equity.gaps import Gaps, GapSchool
from pages.evaluate.equity.gaps import sentence as gaps_sentence
from pages.evaluate.equity.ranked import Ranked, RankedLevel, RankedSchool, ends_of, ranked_card
from pages.evaluate.equity.spread import Figure, LevelFigures, Spreads, progress_card
from pages.evaluate.equity.words import (
    Finding,
    fifths_sentence,
    lead_sentence,
    progress_sentence,
    scatter_sentence,
    spread_sentence,
)
from pages.figures.need_scatter import Pattern
from pages.figures.share_curves import ShareCurve

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
        ((9.0, 8.0, 9.4, 9.2, 10.0), ("Mostly. The highest-need fifth gets most, $10, but the "
         "steps before it are uneven.")),
        ((), ""),
        ((10_000.0,) * 5, "Every fifth gets the same, $10,000."),
        ((10_000.3, 10_000.0, 9_999.8, 10_000.1, 10_000.2), "Every fifth gets the same, $10,000."),
        ((10.0, 10.0, 10.0, 10.0, 15.0), ("Mostly. No fifth gets less than the one before, from "
         "$10 to $15.")),
        ((10_000.0, 12_000.0, 9_000.0, 12_000.4, 12_000.2), ("Mostly. No fifth gets more than the "
         "one with the highest need, $12,000, but the steps before it are uneven.")),
        ((9.0, 12.0, 10.0, 12.0, 8.0), ("Not at the top. Spending peaks in the second and fourth "
         "fifths at $12, then falls to $8.")),
        ((12.0, 12.0, 10.0, 9.0, 8.0), ("No. No fifth gets more than the one with the lowest "
         "need, $12; the one with the highest gets $8.")),
        ((12.0, 10.0, 10.0, 9.0, 12.0), ("No. The fifths with the lowest and the highest need get "
         "the same, $12, and none gets more.")),
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
    assert plain(progress_sentence(0.998, [("high", 1.2), ("middle", 0.999)])) == (
        "About alike. A low-income pupil’s school spends as much as the school of a pupil who is "
        "not; in high schools 20% more."
    )
    assert plain(progress_sentence(1.2, [("high", 1.003)])).endswith("; in high schools as much.")
    assert plain(progress_sentence(None, [])) == "Too few schools to say."
    assert plain(spread_sentence([("high", 0.181), ("middle", 0.216)])) == (
        "Spending per pupil varies by 18% (high schools) to 22% (middle schools) around the mean "
        "of its level."
    )
    assert plain(spread_sentence([])).startswith("No level has five schools")


def gap(name, dollars, pupils=100.0, *, is_by_need=True):
    return GapSchool(name, "", "high", pupils, dollars, is_by_need=is_by_need)


def test_gaps_name_both_ends_and_the_size_of_schools():
    view = Gaps([gap("Ash", 900.0, 100.0), gap("Elm", -400.0, 300.0)], "", "")
    assert plain(gaps_sentence(view)) == (
        "Ash spends $900 more and Elm $400 less per pupil than schools of their level and need. "
        "The 1 furthest above have 100 pupils on average, the 1 furthest below 300."
    )
    assert plain(gaps_sentence(Gaps([gap("Ash", 0.0, 1.0)] * 2, "", ""))) == (
        "Schools lie where their level and need predict."
    )


@pytest.mark.parametrize(
    ("schools", "said"),
    [
        ([gap("Ash", 900.0, is_by_need=False), gap("Elm", -400.0, is_by_need=False)],
         "Ash spends $900 more and Elm $400 less per pupil than the mean of their level."),
        ([gap("Ash", 900.0, is_by_need=False), gap("Elm", -400.0)],
         ("Ash spends $900 more per pupil than the mean of its level and Elm $400 less than "
         "schools of its level and need.")),
        ([gap("Ash", 3_000.0), gap("Elm", -0.2)],
         ("Ash spends $3,000 more per pupil than schools of its level and need; no school spends "
         "less than predicted.")),
        ([gap("Ash", 0.0), gap("Elm", -50.0, is_by_need=False)],
         ("Elm spends $50 less per pupil than the mean of its level; no school spends more than "
         "predicted.")),
        ([gap("Ash", 0.3, is_by_need=False)] * 2, "Schools lie at the mean of their level."),
        ([gap("Ash", 0.0, is_by_need=False), gap("Elm", 0.0)],
         "Schools lie where their level and need predict, or at the mean of their level."),
    ],
)  # fmt: skip
def test_gaps_say_what_each_school_is_measured_against(schools, said):
    assert plain(gaps_sentence(Gaps(schools, "", ""))).startswith(said)


def concentrated(index, part):
    figures = {
        "gini": Figure(0.1, schools=70),
        "concentration_index": Figure(index, schools=68),
        "concentration_share": Figure(part, schools=68),
    }
    return LevelFigures("", 70, 30_000.0, figures)


@pytest.mark.parametrize(
    ("index", "part", "said", "aligned"),
    [
        (0.061, 0.62, "+0.061: dollars gather where need is high.", "62% {} lines up with need"),
        (-0.012, -0.12, "−0.012: dollars gather where need is low.", "12% {} runs against need"),
        (-0.0001, -0.001, "0.000: dollars gather hardly by need at all.",
         "hardly any {} goes with need or against it"),
        (0.004, 0.099, "+0.004: dollars gather hardly by need at all.",
         "10% {} lines up with need"),
    ],
)  # fmt: skip
def test_inequality_against_need_does_not_line_up_with_it(index, part, said, aligned):
    one = concentrated(index, part)
    (card,) = [progress_card(Spreads(one, [], "", "equity-measures"))]
    words = aligned.format("of the inequality between schools")
    assert f"Concentration index {said} {words[:1].upper()}{words[1:]}." in str(card)
    among = aligned.format("of the inequality between the 68 schools whose need is known")
    view = Analyst([ShareCurve("by need", [0, 1], [0, 1])], [], [one], "", "", "", "")
    assert f"concentration index {said.split(':')[0]}: {among}." in str(analyst_cards(view)[0])


@pytest.mark.parametrize("top", [11_999.8, 12_000.3])
def test_a_gap_of_cents_at_the_top_goes_against_no_line(top):
    slope = 5_000.0 if top < 12_000 else -5_000.0
    found = Finding(Pattern.CLEAR, slope, 30, "", [10_000, 11_000, 12_000, 12_500, top])
    assert not found.fails_at_top
    assert "at the top" not in plain(lead_sentence(found))


def test_fifths_alike_and_steps_of_cents_have_their_own_words():
    found = Finding(Pattern.NONE, 40.0, 20, "", [9_000.0, 9.0, 9.0, 9.0, 9_000.4])
    assert plain(lead_sentence(found)).endswith(
        " The fifths of pupils with the highest and the lowest need get the same."
    )
    assert "spends under $1 more per pupil" in plain(
        lead_sentence(Finding(Pattern.CLEAR, 4.0, 30, "", ()))
    )


def bars(number):
    return [RankedSchool(f"S{n}", "", 9000.0 + n, None, 0.5) for n in range(number)]


@pytest.mark.parametrize(
    ("number", "levels", "ends"), [(15, 1, 0), (16, 1, 7), (16, 3, 7), (40, 3, 10), (40, 1, 7)]
)
def test_long_lists_fold_to_both_ends(number, levels, ends):
    assert ends_of(number, levels) == ends


def test_what_lies_between_the_ends_is_one_step_away():
    level = RankedLevel("high", bars(14), 9000.0, between=26)
    drawn = str(ranked_card(Ranked([level], False, "$ per pupil", "", "")))
    assert drawn.count("'className': 'rbar'") == 14
    assert "26 schools between: show all" in drawn
    assert "40 schools, mean $9,000" in drawn
    places = [drawn.index(words) for words in ("S6", "26 schools between", "S7")]
    assert places == sorted(places)
