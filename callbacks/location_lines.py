"""Buckets at single locations that need a look: the district's sum may hide them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from callbacks.basis import Basis, Services
from callbacks.bucket_links import link
from callbacks.bucket_sums import added
from data.bucket_alerts import ANY, OVERSPENT, bucket_alerts, bucket_location_count
from data.buckets import shared_sum
from metrics.projection import Alert
from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketGroup, BucketLine, Link
from pages.components.figures import Status
from pages.manage.money_locations import LocationAlerts

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
    rows = bucket_alerts(*asked, fiscal_year=year, alert=ANY).to_pylist()
    found = [group for entry in _GROUPS if (group := _group(basis, rows, *entry))]
    return LocationAlerts(
        year=year,
        year_end=basis.year_end,
        is_closed=basis.is_closed,
        groups=found,
        pairs=bucket_location_count(*asked, fiscal_year=year),
        link=_links(actor, basis, rows),
        href=f"{basis.address('/current/money')}#locations",
        export=f"/export/bucket-alerts?fiscal_year={year}&alert=any",
        is_shared=shared_sum(*asked, {row["bucket_code"] for row in rows}, fiscal_year=year)
        is not None,
    )


def _group(
    basis: Basis, rows: Sequence[dict[str, Any]], alert: str, status: Status, name: str, term: str
) -> BucketGroup | None:
    chosen = [row for row in rows if row["alert"] == alert]
    if not chosen:
        return None
    if basis.is_closed:
        status, name = Status.RAN_OVER, "Ran over"
    lines = [_line(row, status) for row in chosen]
    lines.sort(key=_distance, reverse=True)
    return BucketGroup(name, term, lines, added(lines))


def _distance(line: BucketLine) -> Decimal:
    """How far the line ends from its budget."""
    return abs(line.amounts.left_over or line.amounts.remaining or Decimal(0))


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


def _links(actor: Actor, basis: Basis, rows: Sequence[dict[str, Any]]) -> Link:
    """Where a line leads; sums of several locations have no address of their own."""
    places = {_code(row): (row["bucket_code"], row["location_id"]) for row in rows}

    def address(code: str, what: str) -> str:
        bucket, location = places.get(code, ("", ""))
        return link(actor, basis, location)(bucket, what) if location else ""

    return address


def _code(row: dict[str, Any]) -> str:
    """Names a line among the others; spaces stand in no code of a location."""
    return f"{row['bucket_code']} {row['location_id'] or ''}"
