"""Positions as reports: conditions, groups, files and mail, held against the records themselves.

What fits is reckoned here from the rows that were recorded, account by account and share by share.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from access.scope import Scope
from callbacks.grid_rows import page
from callbacks.manage import conditions, kept_rows, position, staffing
from callbacks.manage.report_files import href_of, pinned_reports, report_order
from callbacks.manage.report_letter import figure_of, report_content
from callbacks.table_orders import TableOrder, begun, length
from callbacks.table_orders import asked as asked_of
from data.store.report_mails import ReportMail
from pages.manage.staffing_state import PositionState, StaffingState
from planning import people
from planning import reports as commands
from tests.callbacks.manage.test_staffing import (  # noqa: F401 - fixtures
    ALL,
    ROWS,
    house,
    kept,
)
from tests.data.serving_sample import DISTRICT

D = Decimal
PLACE = {one["code"]: one["location_code"] for one in ROWS["position"]}
FTE = {one["code"]: one["fte"] for one in ROWS["position"]}
COST = {"OWN": D("73203.68"), "SHARED": D("73203.68"), "FAR": D("73203.68")}
PEOPLE = defaultdict(list)
for seated in ROWS["assignment"]:
    PEOPLE[seated["position_code"]].append((seated["employee_code"], seated["fte"]))
ASSIGNED = {code: sum((fte for _, fte in PEOPLE[code]), D(0)) for code in FTE}
VACANT = {code: max(D(0), FTE[code] - ASSIGNED[code]) for code in FTE}


def paying(code):
    """Accounts that pay a position or a person in it: fund, site, object, function."""
    lines = [*ROWS["position_funding"], *ROWS["assignment_funding"]]
    return [one["account_code"].split("-") for one in lines if one["position_code"] == code]


def every(test):
    return {code for code in FTE if test(code)}


CASES = [
    ("position starts with s", lambda code: code.startswith("S")),
    ("place is 101", lambda code: PLACE[code] == "101"),
    ("place is not 101, place is not 201", lambda code: PLACE[code] not in ("101", "201")),
    ("class is CERTIFICATED", lambda _: True),
    ("job does not match teach*", lambda _: False),
    ("fte between ..0.75", lambda code: FTE[code] <= D("0.75")),
    ("vacant fte is 0.5", lambda code: VACANT[code] == D("0.5")),
    ("assigned fte between 1.001..", lambda code: ASSIGNED[code] > 1),
    ("employee ends with no. 3", lambda code: any(who == "3" for who, _ in PEOPLE[code])),
    ("employee does not match *", lambda code: not PEOPLE[code]),
    ("note does not match *", lambda _: True),
    ("flagged fte is not 1", lambda _: True),
    ("annual cost between 73203.68..", lambda code: code in COST),
    ("annual cost is not 73203.68", lambda code: code not in COST),
    ("fund is 20", lambda code: any(one[0] == "20" for one in paying(code))),
    ("site is 102, fund is 10", lambda code: any(one[:2] == ["10", "102"] for one in paying(code))),
    ("site is 102, fund is 20", lambda _: False),
    ("fund is not 10", lambda code: any(one[0] != "10" for one in paying(code))),
    ("account code is 20-101-1100-1000, place is 102", lambda code: code == "SHARED"),
]


@pytest.mark.parametrize(("where", "holds"), CASES)
def test_positions_that_fit_a_condition(house, person, where, holds):  # noqa: F811
    admin, state = person("administrator"), StaffingState(where=where)
    rows = staffing.rows(house, admin, state, ALL)
    assert {row["code"] for row in rows} == every(holds)
    view = staffing.view(house, admin, state)
    assert view.row_count == len(every(holds))
    if rows:
        assert D(view.total["fte"]) == sum(FTE[code] for code in every(holds))
    assert len(view.chips) == len(where.split(", "))


@pytest.mark.parametrize("where", ["fte is half", "fte starts with 1", "colour is red",
                                   "vacant fte between 2..1", "fte is 0.0001"])  # fmt: skip
def test_what_cannot_be_meant_is_said(house, person, where):  # noqa: F811
    shown = str(page(house, person("administrator"), staffing.SOURCE, StaffingState(where=where)))
    assert "A filter cannot be read" in shown


def shares(code, who):
    """Account -> share of one person's FTE in a position, what is left over at no account."""
    own = [one for one in ROWS["assignment_funding"]
           if (one["position_code"], one["employee_code"]) == (code, who)]  # fmt: skip
    lines = own or [one for one in ROWS["position_funding"] if one["position_code"] == code]
    found = {one["account_code"]: one["percentage"] for one in lines}
    return found | {"": 100 - sum(found.values())}


def by_fund():
    """FTE, assigned and vacant FTE by fund, the rest without one."""
    found = defaultdict(lambda: [D(0), D(0), D(0)])
    for code, approved in FTE.items():
        parts = [(0, approved, None), (2, VACANT[code], None)]
        parts += [(1, fte, who) for who, fte in PEOPLE[code]]
        for place, amount, who in parts:
            for account, share in shares(code, who).items():
                found[account.split("-")[0]][place] += amount * share / 100
    return dict(found)


def shown_groups(house, actor, **state):  # noqa: F811
    view = staffing.view(house, actor, StaffingState(**state))
    return view, {(group.detail or group.title): group for group in view.grouped.groups}


def test_groups_by_fund_are_shares_of_fte_and_add_up_to_all(house, person):  # noqa: F811
    view, found = shown_groups(house, person("administrator"), group="fund")
    oracle = by_fund()
    assert {code: [D(group.cells[one]) for one in ("fte", "assigned", "vacant")]
            for code, group in found.items()} == oracle  # fmt: skip
    for place, term in enumerate(("fte", "assigned", "vacant")):
        assert sum(sums[place] for sums in oracle.values()) == D(view.total[term])
    assert found["20"].row_count == len(every(lambda code: "20" in [a[0] for a in paying(code)]))
    assert found["20"].title == "Federal Title I"
    assert "cost" not in found["20"].cells
    opened = parse_qs(found["20"].every)["where"][0]
    rows = staffing.rows(house, person("administrator"), StaffingState(where=opened), ALL)
    assert len(rows) == found["20"].row_count
    assert not found[""].toggle


VALUES = [("place", PLACE.get), ("Class", lambda _: "Certificated"), ("job", lambda _: "Teacher")]


@pytest.mark.parametrize(("group", "value"), VALUES)
def test_groups_by_what_positions_are_count_each_once_with_its_cost(
    house, person, group, value  # noqa: F811
):  # fmt: skip
    view, found = shown_groups(house, person("administrator"), group=group)
    assert sum(one.row_count for one in found.values()) == len(FTE) == view.row_count
    for code, one in found.items():
        own = every(lambda seat: value(seat) == code)  # noqa: B023
        assert one.row_count == len(own)
        assert D(one.cells["fte"]) == sum(FTE[seat] for seat in own)
        cost = sum(COST.get(seat, D(0)) for seat in own)
        assert one.cells.get("cost", "$0.00") == f"${cost:,.2f}"


def test_conditions_on_accounts_leave_the_fte_that_they_pay(house, person):  # noqa: F811
    admin = person("administrator")
    view, found = shown_groups(house, admin, group="object", where="fund is 20")
    paid = sum(
        FTE[one["position_code"]] * one["percentage"] / 100
        for one in ROWS["position_funding"] if one["account_code"].startswith("20-")
    )  # fmt: skip
    assert {code: one.cells for code, one in found.items()} == {"1100": {"paid": f"{paid:.1f}"}}
    assert view.total["paid"] == f"{paid:.1f}"


def test_a_principal_groups_and_filters_by_own_accounts_alone(house, person):  # noqa: F811
    own = person("principal", "101")
    _, found = shown_groups(house, own, group="fund")
    mine = {"OWN", "SHARED", "EMPTY"}
    assert sum(D(one.cells["fte"]) for one in found.values()) == sum(FTE[code] for code in mine)
    assert found["10"].row_count == 1, "the account of 102 is not told"
    rows = staffing.rows(house, own, StaffingState(where="site is 102"), ALL)
    assert rows == []
    rows = staffing.rows(house, own, StaffingState(where="fund is 10"), ALL)
    assert {row["code"] for row in rows} == {"OWN"}
    rows = staffing.rows(house, own, StaffingState(where="site is not 101"), ALL)
    assert rows == []


def test_pay_and_names_are_no_fields_for_who_may_not_read_them(house, person):  # noqa: F811
    own = person("principal", "101")
    nameless = replace(own, staffing=Scope(DISTRICT, frozenset({"101"})))
    assert "Annual cost" not in conditions.fields(house, own, "positions")
    assert "Employee" in conditions.fields(house, own, "positions")
    assert "Employee" not in conditions.fields(house, nameless, "positions")
    assert "Annual cost" in conditions.fields(house, person("administrator"), "positions")
    for reader, where in ((own, "annual cost is 1"), (nameless, "employee matches *1*")):
        shown = str(page(house, reader, staffing.SOURCE, StaffingState(where=where)))
        assert "There is no field" in shown
    view, found = shown_groups(house, own, group="class")
    assert "cost" not in view.total
    assert not any("cost" in one.cells for one in found.values())


ORDERS = [
    (StaffingState(), "code", False, sorted(FTE)),
    (StaffingState(sort="code desc"), "code", True, sorted(FTE, reverse=True)),
    (StaffingState(order="vacant"), "vacant", True, ["EMPTY", "FAR", "OWN", "SHARED", "TWICE"]),
    (StaffingState(order="vacant", sort="fte"), "fte", False,
     ["EMPTY", "FAR", "OWN", "SHARED", "TWICE"]),
    (StaffingState(sort="assigned desc", columns="job,code"), "assigned", True,
     ["TWICE", "FAR", "OWN", "SHARED", "EMPTY"]),
]  # fmt: skip


@pytest.mark.parametrize(("state", "field", "is_down", "codes"), ORDERS)
def test_the_order_of_a_heading_or_the_menu_is_that_of_the_file(
    house, person, state, field, is_down, codes  # noqa: F811
):  # fmt: skip
    admin = person("administrator")
    view = staffing.view(house, admin, state)
    assert (view.sort, view.descending) == (field, is_down)
    table, _, query = view.export.removeprefix("/export/").partition("?")
    made = b"".join(begun(house, admin, TableOrder(table, "csv", query)).chunks).decode()
    assert [row["position"] for row in csv.DictReader(io.StringIO(made))] == codes
    assert staffing.SOURCE.order(admin, state) == (field, is_down)
    own = staffing.view(house, person("principal", "101"), replace(state, sort="cost desc"))
    assert own.sort != "cost"


@pytest.fixture(scope="module")
def cast(kept):  # noqa: F811
    """The budget director, two principals, and a viewer who may see no positions."""

    def made(name, role, place=None):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, kept, email=email, name=name)
        places = None if place is None else frozenset({place})
        return actor_in_district((number, name, email), role, DISTRICT, (DISTRICT,), places)

    return {
        "director": made("ada", Role.ADMINISTRATOR),
        "101": made("ash", Role.PRINCIPAL, "101"),
        "102": made("birch", Role.PRINCIPAL, "102"),
        "viewer": made("guest", Role.VIEWER),
    }


SEEN = {"director": {"OWN", "SHARED", "FAR", "TWICE"}, "101": {"OWN", "SHARED"},
        "102": {"SHARED", "FAR"}}  # fmt: skip


def file_rows(house, actor, number):  # noqa: F811
    text = b"".join(begun(house, actor, report_order(house, actor, number, "csv")).chunks).decode()
    line, _, rest = text.partition("\n")
    return line, list(csv.DictReader(io.StringIO(rest)))


def test_a_shared_report_of_positions_shows_each_reader_the_own_alone(house, cast):  # noqa: F811
    state = StaffingState(where="employee matches *", order="cost")
    query, says = kept_rows.kept(house, cast["director"], "positions", state, "Filled")
    number = StaffingState.from_query(query).of
    assert says == "Saved."
    for role in ("principal", "viewer"):
        commands.share(cast["director"], house.store, number, "role", role)
    for who, codes in SEEN.items():
        actor = cast[who]
        opened = kept_rows.opened(house, actor, "positions", StaffingState(report=number))
        assert opened.where == state.where
        assert staffing.view(house, actor, opened).row_count == len(codes)
        line, rows = file_rows(house, actor, number)
        assert {row["position"] for row in rows} == codes
        assert "where employee matches *" in line
        assert {row["annual_cost_usd"] != "" for row in rows} == (
            {True, False} if who == "director" else {False}
        )
        order = report_order(house, actor, number, "csv")
        assert length(house, asked_of(actor, order)) == len(codes)
        mail = ReportMail(report_id=number, every="day", is_shared=True)
        content = report_content(house, actor, mail)
        assert {row[0] for row in content.table.rows} == codes
        assert figure_of(house, actor, number)[0] == len(codes)
    assert figure_of(house, cast["101"], number)[1] is None, "no pay, not even as a change"
    assert commands.visible(cast["viewer"], house.store) == []
    with pytest.raises((NotPermitted, commands.ReportError)):
        report_order(house, cast["viewer"], number, "csv")
    with pytest.raises(NotPermitted):
        commands.save(cast["viewer"], house.store, "positions", "Mine", "")


def test_a_report_by_cost_is_refused_and_not_answered_without_the_right(house, cast):  # noqa: F811
    state = StaffingState(where="annual cost between 73203..")
    query, _ = kept_rows.kept(house, cast["director"], "positions", state, "Dear")
    number = StaffingState.from_query(query).of
    commands.share(cast["director"], house.store, number, "role", "principal")
    opened = kept_rows.opened(house, cast["101"], "positions", StaffingState(report=number))
    assert "A filter cannot be read" in str(page(house, cast["101"], staffing.SOURCE, opened))
    assert figure_of(house, cast["101"], number) is None
    mail = ReportMail(report_id=number, every="day", is_shared=True)
    content = report_content(house, cast["101"], mail)
    assert content.table is None
    assert "cannot be read" in content.before[0]


def test_a_grouped_report_is_a_file_of_groups_and_is_pinned_renamed_copied(house, cast):  # noqa: F811
    director = cast["director"]
    state = StaffingState(group="Fund")
    query, _ = kept_rows.kept(house, director, "positions", state, "By fund")
    number = StaffingState.from_query(query).of
    line, rows = file_rows(house, director, number)
    assert line.startswith("# Positions by group")
    oracle = by_fund()
    assert {row["code"]: D(row["fte"]).normalize() for row in rows} == {
        code: sums[0].normalize() for code, sums in oracle.items()
    }
    commands.rename(director, house.store, number, "FTE by fund")
    commands.pin(director, house.store, number, is_pinned=True)
    copy = commands.duplicate(director, house.store, number)
    assert href_of(commands.one(director, house.store, copy)).startswith("/current/staffing?")
    assert "FTE by fund" in str(pinned_reports(house, director))
    commands.delete(director, house.store, number)
    assert pinned_reports(house, director) == []


def test_a_report_kept_on_the_way_back_from_a_position_goes_on_with_the_data(house, cast):  # noqa: F811
    director = cast["director"]
    back = position.view(director, *opened(house, director, "OWN")).back
    state = StaffingState.from_query(back.partition("?")[2])
    assert state.day is None
    query, _ = kept_rows.kept(house, director, "positions", state, "Goes on")
    number = StaffingState.from_query(query).of
    assert "day" not in parse_qs(commands.one(director, house.store, number).query)
    past = position.view(director, *opened(house, director, "OWN", "2024-09-30")).back
    assert parse_qs(past.partition("?")[2])["day"] == ["2024-09-30"], "a day that was asked for"


def test_a_position_says_how_old_its_data_are_where_they_are_too_old(house, cast):  # noqa: F811
    director, words = cast["director"], "The last load is 5 days old."
    late = replace(house, clock=lambda: house.clock() + timedelta(days=5))
    assert words in str(position.page(late, director, "?code=OWN")[0].to_plotly_json())
    assert words not in str(position.page(house, director, "?code=OWN")[0].to_plotly_json())


def opened(house, actor, code, day=None):  # noqa: F811
    """The ground and the detail of one position."""
    one = position.opened(house, actor, PositionState(code=code, day=day).to_query())
    return one.ground, one.detail
