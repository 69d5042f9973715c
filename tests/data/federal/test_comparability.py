"""Title I comparability by hand: whose staff and dollars count, the lines, and who is exempt."""

from __future__ import annotations

import pytest

from data.federal.accounts import federal_accounts
from data.federal.comparability import comparability_rows
from data.read_models import ArgumentError
from tests.data.federal.conftest import FEDERAL, STAFF, TITLE_ONE


def by_school(warehouse, scope, **asked):
    rows = comparability_rows(warehouse, scope, fiscal_year=2024, **asked).to_pylist()
    return {row["location_id"]: row for row in rows}


def test_staff_paid_by_state_and_local_funds_who_teach(opened, whole):
    """200 pupils over 10 FTE against 310 over 20: 20 is more than 1.1 times 15.5."""
    found = by_school(opened(), whole)
    tested, other = found["101"], found["102"]
    assert (tested["amount"], tested["ratio"]) == (10.0, 20.0)
    assert (other["amount"], other["ratio"], other["result"]) == (20.0, 15.5, "compared with")
    assert (tested["average"], tested["highest"], tested["lowest"]) == (
        15.5, pytest.approx(17.05), None,
    )  # fmt: skip
    assert (tested["result"], tested["average_share"]) == ("not comparable", 20 / 15.5)


def test_one_more_teacher_makes_the_school_comparable(opened, whole):
    """200 over 11.8 is 16.95, under 17.05."""
    staff = [*STAFF, (1, "Teacher", 1.8, "state_local")]
    assert by_school(opened(staff=staff), whole)["101"]["result"] == "comparable"


def test_where_nothing_tells_what_pays_every_teacher_counts(opened, whole):
    staff = [(key, title, fte, None) for key, title, fte, _ in STAFF]
    assert by_school(opened(staff=staff), whole)["101"]["amount"] == 13.0


@pytest.mark.parametrize(("option", "spend_class"), [("salaries", "salary"),
                                                     ("materials", "non_personnel")])  # fmt: skip
def test_dollars_of_instruction_from_state_and_local_funds(
    opened, whole, booked, option, spend_class
):
    found = by_school(opened(), whole, option=option)
    for key, place, pupils in ((1, "101", 200), (2, "102", 310)):
        wanted = {"location_key": key, "spend_class": spend_class}
        cents = booked(2024, lambda a, w=wanted: a["fund_code"] != "20" and w.items() <= a.items()
                       and a["object_code"] < "5000")  # fmt: skip
        assert found[place]["amount"] == pytest.approx(cents / 100)
        assert found[place]["ratio"] == pytest.approx(cents / 100 / pupils)
    average = found["102"]["ratio"]
    assert found["101"]["lowest"] == pytest.approx(0.9 * average)
    expected = "comparable" if found["101"]["ratio"] >= 0.9 * average else "not comparable"
    assert found["101"]["result"] == expected


def test_who_is_not_tested_and_why(opened, whole):
    found = by_school(opened(), whole)
    assert (found["201"]["result"], found["301"]["result"]) == ("exempt", "not tested")
    assert found["201"]["reason"] == "exempt: the only school of its grade span"
    assert found["301"]["reason"] == "no pupils loaded"
    assert (found["103"]["pupils"], found["103"]["ratio"]) == (None, None)
    assert found["103"]["hidden"].split() == [
        "pupils", "ratio", "average_share", "per_pupil_usd",
    ]  # fmt: skip
    small = by_school(opened(), whole, smallest=250)
    assert small["101"]["result"] == "exempt"


def test_without_a_list_dollars_say_who_has_title_one(opened, whole, booked):
    """Title I is booked at every school, so that the half with the lowest poverty stands in."""
    federal = {"title_one": [TITLE_ONE]}
    found = by_school(opened(federal), whole)
    for key, place in ((1, "101"), (2, "102"), (4, "201")):
        cents = booked(2024, lambda a, key=key: a["location_key"] == key and a["fund_code"] == "20")
        assert found[place]["is_title_one"]
        assert found[place]["title_one_usd"] * 100 == cents
    assert found["101"]["basis"].startswith("average of the half")
    mean = by_school(opened(federal), whole, all_title_one="group_mean")
    assert mean["101"]["basis"].startswith("mean of all schools")
    assert mean["101"]["average"] == pytest.approx(510 / 30)


@pytest.mark.parametrize(
    ("federal", "option", "reason"),
    [
        ({}, "staffing", "do not say which accounts or schools are Title I"),
        ({"title_one_schools": ["101"]}, "salaries", "do not say which accounts are instruction"),
    ],
)
def test_what_the_settings_lack_is_said(opened, whole, federal, option, reason):
    found = by_school(opened(federal), whole, option=option)
    assert {row["result"] for row in found.values()} == {"not tested"}
    assert reason in found["101"]["reason"]


def test_without_positions_nothing_is_tested(opened, whole):
    assert by_school(opened(staff=[]), whole)["101"]["reason"] == "no positions are loaded"


@pytest.mark.parametrize("asked", [{"option": "pay"}, {"averaging": "median"},
                                   {"all_title_one": "none"}])  # fmt: skip
def test_an_unknown_rule_is_named(opened, whole, asked):
    [(name, value)] = asked.items()
    with pytest.raises(ArgumentError, match=f"{name}: '{value}' is none of"):
        by_school(opened(), whole, **asked)


def test_the_accounts_behind_a_part_add_up_and_count_once(opened, whole, booked):
    rows = federal_accounts(opened(), whole, fiscal_year=2024, part="effort_excluded").to_pylist()
    sums = {name: sum(row["spent_usd"] for row in rows if row["group_name"] == name)
            for name in ("Building", "Services")}  # fmt: skip
    assert sums["Building"] * 100 == booked(2024, lambda a: a["fund_code"] == "35")
    assert sums["Services"] * 100 == booked(
        2024, lambda a: a["fund_code"] != "35" and a["object_code"] == "5800"
    )
    assert len({row["account"] for row in rows}) == len(rows)
    one = federal_accounts(opened(), whole, fiscal_year=2024, group="Services")
    assert set(one.column("group_name").to_pylist()) == {"Services"}
    with pytest.raises(ArgumentError, match="part: 'tax' is none of"):
        federal_accounts(opened(), whole, part="tax")


def test_rows_stay_in_the_scope(opened, principal):
    assert set(by_school(opened(), principal)) == {"101"}
    rows = federal_accounts(opened(FEDERAL), principal, fiscal_year=2024, part="title_one")
    assert set(rows.column("location_id").to_pylist()) == {"101"}
