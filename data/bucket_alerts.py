"""Every bucket at every location: its terms, where it will end, and whether it needs a look.

A bucket can be fine over the district while a single school spends more than its part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.bucket_history import YEARS_COMPARED, BucketYear, location_histories
from data.districts import District, FiscalYear, district, fiscal_years, latest_fiscal_year
from data.labels import location_labels
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.projection import MONTHS, Alert, Method, Moment, Projection, Terms, projected

OVERSPENT: Final = "overspent"
"""More is spent and on order than there is budget: a fact, where `will overspend` is likely."""
ANY: Final = "any"
_ALERTS: Final = (OVERSPENT, Alert.OVER.value, Alert.SLOW.value)
_COLUMNS = columns(
    "bucket_code text | bucket",
    "bucket_name text | name",
    "decided_by text | owner (the reader decides) or district",
    "location_id text | location code; empty for accounts without one",
    "location_name text | location",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent",
    "encumbered_usd money | open orders; missing where none were loaded",
    "remaining_usd money | budget less spent less encumbered",
    "projected_usd money | likely spent by the end of the year; missing without a projection",
    "low_usd money | lowest of the range",
    "high_usd money | highest of the range",
    "left_over_usd money | budget less projection; negative where it runs over",
    "method text | seasonal, straight line, grant period, or none",
    "prior_years count | earlier years behind the projection",
    "alert text | overspent, will overspend, slow, or empty",
)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every line of a district and year is projected from."""

    own: District
    year: FiscalYear
    when: Moment
    is_over: bool
    complete: frozenset[int]


def bucket_alerts(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    alert: str = "",
) -> pa.Table:
    """Spending buckets by location, in their order of display; those without a dollar are left out.

    Each line is projected from its own earlier years, as the page of the bucket at that location
    does it. Two questions, however many buckets and locations there are.
    """
    if alert not in ("", ANY, *_ALERTS):
        raise ArgumentError(f"alert: {alert!r} is none of {ANY}, {', '.join(_ALERTS)}")
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    ground = _ground(warehouse, scope, year)
    histories = location_histories(warehouse, scope, fiscal_year=year)
    of_bucket: dict[str, list[tuple[int | None, tuple[BucketYear, ...]]]] = {}
    for (code, location), years in histories.items():
        of_bucket.setdefault(code, []).append((location, years))
    rows = []
    for rule in warehouse.bucket_rules(scope):
        words = {"bucket_code": rule.code, "bucket_name": rule.name, "decided_by": rule.decided_by}
        for location, years in of_bucket.get(rule.code, ()):
            found = _line(ground, rule.code, years)
            if found and (
                not alert or found["alert"] == alert or (alert == ANY and found["alert"])
            ):
                rows.append({**words, "location_key": location, **found})
    return _table(warehouse, scope, rows)


def _ground(warehouse: Warehouse, scope: Scope, year: int) -> _Ground:
    known = {entry.year: entry for entry in fiscal_years(warehouse, scope.district)}
    if year not in known:
        raise ArgumentError(f"fiscal_year: no money is loaded for {year}")
    entry, as_of = known[year], warehouse.snapshot(scope.district).data_as_of
    own = district(warehouse, scope.district)
    when = Moment(own.limits, min(entry.last_period or 0, MONTHS), as_of)
    complete = [one for one in known.values() if (one.last_period or 0) >= MONTHS]
    earlier = frozenset(one.year for one in complete if one.year < year)
    return _Ground(own, entry, when, entry.is_over(as_of), earlier)


def _line(ground: _Ground, code: str, years: Sequence[BucketYear]) -> dict[str, Any] | None:
    """The terms of the year, where it will end and the alert; nothing without a dollar."""
    own = [one for one in years if one.kind == "expenditure"]
    now = next((one for one in own if one.year == ground.year.year), None)
    if now is None or not (now.budget or now.spent or now.encumbered):
        return None
    shares = _shares(ground, own)
    found = _projection(ground, code, now, shares)
    return {
        "budget_cents": now.budget,
        "spent_cents": now.spent,
        "encumbered_cents": now.encumbered,
        "remaining_cents": now.remaining,
        "projected_cents": found.projected,
        "low_cents": found.low,
        "high_cents": found.high,
        "left_over_cents": found.left_over,
        "method": found.method.value,
        "prior_years": len(shares) if found.method is Method.SEASONAL else 0,
        "alert": _alert(now, found),
    }


def _shares(ground: _Ground, years: Sequence[BucketYear]) -> list[Fraction]:
    """The share of each complete earlier year that was spent by the end of the same month."""
    whole = [one for one in years if one.year in ground.complete and one.months]
    return [
        Fraction(one.spent_in(1, ground.when.month), one.spent)
        for one in whole[-YEARS_COMPARED:]
        if one.spent is not None and one.spent > 0
    ]


def _projection(
    ground: _Ground, code: str, now: BucketYear, shares: Sequence[Fraction]
) -> Projection:
    if ground.is_over or not ground.when.month:
        return Projection(Method.NONE)
    terms = Terms(now.budget, now.spent, now.encumbered)
    return projected(terms, ground.when, shares, ground.own.grants.get(code))


def _alert(now: BucketYear, found: Projection) -> str:
    """What is overspent needs no projection; an even pace early in the year tells nothing."""
    if now.remaining is not None and now.remaining < 0:
        return OVERSPENT
    return "" if found.is_early else found.alert.value


def _table(warehouse: Warehouse, scope: Scope, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = pa.schema(
        [
            (f"{column.name.removesuffix('_usd')}_cents", pa.int64())
            if column.name.endswith("_usd")
            else (column.name, pa.int64() if column.name == "prior_years" else pa.string())
            for column in _COLUMNS
            if not column.name.startswith("location_")
        ]
        + [("location_key", pa.int32())]
    )
    raw = pa.Table.from_pylist(list(rows), schema)
    ids, names = location_labels(warehouse, scope.district, raw.column("location_key"))
    return shaped(raw, _COLUMNS, location_id=ids, location_name=names)


MODELS = (
    ReadModel(
        "bucket-alerts",
        "Buckets by location",
        "one row per spending bucket and location, with its projection and alert",
        "bucket:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("alert", "text", "", f"{ANY}, {', '.join(_ALERTS)}; every row when left out"),
        ),
        bucket_alerts,
    ),
)
