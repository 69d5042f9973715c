"""The years of the sample as a load would find them in its rows, reckoned in plain Python."""

from __future__ import annotations

from typing import Any


def add_years(made: Any) -> None:
    """One row a year, with the last regular period in which anybody spent."""
    for year in sorted({row["fiscal_year"] for row in made.rows("dim_period")}):
        here = {
            table: [row for row in made.rows(table) if row["fiscal_year"] == year]
            for table in ("dim_period", "cube_period", "balances")
        }
        periods = [row for row in here["dim_period"] if row["kind"] == "regular"]
        spent = {row["period"] for row in here["cube_period"] if row["spent_cents"]}
        made.add(
            "dim_year",
            fiscal_year=year,
            has_money=bool(here["balances"]),
            start_date=min(row["start_date"] for row in periods),
            end_date=max(row["end_date"] for row in periods),
            is_closed=all(row["is_closed"] for row in periods),
            last_period=max((p["period"] for p in periods if p["period"] in spent), default=None),
        )
