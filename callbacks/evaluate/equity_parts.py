"""The parts of the equity report, each from the one report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from callbacks.evaluate.equity_ground import Sight
from data.equity import EquitySchool
from metrics.equity import FamilyId, GroupStatistics
from metrics.horizontal import MINIMUM_SCHOOLS
from pages.evaluate.equity.analyst import Analyst, FigureFamily
from pages.evaluate.equity.fifths import Fifth, Fifths
from pages.evaluate.equity.gaps import SHOWN, Gaps, GapSchool, OutSchool
from pages.evaluate.equity.page import KeyFigures
from pages.evaluate.equity.ranked import Ranked, RankedLevel, RankedSchool, ends_of
from pages.evaluate.equity.spread import Figure, LevelFigures, Spreads
from pages.evaluate.equity.words import Finding
from pages.evaluate.level_words import pupils_words, schools_of, short_name
from pages.figures.need_scatter import Pattern
from pages.figures.share_curves import ShareCurve
from pages.format import count, counted, rounded

_ANALYST: Final = (
    FamilyId.HORIZONTAL, FamilyId.PROGRESSIVITY, FamilyId.NEED, FamilyId.IMPLICIT,
    FamilyId.FORMULA, FamilyId.FEDERAL,
)  # fmt: skip
_SHOWN: Final = (FamilyId.HORIZONTAL, FamilyId.PROGRESSIVITY)
"""The families of the page; the analyst's part has more."""
_TEN: Final = 10


def finding(sight: Sight) -> Finding:
    """What the sentences are made from."""
    overall = sight.report.statistics.overall
    line = overall.line
    return Finding(
        pattern=Pattern(line.pattern.name.lower()) if line else None,
        slope=line.slope if line else 0.0,
        schools=len(sight.with_need),
        level=sight.report.basis.level,
        fifths=[one.value_mean for one in sight.report.fifths],
        verb="has budgeted" if sight.is_budget else "spends",
    )


def key_figures(sight: Sight) -> KeyFigures:
    """The strip below the lead sentence."""
    report = sight.report
    overall = report.statistics.overall
    measures = overall.measures_of(*_SHOWN)
    known = {name: one.value for name, one in measures.items()}
    line, middle = overall.line, report.middle
    pupils = pupils_words(overall.pupils)
    reason = measures["progressivity_ratio"].reason or measures["slope"].reason
    return KeyFigures(
        poor=known["mean_poor"],
        difference=known["progressivity_difference"],
        ratio=known["progressivity_ratio"],
        step=line.slope / _TEN if line else None,
        interval=(line.low / _TEN, line.high / _TEN) if line else None,
        r=known["pearson"],
        low=middle[0] if middle else None,
        high=middle[1] if middle else None,
        mean=known["mean_pupil"],
        median=known["median_pupil"],
        behind=f"{counted(overall.schools, 'school')}, {pupils}",
        reason=reason,
    )


def fifths(sight: Sight) -> Fifths:
    """Fifths of pupils by need."""
    found = sight.report.fifths
    whole = sum(one.pupils for one in found)
    each = pupils_words(whole / len(found)) if found else ""
    schools = counted(len(sight.with_need), "school")
    return Fifths(
        [Fifth(one.pupils, one.schools, one.need_mean, one.value_mean) for one in found],
        sight.report.no_fifths,
        f"{sight.basis_words}. {pupils_words(whole)} of {schools}, ranked by their school’s "
        f"low-income share and cut into five groups of {each}; a school on a cut is split. Bars "
        "start at zero.",
        sight.export("equity-fifths"),
    )


def ranked(sight: Sight, *, is_all: bool) -> Ranked:
    """Every school compared, by level."""
    groups = sight.report.statistics.groups
    levels = []
    for part in groups:
        members = [one for one in sight.report.compared if one.level == part.group]
        order = sorted(members, key=lambda one: -(one.per_pupil or 0))
        ends = 0 if is_all else ends_of(len(order), len(groups))
        shown = [*order[:ends], *order[-ends:]] if ends else order
        mean = part.measures_of(FamilyId.HORIZONTAL)["mean_pupil"].value or 0.0
        bars = [_bar(sight, one) for one in shown]
        levels.append(RankedLevel(part.group, bars, mean, len(order) - len(shown)))
    return Ranked(
        sorted(levels, key=lambda one: -one.count),
        is_all,
        "$ per pupil",
        f"{sight.method} Bars start at zero and share one scale.",
        sight.export("equity-schools"),
    )


def _bar(sight: Sight, school: EquitySchool) -> RankedSchool:
    return RankedSchool(
        short_name(school.name),
        sight.school_href(school),
        float((school.per_pupil or 0) - (school.central or 0)),
        None if school.central is None else float(school.central),
        school.need,
        "frl_share" in school.hidden,
    )


def spreads(sight: Sight) -> Spreads:
    """All schools and each level with its figures."""
    statistics = sight.report.statistics
    return Spreads(
        _figures(statistics.overall, _SHOWN),
        [_figures(part, _SHOWN) for part in statistics.groups],
        f"{sight.method} Weighted by pupils; standard deviation of the whole population; the "
        f"school of the median split in half. Needs {MINIMUM_SCHOOLS} schools a level. Part of "
        "the spread follows need on purpose. References were made for districts within a state: "
        "marks to read against, never a pass or a fail.",
        sight.export("equity-measures"),
    )


def _figures(part: GroupStatistics, families: Sequence[FamilyId]) -> LevelFigures:
    few = f"{count(part.schools)} schools: read with care" if part.schools < _TEN else ""
    return LevelFigures(
        part.group,
        part.schools,
        part.pupils,
        {
            name: Figure(
                one.value,
                one.reason,
                "; ".join(n for n in (str(one.note), few) if n),
                one.schools,
            )
            for name, one in part.measures_of(*families).items()
        },
    )


def gaps(sight: Sight) -> Gaps:
    """Each school less what its level and need predict; of many schools those of both ends."""
    found = [school for school in sight.report.compared if school.difference is not None]
    by_mean = [
        part.group
        for part in sight.report.statistics.groups
        if any(one.level == part.group and not one.is_by_need for one in found)
    ]
    method = (
        f"{sight.basis_words}. Actual less the pupil-weighted line on the low-income share within "
        f"the school’s level; {counted(len(found), 'school')}. "
    )
    if by_mean:
        named = " and ".join(schools_of(level) for level in by_mean)
        method += f"For {named} the line is not clear: less the mean of the level. "
    method += (
        "A gap is a question, not a finding of waste or neglect: size alone explains much of it."
    )
    return Gaps(_furthest(sight, found), method, sight.export("equity-schools"))


def _furthest(sight: Sight, found: Sequence[EquitySchool]) -> list[GapSchool]:
    """The schools that the list can show; all of them where none lies a dollar off."""
    order = sorted(found, key=lambda one: -(one.difference or 0.0))
    is_apart = any(rounded(one.difference or 0.0) for one in (*order[:1], *order[-1:]))
    if is_apart and len(order) > 2 * SHOWN:
        order = [*order[:SHOWN], *order[-SHOWN:]]
    return [
        GapSchool(
            short_name(school.name),
            sight.school_href(school),
            school.level,
            school.pupils or 0.0,
            school.difference or 0.0,
            school.is_by_need,
        )
        for school in order
    ]


def left_out(sight: Sight) -> list[OutSchool]:
    """Schools that are not compared; those with pupils first, the largest of a reason first."""
    found = [
        OutSchool(
            one.name,
            sight.school_href(one),
            one.level,
            one.reason,
            one.pupils,
            None if one.per_pupil is None else float(one.per_pupil),
            "pupils" in one.hidden,
        )
        for one in sight.report.left_out
    ]
    return sorted(found, key=lambda one: (one.pupils is None, one.reason, -(one.pupils or 0)))


def analyst(sight: Sight) -> Analyst:
    """Curves, and every figure of the families that the data allow."""
    overall = sight.report.statistics.overall
    curves = [
        ShareCurve(words, curve.across.tolist(), curve.up.tolist())
        for words, curve in (("by spending", overall.lorenz), ("by need", overall.concentration))
        if curve is not None
    ]
    families = [
        FigureFamily(family.id.question, [one.metric for one in family.measures])
        for family in overall.families
        if family.id in _ANALYST
    ]
    return Analyst(
        curves,
        families,
        [_figures(part, _ANALYST) for part in sight.report.parts],
        sight.report.statistics.weights.text,
        sight.method,
        sight.export("equity-curves"),
        sight.export("equity-measures"),
    )
