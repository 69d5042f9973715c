"""Schools side by side: every figure with that of the school's peers and of the district."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.attribution import rule_sets
from data.comparison_measures import Compared, Figure, compared_measures
from data.districts import latest_fiscal_year
from data.per_pupil import per_pupil_spending
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.school_peers import nearest
from data.school_spending import Share, unshared
from data.spending import FISCAL_YEAR, FUNDS, LOCATION_IDS
from data.warehouse import Warehouse

CARDS: Final = ("pupils", "source", "category", "staff", "results", "years")
_COLUMNS = columns(
    "fiscal_year year | year of the figure, named by the year in which it ends",
    "card text | pupils, source, category, staff, results or years",
    "part text | site or central for dollars; what staff are counted by",
    "measure text | code of the measure",
    "label text | its name",
    "unit text | what the values count; shares lie between 0 and 1",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "value number | the school's figure",
    "peers_value number | plain mean of its peers that have the figure",
    "peers_count count | how many of its five peers have it",
    "district_value number | weighted mean of every school that has the figure",
    "district_schools count | how many schools that are",
    "reason text | why the school's figure is missing; empty where it is there",
    "is_hidden flag | whether it is withheld because few pupils stand behind it",
)


def school_comparison(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    share: str = "",
    location_ids: Sequence[str] = (),
    card: str = "",
) -> pa.Table:
    """The figures of schools, measure by measure, in the order of the schools asked for.

    `share` says which dollars count: site, attributed or both; both where it is left out and
    central cost is shared. The mean of the district divides sums by sums: dollars and staff by
    pupils, shares and results weighted by the pupils behind them, pupils by schools.
    """
    if card and card not in CARDS:
        raise ArgumentError(f"card: {card!r} is none of {', '.join(CARDS)}")
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    counted = known_share(warehouse, scope, fiscal_year=year, funds=funds, asked=share)
    rows = per_pupil_spending(warehouse, scope, fiscal_year=year, funds=funds).to_pylist()
    places = {row["location_id"]: row for row in rows}
    chosen = [places[code] for code in location_ids or places if code in places]
    near = {row["location_id"]: _peers(row, rows) for row in chosen}
    found = compared_measures(warehouse, scope, fiscal_year=year, funds=funds, share=counted)
    made = [
        _row(measure, row, near[row["location_id"]])
        for measure in found
        if card in ("", measure.card)
        for row in chosen
    ]
    return _table(made)


def known_share(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, funds: Sequence[str], asked: str
) -> Share:
    """The share asked for, as far as central cost of the year reaches schools."""
    if asked and asked not in [*Share]:
        raise ArgumentError(f"share: {asked!r} is none of {', '.join(Share)}")
    if not rule_sets(warehouse, scope.district):
        return Share.SITE
    if unshared(warehouse, scope, fiscal_year=fiscal_year, funds=funds):
        return Share.SITE
    return Share(asked or Share.BOTH)


def _peers(row: dict[str, Any], rows: Sequence[dict[str, Any]]) -> list[str]:
    level = row["level"] or "other"
    of_level = [one for one in rows if (one["level"] or "other") == level]
    return [peer["location_id"] for peer, _ in nearest(row, of_level).found]


def _row(measure: Compared, school: dict[str, Any], peers: Iterable[str]) -> dict[str, Any]:
    own = measure.figures.get(school["location_id"], Figure(None, reason="not loaded"))
    beside = [
        figure.value
        for code in peers
        if (figure := measure.figures.get(code)) is not None and figure.value is not None
    ]
    every = [one for one in measure.figures.values() if one.value is not None and one.base > 0]
    base = sum(one.base for one in every)
    return {
        "fiscal_year": measure.year,
        "card": measure.card,
        "part": measure.part,
        "measure": measure.id,
        "label": measure.label,
        "unit": measure.unit.value,
        "location_id": school["location_id"],
        "location_name": school["location_name"],
        "level": school["level"] or "other",
        "value": own.value,
        "peers_value": sum(beside) / len(beside) if beside else None,
        "peers_count": len(beside),
        "district_value": sum(one.top for one in every) / base if base else None,
        "district_schools": len(every),
        "reason": own.reason,
        "is_hidden": own.is_hidden,
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    made = {column.name: [row[column.name] for row in rows] for column in _COLUMNS}
    raw = pa.table({"fiscal_year": pa.array(made["fiscal_year"], pa.int16())})
    return shaped(raw, _COLUMNS, **made)


MODELS = (
    ReadModel(
        "school-comparison",
        "Schools side by side",
        "one row per measure, year and school",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            FUNDS,
            Argument("share", "text", "", "site, attributed or both; both when left out"),
            LOCATION_IDS,
            Argument("card", "text", "", f"one of {', '.join(CARDS)}; every one when left out"),
        ),
        school_comparison,
    ),
)
