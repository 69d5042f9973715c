"""Payments without a tag follow the plan of their account: the amounts, and what they open."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from urllib.parse import parse_qs, urlsplit

import pytest

from access.roles import Role
from callbacks.basis import basis
from callbacks.manage.bucket import bucket, bucket_view
from config import Settings
from data.transactions import transactions
from data.warehouse import Warehouse
from pages.state import BucketState
from tests.data.serving_sample import SETTINGS, publish, sample

YEAR, CODE, COLUMN = 2025, "SUP", "Strategy"
PLAN = {"READ": Fraction(3, 5), "BOOKS": Fraction(3, 10)}


@pytest.fixture(scope="module")
def made():
    """Every other account is planned for reading and books; every third payment is for sums."""
    found = sample()
    settings = SETTINGS | {"strategy_column": COLUMN}
    found.rows("district")[0]["settings"] = json.dumps(settings)
    for line in found.rows("fct_ledger"):
        is_planned = line["line_type"] == "budget" and line["account_key"] % 2 == 0
        is_tagged = line["line_type"] == "actual" and line["line_key"] % 3 == 0
        tag = "READ:60;BOOKS:30" if is_planned else "SUMS" if is_tagged else None
        line["extra"] = json.dumps({COLUMN: tag}) if tag else None
    return found


@pytest.fixture(scope="module")
def planned(services, made, tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    publish(var, made)
    warehouse = Warehouse(Settings(var=var))
    yield replace(services, warehouse=warehouse)
    warehouse.close()


@pytest.fixture(scope="module")
def expected(made):
    """Cents by plan of each strategy, from the plain lines, and the accounts they come from."""
    keys = {row["account_key"] for row in made.rows("bucket_account") if row["bucket_code"] == CODE}
    sums, accounts = Counter(), set()
    for row in made.rows("balances"):
        key = row["account_key"]
        account = made.account(key)
        if key not in keys or row["fiscal_year"] != YEAR or account["kind"] != "expenditure":
            continue
        own = [line for line in made.rows("fct_ledger")
               if line["account_key"] == key and line["period"] > 0 and line["extra"]]  # fmt: skip
        plan = sum(line["amount_cents"] for line in own if line["line_type"] == "budget")
        tagged = sum(line["amount_cents"] for line in own if line["line_type"] == "actual")
        free = row["spent_cents"] - tagged
        if plan > 0 and free:
            accounts.add(account["display"])
            whole = max(row["budget_cents"], plan * sum(PLAN.values()))
            sums.update({name: free * plan * part / whole for name, part in PLAN.items()})
    assert len(accounts) > 1
    return sums, accounts


@pytest.fixture
def rows(planned, person):
    actor = person(Role.BUDGET_DIRECTOR)
    ground = basis(planned, actor, BucketState(YEAR))
    view = bucket_view(planned, actor, ground, CODE)
    return {row.name: row for row in view.strategies.rows}, view


def test_each_account_gives_its_strategies_their_part(rows, expected):
    found, view = rows
    sums, accounts = expected
    for name, cents in sums.items():
        assert abs(Fraction(found[name].by_plan) * 100 - cents) <= len(accounts)
        assert found[name].spent == found[name].by_plan, "no payment carries this tag itself"
    assert not found["SUMS"].by_plan
    assert sum(row.spent for row in found.values()) == view.sides[0].amounts.spent


def test_what_came_by_plan_opens_the_payments_without_a_tag(planned, person, rows, expected):
    found, _ = rows
    _, accounts = expected
    asked = parse_qs(urlsplit(found["READ"].by_plan_href).query)
    lines = transactions(
        planned.warehouse, person(Role.BUDGET_DIRECTOR).scope, fiscal_year=YEAR,
        bucket=asked["bucket"][0], line_type="actual", where=asked["where"][0],
    ).to_pylist()  # fmt: skip
    assert lines
    if "Account Code" in asked["where"][0]:
        assert {line["account"] for line in lines} <= accounts


def test_the_page_says_how_much_came_so(planned, person):
    page = str(bucket(planned, person(Role.BUDGET_DIRECTOR), BucketState(YEAR, bucket=CODE)))
    assert " by plan" in page
    assert "in proportion to the approved expenses" in page
