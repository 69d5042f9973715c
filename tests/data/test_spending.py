"""Spending by school, fund and category against sums over the plain lines."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.spending import spending_by_category, spending_by_fund, spending_by_school

SPENT, BUDGET, OPEN = ("actual",), ("budget",), ("encumbrance",)


def is_spending(line, year, kinds):
    account = line["account"]
    return (
        line["fiscal_year"] == year
        and line["line_type"] in kinds
        and account["kind"] == "expenditure"
        and not account["is_transfer"]
    )


def test_each_row_is_the_sum_of_its_lines(warehouse, whole, lines, usd):
    table = spending_by_school(warehouse, whole, fiscal_year=2025)
    for row in table.to_pylist():

        def belongs(line, row=row):
            return line["location_id"] == row["location_id"] and all(
                line["account"][name] == row[name]
                for name in ("fund_code", "category_code", "fund_source", "spend_class")
            )  # fmt: skip

        for column, kinds in (("spent_usd", SPENT), ("budget_usd", BUDGET)):
            expected = usd(lines, lambda line: is_spending(line, 2025, kinds) and belongs(line))  # noqa: B023
            assert row[column] == expected, (row, column)
    assert table.to_pylist()[0]["fund_name"] == "General"
    assert set(table.column("category_name").to_pylist()) == {"Instruction", "Operations"}


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_three_views_have_one_total(warehouse, whole, lines, usd, year):
    total = usd(lines, lambda line: is_spending(line, year, SPENT))
    for view in (spending_by_school, spending_by_fund, spending_by_category):
        table = view(warehouse, whole, fiscal_year=year)
        assert sum(table.column("spent_usd").to_pylist()) == total


def test_funds_carry_open_orders_and_what_is_left(warehouse, whole, lines, usd):
    for row in spending_by_fund(warehouse, whole, fiscal_year=2025).to_pylist():
        spent, budget, open_ = (
            usd(lines, lambda line: is_spending(line, 2025, kinds)  # noqa: B023
                and line["account"]["fund_code"] == row["fund_code"])  # noqa: B023
            for kinds in (SPENT, BUDGET, OPEN)
        )  # fmt: skip
        assert (row["spent_usd"], row["budget_usd"], row["encumbered_usd"]) == (
            spent,
            budget,
            open_,
        )
        assert row["remaining_usd"] == budget - spent - open_


def test_filters_by_fund_and_location(warehouse, whole, principal, lines, usd):
    table = spending_by_category(
        warehouse, whole, fiscal_year=2025, funds=["20"], location_ids=["101", "201"]
    )
    expected = usd(
        lines,
        lambda line: (
            is_spending(line, 2025, SPENT)
            and line["account"]["fund_code"] == "20"
            and line["location_id"] in {"101", "201"}
        ),
    )
    assert sum(table.column("spent_usd").to_pylist()) == expected
    # A filter never widens what a reader may see.
    other = spending_by_fund(warehouse, principal, fiscal_year=2025, location_ids=["201"])
    assert other.num_rows == 0


def test_categories_come_in_the_districts_order(warehouse, whole):
    codes = spending_by_category(warehouse, whole).column("category_code").to_pylist()
    assert codes == ["instruction", "instruction", "operations", "operations"]


def test_the_newest_year_is_meant_when_none_is_named(warehouse, whole):
    assert set(spending_by_school(warehouse, whole).column("fiscal_year").to_pylist()) == {2025}


def test_money_stays_exact(warehouse, whole):
    value = spending_by_fund(warehouse, whole).column("spent_usd")[0].as_py()
    assert isinstance(value, Decimal)
    assert value.as_tuple().exponent == -2
