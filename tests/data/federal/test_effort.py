"""Maintenance of effort by hand: what counts, what it is measured against, what is missing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from access.scope import Scope
from data.federal.effort import EFFORT, WHOLE, EffortYear, part_rows
from data.federal.esea import esea_of, esea_rows
from data.federal.idea import idea_of, idea_rows
from data.read_models import READ_MODELS
from tests.data.federal.conftest import FEDERAL, SPECIAL
from tests.data.serving_sample import DISTRICT


def counts(account):
    """State and local, and neither building fund nor services."""
    return account["fund_code"] == "10" and account["object_code"] != "5800"


def test_effort_is_state_and_local_spending_less_what_is_left_out(opened, whole, booked):
    rows = part_rows(opened(), whole).to_pylist()
    for year in (2024, 2025):
        told = {row["part"]: row["spent_usd"] * 100 for row in rows if row["fiscal_year"] == year}
        assert told[WHOLE] == booked(year, lambda a: a["fund_code"] != "20")
        assert told["Building"] == -booked(year, lambda a: a["fund_code"] == "35")
        assert told[EFFORT] == booked(year, counts) == sum(told.values()) / 2


def test_a_year_is_measured_against_the_one_before(opened, whole, booked):
    [row] = esea_rows(opened(), whole).to_pylist()
    before, year = booked(2024, counts), booked(2025, counts)
    assert (row["fiscal_year"], row["before_year"]) == (2025, 2024)
    assert (row["effort_usd"] * 100, row["base_usd"] * 100) == (year, before)
    assert row["required_usd"] == (Decimal(before) * 9 / 10 / 100).quantize(
        Decimal("0.01"), "ROUND_UP"
    )
    assert row["effort_ratio"] == pytest.approx(year / before)
    assert (row["pupils"], row["per_pupil_ratio"]) == (960.0, pytest.approx(year / before))
    assert row["result"] == ("met" if year / before >= 0.9 else "not met")


YEAR = EffortYear(2021, 100_00, (), 10.0, 0)


@pytest.mark.parametrize(
    ("cents", "pupils", "results", "cuts", "bases"),
    [
        # 95, then 91 of 95.
        ((95_00, 91_00), (10, 10), ("met", "met"), (0, 0), (100_00, 95_00)),
        # 80 fails, but nothing failed before; the bar stays at 90, and 81 of 90 is met.
        ((80_00, 81_00), (10, 10), ("not met", "met"), (0, 0), (100_00, 90_00)),
        # 80 fails, then 72 of 90 fails with a failure before: 80 of 90 percent short by 1/9.
        ((80_00, 72_00), (10, 10), ("not met", "not met"), (0, 1 / 9), (100_00, 90_00)),
        # In total 85 percent, but a tenth of the pupils left: 94 percent per pupil.
        ((85_00,), (9,), ("met",), (0,), (100_00,)),
    ],
)
def test_a_failed_year_does_not_lower_the_next_bar(cents, pupils, results, cuts, bases):
    given = enumerate(zip(cents, pupils, strict=True), start=2022)
    years = [YEAR, *(replace(YEAR, fiscal_year=year, whole_cents=amount, pupils=float(number))
                     for year, (amount, number) in given)]  # fmt: skip
    pairs = esea_of(years)
    assert tuple("met" if pair.result.passes else "not met" for pair in pairs) == results
    assert [float(pair.result.cut) for pair in pairs] == pytest.approx(list(cuts))
    assert tuple(pair.base_cents for pair in pairs) == bases


def test_a_gap_in_the_years_measures_nothing():
    assert esea_of([YEAR, replace(YEAR, fiscal_year=2023)]) == []
    assert esea_of([replace(YEAR, whole_cents=0), replace(YEAR, fiscal_year=2022)])[0].reason == (
        "no spending to measure against"
    )


def test_special_education_by_four_tests(opened, whole, booked):
    """Teachers' pay stands in for special education; 72 children are shown in both years."""
    rows = {row["test"]: row for row in idea_rows(opened(), whole).to_pylist()}
    year, before = (
        booked(one, lambda a: a["fund_code"] != "20" and a["object_code"] == "1100")
        for one in (2025, 2024)
    )
    total, child = rows["state and local, in total"], rows["state and local, per child"]
    assert (total["amount_usd"] * 100, total["bar_usd"] * 100) == (year, before)
    assert (total["bar_year"], total["children"]) == (2024, 72.0)
    assert abs(child["amount_usd"] * 100 - Decimal(year) / 72) <= Decimal("0.5")
    assert total["result"] == child["result"] == ("met" if year >= before else "not met")
    local = rows["local, in total"]
    assert (local["result"], local["amount_usd"]) == ("not known", None)
    assert local["reason"] == "no account tells local money from the state's"


def test_local_money_is_tested_where_accounts_tell_it(opened, whole, booked):
    local = {"name": "Levy", "scopes": [{"field": "fund", "operator": "is", "value": "10"}]}
    found = idea_rows(opened(FEDERAL | {"local": [local]}), whole).to_pylist()
    rows = {row["test"]: row for row in found}
    expected = booked(2025, lambda a: a["fund_code"] == "10" and a["object_code"] == "1100")
    assert rows["local, in total"]["amount_usd"] * 100 == expected


def test_no_local_dollar_is_no_pass(opened, whole):
    nowhere = {"name": "None", "scopes": [{"field": "fund", "operator": "is", "value": "99"}]}
    found = idea_rows(opened(FEDERAL | {"local": [nowhere]}), whole).to_pylist()
    rows = {row["test"]: row for row in found}
    assert (rows["local, in total"]["result"], rows["local, in total"]["reason"]) == (
        "not known", "no local money pays for special education",
    )  # fmt: skip


def test_what_cannot_be_tested_says_why(opened, whole):
    assert idea_of(opened(), whole, fiscal_year=2024) is None
    trouble = idea_of(opened({"effort_excluded": [SPECIAL]}), whole)
    assert "special education" in trouble.trouble
    assert trouble.passes is None


def test_effort_is_the_whole_districts(opened, principal):
    for rows in (part_rows, esea_rows, idea_rows):
        table = rows(opened(), principal)
        assert table.num_rows == 0
        assert table.column_names == rows(opened(), Scope.whole(DISTRICT)).column_names


@pytest.mark.parametrize("name", ["esea-effort", "idea-effort", "federal-accounts"])
def test_answers_have_the_declared_columns(opened, whole, name):
    table = READ_MODELS[name].run(opened(), whole)
    assert table.column_names == [column.name for column in READ_MODELS[name].columns]
    assert table.num_rows
