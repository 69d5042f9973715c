"""What the budget director's home shows, asked and reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from callbacks.basis import Basis, Services
from callbacks.bucket_lines import bucket_list, link, method, total
from data.loads import control_totals, loads, quarantine_totals
from pages.components.bucket_table import BucketGroup, BucketLine
from pages.components.figures import Status
from pages.home.director import Aside, Check, DirectorHome

_WATCHED: Final = (
    (Status.OVER, "Will run over", "projection above the budget"),
    (Status.RAN_OVER, "Ran over", "spent and ordered above the budget"),
    (Status.SLOW, "Slow", "under 90% likely spent"),
)
_REASONS: Final = {
    "AMOUNT_UNPARSED": "Amount cannot be read",
    "BAD_COLUMN_COUNT": "Wrong number of columns",
    "DATE_UNPARSED": "Date cannot be read",
}


def director_view(services: Services, actor: Actor, basis: Basis) -> DirectorHome:
    """The home of a person who answers for the figures of the whole district."""
    warehouse = services.warehouse
    files = loads(warehouse, actor.scope).to_pylist()
    found = bucket_list(warehouse, basis)
    return DirectorHome(
        district=basis.district_name,
        year=basis.year.year,
        year_end=basis.year_end,
        is_closed=basis.year.is_closed,
        periods=basis.periods,
        checks=checks(control_totals(warehouse, actor.scope).to_pylist()),
        aside=asides(quarantine_totals(warehouse, actor.scope).to_pylist()),
        rows_read=sum(row["rows_read"] or 0 for row in files),
        files=len(files),
        watched=watched([bucket.line for bucket in found]),
        buckets=len(found),
        method=method(found),
        link=link(actor, basis),
        money_href=basis.address("/current/money"),
        loaded=basis.loaded_words,
    )


def checks(rows: Sequence[dict[str, Any]]) -> list[Check]:
    """Checks with a control total, those that differ first, then by size of the difference."""
    found = [
        Check(
            name=row["message"] or row["check_code"],
            detail=", ".join(
                str(part) for part in (row["check_scope"], row["fiscal_year"], row["file"]) if part
            ),
            expected=row["expected_usd"],
            actual=row["actual_usd"],
            difference=row["difference_usd"],
            is_held=row["status"] != "ok",
        )
        for row in rows
        if row["expected_usd"] is not None
    ]
    return sorted(
        found, key=lambda check: (not check.is_held, -abs(check.difference or Decimal(0)))
    )


def asides(rows: Sequence[dict[str, Any]]) -> list[Aside]:
    """Rows that were not used, by reason and file, the most dollars first."""
    found = [
        Aside(
            reason=_REASONS.get(row["reason_code"]) or _words(row["reason_code"]),
            file=row["file"] or "",
            rows=row["row_count"],
            dollars=row["amount_usd"],
        )
        for row in rows
        if not row["is_warning"]
    ]
    return sorted(found, key=lambda entry: (-abs(entry.dollars or Decimal(0)), -entry.rows))


def watched(lines: Sequence[BucketLine]) -> list[BucketGroup]:
    """Buckets over or slow, the largest amounts first."""
    groups = []
    for status, name, term in _WATCHED:
        chosen = [line for line in lines if line.status is status]
        chosen.sort(key=_distance, reverse=True)
        if chosen:
            groups.append(BucketGroup(name, term, chosen, total(chosen)))
    return groups


def _distance(line: BucketLine) -> Decimal:
    """How far the bucket ends from its budget."""
    amounts = line.amounts
    return abs(amounts.left_over or amounts.remaining or Decimal(0))


def _words(code: str) -> str:
    """A reason code as words: `UNKNOWN_OBJECT` is `Unknown object`."""
    return code.replace("_", " ").capitalize()
