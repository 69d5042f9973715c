"""What each school gets, part by part: own spending by category, central cost by pool."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.attribution import RULE_SET, chosen_rule_set
from data.central_resources import central_pools
from data.districts import latest_fiscal_year
from data.labels import category_labels
from data.read_model import ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, FUNDS, spending_by_school
from data.warehouse import Warehouse

WHOLE: Final = 0.95
"""The part of central cost that must have reached schools for a year to count with it."""


class Share(StrEnum):
    """Where dollars must be booked to count: at the school, in its central share, or in either."""

    SITE = "site"
    ATTRIBUTED = "attributed"
    BOTH = "both"


class Part(StrEnum):
    """Where dollars of a school are booked."""

    SITE = "site"
    CENTRAL = "central"
    ASIDE = "aside"


_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "part text | site: counts at the school; central: its share; aside: booked there, not counted",
    "rule_set text | method by which central cost was shared",
    "code text | spending category; for the central share its pool",
    "name text | name of the category or the pool",
    "fund_source text | federal or state_local",
    "spend_class text | salary, benefit, non_personnel ...; central: personnel or non_personnel",
    "budget_usd money | adjusted budget; missing where none was loaded",
    "spent_usd money | spent; missing where nothing was loaded",
)


def school_spending(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    rule_set: str = "",
) -> pa.Table:
    """Each school's dollars by part, category or pool, source and class; exact to the cent.

    The parts site and central add up to the per-pupil report; site and aside to what is booked at
    the school without transfers between funds.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    method = chosen_rule_set(warehouse, scope.district, rule_set)
    raw = warehouse.exact(
        scope, "school_spending", fiscal_year=year, funds=list(funds), rule_set=method
    )
    labels = category_labels(warehouse, scope.district, raw.column("code")).to_pylist()
    pools = raw.column("pool_name").to_pylist()
    count = raw.num_rows
    return shaped(
        raw,
        _COLUMNS,
        fiscal_year=[year] * count,
        rule_set=[method] * count,
        name=[pool or label for pool, label in zip(pools, labels, strict=True)],
    )


def counted_spending(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, funds: Sequence[str], share: Share
) -> list[dict[str, Any]]:
    """The rows that count: part, name, fund_source, spend_class and spent_usd of each school.

    Without central cost everything booked at the school counts; with it, what the district's
    classes keep there.
    """
    if share is Share.SITE:
        rows = spending_by_school(
            warehouse, scope, fiscal_year=fiscal_year, funds=funds
        ).to_pylist()
        return [row | {"part": Part.SITE, "name": row["category_name"]} for row in rows]
    parts = {Part.CENTRAL} if share is Share.ATTRIBUTED else {Part.CENTRAL, Part.SITE}
    rows = school_spending(warehouse, scope, fiscal_year=fiscal_year, funds=funds).to_pylist()
    return [row for row in rows if row["part"] in parts]


def shared_part(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, funds: Sequence[str], rule_set: str
) -> float | None:
    """The part of central cost, 0 to 1, that reached schools; missing where there is none.

    A year without the counts that pools follow keeps them unshared: its schools then have no
    share that could be compared with other years.
    """
    pools = central_pools(
        warehouse, scope, fiscal_year=fiscal_year, funds=funds, rule_set=rule_set
    ).to_pylist()
    every = sum(row["amount_usd"] for row in pools)
    shared = sum(row["amount_usd"] for row in pools if not row["reason"])
    return float(shared / every) if every > 0 else None


def unshared(warehouse: Warehouse, scope: Scope, *, fiscal_year: int, funds: Sequence[str]) -> str:
    """Why schools have no comparable share of central cost in a year; empty where they have."""
    part = shared_part(warehouse, scope, fiscal_year=fiscal_year, funds=funds, rule_set="")
    if part is None:
        return "no central cost to share"
    if part < WHOLE:
        return f"less than {WHOLE:.0%} of central cost could be shared, for want of counts"
    return ""


MODELS = (
    ReadModel(
        "school-spending",
        "Spending of schools by part",
        "one row per school, part, category or pool, source and class of spending",
        "evaluate:read",
        _COLUMNS,
        (FISCAL_YEAR, FUNDS, RULE_SET),
        school_spending,
    ),
)
