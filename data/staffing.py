"""Positions and full-time equivalents by school and job; pay only in groups and with the right."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.read_model import ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse

MINIMUM_STAFF = 3
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | location",
    "location_name text | readable name",
    "level text | level of the school",
    "job_group text | certificated, classified, administrative or other",
    "job_code text | job",
    "job_title text | title",
    "position_count count | positions",
    "filled_count count | filled positions",
    "fte number | full-time equivalents of all positions",
    "filled_fte number | of the filled ones",
    "vacant_fte number | of the vacant ones",
    "frozen_fte number | of the frozen ones",
    "annual_pay_usd money | pay a year of the group; needs the right to see compensation",
    "annual_benefits_usd money | benefits a year of the group; the same right",
    "reason text | why pay is missing",
)
_FTE = ("fte", "filled_fte", "vacant_fte", "frozen_fte")
# Each with the number of filled positions that it is known of: a position counts once.
_PAY = {"annual_pay_cents": "paid_count", "annual_benefits_cents": "benefits_count"}


def staffing(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Positions by location and job. Pay of fewer than three filled positions is withheld.

    A position with several rows in the year is one, and rows without pay do not count.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(scope, "staffing", fiscal_year=year, location_ids=list(location_ids))
    few = [count < MINIMUM_STAFF for count in raw.column("paid_count").to_pylist()]
    for name, known_of in _PAY.items():
        pay = raw.column(name).to_pylist()
        hides = [count < MINIMUM_STAFF for count in raw.column(known_of).to_pylist()]
        shown = [None if hide else cents for cents, hide in zip(pay, hides, strict=True)]
        raw = raw.drop_columns([name]).append_column(name, pa.array(shown, pa.int64()))
    fte = {
        name: [None if v is None else round(v, 4) for v in raw.column(name).to_pylist()]
        for name in _FTE
    }
    return shaped(raw, _COLUMNS, reason=_reasons(scope, few), **fte)


def _reasons(scope: Scope, few: list[bool]) -> list[str]:
    if not scope.sees_compensation:
        return ["pay needs the right to see compensation"] * len(few)
    return [
        f"hidden: fewer than {MINIMUM_STAFF} filled positions with pay" if hide else ""
        for hide in few
    ]


MODELS = (
    ReadModel(
        "staffing",
        "Staffing",
        "one row per location and job",
        "evaluate:read",
        _COLUMNS,
        (FISCAL_YEAR, LOCATION_IDS),
        staffing,
    ),
)
