"""The sentences of a person's own table: whom they speak of, and what they must not claim."""

from __future__ import annotations

import pytest

from pages.components.sentence import plain
from pages.evaluate.own_table_words import Facts, family_words, lead_words


def facts(values, **rest):
    return Facts(values, 5, "too few schools", **rest)


def said(family, values, **rest):
    return plain(family_words(family, facts(values, **rest)))


def test_the_spread_of_the_lead_is_no_average_difference():
    values = {"mean_pupil": 10_600.0, "cv": 0.18}
    assert plain(lead_words(facts(values, counts={"mean_pupil": 8}))) == (
        "8 schools spend $10,600 per pupil; the standard deviation between them is 18.0% of it."
    )
    assert plain(lead_words(facts(values, is_each=True))) == (
        "5 schools spend $10,600 per pupil on average, each counted once; the standard deviation "
        "between them is 18.0% of it."
    )


def test_where_each_school_counts_once_sentences_speak_of_schools():
    means = {"mean_poor": 11_000.0, "mean_nonpoor": 10_000.0}
    assert plain(lead_words(facts(means, is_each=True))) == (
        "Weighted by their share of low-income pupils, schools spend $1,000 more per pupil than "
        "weighted by their share of the others (10.0%); too few schools for a pattern, 5 schools."
    )
    same = {"mean_poor": 10_000.2, "mean_nonpoor": 10_000.0}
    assert said("progressivity", same, is_each=True).startswith(
        "Schools spend the same per pupil, weighted by"
    )
    assert said("horizontal", {"hoover": 0.08, "mcloone": 0.9}, is_each=True) == (
        "8.0% of spending per pupil would have to move between schools, each counted once, for all "
        "to have the same. The lower half of schools has 90.0% of what the median would give them."
    )
    assert said("formula", {"formula_within_10": 0.4}, is_each=True).startswith(
        "40.0% of schools are within 10 %"
    )


@pytest.mark.parametrize("other", [0.0, -440.0])
def test_a_base_that_is_not_positive_has_no_percentage(other):
    assert said("progressivity", {"mean_poor": 9_000.0, "mean_nonpoor": other}) == (
        f"An average low-income pupil sits in a school that spends ${9_000 - other:,.0f} more per "
        "pupil than that of another pupil; too few schools for a pattern, 5 schools."
    )


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (0.18, 0.095, "smaller: 9.5% of the mean instead of 18.0%"),
        (0.0231, 0.0772, "larger: 7.7% of the mean instead of 2.3%"),
        (0.18, 0.18, "unchanged: 18.0% of the mean"),
        (0.18004, 0.17996, "unchanged: 18.0% of the mean"),
    ],
)
def test_the_spread_by_need_stands_beside_that_of_the_same_schools(before, after, words):
    values = {"cv": 0.66, "need_cv_before": before, "need_cv": after}
    assert said("need", values, counts={"need_cv": 11}) == (
        f"Counted by need, the spread is {words}, 11 schools with every share of need."
    )


@pytest.mark.parametrize(
    ("value", "bounds", "words"),
    [
        (0.042, (-0.05, 0.13),
         "Between wealth and spending there is no clear pattern, 30 schools."),
        (0.2, (0.1, 0.3),
         "Ten percent more wealth goes with 2.0 % more spending per pupil, 30 schools."),
        (-0.2, (-0.3, -0.1),
         "Ten percent more wealth goes with 2.0 % less spending per pupil, 30 schools."),
        (0.004, (0.001, 0.007),
         ("Ten percent more wealth goes with hardly any other spending per pupil: under a tenth "
         "of a percent, 30 schools.")),
    ],
)  # fmt: skip
def test_wealth_is_told_as_its_interval_allows(value, bounds, words):
    values, counts = {"wealth_elasticity": value}, {"wealth_elasticity": 30}
    assert said("neutrality", values, counts=counts, bounds={"wealth_elasticity": bounds}) == words
