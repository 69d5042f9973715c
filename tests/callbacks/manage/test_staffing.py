"""Staffing on screen and as a file: own positions, no pay without the right, marks with a trail."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import orjson
import pytest
from sqlalchemy import select

from access.account_rules import BudgetRule, Rulebook
from access.policy import NotPermitted
from access.scope import Scope
from callbacks.grid_rows import Block
from callbacks.manage import assignments, money, position, staffing
from callbacks.table_orders import TableOrder, begun, length
from callbacks.table_orders import asked as asked_of
from data.entities.registry import ENTITIES
from data.position_detail import ANOTHER_BUDGET, NO_ACCOUNT
from data.read_model import ArgumentError
from data.store import Conflict, Store, migrate
from data.store.audit import AuditEntry
from data.store.records import Draft, add_records
from pages.components.sentence import plain
from pages.manage.staffing_state import AssignmentsState, StaffingState
from pages.state import MoneyState
from planning.end_assignments import EndRefused, end, review
from planning.position_flags import FlagRefused, Mark, Place, flag, unflag
from tests.data.serving_sample import DISTRICT

DAY = date(2025, 3, 1)
SPAN = {"start_date": date(2024, 7, 1), "end_date": date(2025, 6, 30)}
ALL = Block(0, 100, "code", False)
PAY = ("61,003.07", "61003.07", "12,200.61", "12200.61", "300.0151", "13,200")
D = Decimal

ROWS = {
    "job": [{"code": "T", "name": "Teacher", "class_code": "C", "class_name": "Certificated"}],
    "employee": [
        {"code": code, "first_name": "Teacher", "last_name": f"no. {code}"} for code in "1234"
    ],
    "position": [
        {"code": code, "job_code": "T", "location_code": place, "fte": D(fte), **SPAN}
        for code, place, fte in
        [("OWN", "101", "1"), ("SHARED", "102", "1"), ("FAR", "102", "1"), ("EMPTY", "101", "0.5"),
         ("TWICE", "201", "1")]
    ],
    "position_funding": [
        {"position_code": code, "account_code": account, "percentage": D(share), **SPAN}
        for code, account, share in
        [("OWN", "10-101-1100-1000", "100"), ("SHARED", "10-102-1100-1000", "60"),
         ("SHARED", "20-101-1100-1000", "40"), ("FAR", "10-102-1100-1000", "100")]
    ],
    "assignment": [
        {"employee_code": who, "position_code": code, "fte": D(fte), **SPAN}
        for who, code, fte in
        [("1", "OWN", "1"), ("2", "SHARED", "1"), ("3", "FAR", "1"), ("3", "TWICE", "0.5"),
         ("4", "TWICE", "1")]
    ],
    "assignment_funding": [
        {"position_code": "OWN", "employee_code": "1", "account_code": "20-101-1100-1000",
         "percentage": D(75), **SPAN}
    ],
    "employee_pay": [
        {"employee_code": who, "pay_type": "Salary", "segment_code": "1100", "pay_basis": "Daily",
         "fte_basis": D(185), "amount": D("329.7463"), **SPAN} for who in "123"
    ],
    "employee_benefit": [
        {"employee_code": who, "benefit_type": "Retirement", "segment_code": "3100",
         "pay_basis": "percentage", "amount": D(20), **SPAN} for who in "123"
    ],
}  # fmt: skip
SALARY, RETIREMENT = 6_100_307, 1_220_061


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("staffing") / "store.db"
    migrate(f"sqlite:///{path}")
    store = Store(f"sqlite:///{path}", audit_key=b"k" * 32)
    with store.transaction() as tx:
        for name, rows in ROWS.items():
            add_records(tx, DISTRICT, ENTITIES[name], [Draft(row) for row in rows])
    yield store
    store.close()


@pytest.fixture
def house(services, kept):
    return replace(services, store=kept)


def listed(house, actor, **state):
    return {row["code"]: row for row in staffing.rows(house, actor, StaffingState(**state), ALL)}


def downloaded(house, actor, **given):
    made = begun(house, actor, TableOrder("positions", "csv", urlencode(given)))
    return list(csv.DictReader(io.StringIO(b"".join(made.chunks).decode())))


def test_the_district_sees_every_position_with_its_cost(house, person):
    actor = person("administrator")
    rows = listed(house, actor)
    assert set(rows) == {"OWN", "SHARED", "FAR", "EMPTY", "TWICE"}
    assert rows["OWN"]["cost"] == rows["FAR"]["cost"] == "$73,203.68"
    assert rows["EMPTY"]["cost"] == "–", "nobody sits in it"
    assert rows["TWICE"]["cost"] == "–", "one of its people has no pay"
    assert rows["SHARED"]["funding"] == "10-102-1100-1000 60%, 20-101-1100-1000 40%"
    assert rows["OWN"]["funding"] == "10-101-1100-1000 · 1 own split"
    view = staffing.view(house, actor, StaffingState())
    assert view.total["cost"] == "$219,611.04"
    assert plain(view.sentence) == (
        "0.5 of 4.5 FTE are vacant on 1 Mar 2025; 1 position holds more than was approved."
    )


def test_the_lists_the_file_and_the_count_agree(house, person):
    actor = person("administrator")
    for name, codes in (("", set(ROWS) and {"OWN", "SHARED", "FAR", "EMPTY", "TWICE"}),
                        ("unassigned", {"EMPTY"}), ("over-assigned", {"TWICE"}),
                        ("flagged", set())):  # fmt: skip
        rows = listed(house, actor, list=name or None)
        assert set(rows) == codes
        assert staffing.total(house, actor, StaffingState(list=name or None)) == len(codes)
        assert {one["position"] for one in downloaded(house, actor, listing=name or "all")} == codes


def test_a_principal_sees_positions_of_the_school_and_those_it_pays(house, person):
    own = person("principal", "101")
    for location in (None, "102", "nowhere"):
        rows = listed(house, own, location=location)
        assert set(rows) == {"OWN", "SHARED", "EMPTY"}
        assert {one["position"] for one in downloaded(house, own)} == set(rows)
    assert rows["SHARED"]["funding"] == "another budget 60%, 20-101-1100-1000 40%"
    assert rows["SHARED"]["people"] == "Teacher no. 2"
    assert position.opened(house, own, "?code=FAR").detail is None


@pytest.mark.parametrize("table", ["positions", "position-groups"])
@pytest.mark.parametrize(("who", "place"), [
    (("administrator",), "1O1"), (("principal", "101"), "102"), (("administrator",), "101"),
])  # fmt: skip
def test_a_file_of_a_place_that_is_not_the_readers_is_refused(house, person, who, place, table):
    order = TableOrder(table, "csv", urlencode({"location": place, "group": "place"}))
    if table == "positions":
        order = replace(order, query=urlencode({"location": place}))
    actor = person(*who)
    for make in (begun, lambda house, actor, order: length(house, asked_of(actor, order))):
        if place == "101":
            make(house, actor, order)
            continue
        with pytest.raises(ArgumentError, match="location"):
            make(house, actor, order)
    if table == "positions" and place == "101":
        found = downloaded(house, actor, location=place)
        assert {one["position"] for one in found} == set(listed(house, actor, location=place))


@pytest.fixture
def owner(person):
    """A person with two budgets, one of accounts alone; `shown` are those with positions."""
    ash = BudgetRule("B1", "Ash", (("site", "is", "101"),), frozenset({"101"}), "b")
    birch = BudgetRule("B2", "Birch pay", (("fund", "is", "10"), ("site", "is", "102")),
                       frozenset(), "b")  # fmt: skip

    def made(*shown):
        actor = person("principal", "101")
        scope = replace(actor.scope, budgets=(ash, birch), book=Rulebook.of([], [ash, birch]))
        rules = tuple(one for one in (ash, birch) if one.code in shown)
        places = frozenset().union(*(one.locations for one in rules))
        staffing = replace(scope, budgets=rules, locations=places)
        return replace(actor, scope=scope, staffing=staffing, location_id=None)

    return made


@pytest.mark.parametrize(
    ("place", "codes"), [("B1", {"OWN", "SHARED", "EMPTY"}), ("B2", {"SHARED", "FAR"})]
)
def test_a_chosen_budget_has_its_own_positions_alone(house, owner, place, codes):
    actor = owner("B1", "B2")
    assert set(listed(house, actor)) == {"OWN", "SHARED", "EMPTY", "FAR"}
    assert set(listed(house, actor, location=place)) == codes
    assert {one["position"] for one in downloaded(house, actor, location=place)} == codes
    view = staffing.view(house, actor, StaffingState(location=place))
    assert view.row_count == len(codes)
    assert {"B1": "Ash", "B2": "Birch pay"}[place] in view.question
    assert [one.name for one in view.tabs] == ["Money", "Staffing", "Details"]


def test_a_budget_whose_positions_are_hidden_shows_those_of_no_other(house, owner):
    actor, state = owner("B1"), StaffingState(location="B2")
    assert listed(house, actor, location="B2") == {}
    view = staffing.view(house, actor, state)
    assert (view.row_count, view.total["fte"]) == (0, "0.0")
    assert [one.name for one in view.tabs] == ["Money", "Details"]
    assert plain(view.sentence) == "Your role does not show the positions of Birch pay."
    assert staffing.figure(house, actor, state) == (0, None)
    order = TableOrder("positions", "csv", "location=B2")
    with pytest.raises(ArgumentError, match="does not show the positions of Birch pay"):
        begun(house, actor, order)
    assert set(listed(house, actor, location="B1")) == {"OWN", "SHARED", "EMPTY"}
    assert position.opened(house, actor, "?code=FAR&location=B2").detail is None


def everything(house, actor) -> str:
    """All that a person can get of staffing, as text."""
    view = staffing.view(house, actor, StaffingState(order="cost"))
    rows = [repr(row) for row in listed(house, actor).values()]
    pages = [
        orjson.dumps(
            position.page(house, actor, f"?code={code}"),
            default=lambda part: part.to_plotly_json(),
        ).decode()
        for code in ("OWN", "SHARED", "FAR")
    ]
    files = [
        b"".join(begun(house, actor, TableOrder("positions", form, "sort=cost")).chunks).decode()
        for form in ("csv", "json")
    ]
    return "\n".join([repr(view), *rows, *pages, *files])


def test_no_pay_in_any_answer_without_the_right(house, person):
    hidden = everything(house, person("principal", "101"))
    assert [word for word in (*PAY, "Retirement", "Annual cost") if word in hidden] == []
    seen = everything(house, person("administrator"))
    assert all(word in seen for word in ("61,003.07", "12,200.61", "Retirement", "Annual cost"))


def test_no_name_and_no_number_of_a_person_where_staffing_is_hidden(house, person):
    plain_reader = person("principal", "101")
    nameless = replace(plain_reader, staffing=Scope(DISTRICT, frozenset({"101"})))
    assert "no. 1" in everything(house, plain_reader)
    assert "no. 1" not in everything(house, nameless)
    assert listed(house, nameless)["OWN"]["people"] == "1 person"
    assert listed(house, nameless, search="no. 1") == {}


def test_without_the_right_there_is_no_staffing(house, person):
    viewer = person("viewer")
    with pytest.raises(NotPermitted):
        staffing.view(house, viewer, StaffingState())
    with pytest.raises(NotPermitted):
        position.page(house, viewer, "?code=OWN")
    with pytest.raises(NotPermitted):
        downloaded(house, viewer)


def test_the_cost_is_explained_and_its_parts_make_the_whole(house, person):
    detail = position.opened(house, person("administrator"), "?code=OWN").detail
    lines = detail.people[0].lines
    assert [(line.name, line.how, line.cents) for line in lines] == [
        ("Salary", "185 × $329.7463 × 1 FTE", SALARY),
        ("Retirement", "20 % of $61,003.07", RETIREMENT),
    ]
    assert detail.people[0].has_own_funding
    parts = {(one.account, one.object_code): one.cents for one in detail.accounts}
    assert sum(parts.values()) == SALARY + RETIREMENT == detail.position.seat.cost_cents
    assert parts["20-101-1100-1000", "1100"] == round(SALARY * 0.75)
    assert parts[NO_ACCOUNT, "1100"] == SALARY - round(SALARY * 0.75)


def test_accounts_of_another_budget_are_one_line_without_a_name(house, person):
    own = person("principal", "101")
    paid = replace(own, staffing=Scope(DISTRICT, frozenset({"101"}), True, sees_employees=True))
    detail = position.opened(house, paid, "?code=SHARED").detail
    assert {one.account for one in detail.accounts} == {ANOTHER_BUDGET, "20-101-1100-1000"}
    assert sum(one.cents for one in detail.accounts) == SALARY + RETIREMENT


def test_a_mark_is_kept_at_its_version_with_a_trail(house, person):
    own = person("principal", "101")

    def put(mark, version, code="OWN", actor=own):
        place = Place(code, DAY, version)
        return flag(actor, house.warehouse, house.store, place, mark)

    for bad in (Mark("", " "), Mark("one"), Mark("1.0005"), Mark("-1"), Mark("", "x" * 256)):
        with pytest.raises(FlagRefused):
            put(bad, 0)
    made = put(Mark("0.8", "Half day only?"), 0)
    with pytest.raises(Conflict):
        put(Mark("0.9"), 0)
    assert listed(house, own, list="flagged")["OWN"]["flagged"] == "0.8"
    put(Mark("0.9", "Checked"), made.version)
    with pytest.raises(FlagRefused):
        put(Mark("1"), 0, "FAR")
    with pytest.raises(NotPermitted):
        put(Mark("1"), 0, actor=person("viewer"))
    unflag(own, house.warehouse, house.store, Place("OWN", DAY, 2))
    assert listed(house, own, list="flagged") == {}
    with house.store.reading() as tx:
        trail = list(tx.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
    assert [one.action.rpartition(".")[2] for one in trail] == ["create", "update", "delete"]
    assert [(one.before != "", one.after != "") for one in trail] == [
        (False, True), (True, True), (True, False),
    ]  # fmt: skip


def test_assignments_end_together_after_a_review_or_not_at_all(house, person):
    admin = person("administrator")
    rows = assignments.rows(house, admin, AssignmentsState(search="FAR"), ALL)
    rows += assignments.rows(house, admin, AssignmentsState(search="no. 4"), ALL)
    ticked = assignments.numbers([*rows, {"id": "x"}, 7])
    assert [row["code"] for row in rows] == ["FAR", "TWICE"]
    last = date(2025, 2, 28)
    for day, problem in ((date(2024, 6, 1), "starts on"), (date(2025, 6, 30), "already")):
        assert {problem in one.problem for one in review(admin, house.store, ticked, day)} == {True}
        with pytest.raises(EndRefused, match="Nothing has been changed"):
            end(admin, house.store, dict.fromkeys(ticked, 1), day)
    with pytest.raises(Conflict):
        end(admin, house.store, {ticked[0]: 1, ticked[1]: 2}, last)
    assert assignments.total(house, admin, AssignmentsState()) == 5, "all or none"
    before = len(entries_of(house, "assignment.update"))
    assert end(admin, house.store, dict.fromkeys(ticked, 1), last) == 2
    assert assignments.total(house, admin, AssignmentsState()) == 3
    trail = entries_of(house, "assignment.update")[before:]
    assert [('"end_date":"2025-06-30"' in one.before, '"end_date":"2025-02-28"' in one.after)
            for one in trail] == [(True, True), (True, True)]  # fmt: skip
    assert listed(house, admin)["FAR"]["vacant"] == "1.0"


def test_only_an_administrator_ends_assignments(house, person):
    for role, place in (("principal", "101"), ("budget_director", None), ("superintendent", None)):
        with pytest.raises(NotPermitted):
            review(person(role, place), house.store, [1], DAY)
        with pytest.raises(NotPermitted):
            end(person(role, place), house.store, {1: 1}, DAY)
    nowhere = replace(person("administrator"), staffing=Scope(DISTRICT, frozenset({"101"})))
    assert review(nowhere, house.store, [1, 2, 3], DAY) == []


def entries_of(house, action):
    with house.store.reading() as tx:
        found = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)
        return list(tx.scalars(found))


def test_a_bucket_counts_fte_times_the_share_it_pays(house, person):
    admin = person("administrator")
    bucket = "T1"
    state = StaffingState(bucket=bucket)
    rows = listed(house, admin, bucket=bucket)
    assert set(rows) == {"OWN", "SHARED"}
    view = staffing.view(house, admin, state)
    accounts = set(
        staffing.staffing_ground(house, admin, state, None).positions.accounts(bucket, 2025)
    )
    for code, row in rows.items():
        share = sum(
            one["percentage"] for one in ROWS["position_funding"]
            if one["position_code"] == code and one["account_code"] in accounts
        )  # fmt: skip
        approved = next(one["fte"] for one in ROWS["position"] if one["code"] == code)
        assert D(row["paid"]) == approved * share / 100
    assert "Staffing" in [tab.name for tab in view.tabs]
    assert "Bucket FTE" in [column.label for column in view.columns]
    assert {D(one["bucket_fte"]) for one in downloaded(house, admin, bucket=bucket)} == {
        D(row["paid"]) for row in rows.values()
    }


def test_a_single_budget_has_tabs_of_money_and_staffing(house, person):
    own, viewer = person("principal", "101"), person("viewer")
    view = staffing.view(house, own, StaffingState())
    assert [tab.name for tab in view.tabs] == ["Money", "Staffing"]
    assert [tab.name for tab in money.money_view(house, own, MoneyState()).tabs] == [
        "Money",
        "Staffing",
    ]
    assert money.money_view(house, viewer, MoneyState(location="101")).tabs == []
    assert staffing.view(house, person("administrator"), StaffingState()).tabs == []


@pytest.mark.parametrize(("more", "heads"), [
    ({}, ["position", "fte"]),
    ({"bucket": "T1"}, ["position", "bucket_fte", "fte"]),
    ({"bucket": "made-up"}, ["position", "fte"]),
    ({"where": "fund is 20"}, ["position", "bucket_fte", "fte"]),
    ({"where": "place is 101"}, ["position", "fte"]),
])  # fmt: skip
def test_the_file_has_the_paid_fte_where_the_page_has_it(house, person, more, heads):
    actor = person("administrator")
    state = StaffingState(columns="code,paid,fte", **more)
    view = staffing.view(house, actor, state)
    path, _, query = staffing.address(house, actor, state).partition("?")
    assert view.export == f"{path}?{query}"
    text = b"".join(begun(house, actor, TableOrder("positions", "csv", query)).chunks).decode()
    assert text.splitlines()[0].replace('"', "").split(",") == heads
    assert ("paid" in [column.name for column in view.columns]) == ("bucket_fte" in heads)
