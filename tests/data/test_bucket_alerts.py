"""Buckets by location: terms, projection and alert, reckoned anew from the plain tables."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from access.scope import Scope
from config import Settings
from data.bucket_alerts import bucket_alerts, bucket_location_count
from data.buckets import buckets
from data.location_terms import location_terms
from data.read_models import ArgumentError
from data.warehouse import Warehouse
from tests.data.alert_sample import MONTH, hiding_sample, seasonal_sample
from tests.data.serving_sample import DISTRICT, PLACES, publish


@pytest.fixture(scope="module")
def made():
    return seasonal_sample()


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory, made):
    yield from opened(tmp_path_factory.mktemp("var"), made)


def opened(var, made):
    publish(var, made)
    warehouse = Warehouse(Settings(var=var))
    yield warehouse
    warehouse.close()


def plain(made, bucket, place):
    """Terms and projection of a bucket at a location from balances and lines, in cents."""
    accounts = {row["account_key"]: row for row in made.rows("dim_account")}
    keys = {
        row["account_key"]
        for row in made.rows("bucket_account")
        if row["bucket_code"] == bucket
        and accounts[row["account_key"]]["kind"] != "revenue"
        and accounts[row["account_key"]]["location_key"] == place
    }

    def term(name, year):
        rows = [row for row in made.rows("balances")
                if row["account_key"] in keys and row["fiscal_year"] == year]  # fmt: skip
        return sum(row[f"{name}_cents"] or 0 for row in rows)

    budget, spent, ordered = (term(name, 2025) for name in ("budget", "spent", "encumbered"))
    if not (budget or spent or ordered):
        return None
    by_then = sum(
        line["amount_cents"]
        for line in made.rows("fct_ledger")
        if line["account_key"] in keys
        and line["fiscal_year"] == 2024
        and line["line_type"] in ("actual", "receipt")
        and 1 <= line["period"] <= MONTH
    )
    whole, likely = term("spent", 2024), None
    if budget > 0 and spent >= 0 and (whole <= 0 or by_then <= 0):
        likely = Fraction(spent * 12, MONTH)
    elif budget > 0 and spent >= 0:
        likely = Fraction(spent * whole, by_then)
    if likely is not None:
        likely = max(int(likely + Fraction(1, 2)), spent + ordered)
    return budget, spent, ordered, likely


def alert_of(budget, spent, ordered, likely):
    if budget - spent - ordered < 0:
        return "overspent"
    if likely is None:
        return ""
    return "will overspend" if likely > budget else "slow" if likely * 10 < budget * 9 else ""


def cents(value):
    return None if value is None else int(value * 100)


def test_every_line_is_the_sum_of_its_own_accounts(warehouse, whole, made):
    rows = bucket_alerts(warehouse, whole, fiscal_year=2025).to_pylist()
    shown = {(row["bucket_code"], row["location_id"]): row for row in rows}
    assert len(shown) == len(rows)
    wanted = {
        (bucket, code): found
        for bucket in ("SUP", "T1")
        for place, (code, *_) in enumerate(PLACES)
        if (found := plain(made, bucket, place))
    }
    assert set(shown) == set(wanted)
    for key, (budget, spent, ordered, likely) in wanted.items():
        row = shown[key]
        assert cents(row["budget_usd"]) == budget, key
        assert cents(row["spent_usd"]) == spent, key
        assert (cents(row["encumbered_usd"]) or 0) == ordered, key
        assert cents(row["remaining_usd"]) == budget - spent - ordered, key
        assert cents(row["projected_usd"]) == likely, key
        assert row["alert"] == alert_of(budget, spent, ordered, likely), key


def test_the_locations_of_a_bucket_add_up_to_the_bucket(warehouse, whole):
    for year in (2024, 2025):
        rows = bucket_alerts(warehouse, whole, fiscal_year=year).to_pylist()
        for bucket in buckets(warehouse, whole, fiscal_year=year).to_pylist():
            if bucket["kind"] != "expenditure":
                continue
            own = [row for row in rows if row["bucket_code"] == bucket["bucket_code"]]
            for term in ("budget_usd", "spent_usd", "remaining_usd"):
                assert sum(row[term] or 0 for row in own) == (bucket[term] or 0)


def test_an_alert_narrows_to_its_own_rows(warehouse, whole):
    every = bucket_alerts(warehouse, whole, fiscal_year=2025).to_pylist()
    counts = Counter(row["alert"] for row in every)
    assert counts["overspent"]
    for alert in ("overspent", "will overspend", "slow"):
        some = bucket_alerts(warehouse, whole, fiscal_year=2025, alert=alert).to_pylist()
        assert some == [row for row in every if row["alert"] == alert]
    watched = bucket_alerts(warehouse, whole, fiscal_year=2025, alert="any").num_rows
    assert watched == len(every) - counts[""]
    assert bucket_location_count(warehouse, whole, fiscal_year=2025) == len(every)
    with pytest.raises(ArgumentError, match="sideways"):
        bucket_alerts(warehouse, whole, alert="sideways")


def test_a_closed_year_knows_only_what_ran_over(warehouse, whole):
    rows = bucket_alerts(warehouse, whole, fiscal_year=2024).to_pylist()
    assert {row["alert"] for row in rows} <= {"", "overspent"}
    assert {row["method"] for row in rows} == {"none"}


@pytest.fixture
def hidden(tmp_path):
    yield from opened(tmp_path, hiding_sample())


def test_what_the_sum_of_a_bucket_hides_is_found(hidden):
    scope = Scope.whole(DISTRICT)
    [bucket] = [row for row in buckets(hidden, scope, fiscal_year=2025).to_pylist()
                if row["bucket_code"] == "SUP"]  # fmt: skip
    assert bucket["remaining_usd"] > 0
    over = bucket_alerts(hidden, scope, fiscal_year=2025, alert="overspent").to_pylist()
    [found] = [row for row in over if row["bucket_code"] == "SUP"]
    assert (found["location_id"], found["remaining_usd"]) == ("101", Decimal(-1))


def test_a_recoded_account_counts_where_the_one_stands_that_carries_on(tmp_path):
    """A whole account of Birch went to Ash: Ash has its earlier years, Birch no more."""
    made = seasonal_sample()
    accounts = {row["account_key"]: row for row in made.rows("dim_account")}
    inside = [row["account_key"] for row in made.rows("bucket_account")
              if row["bucket_code"] == "SUP"]  # fmt: skip

    def of(place, year):
        return next(key for key in inside if accounts[key]["location_key"] == place
                    and accounts[key]["fiscal_year"] == year)  # fmt: skip

    old, new = of(2, 2024), of(1, 2025)
    made.add("account_recode", account_key=old, fiscal_year=2024, to_fy=2025, until_fy=None,
             to_account=accounts[new]["display"], share=Decimal(1))  # fmt: skip
    for found in opened(tmp_path, made):
        terms = location_terms(
            found, Scope.whole(DISTRICT), fiscal_year=2025, month=12, complete=[2024]
        )
        spent = {row["account_key"]: row["spent_cents"] for row in made.rows("balances")}
        before = {key: spent[key] for key in inside if accounts[key]["fiscal_year"] == 2024}
        for place, wanted in (
            (1, [key for key in before if accounts[key]["location_key"] == 1] + [old]),
            (2, [key for key in before if accounts[key]["location_key"] == 2 and key != old]),
        ):
            [line] = np.flatnonzero((terms.bucket_code == "SUP") & (terms.location_key == place))
            [year] = terms.earlier
            assert year.spent.at(line) == sum(before[key] for key in wanted)
            assert year.by_then.at(line) == year.spent.at(line)
