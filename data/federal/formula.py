"""The district's formula run over its schools, blind to Title I, beside what they have.

Two questions stand on it: whether Title I schools lose state and local dollars for having Title I
(supplement, not supplant), and what a guarantee against loss would hold and cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pyarrow as pa

from access.scope import Scope
from data.districts import district, latest_fiscal_year
from data.federal.accounts import STATE_LOCAL
from data.federal.effort import effort_of
from data.federal.schools import TestedSchool, tested_schools
from data.federal.settings import FederalSettings, Formula, federal_settings
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, spending_by_school
from data.warehouse import Warehouse
from metrics.fiscal.supplement import Screening, screening
from metrics.funding.formula import FormulaGaps, formula_gaps
from metrics.funding.hold_harmless import HoldHarmless, InfeasibleGuaranteeError, hold_harmless
from metrics.vertical.need import Need, weighted_pupils

_WHOLE: Final = 100
GUARANTEE: Final = 95
"""Percent of the dollars of the year before that a guarantee keeps, unless said otherwise."""
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "is_title_one flag | whether the school has Title I",
    "pupils number | pupils of every grade; missing where not loaded or too few to show",
    "weighted_pupils number | pupils counted by need with the weights of the formula",
    "actual_usd money | state and local dollars spent at the school",
    "formula_usd money | its part of the same dollars by the formula, Title I ignored",
    "gap_usd money | actual less formula; gaps sum to 0 over the schools",
    "gap_per_pupil_usd money | the same for each pupil",
    "index number | actual over formula dollars; 1 is as intended",
    "before_usd money | state and local dollars of the year before",
    "floor_usd money | the guaranteed part of these",
    "guaranteed_usd money | formula dollars under the guarantee; missing where it cannot be paid",
    "is_held flag | whether the guarantee holds the school above its formula",
    "reason text | why the school is not in the formula",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)
_MONEY = tuple(
    column.name.replace("_usd", "_cents") for column in _COLUMNS if column.name.endswith("_usd")
)


@dataclass(frozen=True, slots=True)
class FormulaFinding:
    """The formula over the schools it can be run for, the screening and the guarantee.

    `through` is the part of the district's state and local effort that these dollars are.
    `guarantee` is missing where `no_guarantee` says why; `trouble` says why nothing is reckoned.
    """

    fiscal_year: int
    formula: Formula
    schools: tuple[TestedSchool, ...]
    left_out: tuple[tuple[TestedSchool, str], ...]
    weighted: tuple[float, ...] = ()
    actual_cents: tuple[int, ...] = ()
    before_cents: tuple[int, ...] = ()
    gaps: FormulaGaps | None = None
    screening: Screening | None = None
    guarantee: HoldHarmless | None = None
    no_guarantee: str = ""
    through: float | None = None
    trouble: str = ""


def formula_of(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    guarantee: int = GUARANTEE,
) -> FormulaFinding:
    """The formula of a year; `guarantee` is the percent of the year before that is kept.

    Raises `ArgumentError` for a guarantee that is no percent.
    """
    if not 0 <= guarantee <= _WHOLE:
        raise ArgumentError(f"guarantee: {guarantee} does not lie between 0 and {_WHOLE}")
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    settings = federal_settings(warehouse, scope)
    formula = settings.formula
    found = tested_schools(warehouse, scope, settings, fiscal_year=year)
    cents = _state_local(warehouse, scope, year)
    needs = _needs(formula, found)
    reasons = [_why_out(one, needs, cents) for one in found]
    inside = tuple(one for one, why in zip(found, reasons, strict=True) if not why)
    out = tuple((one, why) for one, why in zip(found, reasons, strict=True) if why)
    made = FormulaFinding(year, formula, inside, out)
    if not inside:
        return replace(made, trouble="no school has pupils, needs and state and local dollars")
    before = _state_local(warehouse, scope, year - 1)
    through = _through(warehouse, scope, settings, year, [cents[s.location_id] for s in inside])
    return _reckoned(
        replace(made, through=through),
        needs,
        cents,
        before,
        guarantee,
        knows_title_one=settings.knows_title_one,
    )


def _reckoned(
    made: FormulaFinding,
    needs: Sequence[Need],
    cents: dict[str, int],
    before: dict[str, int],
    guarantee: int,
    *,
    knows_title_one: bool,
) -> FormulaFinding:
    schools, formula = made.schools, made.formula
    pupils = np.array([one.pupils or 0.0 for one in schools])
    shares = {need: [one.row[f"{need}_share"] for one in schools] for need in needs}
    weighted = weighted_pupils(pupils, shares, formula.weights) if needs else pupils
    actual = tuple(cents[one.location_id] for one in schools)
    prior = tuple(max(before.get(one.location_id, 0), 0) for one in schools)
    fixed = [formula.foundation_cents] * len(schools)
    try:
        gaps = formula_gaps(actual, weighted, foundation=fixed)
    except ValueError as error:
        return replace(made, trouble=str(error))
    tested = None
    if knows_title_one:
        is_title_one = [one.is_title_one for one in schools]
        tested = screening(actual, gaps.formula, pupils, is_title_one)
    held, why = _guarantee(gaps, prior, guarantee)
    return replace(
        made, weighted=tuple(float(w) for w in weighted), actual_cents=actual, before_cents=prior,
        gaps=gaps, screening=tested, guarantee=held, no_guarantee=why,
    )  # fmt: skip


def _guarantee(
    gaps: FormulaGaps, before: Sequence[int], guarantee: int
) -> tuple[HoldHarmless | None, str]:
    if not any(before):
        return None, "the year before is not loaded"
    try:
        return hold_harmless(gaps.formula, before, guarantee / 100), ""
    except InfeasibleGuaranteeError as error:
        short = error.short / 100
        return None, f"the guarantees exceed the dollars by {short:,.2f}: guarantee less"


def _state_local(warehouse: Warehouse, scope: Scope, year: int) -> dict[str, int]:
    """State and local cents spent at each school on the district's funds for schools."""
    funds = district(warehouse, scope.district).default_funds
    booked = spending_by_school(warehouse, scope, fiscal_year=year, funds=funds).to_pylist()
    cents: dict[str, int] = {}
    for row in booked:
        if row["location_type"] == "school" and row["fund_source"] == STATE_LOCAL:
            place = row["location_id"]
            cents[place] = cents.get(place, 0) + int((row["spent_usd"] or 0) * 100)
    return cents


def _needs(formula: Formula, schools: Sequence[TestedSchool]) -> list[Need]:
    """The needs that the formula weighs and that a school of the year has a share of."""
    return [
        need
        for need in Need
        if formula.weights.of(need)
        and any(one.row[f"{need}_share"] is not None for one in schools if not one.reason)
    ]


def _why_out(school: TestedSchool, needs: Sequence[Need], cents: dict[str, int]) -> str:
    if school.reason:
        return school.reason
    if cents.get(school.location_id, 0) <= 0:
        return "no state and local dollars in these funds"
    lacking = [need for need in needs if school.row[f"{need}_share"] is None]
    return f"a share of need is missing or hidden: {', '.join(lacking)}" if lacking else ""


def _through(
    warehouse: Warehouse,
    scope: Scope,
    settings: FederalSettings,
    year: int,
    cents: Sequence[int],
) -> float | None:
    """These dollars as a part of the district's state and local effort of the year."""
    [found] = effort_of(warehouse, scope, settings, [year])
    effort = found.cents
    return sum(cents) / effort if effort > 0 else None


def formula_rows(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    guarantee: int = GUARANTEE,
) -> pa.Table:
    """Each school beside the formula, those outside of it with the reason."""
    found = formula_of(warehouse, scope, fiscal_year=fiscal_year, guarantee=guarantee)
    rows = [_row(found, place, guarantee) for place in range(len(found.schools))]
    if found.gaps is None:
        rows = [_outside(found, one, found.trouble) for one in found.schools]
    rows += [_outside(found, one, why) for one, why in found.left_out]
    raw = pa.table({name: pa.array([row[name] for row in rows], pa.int64()) for name in _MONEY})
    rest = [column.name for column in _COLUMNS if not column.name.endswith("_usd")]
    return shaped(raw, _COLUMNS, **{name: [row[name] for row in rows] for name in rest})


def _row(found: FormulaFinding, place: int, guarantee: int) -> dict[str, Any]:
    school, gaps, held = found.schools[place], found.gaps, found.guarantee
    if gaps is None:
        return {}
    gap = round(float(gaps.gaps[place]))
    return _base(found, school) | {
        "weighted_pupils": found.weighted[place],
        "actual_cents": found.actual_cents[place],
        "formula_cents": round(float(gaps.formula[place])),
        "gap_cents": gap,
        "gap_per_pupil_cents": round(gap / school.pupils) if school.pupils else None,
        "index": float(gaps.index[place]),
        "before_cents": found.before_cents[place],
        "floor_cents": round(found.before_cents[place] * guarantee / 100),
        "guaranteed_cents": None if held is None else round(float(held.final[place])),
        "is_held": None if held is None else held.is_held[place],
        "reason": "",
    }


def _outside(found: FormulaFinding, school: TestedSchool, why: str) -> dict[str, Any]:
    empty = (*_MONEY, "weighted_pupils", "index", "is_held")
    return dict.fromkeys(empty) | _base(found, school) | {"reason": why}


def _base(found: FormulaFinding, school: TestedSchool) -> dict[str, Any]:
    return {
        "fiscal_year": found.fiscal_year,
        "location_id": school.location_id,
        "location_name": school.name,
        "level": school.level,
        "is_title_one": school.is_title_one,
        "pupils": school.pupils,
        "hidden": "pupils" if school.is_hidden else "",
    }


MODELS = (
    ReadModel(
        "formula-gaps",
        "Schools beside the formula",
        "one row per school",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("guarantee", "whole", GUARANTEE, "percent of the year before that is kept"),
        ),
        formula_rows,
    ),
)
