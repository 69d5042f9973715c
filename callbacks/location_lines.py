"""Buckets at single locations that need a look: the district's sum may hide them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from access.actor import Actor
from callbacks.basis import Basis, Services
from callbacks.bucket_links import link
from data.bucket_alerts import ANY, OVERSPENT, bucket_alerts, bucket_location_count
from data.buckets import shared_sum
from metrics.projection import Alert
from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketLine, Link
from pages.components.figures import Status
from pages.manage.money_locations import MOST, LocationAlerts, LocationGroup

_GROUPS: Final = (
    (OVERSPENT, Status.OVERSPENT, "Overspent", "more gone than budgeted"),
    (Alert.OVER, Status.OVER, "Will run over", "projection above the budget"),
    (Alert.SLOW, Status.SLOW, "Slow", "likely spent under the limit"),
)


def location_alerts(services: Services, actor: Actor, basis: Basis) -> LocationAlerts | None:
    """Buckets over or slow at single locations, for readers of the whole district.

    None where one place is chosen: its own page shows its buckets already.
    """
    if basis.place is not None or not basis.scope.is_whole:
        return None
    year = basis.year.year
    asked = services.warehouse, basis.scope
    table = bucket_alerts(*asked, fiscal_year=year, alert=ANY)
    found = [group for entry in _GROUPS if (group := _group(basis, table, *entry))]
    shown = [line.code for group in found for line in group.lines]
    codes = table.column("bucket_code").unique().to_pylist()
    return LocationAlerts(
        year=year,
        year_end=basis.year_end,
        is_closed=basis.is_closed,
        groups=found,
        pairs=bucket_location_count(*asked, fiscal_year=year),
        link=_links(actor, basis, shown),
        href=f"{basis.address('/current/money')}#locations",
        export=f"/export/bucket-alerts?fiscal_year={year}&alert=any",
        is_shared=shared_sum(*asked, codes, fiscal_year=year) is not None,
    )


def _group(
    basis: Basis, table: pa.Table, alert: str, status: Status, name: str, term: str
) -> LocationGroup | None:
    """The lines with an alert; of thousands in a large district only the largest become objects."""
    own = table.filter(pc.equal(table.column("alert"), alert))
    if not own.num_rows:
        return None
    if basis.is_closed:
        status, name = Status.RAN_OVER, "Ran over"
    left_over, remaining = own.column("left_over_usd"), own.column("remaining_usd")
    ends = remaining if alert == OVERSPENT or basis.is_closed else left_over
    nearest = pc.coalesce(_but_zero(left_over), remaining).cast(pa.float64()).fill_null(0)
    largest = np.argsort(-np.abs(nearest.to_numpy()), kind="stable")[:MOST]
    return LocationGroup(
        name,
        term,
        [_line(row, status) for row in own.take(largest).to_pylist()],
        _added(own),
        own.num_rows,
        abs(pc.sum(ends).as_py() or Decimal(0)),
    )


def _but_zero(amounts: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.not_equal(amounts, pa.scalar(Decimal(0), amounts.type)), amounts, None)


def _added(own: pa.Table) -> Amounts:
    """The sum of all lines; one without projection counts at what is paid and on order."""

    def total(amounts: pa.ChunkedArray) -> Decimal | None:
        found: Decimal | None = pc.sum(amounts).as_py()
        return found

    def term(name: str) -> Decimal | None:
        return total(own.column(f"{name}_usd"))

    sums = Amounts(
        budget=term("budget"),
        spent=term("spent"),
        encumbered=term("encumbered"),
        remaining=term("remaining"),
        reserved=term("reserved"),
    )
    if own.column("projected_usd").null_count == own.num_rows:
        return sums
    spent, ordered = own.column("spent_usd"), own.column("encumbered_usd")
    least = pc.add(spent, pc.coalesce(ordered, pa.scalar(Decimal(0), ordered.type)))
    projected, low, high = (
        total(pc.coalesce(own.column(f"{name}_usd"), least))
        for name in ("projected", "low", "high")
    )
    years = own.column("prior_years")
    fewest = pc.min(years.filter(pc.greater(years, 0))).as_py() or 0
    return replace(sums, projected=projected, low=low, high=high, years=fewest)


def _line(row: dict[str, Any], status: Status) -> BucketLine:
    return BucketLine(
        code=_code(row),
        name=row["location_name"] or "No location",
        detail=row["bucket_name"],
        is_own=row["decided_by"] == "owner",
        status=status,
        amounts=Amounts(
            row["budget_usd"],
            row["spent_usd"],
            row["encumbered_usd"],
            row["remaining_usd"],
            row["projected_usd"],
            row["low_usd"],
            row["high_usd"],
            row["prior_years"],
            row["reserved_usd"],
        ),
        reason="no projection",
    )


def _links(actor: Actor, basis: Basis, shown: Sequence[str]) -> Link:
    """Where a line leads; sums of several locations have no address of their own."""
    places = {code: code.partition(" ") for code in shown}

    def address(code: str, what: str) -> str:
        bucket, _, location = places.get(code, ("", "", ""))
        return link(actor, basis, location)(bucket, what) if location else ""

    return address


def _code(row: dict[str, Any]) -> str:
    """Names a line among the others; spaces stand in no code of a location."""
    return f"{row['bucket_code']} {row['location_id'] or ''}"
