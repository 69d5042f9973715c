"""Totals by fund against plain sums, and a difference that is found to the cent."""

from __future__ import annotations

from collections import defaultdict

import pytest

from config import Settings
from data.loads import quarantine, quarantine_totals
from data.read_model import ArgumentError
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


def test_rows_without_an_account_are_listed_apart_for_orders(tmp_path, whole, principal):
    made = sample()
    common = {"district_id": DISTRICT, "column_name": "Account", "found": "X", "message": "no",
              "fiscal_year": 2025, "raw": "X"}  # fmt: skip
    made.add(
        "file", import_key=2, import_id="i2", district_id=DISTRICT, source="erp", file_name="po",
        kind="po_detail", path="po_lines.csv", sha256="1" * 64, rows_read=9, rows_accepted=7,
        rows_skipped=0, rows_quarantined=2, fiscal_years="2025",
    )  # fmt: skip
    for source, line, reason, amount, warning in (
        ("i1", 3, "ACCOUNT_UNPARSED", 1.10, False), ("i1", 4, "ACCOUNT_WIDTH", 2.20, True),
        ("i2", 5, "ACCOUNT_WIDTH", 4.40, False), ("i2", 6, "DATE_UNPARSED", 8.80, False),
        ("i2", 7, "EXPONENT_ACCOUNT", 16.60, False),
    ):  # fmt: skip
        made.add("quarantine_row", import_id=source, source_row=line, reason_code=reason,
                 amount=amount, is_warning=warning, **common)  # fmt: skip
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    lines = {
        part: [row["source_row"] for row in quarantine(warehouse, whole, part=part).to_pylist()]
        for part in ("orders", "others", "")
    }
    assert lines == {"orders": [5, 7], "others": [3], "": [3, 4, 17, 5, 6, 7]}
    totals = quarantine_totals(warehouse, whole).to_pylist()
    assert {row["file"] for row in totals if row["is_order"]} == {"po_lines.csv"}
    assert quarantine(warehouse, principal, part="orders").num_rows == 0
    with pytest.raises(ArgumentError):
        quarantine(warehouse, whole, part="nothing")
    warehouse.close()
