"""Totals by fund against plain sums, and a difference that is found to the cent."""

from __future__ import annotations

from collections import defaultdict

from config import Settings
from data.reconciliation import fund_totals
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample


def expected(made):
    found = defaultdict(lambda: [0, 0, None])
    for row in made.rows("balances"):
        account = made.account(row["account_key"])
        if row["fiscal_year"] == 2025:
            entry = found[account["fund_code"], account["kind"]]
            entry[0] += 1
            entry[1] += row["spent_cents"]
            if row["reported_spent_cents"] is not None:
                off = row["spent_cents"] - row["reported_spent_cents"]
                entry[2] = (entry[2] or 0) + off
    return dict(found)


def answered(warehouse, scope):
    return {
        (row["fund_code"], row["kind"]): [
            row["account_count"],
            row["spent_usd"] * 100,
            None if row["difference_usd"] is None else row["difference_usd"] * 100,
        ]
        for row in fund_totals(warehouse, scope, fiscal_year=2025).to_pylist()
    }


def test_each_fund_agrees_or_says_by_how_much(tmp_path, whole, principal):
    made = sample()
    rows = [row for row in made.rows("balances") if row["fiscal_year"] == 2025]
    rows[3]["reported_spent_cents"] -= 7
    for row in rows:
        if made.account(row["account_key"])["fund_code"] == "35":
            row["reported_spent_cents"] = None
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    found = answered(warehouse, whole)
    assert found == expected(made)
    assert max(entry[2] for entry in found.values() if entry[2] is not None) == 7
    assert found["35", "expenditure"][2] is None
    assert answered(warehouse, principal) == {}
    assert fund_totals(warehouse, whole).column("fiscal_year").to_pylist()[0] == 2025
    assert whole.district == DISTRICT
    warehouse.close()
