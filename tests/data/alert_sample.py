"""The small district with a whole earlier year, and a bucket that one school overspends."""

from __future__ import annotations

from tests.data.serving_sample import Sample, sample

MONTH = 8
"""The last posted month of 2025; 2024 is whole."""


def seasonal_sample() -> Sample:
    """The small district, whose year 2025 is projected from the shares of 2024."""
    made = sample()
    for row in made.rows("dim_year"):
        row["last_period"] = 12 if row["fiscal_year"] == 2024 else MONTH
    return made


def hiding_sample() -> Sample:
    """Ash (101) overspends SUP of 2025 by a dollar; the other schools leave a fortune."""
    made = seasonal_sample()
    places = {row["account_key"]: row["location_key"] for row in made.rows("dim_account")}
    inside = {row["account_key"] for row in made.rows("bucket_account")
              if row["bucket_code"] == "SUP"}  # fmt: skip
    of_ash = []
    for row in made.rows("balances"):
        if row["fiscal_year"] != 2025 or row["account_key"] not in inside:
            continue
        row["budget_cents"] = 1_000_000_000
        if places[row["account_key"]] == 1:
            of_ash.append(row)
            row["budget_cents"] = row["spent_cents"] + (row["encumbered_cents"] or 0)
    of_ash[0]["budget_cents"] -= 100
    return made
