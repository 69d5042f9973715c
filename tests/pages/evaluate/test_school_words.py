"""What a school's profile says in words, in every branch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate import (
    likeness,
    money_split,
    need_shares,
    school,
    school_results,
    school_staff,
    spending_years,
)
from pages.evaluate.level_words import ordinal, schools_of, short_name
from pages.evaluate.likeness import Alike, Likeness
from pages.evaluate.money_split import MoneySplit, SplitLine
from pages.evaluate.need_shares import NeedShare, NeedShares
from pages.evaluate.school import Standing
from pages.evaluate.school_results import GroupResult, GroupResults, Result, SchoolResults
from pages.evaluate.school_staff import SchoolStaff, StaffLine
from pages.evaluate.spending_years import SpendingYear
from pages.figures.result_years import ResultYear

STANDING = Standing(
    short="Ash", level="elementary", year=2024, per_pupil=Decimal(12378), reason="", rank=24,
    ranked=49, gap=-484.2, is_predicted=True, frl=0.977, district_frl=0.814, pupils=483.0,
    before=Decimal(11513), pupils_before=498.0, per_teacher=19.7, per_teacher_median=18.3,
    vacancy=None, vacancy_words="vacant positions not loaded",
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ("Ash spends $12,378 per pupil, 24th of 49 elementary schools and $484 less than "
             "schools of its level and need. 98% of its pupils are low-income, against 81% in the "
             "district.")),
        ({"rank": 1}, "the most of 49 elementary schools"),
        ({"rank": 49}, "the least of 49 elementary schools"),
        ({"is_predicted": False, "gap": 12.0}, "$12 more than the mean of elementary schools"),
        ({"gap": 0.2}, "as much as schools of its level and need"),
        ({"gap": None}, "elementary schools. 98%"),
        ({"level": ""}, "24th of 49 schools and $484 less than schools of its need"),
        ({"ranked": 1, "gap": None}, "Ash spends $12,378 per pupil. 98%"),
        ({"district_frl": None}, "98% of its pupils are low-income."),
        ({"frl": None}, "level and need."),
        ({"is_open": True}, "Ash has so far spent $12,378 per pupil"),
        ({"per_pupil": None, "reason": "no pupils loaded"},
         "Ash has no figure per pupil: no pupils loaded. 98%"),
    ],
)  # fmt: skip
def test_the_lead_sentence(changes, said):
    assert said in plain(school.sentence(replace(STANDING, **changes)))


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({}, "+7.5%; 15 fewer pupils"),
        ({"pupils": 499.0}, "+7.5%; 1 more pupil"),
        ({"pupils": 498.0}, "+7.5%; as many pupils"),
        ({"before": None}, "FY2023 has no figure per pupil"),
        ({"is_open": True}, "FY2024 is still under way"),
    ],
)
def test_change_on_last_year(changes, value):
    assert school._change(replace(STANDING, **changes)).note == value


def line(name, spent, per_pupil=None, mean=None):
    values = (None if v is None else Decimal(v) for v in (per_pupil, mean))
    return SplitLine(name, Decimal(spent), *values)


def split(*lines):
    total = line("", sum(entry.spent for entry in lines), 100, 90)
    return MoneySplit("Ash", "elementary", "category", lines, total, "", "", "", "")


def test_where_money_goes_and_where_a_school_differs():
    view = split(line("Teaching", 60, 720, 740), line("Special education", 40, 240, 170))
    assert plain(money_split.sentence(view)) == (
        "60% pays for teaching and 40% for special education. Ash differs most in special "
        "education: $70 more per pupil than elementary schools on average."
    )


def test_one_part_and_no_comparison():
    assert plain(money_split.sentence(split(line("Teaching", 60)))) == "100% pays for teaching."
    same = split(line("Teaching", 60, 5, 5))
    assert plain(money_split.sentence(same)) == "100% pays for teaching."


def test_no_spending_is_said_and_not_drawn():
    drawn = money_split.money_card(split(line("Teaching", 0)))
    assert "No spending is booked here." in str(drawn)


def shares(*pairs):
    names = ("Low-income pupils", "English learners", "Pupils with disabilities")
    made = [NeedShare(n, n, own, own, at) for n, (own, at) in zip(names, pairs, strict=False)]
    return NeedShares("Ash", "elementary", made, "", "", "")


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (((0.9, 0.8), (0.5, 0.3), (0.2, 0.1)),
         ("More need than the district on all three measures. English learners stand out: 20 "
         "points above.")),
        (((0.9, 0.8),), "More need than the district on the one measure."),
        (((0.1, 0.8), (0.1, 0.3)),
         ("Less need than the district on all two measures known. Low-income pupils stand out: 70 "
         "points below.")),
        (((0.9, 0.8), (0.2, 0.25)),
         "More need than the district in low-income pupils, not in the rest."),
        (((None, 0.8),), "Shares of need are not known for this school."),
    ],
)  # fmt: skip
def test_need_beside_the_district(pairs, said):
    assert plain(need_shares.sentence(shares(*pairs))) == said


def test_hidden_shares_are_a_star_with_their_reason():
    hidden = NeedShare("Low-income", "Low-income pupils", None, 0.5, 0.5, "hidden: few", True)
    drawn = str(need_shares.need_shares_card(NeedShares("Ash", "", [hidden], "", "", "")))
    assert "{'title': 'hidden: few'}, '*'" in drawn


def alike(code, dollars, distance=None):
    return Alike(code, code, code, dollars, 100.0, (0.5,), (False,), distance)


def likely(own, peers, rank=2):
    me = alike("Ash", own)
    others = [alike(f"P{n}", value, 1.0) for n, value in enumerate(peers)]
    schools = [entry for entry in (me, *others) if entry.per_pupil is not None]
    return Likeness(me, others, schools, "middle", ("Low-income",), rank, 100.0,
                    "no other school of the level has these figures", "", "", str)  # fmt: skip


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (likely(1000, [1010, 1020]), ("about as much as its two closest peers: $1,000 against a "
                                     "mean of $1,015. It ranks 2nd of 3 middle schools.")),
        (likely(1000, [500]), "$500 more per pupil than its closest peer"),
        (likely(500, [1000, 1000]), "$500 less per pupil than its two closest peers"),
        (likely(500, []), "Ash has no peers: no other school of the level has these figures."),
        (likely(None, [500]), "Ash has no figure per pupil"),
    ],
)  # fmt: skip
def test_beside_peers(view, said):
    assert said in plain(likeness.sentence(view))


def year(number, spent, pupils=100.0, *, is_open=False):
    dollars = None if spent is None else Decimal(spent)
    per = None if dollars is None or pupils is None else dollars / Decimal(pupils)
    return SpendingYear(number, dollars, pupils, per, "no pupils loaded", is_open)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([year(2023, 1_000_000), year(2024, 1_200_000, 90.0)],
         ("Site spending rose from $1.0M in FY2023 to $1.2M in FY2024, 20% before inflation. Per "
         "pupil it rose 33.3% in the last year, while enrollment fell by 10.")),
        ([year(2023, 2_000_000), year(2024, 1_000_000)], "fell from $2.0M in FY2023"),
        ([year(2023, 2_000_000), year(2024, 1_000_000)], "with as many pupils."),
        ([year(2023, 1000, None), year(2024, 1100)], "Per pupil the year before is not known."),
        ([year(2023, 1000), year(2024, 1100, None)], "10% before inflation."),
        ([year(2024, 1_000_000), year(2025, 5, is_open=True)],
         "FY2024 is the only complete year: $1.0M."),
        ([year(2025, 5, is_open=True)], "No complete year is loaded."),
    ],
)  # fmt: skip
def test_spending_over_the_years(years, said):
    assert said in plain(spending_years.sentence(years))


def test_staff_beside_the_median():
    lines = [
        StaffLine("Teachers", 24.5, 5.07, 5.45, 4.8, 6.8),
        StaffLine("Aides and tutors", 11.2, 2.32, 1.46, 0.5, 3.0),
        StaffLine("Office staff", 1.0, 0.2, 0.2, 0.1, 0.4),
    ]
    view = SchoolStaff("Ash", "elementary", lines, 36.7, 7.6, "", "", "")
    assert plain(school_staff.sentence(view)) == (
        "5.1 teachers per 100 pupils, below the elementary median of 5.5; 2.3 aides and tutors "
        "per 100 pupils, above the median of 1.5."
    )
    none = replace(view, lines=[replace(lines[0], per_100=None)])
    assert "pupils are not known" in plain(school_staff.sentence(none))
    assert "Staff is not known." in str(school_staff.staff_card(replace(view, reason="None.")))


def test_staff_by_what_pays():
    line = StaffLine("Teachers", 24.5, 5.07, 5.45, 4.8, 6.8, school_staff.Paid(2.5, 22.0))
    paid = school_staff.Paid(2.5, 21.0, 1.0)
    view = SchoolStaff("Ash", "elementary", [line], 24.5, 7.6, "", "", "", paid)
    words = str(school_staff.staff_card(view))
    assert (
        " Federal funds pay for 2.5 FTE, 10% of all. Nothing tells what pays for 1.0 FTE." in words
    )
    assert "'State, local'" in words
    known = str(school_staff.staff_card(replace(view, paid=school_staff.Paid(2.5, 22.0))))
    assert "Nothing tells" not in known
    untold = str(school_staff.staff_card(replace(view, paid=None)))
    assert "Federal" not in untold


def result(label, unit, *values, mean=0.0):
    years = [ResultYear(2022 + n, value, mean, None, None) for n, value in enumerate(values)]
    return Result(label, label, unit, years)


def test_results_beside_the_mean_and_how_they_moved():
    view = SchoolResults("Ash", "elementary", [
        result("English: distance from standard", Unit.POINTS, -20.0, -10.0),
        result("Chronic absence", Unit.PERCENT, 0.64, 0.32, mean=0.3),
    ], "", "")  # fmt: skip
    assert plain(school_results.sentence(view)) == (
        "English lies below the mean of elementary schools; chronic absence lies above it. "
        "Chronic absence fell from 64% to 32% between 2022 and 2023."
    )
    empty = replace(view, results=[result("Suspension", Unit.PERCENT, None)])
    assert plain(school_results.sentence(empty)) == "No result of Ash can be shown."


def groups(*rows):
    return GroupResults("FY2024", [("English: points", Unit.POINTS)], rows, "", "")


def test_groups_of_pupils():
    view = groups(
        ("All pupils", [GroupResult(-96.7)]),
        ("English learners", [GroupResult(-100.6)]),
        ("Foster youth", [GroupResult(None, is_hidden=True)]),
    )
    assert plain(school_results.group_sentence(view)) == (
        "English learners are furthest from the standard in English: 4 points below all pupils. "
        "Groups that are too small are hidden."
    )
    assert "'*'" in str(school_results.groups_card(view))
    even = groups(("All pupils", [GroupResult(1.0)]), ("English learners", [GroupResult(2.0)]))
    assert plain(school_results.group_sentence(even)).startswith("No group")


def test_names_and_ranks():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th",
    ]  # fmt: skip
    assert short_name("Garfield Elementary") == "Garfield"
    assert short_name("LIFE Academy") == "LIFE Academy"
    assert (schools_of("k12"), schools_of(""), schools_of("high", 1)) == (
        "K-12 schools", "schools", "high school",
    )  # fmt: skip
