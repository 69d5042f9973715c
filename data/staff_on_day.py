"""Staff of each school on one day, so that a position with two holders counts once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse
from metrics.job_families import job_family

_FTE = ("filled_fte", "vacant_fte", "federal_fte", "state_local_fte")
_WEDNESDAY, _OCTOBER, _WEEK = 2, 10, 7
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "day date | the day counted",
    "location_id text | location",
    "location_name text | readable name",
    "level text | level of the school",
    "job_family text | kind of work, read from the title",
    "job_group text | certificated, classified, administrative or other",
    "job_title text | title",
    "filled_fte number | full-time equivalents of filled positions on that day",
    "vacant_fte number | of vacant ones; missing where none is loaded",
    "federal_fte number | filled and paid by federal funds; missing where nothing tells of any",
    "state_local_fte number | filled and paid by state and local funds; missing likewise",
)


def census_day(fiscal_year: int) -> date:
    """The first Wednesday of October, on which schools count their pupils."""
    first = date(fiscal_year - 1, _OCTOBER, 1)
    return first + timedelta(days=(_WEDNESDAY - first.weekday()) % _WEEK)


def staff_on_day(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    day: date | None = None,
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Full-time equivalents by location and job on a day, the census day unless one is named.

    Filled ones are also told by what pays: the rest of `filled_fte` carries no code, or one that
    does not tell its source.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    counted = day or census_day(year)
    raw = warehouse.exact(
        scope, "staff_on_day", fiscal_year=year, day=counted, location_ids=list(location_ids)
    )
    titles = zip(
        raw.column("job_title").to_pylist(), raw.column("job_group").to_pylist(), strict=True
    )
    fte = {
        name: [None if v is None else round(v, 4) for v in raw.column(name).to_pylist()]
        for name in _FTE
    }
    families = [str(job_family(title or "", group or "")) for title, group in titles]
    return shaped(raw, _COLUMNS, day=[counted] * raw.num_rows, job_family=families, **fte)


MODELS = (
    ReadModel(
        "staff-on-day",
        "Staff on a day",
        "one row per location and job",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("day", "date", None, "the day counted; the first Wednesday of October"),
            LOCATION_IDS,
        ),
        staff_on_day,
    ),
)
