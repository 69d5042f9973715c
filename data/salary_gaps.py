"""What a school's staff cost above or below the district's average pay for the same work.

A district that charges schools the average salary of each kind of work hides this difference:
schools with senior staff then look cheaper than they are. Pay of the census day stands behind
the figures, benefits do not. Kinds of work with fewer than three people at a school are left out
of its figures and named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.per_pupil import per_pupil_spending
from data.read_model import ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.staff_on_day import census_day
from data.warehouse import Warehouse
from metrics.funding.salaries import MINIMUM_STAFF, SalaryGaps, salary_gaps
from metrics.job_families import JobFamily, job_family

_KINDS = tuple(JobFamily)
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "pupils number | pupils of every grade; missing where not loaded or too few to show",
    "staff count | people of the kinds of work counted, paid on the census day",
    "fte number | their full-time equivalents",
    "gap_usd money | their pay less the same FTE at the district's average for each kind of work",
    "gap_per_pupil_usd money | the same for each pupil: above 0, senior staff",
    "left_out text | kinds of work with too few people to tell, here or at one school elsewhere",
    "reason text | why a figure is missing; empty where all are there",
)


def salary_gap_rows(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None
) -> pa.Table:
    """Each school's pay above the average pay of its kinds of work; gaps sum to 0 over schools.

    Averages are over the FTE of every visible school. Schools without pay are not listed.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    jobs = warehouse.exact(scope, "pay_by_job", fiscal_year=year, day=census_day(year)).to_pylist()
    places = {row["location_id"]: row for row in jobs}
    pupils = _pupils(warehouse, scope, year)
    people, time, pay = _cells(jobs, list(places))
    mean_pay = np.divide(pay, time, out=np.zeros_like(pay), where=time > 0)
    sizes = [pupils.get(place) or np.nan for place in places]
    found = salary_gaps(time, mean_pay, sizes, people) if places else None
    rows = [
        _row(year, row, sizes[at], people[at], time[at], found, at)
        for at, row in enumerate(places.values())
        if found is not None
    ]
    return _table(rows)


def _pupils(warehouse: Warehouse, scope: Scope, year: int) -> dict[str, float | None]:
    rows = per_pupil_spending(warehouse, scope, fiscal_year=year)
    names = rows.column("location_id").to_pylist()
    return dict(zip(names, rows.column("pupils").to_pylist(), strict=True))


def _cells(jobs: Sequence[dict[str, Any]], places: Sequence[str]) -> np.ndarray[Any, Any]:
    """People, FTE and cents of pay: `[measure, school, kind of work]`."""
    cells = np.zeros((3, len(places), len(_KINDS)))
    at = {place: number for number, place in enumerate(places)}
    for row in jobs:
        kind = _KINDS.index(job_family(row["job_title"] or "", row["job_group"] or ""))
        cells[:, at[row["location_id"]], kind] += (row["staff"], row["fte"], row["pay_cents"])
    return cells


def _row(
    year: int,
    row: dict[str, Any],
    pupils: float,
    people: Any,
    time: Any,
    found: SalaryGaps,
    at: int,
) -> dict[str, Any]:
    told = (time > 0) & ~found.is_hidden[at]
    cents = float(found.dollars[at][told].sum()) if told.any() else None
    per_pupil = round(cents / pupils) if cents is not None and pupils > 0 else None
    nobody = f"hidden: fewer than {MINIMUM_STAFF} people of each kind of work"
    reason = nobody if cents is None else "no pupils to divide by" if per_pupil is None else ""
    return {
        "fiscal_year": year,
        "location_id": row["location_id"],
        "location_name": row["location_name"],
        "level": row["level"],
        "pupils": pupils if pupils > 0 else None,
        "staff": int(people[told].sum()),
        "fte": round(float(time[told].sum()), 4),
        "gap_cents": None if cents is None else round(cents),
        "gap_per_pupil_cents": per_pupil,
        "left_out": "; ".join(_KINDS[kind] for kind in np.flatnonzero(found.is_hidden[at])),
        "reason": reason,
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    names = [c.name.replace("_usd", "_cents") for c in _COLUMNS]
    kinds = {"gap_cents": pa.int64(), "gap_per_pupil_cents": pa.int64(), "staff": pa.int64()}
    raw = pa.table({n: pa.array([row[n] for row in rows], kinds.get(n)) for n in names})
    return shaped(raw, _COLUMNS)


MODELS = (
    ReadModel(
        "salary-gaps",
        "Pay above the average",
        "one row per school with pay",
        "evaluate:read",
        _COLUMNS,
        (FISCAL_YEAR,),
        salary_gap_rows,
    ),
)
