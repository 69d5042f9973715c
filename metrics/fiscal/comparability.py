"""Title I comparability, 20 USC 6321(c): whether its schools get comparable state and local means.

The lines of 90 and 110 % are federal guidance as states apply it, not statute. Pay for length of
service is left out of salaries, so schools can be comparable here and unequal in dollars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import fsum, inf

HIGH = 1.10
LOW = 0.90
SMALL_SCHOOL = 100
_EDGE = 1e-9
_YARDSTICK = "among the half with the lowest poverty: compared with, not tested"


class Option(StrEnum):
    """What is compared."""

    STAFFING = "pupils per instructional staff"
    SALARIES = "salary dollars of instructional staff per pupil"
    MATERIALS = "dollars for materials per pupil"


class Averaging(StrEnum):
    """How the comparison average is taken; the two differ and the page says which holds."""

    POOLED = "all pupils over all staff or dollars"
    MEAN_OF_RATIOS = "mean of the schools' ratios"


class Basis(StrEnum):
    """With whom the schools of a grade span are compared."""

    NOT_TITLE_I = "average of the schools without Title I"
    LOW_POVERTY = "average of the half of the schools with the lowest poverty"
    GROUP_MEAN = "mean of all schools of the span, from 90 to 110 %"
    NONE = "not compared"


@dataclass(frozen=True, slots=True)
class ComparedSchool:
    """A school's state and local means. `amount` is instructional FTE, or dollars by option."""

    name: str
    span: str
    pupils: float
    amount: float
    is_title_one: bool
    poverty: float | None = None


@dataclass(frozen=True, slots=True)
class SchoolResult:
    """Where one school stands. `passes` is missing where `reason` says why it is not tested."""

    school: ComparedSchool
    ratio: float | None
    passes: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SpanResult:
    """One grade span: the average, the lines drawn from it, and each school tested against them.

    `is_comparable` is missing where the span is not tested.
    """

    span: str
    basis: Basis
    average: float | None
    lowest: float
    highest: float
    schools: tuple[SchoolResult, ...]
    is_comparable: bool | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a state settles: the average, the case of all schools having Title I, exemptions.

    Schools of at most `small_school` pupils are exempt; districts under `small_district` pupils
    are wholly exempt where a state says so (0: none is).
    """

    averaging: Averaging = Averaging.POOLED
    all_title_one: Basis = Basis.LOW_POVERTY
    small_school: int = SMALL_SCHOOL
    small_district: int = 0


def comparability(
    schools: Sequence[ComparedSchool], option: Option, rules: Rules | None = None
) -> list[SpanResult]:
    """Each Title I school against the average of its grade span's schools without Title I.

    Staffing: pupils per staff at most 110 % of the average. Salaries and materials: dollars per
    pupil at least 90 % of it. Where every school of a span has Title I, against the half with the
    lowest poverty, or each within 90 to 110 % of the span's mean. Exempt are a single school of
    its span, small schools and small districts. A school without staff is flagged, never infinite.
    """
    rules = rules or Rules()
    whole = fsum(school.pupils for school in schools)
    spans = dict.fromkeys(school.span for school in schools)
    return [
        _span(name, [one for one in schools if one.span == name], option, rules, whole)
        for name in spans
    ]


def ratio(school: ComparedSchool, option: Option) -> float | None:
    """Pupils per staff, or dollars per pupil; missing where the divisor is 0."""
    above, below = (school.pupils, school.amount)
    if option is not Option.STAFFING:
        above, below = below, above
    return above / below if below > 0 else None


def _span(
    name: str, members: list[ComparedSchool], option: Option, rules: Rules, whole: float
) -> SpanResult:
    exempt = {id(one): why for one in members if (why := _exempt(one, members, rules, whole))}
    tested = [one for one in members if id(one) not in exempt]
    basis, compared = _compared(tested, option, rules)
    average = _average(compared, option, rules)
    yardsticks = {id(one) for one in compared} if basis is Basis.LOW_POVERTY else set()
    lowest, highest = _lines(average, basis, option)
    results = tuple(
        SchoolResult(one, ratio(one, option), None, exempt[id(one)])
        if id(one) in exempt
        else SchoolResult(one, ratio(one, option), None, _YARDSTICK)
        if id(one) in yardsticks
        else _tested(one, option, (lowest, highest), average)
        for one in members
    )
    verdicts = [one.passes for one in results if one.passes is not None]
    reason = "" if verdicts else "no Title I school to test"
    if average is None and tested:
        reason = "no school to compare with"
    if members and len(exempt) == len(members):
        reason = next(iter(exempt.values()))
    return SpanResult(
        name, basis if average is not None else Basis.NONE, average, lowest, highest, results,
        all(verdicts) if verdicts else None, reason,
    )  # fmt: skip


def _exempt(
    school: ComparedSchool, members: list[ComparedSchool], rules: Rules, whole: float
) -> str:
    if whole < rules.small_district:
        return f"exempt: a district of fewer than {rules.small_district:,} pupils"
    if len(members) == 1:
        return "exempt: the only school of its grade span"
    if school.pupils <= rules.small_school:
        return f"exempt: {rules.small_school} pupils or fewer"
    return ""


def _compared(
    tested: list[ComparedSchool], option: Option, rules: Rules
) -> tuple[Basis, list[ComparedSchool]]:
    """The schools with a ratio that the average is taken of; nobody is compared with itself."""
    others = [one for one in tested if not one.is_title_one]
    if others:
        return Basis.NOT_TITLE_I, _with_ratio(others, option)
    ranked = sorted((one for one in tested if one.poverty is not None), key=_poverty)
    if rules.all_title_one is Basis.LOW_POVERTY and len(ranked) == len(tested) > 1:
        return Basis.LOW_POVERTY, _with_ratio(ranked[: len(ranked) // 2], option)
    whole = _with_ratio(tested, option)
    return Basis.GROUP_MEAN, whole if len(whole) > 1 else []


def _with_ratio(schools: list[ComparedSchool], option: Option) -> list[ComparedSchool]:
    return [one for one in schools if ratio(one, option) is not None]


def _poverty(school: ComparedSchool) -> float:
    return inf if school.poverty is None else school.poverty


def _average(schools: list[ComparedSchool], option: Option, rules: Rules) -> float | None:
    ratios = [value for one in schools if (value := ratio(one, option)) is not None]
    if not ratios:
        return None
    if rules.averaging is Averaging.MEAN_OF_RATIOS:
        return fsum(ratios) / len(ratios)
    pupils, amount = fsum(s.pupils for s in schools), fsum(s.amount for s in schools)
    return pupils / amount if option is Option.STAFFING else amount / pupils


def _lines(average: float | None, basis: Basis, option: Option) -> tuple[float, float]:
    if average is None:
        return -inf, inf
    if basis is Basis.GROUP_MEAN:
        return LOW * average, HIGH * average
    return (-inf, HIGH * average) if option is Option.STAFFING else (LOW * average, inf)


def _tested(
    school: ComparedSchool,
    option: Option,
    lines: tuple[float, float],
    average: float | None,
) -> SchoolResult:
    found = ratio(school, option)
    if not school.is_title_one:
        return SchoolResult(school, found, None, "without Title I: compared with, not tested")
    if average is None:
        return SchoolResult(school, found, None, "no school to compare with")
    if found is None:
        return SchoolResult(school, None, None, "no instructional staff recorded: check the data")
    slack = _EDGE * average
    passes = lines[0] - slack <= found <= lines[1] + slack
    return SchoolResult(school, found, passes)
