"""The equity report as rows: schools, figures, fifths of pupils and curves, for export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from access.scope import Scope
from data.equity import EquityReport, EquitySchool, equity_report
from data.read_model import Argument, Column, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.equity import Family, GroupStatistics
from metrics.measure import Measure
from metrics.outcomes import NeedGroup
from metrics.rounding import half_away

_SCHOOLS = columns(
    "fiscal_year year | fiscal year, named by the year in which it ends",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "pupils number | pupils of every grade; missing where not loaded or too few to show",
    "frl_share share | low-income pupils as a share of all pupils of the same count",
    "ell_share share | English learners as a share of all pupils of the same count",
    "sped_share share | pupils with disabilities as a share of all pupils of the same count",
    "per_pupil_usd money | dollars per pupil on the basis asked for, to the cent",
    "central_per_pupil_usd money | its share of central cost; missing with share site",
    "predicted_usd money | what the line of its level predicts for its share of low-income pupils",
    "difference_usd money | dollars per pupil less what is predicted",
    "predicted_by text | need, or level mean where the line of the level is not clear",
    "is_compared flag | whether the statistics stand on this school",
    "reason text | why the school is not compared; empty where it is",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)
_MEASURES = columns(
    "fiscal_year year | fiscal year",
    "level text | level of the schools; empty for all levels together",
    "family text | the question the figure belongs to",
    "metric text | id of the figure",
    "metric_name text | name of the figure",
    "unit text | what the figure counts",
    "value number | the figure; missing where reason says why",
    "low number | lower end of its 95 % interval, where there is one",
    "high number | upper end of its 95 % interval, where there is one",
    "schools count | schools behind the figure",
    "pupils number | pupils of these schools",
    "left_out count | schools compared that lack a number or that the rule of the figure omits",
    "reason text | why the figure is missing",
    "note text | what the number alone does not say",
    "convention text | how it is weighted and what settles borderline cases",
    "reference number | a line to read the figure against; never a pass mark for schools",
    "reference_text text | the words for that line",
    "standing text | who set that line",
)
_FIFTHS = columns(
    "fiscal_year year | fiscal year",
    "fifth count | 1 the fifth of pupils with the lowest need, 5 with the highest",
    "pupils number | pupils in it; a school on a cut is split",
    "schools count | schools with pupils in it",
    "frl_share share | mean share of low-income pupils",
    "per_pupil_usd money | mean dollars per pupil",
    "reason text | why the figures are missing",
)
_CURVES = columns(
    "fiscal_year year | fiscal year",
    "curve text | lorenz: pupils from least to most spending; need: from least to most need",
    "pupil_share share | share of all pupils up to here",
    "dollar_share share | share of all dollars they have",
)
ARGUMENTS = (
    FISCAL_YEAR,
    Argument("funds", "texts", None, "fund codes; the district's default funds when left out"),
    Argument("amount", "text", "actual", "actual or budget"),
    Argument("level", "text", "", "elementary, middle, high or k12; empty: all of them"),
    Argument("share", "text", "site", "site, or both: with the share of central cost"),
    Argument("smallest", "whole", 0, "leave out schools with fewer pupils than this"),
)
Row = dict[str, Any]


def equity_schools(warehouse: Warehouse, scope: Scope, **asked: Any) -> pa.Table:
    """Every school of the report, those left out with their reason."""
    report = equity_report(warehouse, scope, **asked)
    return _rows(_SCHOOLS, report, [_school(one) for one in report.schools])


def equity_measures(warehouse: Warehouse, scope: Scope, **asked: Any) -> pa.Table:
    """Every statistic of the report, over all schools compared and for each level."""
    report = equity_report(warehouse, scope, **asked)
    rows = [
        _measure(part, family, one)
        for part in report.parts
        if report.compared
        for family in part.families
        for one in family.measures
    ]
    return _rows(_MEASURES, report, rows)


def equity_fifths(warehouse: Warehouse, scope: Scope, **asked: Any) -> pa.Table:
    """Fifths of the pupils by need; with fewer than ten schools the reason why there are none."""
    report = equity_report(warehouse, scope, **asked)
    rows = [_fifth(place, one) for place, one in enumerate(report.fifths, start=1)]
    if not rows and report.compared:
        rows = [{"reason": report.no_fifths}]
    return _rows(_FIFTHS, report, rows)


def equity_curves(warehouse: Warehouse, scope: Scope, **asked: Any) -> pa.Table:
    """The points of the Lorenz curve and of the concentration curve."""
    report = equity_report(warehouse, scope, **asked)
    overall = report.statistics.overall
    rows = [
        {"curve": name, "pupil_share": across, "dollar_share": up}
        for name, curve in (("lorenz", overall.lorenz), ("need", overall.concentration))
        if curve is not None
        for across, up in zip(curve.across.tolist(), curve.up.tolist(), strict=True)
    ]
    return _rows(_CURVES, report, rows)


def _fifth(place: int, group: NeedGroup) -> Row:
    return {
        "fifth": place,
        "pupils": group.pupils,
        "schools": group.schools,
        "frl_share": group.need_mean,
        "per_pupil_usd": _cents(group.value_mean),
        "reason": "",
    }


def _school(school: EquitySchool) -> Row:
    by = "need" if school.is_by_need else "level mean"
    return {
        "location_id": school.location_id,
        "location_name": school.name,
        "level": school.level,
        "pupils": school.pupils,
        **dict(zip(("frl_share", "ell_share", "sped_share"), school.shares, strict=True)),
        "per_pupil_usd": school.per_pupil,
        "central_per_pupil_usd": school.central,
        "predicted_usd": _cents(school.predicted),
        "difference_usd": _cents(school.difference),
        "predicted_by": "" if school.predicted is None else by,
        "is_compared": not school.reason,
        "reason": school.reason,
        "hidden": " ".join(school.hidden),
    }


def _measure(part: GroupStatistics, family: Family, one: Measure) -> Row:
    metric = one.definition
    line = metric.reference
    return {
        "level": part.group,
        "family": family.id.value,
        "metric": one.metric,
        "metric_name": metric.label,
        "unit": metric.unit.value,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "schools": one.schools,
        "pupils": one.pupils,
        "left_out": len(one.dropped),
        "reason": one.reason,
        "note": str(one.note),
        "convention": one.convention,
        "reference": line.value if line else None,
        "reference_text": line.text if line else "",
        "standing": line.standing.value if line else "",
    }


def _cents(dollars: float | None) -> Decimal | None:
    """Whole cents of a reckoned figure."""
    if dollars is None:
        return None
    return Decimal(half_away(round(dollars * 10_000), 100)).scaleb(-2)


def _rows(declared: Sequence[Column], report: EquityReport, rows: Sequence[Row]) -> pa.Table:
    year = report.basis.fiscal_year
    made = {c.name: [({"fiscal_year": year} | row).get(c.name) for row in rows] for c in declared}
    nothing = pa.table({"fiscal_year": pa.array([year] * len(rows), pa.int16())})
    return shaped(nothing, declared, **made)


def _model(
    name: str, title: str, grain: str, shape: Any, run: Callable[..., pa.Table]
) -> ReadModel:
    return ReadModel(name, title, grain, "evaluate:read", shape, ARGUMENTS, run)


MODELS = (
    _model("equity-schools", "Equity, schools", "one row per school", _SCHOOLS, equity_schools),
    _model(
        "equity-measures",
        "Equity, figures",
        "one row per level and figure",
        _MEASURES,
        equity_measures,
    ),
    _model(
        "equity-fifths", "Equity, fifths of pupils", "one row per fifth", _FIFTHS, equity_fifths
    ),
    _model("equity-curves", "Equity, curves", "one row per point", _CURVES, equity_curves),
)
