"""The feed of positions and pay says what the positions file says, and shows every special case."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal

import pytest

from data.sample.cedar_valley.book import book
from data.sample.cedar_valley.shape import CURRENT, DEMO_SCHOOL, shape
from data.sample.cedar_valley.staffing import write_positions
from data.sample.cedar_valley.staffing_feed import FILES, write_feed


@pytest.fixture(scope="module")
def feed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("feed")
    settled = book(shape(60_000, 2027))
    counts = write_feed(settled, folder)
    totals = write_positions(settled, folder / "positions.csv")[str(CURRENT)]
    rows = {}
    for name in FILES:
        with (folder / f"{name}.csv").open(newline="") as file:
            rows[name] = list(csv.DictReader(file))
    assert counts == {name: len(found) for name, found in rows.items()}
    budgets = zip(settled.accounts.display(CURRENT), settled.accounts.budget[:, -1], strict=True)
    return rows, totals, {account: Decimal(int(cents)) / 100 for account, cents in budgets}


def test_fte_and_vacancies_are_those_of_the_positions_file(feed):
    rows, totals, _ = feed
    approved = {one["code"]: Decimal(one["fte"]) for one in rows["position"]}
    assert float(sum(approved.values())) == totals["fte"]
    filled = {one["position_code"] for one in rows["assignment"]}
    empty = sum(fte for code, fte in approved.items() if code not in filled)
    assert float(empty) == totals["vacant_fte"]


def test_every_account_is_one_of_the_chart_and_shares_make_a_hundred(feed):
    rows, _, accounts = feed
    for name, group in (("position_funding", ("position_code",)),
                        ("assignment_funding", ("position_code", "employee_code"))):  # fmt: skip
        shares = defaultdict(Decimal)
        for one in rows[name]:
            assert one["account_code"] in accounts
            shares[tuple(one[field] for field in group)] += Decimal(one["percentage"])
        assert set(shares.values()) == {Decimal(100)}


def test_the_special_cases_are_there(feed):
    rows, _, _ = feed
    approved = {one["code"]: Decimal(one["fte"]) for one in rows["position"]}
    assigned = defaultdict(Decimal)
    for one in rows["assignment"]:
        assigned[one["position_code"]] += Decimal(one["fte"])
        assert (one["position_code"] in approved) == (one["job_code"] == "")
    kinds = {
        "partly vacant": [c for c, f in approved.items() if 0 < assigned.get(c, 0) < f],
        "over-assigned": [c for c, f in approved.items() if assigned.get(c, 0) > f],
        "unknown": [c for c in assigned if c not in approved],
        "two accounts": {r["position_code"] for r in rows["position_funding"]
                         if r["percentage"] == "30"},
    }  # fmt: skip
    assert all(kinds.values()), kinds
    place = {one["code"]: one["location_code"] for one in rows["position"]}
    assert {place[one["position_code"]] for one in rows["assignment_funding"]} == {DEMO_SCHOOL}
    assert {one["last_name"] for one in rows["employee"]} == {
        one["code"] for one in rows["employee"]
    }


def test_positions_cost_about_what_their_accounts_are_budgeted(feed):
    """Not the same: some seats are empty, and health plans follow people, not pay."""
    rows, _, budgets = feed
    pays = {one["employee_code"]: Decimal(one["fte_basis"]) * Decimal(one["amount"])
            for one in rows["employee_pay"]}  # fmt: skip
    extra = defaultdict(Decimal)
    for one in rows["employee_benefit"]:
        amount, person = Decimal(one["amount"]), one["employee_code"]
        is_flat = one["pay_basis"] == "flat"
        extra[person] += amount if is_flat else pays[person] * amount / 100
    place = {one["code"]: one["location_code"] for one in rows["position"]}
    cost, ledger = defaultdict(Decimal), defaultdict(Decimal)
    for one in rows["assignment"]:
        person = one["employee_code"]
        cost[one["location_code"] or place[one["position_code"]]] += Decimal(one["fte"]) * (
            pays[person] + extra[person]
        )
    for account, budget in budgets.items():
        _, location, obj, _ = account.split("-")
        if 1100 <= int(obj) < 4000:
            ledger[location] += budget
    assert Decimal("0.88") < sum(cost.values()) / sum(ledger.values()) < 1
    schools = {one for one in cost if one < "900"}
    assert len(schools) == 7
    for location in schools:
        assert Decimal("0.75") < cost[location] / ledger[location] < Decimal("1.1"), location
