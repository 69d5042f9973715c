"""Requisitions reduce what is left where the district says so, and then in every answer alike."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from access.scope import Scope
from config import Settings
from data.balances import account_status, account_totals
from data.bucket_alerts import OVERSPENT, bucket_alerts
from data.bucket_categories import Category, bucket_categories
from data.bucket_questions import bucket_questions
from data.buckets import buckets
from data.fund_projection import fund_projection
from data.row_groups import account_groups
from data.scope import ScopeLine
from data.spending import spending_by_fund
from data.warehouse import Warehouse
from tests.data.requisition_sample import requisition_sample
from tests.data.serving_sample import DISTRICT, PLACES, publish

YEAR = 2025
WHOLE = Scope.whole(DISTRICT, sees_compensation=True)


@pytest.fixture(scope="module")
def made():
    return requisition_sample(subtracts=True)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, made):
    yield from opened(tmp_path_factory.mktemp("var"), made)


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    yield from opened(tmp_path_factory.mktemp("other"), requisition_sample(subtracts=False))


def opened(var, made):
    publish(var, made)
    warehouse = Warehouse(Settings(var=var))
    yield warehouse
    warehouse.close()


def usd(cents):
    return Decimal(cents).scaleb(-2)


@pytest.fixture(scope="module")
def spending(made):
    """Every spending account of the year beside its cents: key, account, left and requested."""
    found = []
    for row in made.rows("balances"):
        account = made.account(row["account_key"])
        if row["fiscal_year"] == YEAR and account["kind"] == "expenditure":
            asked = row["requested_cents"] or 0
            left = row["budget_cents"] - row["spent_cents"] - row["encumbered_cents"] - asked
            found.append((account, left, asked))
    assert sum(asked for *_, asked in found) > 0
    return found


def of(spending, test):
    """What is left and requested of the accounts that pass, in dollars."""
    own = [(left, asked) for account, left, asked in spending if test(account)]
    return usd(sum(left for left, _ in own)), usd(sum(asked for _, asked in own))


def test_every_account(warehouse, spending):
    wanted = {account["display"]: (usd(left), usd(asked)) for account, left, asked in spending}
    rows = account_status(warehouse, WHOLE, fiscal_year=YEAR, kind="expenditure").to_pylist()
    got = {row["account"]: (row["remaining_usd"], row["reserved_usd"] or 0) for row in rows}
    assert got == wanted
    unknown = [row for row in rows if row["requested_usd"] is None]
    assert unknown
    assert all(row["reserved_usd"] is None for row in unknown)


def test_accounts_in_the_order_of_what_is_left(warehouse, spending):
    rows = account_status(
        warehouse, WHOLE, fiscal_year=YEAR, kind="expenditure", sort="remaining_usd"
    ).column("remaining_usd").to_pylist()  # fmt: skip
    assert rows == sorted(usd(left) for _, left, _ in spending)


def test_a_condition_on_what_is_left(warehouse, spending):
    limit = sorted(left for _, left, _ in spending)[len(spending) // 3]
    asked = {"fiscal_year": YEAR, "kind": "expenditure", "where": f"Left between ..{usd(limit)}"}
    rows = account_status(warehouse, WHOLE, **asked).to_pylist()
    assert {row["account"] for row in rows} == {
        account["display"] for account, left, _ in spending if left <= limit
    }


def test_totals_and_groups(warehouse, spending):
    asked = {"fiscal_year": YEAR, "kind": "expenditure"}
    [total] = account_totals(warehouse, WHOLE, **asked).to_pylist()
    assert (total["remaining_usd"], total["reserved_usd"]) == of(spending, lambda _: True)
    for row in account_groups(warehouse, WHOLE, group="fund", **asked).to_pylist():
        wanted = of(spending, lambda one, code=row["code"]: one["fund_code"] == code)
        assert (row["remaining_usd"], row["reserved_usd"]) == wanted


def test_funds(warehouse, spending):
    for read in (spending_by_fund, fund_projection):
        rows = read(warehouse, WHOLE, fiscal_year=YEAR).to_pylist()
        assert rows
        for row in rows:
            wanted = of(
                spending,
                lambda one, code=row["fund_code"]: (
                    one["fund_code"] == code and not one["is_transfer"]
                ),
            )
            assert (row["remaining_usd"], row["reserved_usd"] or 0) == wanted, read


def members(made, code):
    return {row["account_key"] for row in made.rows("bucket_account") if row["bucket_code"] == code}


def test_buckets_their_questions_and_their_categories(warehouse, made, spending):
    rows = buckets(warehouse, WHOLE, fiscal_year=YEAR).to_pylist()
    spent = [row for row in rows if row["kind"] == "expenditure"]
    assert {row["bucket_code"] for row in spent} == {"SUP", "T1"}
    for row in spent:
        code = row["bucket_code"]
        keys = members(made, code)
        wanted = of(spending, lambda one, keys=keys: one["account_key"] in keys)
        assert (row["remaining_usd"], row["reserved_usd"]) == wanted
        [left] = [
            one for one in bucket_questions(
                warehouse, WHOLE, bucket=code, fiscal_year=YEAR).to_pylist()
            if (one["question"], one["kind"]) == (1, "expenditure")
        ]  # fmt: skip
        assert (left["remaining_usd"], left["reserved_usd"]) == wanted
        supplies = Category("Supplies", (ScopeLine("object", "is", "4300"),))
        parts = [
            one for _, one in bucket_categories(
                warehouse, WHOLE, [supplies], bucket=code, fiscal_year=YEAR)
            if one.kind == "expenditure"
        ]  # fmt: skip
        assert usd(sum(one.remaining for one in parts)) == wanted[0]
        assert usd(sum(one.reserved or 0 for one in parts)) == wanted[1]


def test_revenue_is_never_reduced(warehouse, other):
    for read in (buckets, account_totals):
        both = [
            [row for row in read(one, WHOLE, fiscal_year=YEAR).to_pylist()
             if row["kind"] == "revenue"]
            for one in (warehouse, other)
        ]  # fmt: skip
        assert both[0] == both[1] != []


def test_buckets_at_locations_and_their_alert(warehouse, made, spending):
    sums = Counter()
    for code in ("SUP", "T1"):
        keys = members(made, code)
        for account, left, _ in spending:
            if account["account_key"] in keys:
                sums[code, PLACES[account["location_key"]][0]] += left
    rows = bucket_alerts(warehouse, WHOLE, fiscal_year=YEAR).to_pylist()
    got = {(row["bucket_code"], row["location_id"] or ""): row["remaining_usd"] for row in rows}
    assert got == {key: usd(left) for key, left in sums.items()}
    over = bucket_alerts(warehouse, WHOLE, fiscal_year=YEAR, alert=OVERSPENT).to_pylist()
    assert {(row["bucket_code"], row["location_id"] or "") for row in over} == {
        key for key, left in sums.items() if left < 0
    }


def test_where_the_district_does_not_subtract_them_they_only_stand_beside(other, spending):
    rows = account_status(other, WHOLE, fiscal_year=YEAR, kind="expenditure").to_pylist()
    for row in rows:
        plain = row["budget_usd"] - row["spent_usd"] - row["encumbered_usd"]
        assert (row["remaining_usd"], row["reserved_usd"]) == (plain, None)
    assert sum(row["requested_usd"] or 0 for row in rows) == of(spending, lambda _: True)[1]


def test_what_is_requested_is_never_used(warehouse, other):
    shares = [
        [row["used_share"] for row in buckets(one, WHOLE, fiscal_year=YEAR).to_pylist()]
        for one in (warehouse, other)
    ]
    assert shares[0] == shares[1]
