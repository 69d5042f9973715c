"""Funds with their projection, reckoned anew from the plain tables."""

from __future__ import annotations

from fractions import Fraction

import pytest

from access.scope import Scope
from config import Settings
from data.fund_projection import fund_projection
from data.read_models import ArgumentError
from data.spending import spending_by_fund
from data.warehouse import Warehouse
from tests.data.alert_sample import MONTH, seasonal_sample
from tests.data.serving_sample import DISTRICT, FUNDS, publish


@pytest.fixture(scope="module")
def made():
    found = seasonal_sample()
    # A fund that builds: more than half of what it may spend is for capital.
    for row in found.rows("dim_account"):
        if row["fund_code"] == "35" and row["object_code"] == "5800":
            row["spend_class"] = "capital"
    building = {row["account_key"] for row in found.rows("dim_account")
                if row["spend_class"] == "capital"}  # fmt: skip
    for row in found.rows("balances"):
        row["budget_cents"] = 900_000_000 if row["account_key"] in building else 90_000_000
    return found


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, made):
    var = tmp_path_factory.mktemp("var")
    publish(var, made)
    opened = Warehouse(Settings(var=var))
    yield opened
    opened.close()


def plain(made, fund, year, by_then=12):
    """Budget, spent, on order and spent by a month, in cents, over the plain tables."""
    keys = {
        row["account_key"]
        for row in made.rows("dim_account")
        if row["fund_code"] == fund and row["fiscal_year"] == year
        and row["kind"] == "expenditure" and not row["is_transfer"]
    }  # fmt: skip
    own = [row for row in made.rows("balances") if row["account_key"] in keys]
    terms = [sum(row[f"{name}_cents"] or 0 for row in own)
             for name in ("budget", "spent", "encumbered")]  # fmt: skip
    posted = sum(
        line["amount_cents"] for line in made.rows("fct_ledger")
        if line["account_key"] in keys and line["line_type"] == "actual"
        and 1 <= line["period"] <= by_then
    )  # fmt: skip
    return *terms, posted


def cents(value):
    return None if value is None else int(value * 100)


def test_a_fund_ends_where_its_own_earlier_year_says(warehouse, made):
    rows = {row["fund_code"]: row for row in fund_projection(
        warehouse, Scope.whole(DISTRICT), fiscal_year=2025).to_pylist()}  # fmt: skip
    assert set(rows) == set(FUNDS)
    for fund in ("10", "20"):
        budget, spent, ordered, _ = plain(made, fund, 2025)
        _, whole, _, by_then = plain(made, fund, 2024, MONTH)
        likely = max(int(Fraction(spent * whole, by_then) + Fraction(1, 2)), spent + ordered)
        row = rows[fund]
        assert [cents(row[name]) for name in ("budget_usd", "spent_usd", "encumbered_usd")] == [
            budget, spent, ordered]  # fmt: skip
        assert cents(row["remaining_usd"]) == budget - spent - ordered
        assert cents(row["projected_usd"]) == likely
        assert cents(row["left_over_usd"]) == budget - likely
        assert (row["method"], row["prior_years"], row["reason"]) == ("seasonal", 1, "")


def test_a_fund_of_capital_is_not_projected_and_says_why(warehouse):
    [row] = [row for row in fund_projection(warehouse, Scope.whole(DISTRICT)).to_pylist()
             if row["fund_code"] == "35"]  # fmt: skip
    assert row["projected_usd"] is None
    assert row["left_over_usd"] is None
    assert "capital" in row["reason"]


@pytest.mark.parametrize("year", [2024, 2025])
def test_its_terms_are_those_of_spending_by_fund(warehouse, year):
    scope = Scope.whole(DISTRICT)
    found = fund_projection(warehouse, scope, fiscal_year=year).to_pylist()
    known = spending_by_fund(warehouse, scope, fiscal_year=year).to_pylist()
    for one, other in zip(found, known, strict=True):
        for name, value in other.items():
            assert one[name] == value, name


def test_a_closed_year_has_no_projection_and_an_unknown_one_is_refused(warehouse):
    scope = Scope.whole(DISTRICT)
    rows = fund_projection(warehouse, scope, fiscal_year=2024).to_pylist()
    assert {row["method"] for row in rows} == {"none"}
    with pytest.raises(ArgumentError, match="1999"):
        fund_projection(warehouse, scope, fiscal_year=1999)
