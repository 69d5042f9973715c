"""Places and school facts: pupils, outcomes and other measures, small groups withheld."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.districts import district
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import LOCATION_IDS
from data.warehouse import Warehouse

_SCHOOLS = columns(
    "location_id text | location code",
    "location_name text | readable name",
    "location_type text | school, department, district or undistributed",
    "level text | elementary, middle, high, k12 or other; missing where not a school",
    "grade_low text | lowest grade",
    "grade_high text | highest grade",
    "state_id text | state school number",
    "nces_id text | NCES school number",
    "latitude number | degrees north",
    "longitude number | degrees east",
)
_FACTS = columns(
    "fiscal_year year | school year, named by the year in which it ends",
    "location_id text | location",
    "location_name text | readable name",
    "level text | level of the school",
    "metric text | what is measured",
    "count_type text | october, membership, adm ..., none",
    "grade text | grade, or 'all'",
    "group_code text | all, frl, ell, sped, or as loaded",
    "value number | the value; missing unless shown",
    "value_low number | lowest possible value",
    "value_high number | highest possible value",
    "denominator number | pupils behind a rate",
    "status text | ok, suppressed, top_coded, bottom_coded, missing or not_applicable",
    "file text | file it came from",
    "source_row count | line of that file",
)
_SHOWN = ("value", "value_low", "value_high", "denominator")


def schools(warehouse: Warehouse, scope: Scope, *, type: str = "school") -> pa.Table:  # noqa: A002
    """Visible locations of a type, in order of their codes; every type when it is empty."""
    return shaped(warehouse.exact(scope, "schools", type=type), _SCHOOLS)


def metric_names(warehouse: Warehouse, code: str) -> pa.Table:
    """Metrics with facts: metric, fiscal_year, location_count."""
    return warehouse.exact(code, "metric_names")


def school_facts(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_years: Sequence[int] = (),
    metrics: Sequence[str] = (),
    groups: Sequence[str] = (),
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Facts as loaded, with counts and rates of small groups withheld as `suppressed`."""
    raw = warehouse.exact(
        scope,
        "school_facts",
        fiscal_years=list(fiscal_years),
        metrics=list(metrics),
        groups=list(groups),
        location_ids=list(location_ids),
    )
    home = district(warehouse, scope.district)
    # The load has decided; a file of an older release, or a stricter installation, is held here.
    small = _small(raw, home.minimum_cell(warehouse.settings.minimum_cell), home.published)
    reckoned: dict[str, list[object]] = {
        name: [None if hide else value for value, hide in zip(_list(raw, name), small, strict=True)]
        for name in _SHOWN
    }
    statuses = zip(_list(raw, "status"), small, strict=True)
    reckoned["status"] = ["suppressed" if hide else status for status, hide in statuses]
    return shaped(raw, _FACTS, **reckoned)


def _small(raw: pa.Table, minimum: int, published: frozenset[str]) -> list[bool]:
    names = ("metric", "value", "denominator")
    return [
        row[0] not in published and _is_small(minimum, *row)
        for row in zip(*(_list(raw, name) for name in names), strict=True)
    ]


def _is_small(minimum: int, metric: str, value: float | None, denominator: float | None) -> bool:
    """Whether few pupils stand behind the fact: behind a rate, or counted by it."""
    if denominator is not None and denominator < minimum:
        return True
    return metric == "enrollment" and value is not None and value < minimum


def _list(raw: pa.Table, name: str) -> list[Any]:
    values: list[Any] = raw.column(name).to_pylist()
    return values


MODELS = (
    ReadModel(
        "schools",
        "Schools",
        "one row per location",
        "evaluate:read",
        _SCHOOLS,
        (Argument("type", "text", "school", "school, department, district; empty means all"),),
        schools,
    ),
    ReadModel(
        "school-facts",
        "School facts",
        "one row per location, year, metric, count type, grade and group",
        "evaluate:read",
        _FACTS,
        (
            Argument("fiscal_years", "years", (), "ending years, comma separated"),
            Argument("metrics", "texts", (), "metrics, comma separated"),
            Argument("groups", "texts", (), "groups, comma separated"),
            LOCATION_IDS,
        ),
        school_facts,
    ),
)
