"""Title I comparability of a year: each Title I school beside the schools it is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.federal.accounts import STATE_LOCAL, spent_by_school
from data.federal.schools import TestedSchool, tested_schools
from data.federal.settings import FederalSettings, federal_settings
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.staff_on_day import staff_on_day
from data.warehouse import Warehouse
from metrics.fiscal.comparability import (
    SMALL_SCHOOL,
    Averaging,
    Basis,
    ComparedSchool,
    Option,
    Rules,
    SchoolResult,
    SpanResult,
    comparability,
)
from metrics.job_families import JobFamily

TEACHING: Final = (JobFamily.TEACHERS, JobFamily.AIDES, JobFamily.SUPPORT)
"""Kinds of work that count as instructional staff."""
OPTIONS: Final = {
    "staffing": Option.STAFFING,
    "salaries": Option.SALARIES,
    "materials": Option.MATERIALS,
}
AVERAGINGS: Final = {"pooled": Averaging.POOLED, "mean": Averaging.MEAN_OF_RATIOS}
ALL_TITLE_ONE: Final = {"low_poverty": Basis.LOW_POVERTY, "group_mean": Basis.GROUP_MEAN}
_SPEND_CLASS: Final = {"salaries": "salary", "materials": "non_personnel"}
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | grade span: elementary, middle, high, k12 or other",
    "is_title_one flag | whether the school has Title I",
    "title_one_usd money | dollars of Title I booked at the school",
    "pupils number | pupils of every grade; missing where not loaded or too few to show",
    "amount number | instructional staff in FTE, or dollars, from state and local funds",
    "ratio number | pupils for each FTE, or dollars for each pupil",
    "basis text | with whom the schools of the span are compared",
    "average number | the average of those schools",
    "average_share share | the ratio as a share of that average",
    "lowest number | the lowest ratio that passes; missing where there is no such line",
    "highest number | the highest ratio that passes; missing where there is no such line",
    "result text | comparable, not comparable, compared with, exempt or not tested",
    "reason text | why a school is not tested",
    "per_pupil_usd money | spent for each pupil from every source, with actual salaries",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)


@dataclass(frozen=True, slots=True)
class Comparability:
    """The test of one option: each span's result, the schools by it, and those never compared.

    `source_known` says whether positions tell what pays for them; otherwise every FTE counts.
    `trouble` says why nothing is tested.
    """

    fiscal_year: int
    option: Option
    rules: Rules
    spans: tuple[SpanResult, ...]
    schools: dict[str, TestedSchool]
    left_out: tuple[TestedSchool, ...]
    source_known: bool = True
    trouble: str = ""

    @property
    def results(self) -> list[SchoolResult]:
        """Every compared school's result, span after span."""
        return [result for span in self.spans for result in span.schools]

    @property
    def failing(self) -> list[SchoolResult]:
        """Title I schools that are not comparable."""
        return [result for result in self.results if result.passes is False]

    @property
    def tested(self) -> int:
        """How many schools are tested."""
        return sum(result.passes is not None for result in self.results)


def comparability_of(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    option: str = "staffing",
    averaging: str = "pooled",
    all_title_one: str = "low_poverty",
    smallest: int = SMALL_SCHOOL,
) -> Comparability:
    """The test of a year. Raises `ArgumentError` for an option or a rule that does not exist."""
    for name, value, known in (
        ("option", option, OPTIONS),
        ("averaging", averaging, AVERAGINGS),
        ("all_title_one", all_title_one, ALL_TITLE_ONE),
    ):
        if value not in known:
            raise ArgumentError(f"{name}: {value!r} is none of {', '.join(known)}")
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    settings = federal_settings(warehouse, scope)
    rules = Rules(AVERAGINGS[averaging], ALL_TITLE_ONE[all_title_one], smallest)
    schools = tested_schools(warehouse, scope, settings, fiscal_year=year)
    amounts, source_known = _amounts(warehouse, scope, settings, year, option)
    found = [one for one in schools if not one.reason]
    compared = [_compared(one, amounts) for one in found]
    trouble = _trouble(settings, amounts, option)
    return Comparability(
        year,
        OPTIONS[option],
        rules,
        () if trouble else tuple(comparability(compared, OPTIONS[option], rules)),
        {one.location_id: one for one in schools},
        tuple(one for one in schools if one.reason),
        source_known,
        trouble,
    )


def _trouble(settings: FederalSettings, amounts: dict[str, float], option: str) -> str:
    if not settings.knows_title_one:
        return "the district's settings do not say which accounts or schools are Title I"
    if option in _SPEND_CLASS and not settings.instruction:
        return "the district's settings do not say which accounts are instruction"
    if not any(amounts.values()):
        return "no positions are loaded" if option == "staffing" else "no such dollars are loaded"
    return ""


def _compared(school: TestedSchool, amounts: dict[str, float]) -> ComparedSchool:
    return ComparedSchool(
        school.location_id,
        school.level,
        school.pupils or 0.0,
        amounts.get(school.location_id, 0.0),
        school.is_title_one,
        school.row["frl_share"],
    )


def _amounts(
    warehouse: Warehouse, scope: Scope, settings: FederalSettings, year: int, option: str
) -> tuple[dict[str, float], bool]:
    """FTE or dollars of each school from state and local funds; whether what pays is known."""
    if option in _SPEND_CLASS:
        cents = spent_by_school(
            warehouse, scope, settings.instruction, fiscal_year=year, fund_source=STATE_LOCAL,
            spend_class=_SPEND_CLASS[option],
        )  # fmt: skip
        return {place: amount / 100 for place, amount in cents.items()}, True
    rows = staff_on_day(warehouse, scope, fiscal_year=year).to_pylist()
    told = any(row[name] is not None for row in rows for name in ("federal_fte", "state_local_fte"))
    fte: dict[str, float] = defaultdict(float)
    for row in rows:
        if row["job_family"] in TEACHING:
            fte[row["location_id"]] += row["state_local_fte" if told else "filled_fte"] or 0.0
    return {place: round(amount, 4) for place, amount in fte.items()}, told


def comparability_rows(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    option: str = "staffing",
    averaging: str = "pooled",
    all_title_one: str = "low_poverty",
    smallest: int = SMALL_SCHOOL,
) -> pa.Table:
    """Each school of the year with its ratio, the lines of its span and the result."""
    found = comparability_of(
        warehouse, scope, fiscal_year=fiscal_year, option=option, averaging=averaging,
        all_title_one=all_title_one, smallest=smallest,
    )  # fmt: skip
    rows = [_row(found, span, result) for span in found.spans for result in span.schools]
    listed = found.schools.values() if found.trouble else found.left_out
    rows += [_untested(found, school) for school in listed]
    return _table(rows)


def said(result: SchoolResult) -> str:
    """The result in a word or two."""
    if result.passes is not None:
        return "comparable" if result.passes else "not comparable"
    return "exempt" if result.reason.startswith("exempt") else (
        "compared with" if "compared with, not tested" in result.reason else "not tested"
    )  # fmt: skip


def _row(found: Comparability, span: SpanResult, result: SchoolResult) -> dict[str, Any]:
    school = found.schools[result.school.name]
    average, ratio = span.average, result.ratio
    return _base(found, school) | {
        "amount": result.school.amount,
        "ratio": ratio,
        "basis": span.basis.value,
        "average": average,
        "average_share": ratio / average if ratio is not None and average else None,
        "lowest": span.lowest if abs(span.lowest) != float("inf") else None,
        "highest": span.highest if abs(span.highest) != float("inf") else None,
        "result": said(result),
        "reason": result.reason,
    }


def _untested(found: Comparability, school: TestedSchool) -> dict[str, Any]:
    empty = ("amount", "ratio", "average", "average_share", "lowest", "highest")
    return _base(found, school) | dict.fromkeys(empty) | {
        "basis": Basis.NONE.value,
        "result": "not tested",
        "reason": school.reason or found.trouble,
    }  # fmt: skip


def _base(found: Comparability, school: TestedSchool) -> dict[str, Any]:
    return {
        "fiscal_year": found.fiscal_year,
        "location_id": school.location_id,
        "location_name": school.name,
        "level": school.level,
        "is_title_one": school.is_title_one,
        "title_one_cents": school.title_one_cents,
        "pupils": school.pupils,
        "per_pupil_usd": school.per_pupil,
        "hidden": "pupils ratio average_share per_pupil_usd" if school.is_hidden else "",
    }


def _table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    names = [column.name for column in _COLUMNS if column.name != "title_one_usd"]
    made = {name: [row[name] for row in rows] for name in names}
    cents = pa.array([row["title_one_cents"] for row in rows], pa.int64())
    return shaped(pa.table({"title_one_cents": cents}), _COLUMNS, **made)


MODELS = (
    ReadModel(
        "comparability",
        "Title I comparability",
        "one row per school",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("option", "text", "staffing", f"what is compared: {', '.join(OPTIONS)}"),
            Argument("averaging", "text", "pooled", "the average: pooled, or mean of the ratios"),
            Argument("all_title_one", "text", "low_poverty",
                     "where every school of a span has Title I: low_poverty or group_mean"),
            Argument("smallest", "whole", SMALL_SCHOOL, "schools of at most so many are exempt"),
        ),
        comparability_rows,
    ),
)  # fmt: skip
