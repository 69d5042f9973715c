"""Parts of a school's spending against sums over the plain rows of the small district."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from data.attribution import attributed_spending
from data.per_pupil import per_pupil_spending
from data.school_spending import school_spending, shared_part
from tests.data.attribution_sample import SHARERS, split
from tests.data.serving_sample import PLACES, sample


@pytest.fixture(scope="module")
def plain():
    return sample()


def dollars(cents: int) -> Decimal:
    return Decimal(cents) / 100


def own_by_category(made, year: int, code: str, funds: tuple[str, ...]) -> dict[tuple, int]:
    """What is booked at a school, by category, source and class, from single balances."""
    balances = {row["account_key"]: row["spent_cents"] for row in made.rows("balances")}
    sums: dict[tuple, int] = defaultdict(int)
    for account in made.rows("dim_account"):
        if account["fiscal_year"] != year or account["kind"] != "expenditure":
            continue
        if PLACES[account["location_key"]][0] != code or account["is_transfer"]:
            continue
        if account["account_key"] in balances and account["fund_code"] in funds:
            part = "aside" if account["fund_code"] == "35" else "site"
            key = (part, account["category_code"], account["fund_source"], account["spend_class"])
            sums[key] += balances[account["account_key"]]
    return sums


@pytest.mark.parametrize("funds", [("10",), ("10", "20"), ("10", "20", "35")])
@pytest.mark.parametrize("year", [2024, 2025])
def test_own_spending_by_category_is_the_sum_of_its_accounts(warehouse, whole, plain, year, funds):
    rows = school_spending(warehouse, whole, fiscal_year=year, funds=funds).to_pylist()
    for code in ("101", "103", "201", "301"):
        got = {
            (r["part"], r["code"], r["fund_source"], r["spend_class"]): r["spent_usd"]
            for r in rows
            if r["location_id"] == code and r["part"] != "central"
        }
        want = own_by_category(plain, year, code, funds)
        assert got == {key: dollars(cents) for key, cents in want.items()}


@pytest.mark.parametrize("method", ["all", "plain"])
def test_the_central_share_is_divided_by_hand(warehouse, whole, plain, method):
    """Every source and kind of the one pool is divided by itself, to the cent."""
    rows = school_spending(warehouse, whole, fiscal_year=2024, rule_set=method).to_pylist()
    weights = SHARERS if method == "all" else dict.fromkeys(SHARERS, 1)
    want: dict[tuple, int] = defaultdict(int)
    for pool in plain.rows("cube_pool"):
        if (pool["set_code"], pool["fiscal_year"]) == (method, 2024):
            kind = "personnel" if pool["is_personnel"] else "non_personnel"
            for code, cents in split(pool["spent_cents"], weights).items():
                want[code, pool["fund_source"], kind] += cents
    got = {
        (r["location_id"], r["fund_source"], r["spend_class"]): r["spent_usd"]
        for r in rows
        if r["part"] == "central"
    }
    assert got == {key: dollars(cents) for key, cents in want.items()}
    assert {r["name"] for r in rows if r["part"] == "central"} == {"Business office"}


@pytest.mark.parametrize("funds", [(), ("10",)])
def test_parts_are_the_report_and_what_is_booked(warehouse, whole, funds):
    rows = school_spending(warehouse, whole, fiscal_year=2024, funds=funds).to_pylist()
    sums: dict[tuple, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["location_id"], row["part"]] += row["spent_usd"] or Decimal(0)
    asked = {"fiscal_year": 2024, "funds": funds}
    for row in attributed_spending(warehouse, whole, **asked).to_pylist():
        code = row["location_id"]
        assert (sums[code, "site"], sums[code, "central"]) == (row["site_usd"], row["central_usd"])
    for row in per_pupil_spending(warehouse, whole, **asked).to_pylist():
        code = row["location_id"]
        assert sums[code, "site"] + sums[code, "aside"] == row["spent_usd"]


def test_how_much_of_central_cost_reached_schools(warehouse, whole):
    asked = {"funds": (), "rule_set": ""}
    assert shared_part(warehouse, whole, fiscal_year=2024, **asked) == 1.0
    assert shared_part(warehouse, whole, fiscal_year=1999, **asked) is None
