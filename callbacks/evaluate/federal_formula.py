"""The formula's two cards: the screening of Title I schools, and the guarantee."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from callbacks.evaluate.federal_ground import Asked
from data.federal.formula import FormulaFinding, formula_of
from pages.evaluate.federal.formula import FormulaLine, FormulaView, GroupSum, ScreeningView
from pages.format import counted, fiscal_year, share

_NEAR: Final = 0.05


def formula_finding(asked: Asked) -> FormulaFinding:
    """The formula run over the schools of the year."""
    return formula_of(
        asked.ground.warehouse,
        asked.ground.scope,
        fiscal_year=asked.year,
        guarantee=asked.guarantee,
    )


def screening_view(asked: Asked, found: FormulaFinding) -> ScreeningView:
    """Title I schools and the others beside the formula."""
    trouble = found.trouble
    if not trouble and not asked.settings.knows_title_one:
        trouble = "the district's settings do not say which accounts or schools are Title I"
    tested = found.screening
    groups = [] if trouble or tested is None else [
        _sum(found, "Title I schools", tested.title_one, is_title_one=True),
        _sum(found, "Other schools", tested.others, is_title_one=False),
    ]  # fmt: skip
    return ScreeningView(
        year=fiscal_year(asked.year),
        groups=groups,
        needs_look=tested.needs_look if tested else None,
        trouble=trouble,
        method=_method(asked, found),
        export=asked.export("formula-gaps", guarantee=asked.guarantee),
    )


def _sum(found: FormulaFinding, name: str, gap: float, *, is_title_one: bool) -> GroupSum:
    places = [at for at, one in enumerate(found.schools) if one.is_title_one is is_title_one]
    entitled = [] if found.gaps is None else [float(found.gaps.formula[at]) for at in places]
    return GroupSum(
        name,
        len(places),
        sum(found.schools[at].pupils or 0.0 for at in places),
        _dollars(sum(found.actual_cents[at] for at in places)),
        _dollars(sum(entitled)),
        gap / 100 if places else None,
    )


def formula_view(asked: Asked, found: FormulaFinding) -> FormulaView:
    """Every school in the formula, and the guarantee."""
    pupils = [one.pupils or 0.0 for one in found.schools]
    held, gaps = found.guarantee, found.gaps
    return FormulaView(
        year=fiscal_year(asked.year),
        lines=[] if gaps is None else [_line(asked, found, at) for at in range(len(pupils))],
        left_out=[(one.name, why) for one, why in found.left_out],
        guarantee=asked.guarantee,
        factor=held.factor if held else None,
        cost=_dollars(held.cost) if held else None,
        no_guarantee=found.no_guarantee,
        through=found.through,
        near=None if gaps is None else gaps.within(_NEAR, pupils),
        moved=Decimal(0) if gaps is None else _dollars(gaps.moved),
        trouble=found.trouble,
        method=_method(asked, found),
        export=asked.export("formula-gaps", guarantee=asked.guarantee),
        is_whole=asked.is_whole,
    )


def _line(asked: Asked, found: FormulaFinding, at: int) -> FormulaLine:
    school, gaps, held = found.schools[at], found.gaps, found.guarantee
    if gaps is None:
        raise ValueError("no formula has been run")
    gap = _dollars(float(gaps.gaps[at]))
    return FormulaLine(
        school.name,
        asked.ground.address(f"/evaluate/schools/{school.location_id}"),
        school.is_title_one,
        school.pupils or 0.0,
        found.weighted[at],
        _dollars(found.actual_cents[at]),
        _dollars(float(gaps.formula[at])),
        gap,
        float(gap) / (school.pupils or 1.0),
        float(gaps.index[at]),
        _dollars(found.before_cents[at]),
        _dollars(float(held.final[at])) if held else None,
        bool(held and held.is_held[at]),
        asked.ground.address("/current/accounts", location=school.location_id)
        if asked.opens_accounts
        else "",
    )


def _method(asked: Asked, found: FormulaFinding) -> str:
    formula = found.formula
    who = f"The district's formula ({formula.source})" if formula.is_own else (
        "The district's settings hold no formula, so starting weights of this product stand in"
    )  # fmt: skip
    fixed = (
        f"; ${formula.foundation_cents / 100:,.0f} for each school before the rest is shared"
        if formula.foundation_cents
        else ""
    )
    part = f" These dollars are {share(found.through)} of the district's state and local effort." \
        if found.through is not None else ""  # fmt: skip
    return (
        f"FY{asked.year}, state and local spending booked at schools on the district's school "
        f"funds. {who}: {formula.weights.text}{fixed}. {counted(len(found.schools), 'school')} in "
        f"the formula; {_outside(found.left_out)}.{part} A guarantee favours schools that shrink."
    )


def _outside(left_out: Sequence[object]) -> str:
    return f"{counted(len(left_out), 'school')} outside, with reasons in the file"


def _dollars(cents: float) -> Decimal:
    return (Decimal(str(cents)) / 100).quantize(Decimal("0.01"))
