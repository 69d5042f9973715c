"""The sentences of central resources, branch by branch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pages.components.sentence import plain
from pages.evaluate.central_rows import step
from pages.evaluate.central_words import (
    CentralFinding,
    PoolFinding,
    SchoolFinding,
    lowered,
    pool_sentence,
    school_sentence,
    sentence,
    why_none,
)

FOUND = CentralFinding(
    "FY2024", "By pupils", schools=79, pools=12, dollars=Decimal("349957890.91"),
    mean=Decimal("10346.13"), largest=("Food", Decimal("825.40")),
    ends=(("Ash", Decimal("7237.10")), ("Elder", Decimal("19937.49"))),
)  # fmt: skip
SCHOOL = SchoolFinding(
    "Ash", Decimal(900_000), Decimal("2500.40"), Decimal("2400.10"), ("Buses", Decimal("-60.20"))
)
POOL = PoolFinding(
    "Buses", Decimal(240_000), "Bus riders", Decimal("412.37"), 3,
    (("Ash", Decimal(10)), ("Elder", Decimal("99.50"))),
)  # fmt: skip


def test_the_whole_sentence():
    assert plain(sentence(FOUND)) == (
        "In FY2024 the district spent $10,346 per pupil on 12 shared resources for 79 schools. "
        "The largest is Food, $825 per pupil. Schools get from $7,237 at Ash to $19,937 at Elder."
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"method": ""}, "No method says how resources held centrally reach the schools."),
        ({"pools": 0}, "In FY2024 no central cost reaches the schools by this method."),
        ({"is_budget": True}, "the district budgeted $10,346"),
        ({"mean": None}, "the district spent $349,957,891 on 12"),
        ({"pools": 1, "schools": 1}, "on 1 shared resource for 1 school. Schools get"),
        ({"ends": None}, "$825 per pupil."),
        ({"ends": (("A", Decimal("5.01")), ("B", Decimal("5.02")))}, "the same $5 per pupil."),
        ({"without": 1}, " 1 school takes no share of at least one."),
        ({"without": 6}, " 6 schools take no share of at least one."),
        ({"lost": Decimal("1200.60")}, " $1,201 reaches no school."),
    ],
)
def test_each_branch(changed, words):
    assert words in plain(sentence(replace(FOUND, **changed)))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ("Ash gets $2,500 per pupil, $100 more than the district's mean of $2,400. "
              "Furthest from the mean: Buses, $60 less.")),
        ({"per_pupil": Decimal(2300)}, "$2,300 per pupil, $100 less than the district's mean"),
        ({"per_pupil": Decimal("2400.3")}, "$2,400 per pupil, the same as the district's mean"),
        ({"furthest": ("Buses", Decimal("7.8"))}, "Furthest from the mean: Buses, $8 more."),
        ({"furthest": ("Buses", Decimal("0.2"))}, "$100 more than the district's mean of $2,400."),
        ({"per_pupil": None, "is_hidden": True}, ("gets $900,000; dollars per pupil are not shown "
                                                  "because too few pupils stand behind them.")),
        ({"per_pupil": None}, "because no pupils are loaded."),
        ({"dollars": None}, "Ash takes no share of any resource."),
    ],
)  # fmt: skip
def test_a_school_beside_the_mean(changed, words):
    told = plain(school_sentence(replace(SCHOOL, **changed)))
    assert words in told
    if "$100 more" in words and changed:
        assert "Furthest" not in told


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ("Buses is $240,000 for 3 schools, shared by bus riders: $412.37 for each. "
              "Schools get from $10 at Ash to $100 at Elder.")),
        ({"per_unit": None, "driver": "equal parts"}, "shared by equal parts. Schools get"),
        ({"ends": None}, "$412.37 for each."),
    ],
)  # fmt: skip
def test_a_pool_and_its_driver(changed, words):
    assert words in plain(pool_sentence(replace(POOL, **changed)))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("withheld: fewer than 10",
         "its count of bus riders is withheld: too few pupils stand behind it"),
        ("no value loaded", "no value of bus riders is loaded for it"),
        ("no staff loaded on the count day", "no staff loaded on the count day"),
        ("", ""),
    ],
)  # fmt: skip
def test_why_a_school_takes_none(reason, words):
    assert why_none(reason, "Bus riders") == words


def test_names_keep_their_capital():
    assert lowered("English learners") == "English learners"
    assert lowered("FTE") == "FTE"
    assert lowered("Square feet") == "square feet"


@pytest.mark.parametrize(
    ("value", "mean", "tint"),
    [(49, 100, 0), (50, 100, 1), (89, 100, 1), (90, 100, 2), (110, 100, 3), (149, 100, 3),
     (150, 100, 4), (0, 100, 0), (None, 100, None), (5, None, None), (5, 0, None), (5, -1, None)],
)  # fmt: skip
def test_tints_stand_beside_the_mean(value, mean, tint):
    known = [None if one is None else Decimal(one) for one in (value, mean)]
    assert step(*known) == tint
