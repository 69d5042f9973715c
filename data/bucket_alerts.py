"""Every bucket at every location: its terms, where it will end, and whether it needs a look.

A bucket can be fine over the district while a single school spends more than its part of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from access.scope import Scope
from data.districts import District, district, fiscal_years, latest_fiscal_year
from data.labels import location_labels
from data.location_terms import LocationTerms, location_terms
from data.read_model import Argument, ArgumentError, Kind, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.balances import remaining
from metrics.projection import MONTHS, Alert, Method, Moment, Projection, Terms, projected

OVERSPENT: Final = "overspent"
"""More is spent and bound than there is budget: a fact, where `will overspend` is likely."""
ANY: Final = "any"
_ALERTS: Final = (OVERSPENT, Alert.OVER.value, Alert.SLOW.value)
_CLOSE: Final = 100.0
"""Cents to either side of a limit in which only exact figures tell what is beyond it."""
_COLUMNS = columns(
    "bucket_code text | bucket",
    "bucket_name text | name",
    "decided_by text | owner (the reader decides) or district",
    "location_id text | location code; empty for accounts without one",
    "location_name text | location",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent",
    "encumbered_usd money | open orders; missing where none were loaded",
    "reserved_usd money | requested dollars subtracted from what is left; missing where none are",
    "remaining_usd money | budget less spent less encumbered less reserved",
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
    when: Moment
    is_projected: bool
    terms: LocationTerms


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
    raw = warehouse.reckoned(
        scope, "bucket_alerts", lambda: _reckoned(warehouse, scope, year, alert), year, alert
    )
    ids, names = location_labels(warehouse, scope.district, raw.column("location_key"))
    return shaped(raw, _COLUMNS, location_id=ids, location_name=names)


def _reckoned(warehouse: Warehouse, scope: Scope, year: int, alert: str) -> pa.Table:
    """Thousands of projections: a tenth of a second and more of every page that shows them."""
    ground = _ground(warehouse, scope, year)
    terms = ground.terms
    asked = terms.has_money & (_perhaps(ground) if alert else True)
    wanted = {"": ("", *_ALERTS), ANY: _ALERTS}.get(alert, (alert,))
    parts = [_schema().empty_table()]
    for rule in warehouse.bucket_rules(scope):
        words = {"bucket_code": rule.code, "bucket_name": rule.name, "decided_by": rule.decided_by}
        own = np.flatnonzero(asked & (terms.bucket_code == rule.code))
        lines = ({**words, **_line(ground, rule.code, int(line))} for line in own)
        rows = [line for line in lines if line["alert"] in wanted]
        # Objects of one bucket at a time: those of all take many times the room of their table.
        parts.append(pa.Table.from_pylist(rows, _schema()))
    return pa.concat_tables(parts)


def bucket_location_count(warehouse: Warehouse, scope: Scope, *, fiscal_year: int) -> int:
    """How many spending buckets have a dollar at how many locations: the lines of them all."""

    def counted() -> pa.Table:
        found = int(_ground(warehouse, scope, fiscal_year).terms.has_money.sum())
        return pa.table({"count": [found]})

    kept = warehouse.reckoned(scope, "bucket_location_count", counted, fiscal_year)
    return int(kept.column("count")[0].as_py())


def _ground(warehouse: Warehouse, scope: Scope, year: int) -> _Ground:
    known = {entry.year: entry for entry in fiscal_years(warehouse, scope.district)}
    if year not in known:
        raise ArgumentError(f"fiscal_year: no money is loaded for {year}")
    entry, as_of = known[year], warehouse.snapshot(scope.district).data_as_of
    own = district(warehouse, scope.district)
    when = Moment(own.limits, min(entry.last_period or 0, MONTHS), as_of)
    complete = [one.year for one in known.values() if (one.last_period or 0) >= MONTHS]
    terms = location_terms(warehouse, scope, fiscal_year=year, month=when.month, complete=complete)
    return _Ground(own, when, bool(when.month) and not entry.is_over(as_of), terms)


def _perhaps(ground: _Ground) -> NDArray[np.bool_]:
    """Lines that an alert may be about: all that have one, found in columns, and a few besides."""
    terms, limits = ground.terms, ground.own.limits
    watched = terms.remaining < 0
    if not ground.is_projected:
        return watched
    share = terms.mean_share()
    share[share == 0] = ground.when.month / MONTHS
    likely = np.maximum(terms.spent.value / share, terms.spent.value + terms.encumbered.value)
    watched |= likely >= float(limits.over) * terms.budget.value - _CLOSE
    watched |= likely <= float(limits.slow) * terms.budget.value + _CLOSE
    return watched | np.isin(terms.bucket_code, list(ground.own.grants))


def _line(ground: _Ground, code: str, line: int) -> dict[str, Any]:
    """The terms of the year, where it will end and the alert."""
    terms = ground.terms
    figures = terms.budget.at(line), terms.spent.at(line), terms.encumbered.at(line)
    found = Projection(Method.NONE)
    if ground.is_projected:
        found = projected(
            Terms(*figures), ground.when, terms.shares(line), ground.own.grants.get(code)
        )
    reserved = terms.reserved.at(line)
    left = remaining("expenditure", *figures, reserved)
    return {
        "location_key": int(terms.location_key[line]),
        **dict(zip(("budget_cents", "spent_cents", "encumbered_cents"), figures, strict=True)),
        "reserved_cents": reserved,
        "remaining_cents": left,
        "projected_cents": found.projected,
        "low_cents": found.low,
        "high_cents": found.high,
        "left_over_cents": found.left_over,
        "method": found.method.value,
        "prior_years": found.prior_years,
        "alert": _alert(left, found),
    }


def _alert(left: int | None, found: Projection) -> str:
    """What is overspent needs no projection; an even pace early in the year tells nothing."""
    if left is not None and left < 0:
        return OVERSPENT
    return "" if found.is_early else found.alert.value


@cache
def _schema() -> pa.Schema:
    """The columns before cents are dollars and locations have names."""
    known = [
        (
            column.name.replace("_usd", "_cents"),
            pa.string() if column.kind is Kind.TEXT else pa.int64(),
        )
        for column in _COLUMNS
        if not column.name.startswith("location_")
    ]
    return pa.schema([*known, ("location_key", pa.int64())])


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
