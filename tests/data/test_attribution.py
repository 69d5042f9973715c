"""Site and central share of the small district, against sums over its plain lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.attribution import attributed_spending, rule_sets
from data.attribution_identity import account_classes, attribution_identity, release_check
from data.central_resources import attribution_methods, central_resources
from data.read_model import ArgumentError
from tests.data.attribution_sample import SHARERS


def by_school(table):
    return {row["location_id"]: row for row in table.to_pylist()}


def spent(made, test):
    """Exact dollars of expenditure accounts that pass a test."""
    rows = [(made.account(row["account_key"]), row) for row in made.rows("balances")]
    cents = [b["spent_cents"] for a, b in rows if a["kind"] == "expenditure" and test(a)]
    return Decimal(sum(cents)) / 100


@pytest.mark.parametrize("method", ["all", "plain"])
def test_site_and_share_of_every_school(warehouse, whole, made, method):
    rows = by_school(attributed_spending(warehouse, whole, fiscal_year=2024, rule_set=method))
    office = {
        cell: spent(
            made,
            lambda a, cell=cell: (a["fiscal_year"], a["location_key"]) == (2024, 6)
            and not a["is_transfer"] and a["fund_code"] != "35" and a["fund_source"] == cell,
        )
        for cell in ("federal", "state_local")
    }  # fmt: skip
    for source, dollars in office.items():
        assert sum(row[f"central_{source}_usd"] or 0 for row in rows.values()) == dollars
    own = spent(
        made,
        lambda a: (a["fiscal_year"], a["location_key"]) == (2024, 1)
        and not a["is_transfer"] and a["fund_code"] != "35",
    )  # fmt: skip
    ash = rows["101"]
    assert ash["site_usd"] == own
    assert ash["total_usd"] == ash["site_usd"] + ash["central_usd"]
    assert ash["total_usd"] == ash["personnel_usd"] + ash["non_personnel_usd"]
    assert ash["total_per_pupil_usd"] == (ash["total_usd"] / 200).quantize(Decimal("0.01"))
    weight = SHARERS["101"] / sum(SHARERS.values()) if method == "all" else 1 / 3
    assert float(ash["central_usd"]) == pytest.approx(float(sum(office.values())) * weight, abs=1)


def test_a_school_with_few_pupils_has_dollars_and_no_figure_per_pupil(warehouse, whole):
    coral = by_school(attributed_spending(warehouse, whole, fiscal_year=2024))["103"]
    assert (coral["pupils"], coral["total_per_pupil_usd"], coral["central_usd"]) == (None, None, 0)
    assert {"pupils", "total_per_pupil_usd", "site_federal_per_pupil_usd"} <= set(
        coral["hidden"].split()
    )
    assert coral["exclusions"] == "Business office (withheld: fewer than 10)"
    [share] = [
        row
        for row in central_resources(warehouse, whole, fiscal_year=2024).to_pylist()
        if row["location_id"] == "103"
    ]
    assert (share["driver_value"], share["pool_share"], share["amount_usd"]) == (None, None, None)
    assert share["hidden"].split() == ["per_pupil_usd", "driver_value"]


@pytest.mark.parametrize("funds", [(), ("10",), ("20", "35")])
@pytest.mark.parametrize("basis", ["actual", "budget"])
def test_the_identity_is_whole(warehouse, whole, made, funds, basis):
    rows = attribution_identity(
        warehouse, whole, fiscal_year=2024, funds=funds, basis=basis
    ).to_pylist()
    *parts, ledger, gap = [row["amount_usd"] for row in rows if not row["line"]]
    assert (sum(parts), gap) == (ledger, 0)
    if basis == "actual":
        assert ledger == spent(
            made,
            lambda a: a["fiscal_year"] == 2024 and (not funds or a["fund_code"] in funds),
        )
    by_line = [row for row in rows if row["line"]]
    assert sum(row["amount_usd"] for row in by_line) == ledger


def test_a_reader_of_one_school_gets_no_sums_of_others(warehouse, principal):
    assert attribution_identity(warehouse, principal, fiscal_year=2024).num_rows == 0
    assert set(by_school(attributed_spending(warehouse, principal, fiscal_year=2024))) == {"101"}
    accounts = account_classes(warehouse, principal, fiscal_year=2024).to_pylist()
    assert {row["location_id"] for row in accounts} == {"101"}


def test_unclassified_accounts_block_a_release(warehouse, whole, made):
    found = release_check(warehouse, "elm", fiscal_year=2024)
    assert not found.may_be_released
    [reason] = found.reasons
    lost = account_classes(warehouse, whole, fiscal_year=2024, expense_class="unclassified")
    assert reason.startswith(f"unclassified: {lost.num_rows} accounts")
    assert {row["location_id"] for row in lost.to_pylist()} == {""}


def test_methods_stand_beside_each_other(warehouse, whole):
    assert [one.code for one in rule_sets(warehouse, "elm")] == ["all", "plain"]
    rows = attribution_methods(warehouse, whole, fiscal_year=2024).to_pylist()
    assert {row["rule_set"] for row in rows} == {"", "all", "plain"}
    elementary = [row for row in rows if row["level"] == "elementary"]
    assert [row["schools"] for row in elementary] == [2, 2, 2]
    assert all(row["cv"] is None and "needs at least 5" in row["reason"] for row in elementary)
    own, by_pupils, _ = elementary
    assert own["range_usd"] == pytest.approx(by_pupils["range_usd"], abs=Decimal("0.05"))


@pytest.mark.parametrize(
    ("given", "message"),
    [({"rule_set": "other"}, "there is no method 'other'; expected one of: all, plain"),
     ({"basis": "plan"}, "basis is actual or budget")],
)  # fmt: skip
def test_what_is_unknown_is_refused(warehouse, whole, given, message):
    with pytest.raises(ArgumentError, match=message):
        attributed_spending(warehouse, whole, **given)
