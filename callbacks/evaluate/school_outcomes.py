"""A school's results beside those of its level, over the years and by group of pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from callbacks.evaluate.comparison import mean_of, spread
from callbacks.evaluate.school_view import SchoolView
from data.comparison_measures import RESULTS
from data.schools import school_facts
from metrics.registry import METRICS
from pages.evaluate.school_results import GroupResult, GroupResults, Result, SchoolResults
from pages.figures.result_years import ResultYear
from pages.format import fiscal_year

_GROUPS: Final = {
    "all": "All pupils",
    "ell": "English learners",
    "frl": "Low-income pupils",
    "sed": "Socioeconomically disadvantaged",
    "sped": "Pupils with disabilities",
}
_YEARS: Final = 3
Facts = Sequence[dict[str, Any]]


def school_results(view: SchoolView) -> SchoolResults:
    """Every result of the newest three years that has a value at any school compared."""
    ground = view.ground
    facts = [
        fact
        for fact in school_facts(
            ground.warehouse, ground.scope, metrics=RESULTS, groups=["all"]
        ).to_pylist()
        if fact["grade"] == "all"
    ]
    compared = {row["location_id"] for row in view.compared}
    results = [_result(name, facts, compared, view.id) for name in RESULTS]
    shown = [result for result in results if any(year.mean is not None for year in result.years)]
    return SchoolResults(
        school=view.short,
        level=view.level,
        # A result that no school of the level can have (graduation of ten-year-olds) is left out.
        results=[result for result in shown if result.known or not _is_graduation(result)],
        method=_method(view, shown),
        export=ground.export("school-facts", fiscal_year="", funds="", metrics=",".join(RESULTS)),
    )


def _is_graduation(result: Result) -> bool:
    return result.id == "graduation"


def _result(name: str, facts: Facts, compared: set[str], own: str) -> Result:
    of_metric = [fact for fact in facts if fact["metric"] == name]
    years = sorted({fact["fiscal_year"] for fact in of_metric})[-_YEARS:]
    here = {fact["fiscal_year"]: fact for fact in of_metric if fact["location_id"] == own}
    found = []
    for year in years:
        level = [f for f in of_metric if f["fiscal_year"] == year and f["location_id"] in compared]
        values = [fact["value"] for fact in level]
        around = spread(values)
        mean = mean_of(values, [fact["denominator"] for fact in level])
        value = here.get(year, {}).get("value")
        found.append(ResultYear(year, value, mean, around.low, around.high))
    hidden = any(fact["status"] == "suppressed" for fact in here.values())
    reason = "hidden: too few pupils" if hidden else "no figure for this school"
    metric = METRICS[name]
    return Result(name, metric.label, metric.unit, found, reason)


def _method(view: SchoolView, results: Sequence[Result]) -> str:
    years = sorted({year.year for result in results for year in result.years})
    if not years:
        return ""
    span = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return (
        f"Years {span}, named by the one in which they end. Mean weighted by pupils tested "
        f"or counted; {len(view.compared)} schools compared. Axes of points do not start at zero. "
        "Results are not the effect of spending."
    )


def group_results(view: SchoolView) -> GroupResults:
    """Results by group in the year of the page, else in the newest year before it."""
    ground = view.ground
    facts = [
        fact
        for fact in school_facts(
            ground.warehouse, ground.scope, metrics=RESULTS, location_ids=[view.id]
        ).to_pylist()
        if fact["grade"] == "all"
    ]
    years = sorted({fact["fiscal_year"] for fact in facts})
    year = max([y for y in years if y <= ground.year.year] or years or [ground.year.year])
    cells = {
        (fact["group_code"], fact["metric"]): GroupResult(
            fact["value"], fact["value"] is None and fact["status"] == "suppressed"
        )
        for fact in facts
        if fact["fiscal_year"] == year
    }
    names = [name for name in RESULTS if any(metric == name for _, metric in cells)]
    return GroupResults(
        year=fiscal_year(year),
        measures=[(METRICS[name].label, METRICS[name].unit) for name in names],
        groups=[
            (label, [cells.get((code, name), GroupResult(None)) for name in names])
            for code, label in _ordered(cells).items()
        ],
        method=(
            f"* hidden: fewer than {ground.minimum_cell} pupils, or withheld by "
            "the source. A dash means no figure was published. Hidden cells stay hidden in tables, "
            "charts, hover and exports."
        ),
        export=ground.export(
            "school-facts", fiscal_year="", funds="", fiscal_years=str(year), location_ids=view.id
        ),
    )


def _ordered(cells: dict[tuple[str, str], GroupResult]) -> dict[str, str]:
    """Groups that occur: known ones first in their order, others by code."""
    found: dict[str, str] = defaultdict(str)
    occurring = {code for code, _ in cells}
    for code in [*_GROUPS, *sorted(occurring.difference(_GROUPS))]:
        if code in occurring:
            found[code] = _GROUPS.get(code, code.replace("_", " ").capitalize())
    return found
