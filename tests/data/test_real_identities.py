"""Available is budget less spent less encumbered at every account of real ledgers.

The extracts lie beside the clone; each term is added up a second time from their own text.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from access.scope import Scope
from config import Settings
from data.balances import account_status, account_totals
from data.warehouse import Warehouse
from loaders.pipeline import load

MAPPINGS = Path(__file__).parents[1] / "files" / "mappings"
TERMS = ("budget_usd", "spent_usd", "encumbered_usd")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory, shared_data):
    """The balances of one district: every account of a year, and the totals."""
    var = tmp_path_factory.mktemp("var")
    settings = Settings(var=var, load_threads=1, load_memory_mb=512)
    opened = Warehouse(settings)
    done = set()

    def of(name, year):
        district = name.replace("_", "-")
        if name not in done:
            load(settings, district, MAPPINGS / f"alaska_{name}.yaml", shared_data / "alaska_gl",
                 force=True)  # fmt: skip
            done.add(name)
        scope = Scope.whole(district)
        asked = {"fiscal_year": year, "kind": "expenditure"}
        return (
            account_status(opened, scope, **asked).to_pylist(),
            account_totals(opened, scope, **asked).to_pylist(),
        )

    yield of
    opened.close()


def told(path):
    """Budget, spent and encumbered of every account of objects 300 to 599, from the text."""
    sums = defaultdict(lambda: [Decimal(0)] * 3)
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            codes = tuple(
                row[f"{name}_Code"].zfill(3)
                for name in ("Fund", "School", "Function", "Program", "Object")
            )
            if codes[-1][0] in "345" and row["Date"]:
                amounts = [Decimal(row[name] or 0) for name in ("Budget", "Amount", "Encumbrance")]
                sums[codes] = [one + more for one, more in zip(sums[codes], amounts, strict=True)]
    return sums


@pytest.mark.parametrize("year", [2019, 2020])
def test_each_term_is_that_of_the_text(ledger, shared_data, year):
    accounts, _ = ledger("copper_river", year)
    expected = told(shared_data / "alaska_gl" / f"CRSD{year - 2000}.csv.gz")
    found = {tuple(row["account"].split("-")): row for row in accounts}
    assert {codes for codes, sums in expected.items() if any(sums)} <= set(found)
    for codes, row in found.items():
        budget, spent, ordered = expected[codes]
        assert (row["spent_usd"] or 0) == spent, codes
        assert (row["encumbered_usd"] or 0) == ordered, codes
        if row["budget_usd"] is not None:
            assert row["budget_usd"] == budget, codes


@pytest.mark.parametrize(
    ("name", "year"),
    [(name, year) for name in ("copper_river", "delta_greely", "aleutian_region")
     for year in (2019, 2020)],
)  # fmt: skip
def test_what_is_left_is_the_rest_at_every_account_and_in_all(ledger, name, year):
    accounts, [total] = ledger(name, year)
    assert len(accounts) > 50  # the smallest of the districts has 76
    for row in [*accounts, total]:
        budget, spent, ordered = (row[term] for term in TERMS)
        missing = budget is None or spent is None
        rest = None if missing else budget - spent - (ordered or 0)
        assert row["remaining_usd"] == rest, row
    for term in TERMS:
        known = [row[term] for row in accounts if row[term] is not None]
        assert (total[term] or 0) == sum(known), term
