"""Periods: sums of the lines, running sums, and nothing after the last posted period."""

from __future__ import annotations

from data.monthly import monthly


def test_periods_are_sums_of_their_lines(warehouse, whole, lines, usd):
    rows = monthly(warehouse, whole, fiscal_year=2025).to_pylist()
    assert [row["period"] for row in rows] == list(range(14))
    running = 0
    for row in rows:
        expected = usd(
            lines,
            lambda line: line["fiscal_year"] == 2025 and line["period"] == row["period"]  # noqa: B023
            and line["line_type"] == "actual" and not line["account"]["is_transfer"]
            and line["account"]["kind"] == "expenditure",
        )  # fmt: skip
        if row["is_posted"]:
            running += expected or 0
            assert row["spent_usd"] == (expected or 0)
            assert row["cumulative_spent_usd"] == running
        else:
            assert expected is None
            assert row["spent_usd"] is row["cumulative_spent_usd"] is None
    assert [row["period"] for row in rows if row["is_posted"]] == list(range(11))


def test_filters(warehouse, whole, lines, usd):
    rows = monthly(
        warehouse, whole, fiscal_year=2024, funds=["20"], location_ids=["201"], bucket="T1"
    ).to_pylist()
    expected = usd(
        lines,
        lambda line: (
            line["fiscal_year"] == 2024
            and line["location_id"] == "201"
            and line["account"]["fund_code"] == "20"
            and line["line_type"] == "budget"
            and line["account"]["kind"] == "expenditure"
        ),
    )
    assert rows[10]["cumulative_budget_usd"] == expected


def test_transfers_count_inside_an_account(warehouse, whole, made):
    transfer = next(a for a in made.rows("dim_account") if a["is_transfer"])
    year, name = transfer["fiscal_year"], transfer["display"]
    rows = monthly(warehouse, whole, fiscal_year=year, account=name).to_pylist()
    assert rows[10]["cumulative_spent_usd"] != 0


def test_revenue_is_asked_for_by_kind(warehouse, whole, lines, usd):
    rows = monthly(warehouse, whole, fiscal_year=2024, kind="revenue").to_pylist()
    expected = usd(
        lines, lambda line: line["fiscal_year"] == 2024 and line["line_type"] == "receipt"
    )
    assert rows[10]["cumulative_spent_usd"] == expected
