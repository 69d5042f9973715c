"""Maintenance of effort under ESEA: each complete year against the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.federal.effort import UNTIL, EffortYear, effort_years
from data.read_model import ReadModel, columns, shaped
from data.warehouse import Warehouse
from metrics.fiscal.maintenance import EseaEffort, esea_effort

_ESEA = columns(
    "fiscal_year year | the year measured, the prior year of a grant",
    "before_year year | the year it is measured against",
    "effort_usd money | state and local spending that counts",
    "required_usd money | 90 percent of what it is measured against",
    "base_usd money | what it is measured against: never less than was required",
    "pupils number | pupils of the schools whose count is shown",
    "before_pupils number | the same a year before",
    "effort_ratio number | effort over the base, in total",
    "per_pupil_ratio number | the same for each pupil; missing without pupils in both years",
    "result text | met or not met",
    "cut_share share | the part of the federal allocation that is lost",
    "reason text | what is not known",
)


@dataclass(frozen=True, slots=True)
class EffortPair:
    """A year measured against the year before it."""

    year: EffortYear
    before: EffortYear
    base_cents: int
    result: EseaEffort | None
    reason: str = ""


def esea_of(years: Sequence[EffortYear]) -> list[EffortPair]:
    """Each year against the one before it, oldest first; a failed year does not lower the next bar.

    Years that do not follow one another are not measured.
    """
    pairs: list[EffortPair] = []
    for before, year in pairwise(years):
        if year.fiscal_year != before.fiscal_year + 1:
            continue
        last = pairs[-1] if pairs and pairs[-1].year is before else None
        base = before.cents
        if last is not None and last.result is not None:
            base = max(base, last.result.next_base)
        pairs.append(_pair(year, before, base, pairs))
    return pairs


def _pair(
    year: EffortYear, before: EffortYear, base: int, earlier: Sequence[EffortPair]
) -> EffortPair:
    if base <= 0:
        return EffortPair(year, before, base, None, "no spending to measure against")
    failed = [not one.result.passes for one in reversed(earlier) if one.result is not None]
    found = esea_effort(
        year.cents,
        base,
        prior_pupils=year.pupils or 0.0,
        second_prior_pupils=before.pupils or 0.0,
        failed_before=failed,
    )
    reason = "" if found.per_pupil is not None else "pupils are not loaded in both years"
    return EffortPair(year, before, base, found, reason)


def esea_rows(warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None) -> pa.Table:
    """Every complete year measured against the one before, oldest first."""
    pairs = esea_of(effort_years(warehouse, scope, fiscal_year=fiscal_year))
    rows = [_esea_row(pair) for pair in pairs]
    cents = ("effort_cents", "required_cents", "base_cents")
    raw = pa.table({name: pa.array([row[name] for row in rows], pa.int64()) for name in cents})
    rest = [c.name for c in _ESEA if c.name.replace("_usd", "_cents") not in cents]
    return shaped(raw, _ESEA, **{name: [row[name] for row in rows] for name in rest})


def _esea_row(pair: EffortPair) -> dict[str, Any]:
    found = pair.result
    return {
        "fiscal_year": pair.year.fiscal_year,
        "before_year": pair.before.fiscal_year,
        "effort_cents": pair.year.cents,
        "required_cents": -(-pair.base_cents * 9 // 10),
        "base_cents": pair.base_cents,
        "pupils": pair.year.pupils,
        "before_pupils": pair.before.pupils,
        "effort_ratio": _number(found.total if found else None),
        "per_pupil_ratio": _number(found.per_pupil if found else None),
        "result": "not known" if found is None else "met" if found.passes else "not met",
        "cut_share": None if found is None else float(found.cut),
        "reason": pair.reason,
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


MODELS = (
    ReadModel(
        "esea-effort",
        "ESEA maintenance of effort",
        "one row per complete fiscal year with one before it",
        "evaluate:read",
        _ESEA,
        (UNTIL,),
        esea_rows,
    ),
)
