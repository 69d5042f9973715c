"""Spending per pupil: which count, which funds, what is withheld and why."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from config import Settings
from data.per_pupil import per_pupil_spending
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, ENROLLMENT, publish, sample


@pytest.fixture
def rows(warehouse, whole):
    table = per_pupil_spending(warehouse, whole, fiscal_year=2024)
    return {row["location_id"]: row for row in table.to_pylist()}


def spent(lines, location, year, funds):
    return sum(
        line["usd"]
        for line in lines
        if line["location_id"] == location
        and line["fiscal_year"] == year
        and line["line_type"] == "actual"
        and line["account"]["fund_code"] in funds
        and not line["account"]["is_transfer"]
    )


@pytest.mark.parametrize("location", ["101", "102", "201"])
def test_dollars_are_divided_by_the_one_day_count(rows, lines, location):
    row, pupils = rows[location], ENROLLMENT[location][0]
    dollars = spent(lines, location, 2024, {"10"})
    assert row["spent_usd"] == dollars
    assert row["pupils"] == pupils
    assert row["count_type"] == "october"
    expected = (dollars / pupils).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert row["per_pupil_usd"] == expected


def test_only_schools_are_listed(rows):
    assert sorted(rows) == ["101", "102", "103", "201", "301"]


def test_funds_of_the_settings_unless_others_are_named(warehouse, whole, lines):
    table = per_pupil_spending(warehouse, whole, fiscal_year=2024, funds=("10", "20"))
    found = table.to_pylist()[0]["spent_usd"]
    assert found == spent(lines, "101", 2024, {"10", "20"})
    every = per_pupil_spending(warehouse, whole, fiscal_year=2024, funds=())
    assert every.to_pylist()[0]["spent_usd"] == spent(lines, "101", 2024, {"10", "20", "35"})


def test_shares_are_of_the_same_count(rows):
    # Disabilities were counted over the year: 22 of 220, not of the 200 on one day.
    assert rows["101"]["frl_share"] == 120 / 200
    assert rows["101"]["ell_share"] == 40 / 200
    assert rows["101"]["sped_share"] == 22 / 220


def test_few_pupils_are_withheld_with_what_would_tell_their_number(rows):
    row = rows["103"]
    assert row["spent_usd"] is not None
    for name in ("pupils", "per_pupil_usd", "frl_pupils", "frl_share", "ell_share", "sped_share"):
        assert row[name] is None
        assert name in row["hidden"].split()
    assert row["level_rank"] is None
    assert "hidden to protect small groups" in row["reason"]
    assert rows["102"]["sped_share"] is None
    assert rows["201"]["ell_share"] is None


def test_missing_pupils_and_missing_money_have_their_reasons(rows, warehouse, whole):
    assert rows["301"]["pupils"] is None
    assert rows["301"]["per_pupil_usd"] is None
    assert rows["301"]["hidden"] == ""
    assert "no pupils loaded" in rows["301"]["reason"]
    later = per_pupil_spending(warehouse, whole, fiscal_year=2025).to_pylist()
    assert "301" not in [row["location_id"] for row in later]


def test_ranks_count_schools_with_a_figure_in_their_level(rows):
    elementary = [rows[code] for code in ("101", "102")]
    best = max(elementary, key=lambda row: row["per_pupil_usd"])
    assert best["level_rank"] == 1
    assert [row["level_schools"] for row in elementary] == [2, 2]
    assert rows["201"]["level_rank"] == 1


def test_the_least_group_is_a_setting(published, whole):
    with_thirty = Warehouse(Settings(var=published, minimum_cell=30))
    rows = {row["location_id"]: row for row in per_pupil_spending(with_thirty, whole).to_pylist()}
    assert rows["101"]["sped_share"] is None
    assert rows["101"]["ell_share"] == 0.2


def test_zero_pupils_give_no_figure(tmp_path, whole):
    made = sample()
    for row in made.rows("fct_school"):
        if row["location_key"] == 1 and row["group_code"] == "all":
            row["value"] = 0.0
    publish(tmp_path, made)
    row = per_pupil_spending(Warehouse(Settings(var=tmp_path)), whole).to_pylist()[0]
    assert (row["per_pupil_usd"], row["pupils"]) == (None, None)
    assert row["reason"]
    assert row["spent_usd"] is not None
    assert whole.district == DISTRICT
