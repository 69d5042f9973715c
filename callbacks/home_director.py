"""What the budget director's home shows, asked and reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from callbacks.basis import Basis, Services
from callbacks.bucket_lines import bucket_list
from callbacks.bucket_links import link
from callbacks.bucket_sums import groups, total, who_decides
from callbacks.bucket_words import method
from callbacks.fund_lines import fund_accounts, fund_lines
from callbacks.location_lines import location_alerts
from data.districts import district
from data.fund_projection import fund_projection
from data.loads import control_totals, loads, quarantine_totals
from data.warehouse import Warehouse
from pages.components.bucket_table import BucketGroup, BucketLine
from pages.components.figures import Status
from pages.home.director import Aside, Check, DirectorHome
from pages.reasons import reason
from pages.words import Name

_WATCHED: Final = (
    (Status.OVER, "Will run over", "projection above the budget"),
    (Status.RAN_OVER, "Ran over", "spent and ordered above the budget"),
    (Status.SLOW, "Slow", "likely spent under the limit"),
)
_AGAINST_ERP: Final = ("L1", "L3", "B1", "B2", "E1")
"""Checks against what the ERP itself says; the others hold the load against itself."""


def director_view(services: Services, actor: Actor, basis: Basis) -> DirectorHome:
    """The home of a person who answers for the figures of the whole district."""
    warehouse = services.warehouse
    files = loads(warehouse, actor.scope).to_pylist()
    found = bucket_list(warehouse, basis)
    funds = fund_projection(warehouse, actor.scope, fiscal_year=basis.year.year).to_pylist()
    return DirectorHome(
        district=basis.district_name,
        year=basis.year.year,
        year_end=basis.year_end,
        is_closed=basis.is_closed,
        periods=basis.periods,
        checks=checks(control_totals(warehouse, actor.scope).to_pylist()),
        aside=asides(quarantine_totals(warehouse, actor.scope).to_pylist()),
        rows_read=sum(row["rows_read"] or 0 for row in files),
        files=len(files),
        watched=watched(warehouse, basis, [bucket.line for bucket in found]),
        calm=groups(warehouse, basis, found, who_decides(actor, basis)),
        buckets=len(found),
        method=method(
            found,
            district(warehouse, basis.scope.district),
            is_closed=basis.is_closed,
            is_shared=total(warehouse, basis, [bucket.line for bucket in found]).is_shared,
        ),
        link=link(actor, basis),
        money_href=basis.address("/current/money"),
        loaded=basis.loaded_words,
        locations=location_alerts(services, actor, basis),
        funds=fund_lines(actor, basis, funds),
        funds_href=fund_accounts(actor, basis),
        funds_export=basis.export("fund-projection"),
    )


def checks(rows: Sequence[dict[str, Any]]) -> list[Check]:
    """Every check: those that differ first, then those against the ERP, without dollars last."""
    return [
        Check(
            name=_title(row),
            detail=row["message"] or row["check_code"],
            expected=row["expected_usd"],
            actual=row["actual_usd"],
            difference=row["difference_usd"],
            is_held=row["status"] != "ok",
        )
        for row in sorted(rows, key=_weight)
    ]


def asides(rows: Sequence[dict[str, Any]]) -> list[Aside]:
    """Rows that were not used, by reason, the most dollars first."""
    used = [row for row in rows if not row["is_warning"]]
    found = [
        _aside(code, [row for row in used if row["reason_code"] == code])
        for code in dict.fromkeys(row["reason_code"] for row in used)
    ]
    return sorted(found, key=lambda entry: (-abs(entry.dollars or Decimal(0)), -entry.rows))


def _aside(code: str, rows: Sequence[dict[str, Any]]) -> Aside:
    files = list(dict.fromkeys(row["file"] for row in rows if row["file"]))
    dollars = [row["amount_usd"] for row in rows if row["amount_usd"] is not None]
    return Aside(
        reason=reason(code),
        file=Name(files[0]) if len(files) == 1 else f"{len(files)} files",
        rows=sum(row["row_count"] for row in rows),
        dollars=sum(dollars, Decimal(0)) if dollars else None,
    )


def watched(warehouse: Warehouse, basis: Basis, lines: Sequence[BucketLine]) -> list[BucketGroup]:
    """Buckets over or slow, the largest amounts first."""
    made = []
    for status, name, term in _WATCHED:
        chosen = [line for line in lines if line.status is status]
        chosen.sort(key=_distance, reverse=True)
        if chosen:
            made.append(BucketGroup(name, term, chosen, total(warehouse, basis, chosen)))
    return made


def _title(row: dict[str, Any]) -> str:
    """What a check covers, with its year: `Budget transfers, FY2027`."""
    scope = row["check_scope"] or row["check_code"]
    if scope == "all" and row["file"]:
        return Name(row["file"])
    year = f", FY{row['fiscal_year']}" if row["fiscal_year"] else ""
    return f"{scope[:1].upper()}{scope[1:]}{year}"


def _weight(row: dict[str, Any]) -> tuple[bool, bool, bool, Decimal, Decimal]:
    """Checks that differ first, then those against the ERP, then the largest amounts."""
    difference, expected = (row[name] or Decimal(0) for name in ("difference_usd", "expected_usd"))
    is_bare, inside = row["expected_usd"] is None, row["check_code"] not in _AGAINST_ERP
    return (row["status"] == "ok", is_bare, inside, -abs(difference), -abs(expected))


def _distance(line: BucketLine) -> Decimal:
    """How far the bucket ends from its budget."""
    amounts = line.amounts
    return abs(amounts.left_over or amounts.remaining or Decimal(0))
