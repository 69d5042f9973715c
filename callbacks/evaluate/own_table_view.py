"""The statistics of a person's own table as the page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from exports.equity_rows import Told
from metrics.equity import EquityStatistics, Family, FamilyId, GroupStatistics
from metrics.horizontal import MINIMUM_SCHOOLS
from metrics.measure import Measure
from metrics.metric import Metric, Unit
from metrics.unit_table import Weighting
from pages.evaluate.own_table import FamilyCard, FigureLine, OwnTablePage, Picture
from pages.evaluate.own_table_words import Facts, family_words, lead_words
from pages.evaluate.reckoning import definition_words
from pages.figures.curves import SharesCurve, shares_curves
from pages.figures.need_scatter import Fitted, Pattern, School, need_scatter
from pages.format import MISSING, by_unit, count, counted, money, share, upper

_MOST_GROUPS: Final = 4
_MOST_PROBLEMS: Final = 50
_MOST_SCHOOLS: Final = 16
_POINTS: Final = 25
_LEVELS: Final = (("elem", "elementary"), ("mid", "middle"), ("high", "high"), ("sec", "high"))
_ALL: Final = "All"


def own_table_view(found: EquityStatistics, told: Told) -> OwnTablePage:
    """The page of a table: all units, then the groups that are large enough for figures."""
    groups = [one for one in found.groups if one.schools >= MINIMUM_SCHOOLS]
    shown = groups if 0 < len(groups) <= _MOST_GROUPS else []
    facts = _facts(found)
    schools = _schools(found)
    return OwnTablePage(
        file=told.file,
        sentence=lead_words(facts),
        figures=_key_figures(found),
        groups=[_ALL, *(one.group for one in shown)] if shown else ["Value"],
        families=[_family(one, found, [found.overall, *shown]) for one in found.overall.families],
        columns=[(one["field"], one["heading"], one["how"]) for one in told.columns],
        notes=[*told.notes, *_about_groups(found, shown)],
        problems=_problems(told),
        schools=schools,
        school_columns=("School", "Pupils", "Spending per pupil", "Per weighted pupil",
                        "Of its formula", "Gap per pupil"),
        school_words=_school_words(found, schools),
        source=f"{told.file}, uploaded by you and not stored. Units weighted {found.weighting}.",
    )  # fmt: skip


def _is_each(found: EquityStatistics) -> bool:
    return found.weighting is Weighting.EACH


def _facts(found: EquityStatistics, reason: str = "") -> Facts:
    part = found.overall
    # A sentence about need speaks of the schools whose need is known.
    by_need = part.measures.get("slope")
    return Facts(
        {name: one.value for name, one in part.measures.items()},
        by_need.schools if by_need else part.schools,
        str(part.pattern),
        reason,
        {name: one.schools for name, one in part.measures.items()},
        {
            name: (one.low, one.high)
            for name, one in part.measures.items()
            if one.low is not None and one.high is not None
        },
        _is_each(found),
    )


def _key_figures(found: EquityStatistics) -> list[tuple[str, str, str]]:
    part, each = found.overall, _is_each(found)
    measures = part.measures
    mean, cv = measures["mean_pupil"], measures["cv"]
    low_income = measures.get("progressivity_difference")
    gap = low_income.value if low_income else None
    words = "by share of low-income pupils" if each else "where low-income pupils are"
    return [
        ("Schools", count(part.schools), "with pupils and spending"),
        ("Pupils", count(part.pupils), "in these schools"),
        ("Mean spending", by_unit(mean.value, mean.unit),
         mean.reason or f"per pupil{', each school once' if each else ''}"),
        ("Spread", share(cv.value, 1), cv.reason or "standard deviation over mean"),
        ("Difference", MISSING if gap is None else money(gap),
         "needs a share of low-income pupils" if gap is None else words),
    ]  # fmt: skip


def _about_groups(found: EquityStatistics, shown: Sequence[GroupStatistics]) -> list[str]:
    if not found.groups or len(shown) == len(found.groups):
        return []
    if shown:
        small = ", ".join(one.group for one in found.groups if one not in shown)
        return [f"no columns for groups of fewer than {MINIMUM_SCHOOLS} schools: {small}"]
    number = counted(len(found.groups), "group")
    return [f"{number}: figures of each are in the downloads, parts between and within below"]


def _problems(told: Told) -> list[tuple[str, str, str, str]]:
    first = [
        (count(one["row"]), one["column"], one["found"] or "blank", one["message"])
        for one in told.problems[:_MOST_PROBLEMS]
    ]
    rest = len(told.problems) - len(first)
    return [*first, ("", "", "", f"and {count(rest)} more in the downloads")] if rest else first


def _family(
    family: Family, found: EquityStatistics, parts: Sequence[GroupStatistics]
) -> FamilyCard:
    by_part = [part.measures for part in parts]
    usual = max(family.measures, key=lambda one: one.schools)
    lines = [_line(one, [m.get(one.metric) for m in by_part], usual) for one in family.measures]
    reason = next((one.reason for one in family.measures if one.reason), "")
    return FamilyCard(
        family.id.question,
        family_words(family.id, _facts(found, reason)),
        lines,
        _method(family, found),
        _picture(family.id, found),
    )


def _line(measure: Measure, by_part: Sequence[Measure | None], usual: Measure) -> FigureLine:
    metric = measure.definition
    values = [MISSING if one is None else by_unit(one.value, one.unit) for one in by_part]
    reasons = ["not reckoned for this group" if one is None else one.reason for one in by_part]
    interval = ""
    if measure.low is not None and measure.high is not None:
        interval = f"{by_unit(measure.low, metric.unit)} to {by_unit(measure.high, metric.unit)}"
    return FigureLine(
        measure.metric,
        metric.label,
        definition_words(metric, "a minimum number of"),
        values,
        reasons,
        interval,
        _reference(metric),
        _note(measure, usual),
    )


def _reference(metric: Metric) -> str:
    line = metric.reference
    if line is None:
        return ""
    value = money(line.value) if metric.unit is Unit.DOLLARS_PER_PUPIL else f"{line.value:g}"
    return f"{value}, {line.standing}"


def _coverage(measure: Measure) -> str:
    words = counted(measure.schools, "school")
    if not measure.dropped:
        return words
    why = "; ".join(f"{count(number)} with {text}" for text, number in measure.why_dropped.items())
    return f"{words}, left out: {why}"


def _note(measure: Measure, usual: Measure) -> str:
    """What the figure adds, and its schools where they are not those of the card."""
    words = [measure.note] if measure.note else []
    if measure.dropped != usual.dropped:
        words.append(_coverage(measure))
    return "; ".join(words)


def _method(family: Family, found: EquityStatistics) -> str:
    first = max(family.measures, key=lambda one: one.schools)
    # The federal rule weighs by pupils whatever is chosen.
    weighting = Weighting.PUPILS if family.id is FamilyId.FEDERAL else found.weighting
    words = [f"{_coverage(first)}; {count(first.pupils)} pupils, {weighting}."]
    if family.id in {FamilyId.NEED, FamilyId.FORMULA}:
        words.append(f"Extra weights: {found.weights.text}.")
    if any(one.definition.reference for one in family.measures):
        words.append("Lines were drawn for districts within a state; none is a pass mark.")
    return " ".join(words)


def _picture(family: FamilyId, found: EquityStatistics) -> Picture | None:
    part = found.overall
    if family is FamilyId.HORIZONTAL and part.lorenz:
        curves = [SharesCurve("ranked by spending", part.lorenz.across.tolist(),
                              part.lorenz.up.tolist())]  # fmt: skip
        if part.concentration:
            ranked = part.concentration
            curves.append(SharesCurve("ranked by need", ranked.across.tolist(), ranked.up.tolist()))
        units, money_ = ("schools", "spending") if _is_each(found) else ("pupils", "dollars")
        words = f"Share of {money_} against share of {units}; the straight line is equality."
        heads = [
            f"{upper(units)}, from the lowest",
            *(f"{upper(money_)}, {c.words}" for c in curves),
        ]
        figure = shares_curves(curves, units, money_)
        return Picture("own-curves", figure, words, heads, _tenths(curves))
    if family is FamilyId.PROGRESSIVITY and part.line:
        words = "Spending per pupil of each school against its share of low-income pupils."
        schools = _drawn(found)
        heads = ["School", "Pupils", "Low-income", "Spending per pupil"]
        rows = [
            [one.name, count(one.pupils), share(one.need, 1), money(one.per_pupil)]
            for one in sorted(schools, key=lambda school: -school.need)
        ]
        return Picture("own-need", _scatter(found, schools), words, heads, rows, _key(found))
    return None


def _tenths(curves: Sequence[SharesCurve]) -> list[list[str]]:
    """The curves at every tenth of the pupils."""
    tenths = np.linspace(0, 1, 11)
    read = [np.interp(tenths, one.across, one.up) for one in curves]
    return [
        [share(float(at)), *(share(float(values[place]), 1) for values in read)]
        for place, at in enumerate(tenths)
    ]


def _drawn(found: EquityStatistics) -> list[School]:
    """The units with pupils, spending and a share of low-income pupils."""
    table = found.table
    shares = table.frl_share if table.frl_share is not None else np.full(len(table), np.nan)
    known = np.isfinite(shares) & np.isfinite(table.spending) & (table.pupils > 0)
    levels = _levels(table.group or ("",) * len(table))
    return [
        School(
            table.units[place],
            levels[place],
            float(table.pupils[place]),
            float(shares[place]),
            float(table.spending[place]),
        )
        for place in np.flatnonzero(known)
    ]


def _scatter(found: EquityStatistics, schools: Sequence[School]) -> dict[str, object]:
    fitted = _fitted(found.overall, np.array([school.need for school in schools]))
    return need_scatter(schools, fitted, "Low-income pupils (share)")


def _key(found: EquityStatistics) -> list[tuple[str, str]]:
    """The marks of the scatter, each with the groups that it stands for."""
    groups = found.table.group or ()
    marks: dict[str, list[str]] = {}
    for group, level in dict(zip(groups, _levels(groups), strict=True)).items():
        marks.setdefault(level, []).append(group)
    if len(marks) < 2:  # noqa: PLR2004 - one mark needs no key
        return []
    return [(level, ", ".join(names)) for level, names in marks.items()]


def _levels(groups: Sequence[str]) -> list[str]:
    """The level of each group's name; one for all where a name tells of none."""
    named = {
        group: next((level for part, level in _LEVELS if part in group.casefold()), "")
        for group in set(groups)
    }
    if not all(named.values()):
        return ["elementary"] * len(groups)
    return [named[group] for group in groups]


def _fitted(part: GroupStatistics, shares: np.ndarray) -> Fitted | None:
    line = part.line
    if line is None:
        return None
    along = np.linspace(float(shares.min()), float(shares.max()), _POINTS)
    middle, low, high = line.band(along)
    pattern = Pattern.NONE
    if line.is_clear:
        pattern = Pattern.CLEAR if line.pattern == "clear" else Pattern.WEAK
    return Fitted(pattern, line.slope, along.tolist(), middle.tolist(), low.tolist(), high.tolist())


def _schools(found: EquityStatistics) -> list[list[str]]:
    """The units furthest above and below their formula dollars."""
    figures, table = found.overall.units, found.table
    known = np.flatnonzero(np.isfinite(figures.formula_index))
    order = known[np.argsort(-figures.formula_index[known], kind="stable")]
    half = _MOST_SCHOOLS // 2
    chosen = order if len(order) <= _MOST_SCHOOLS else np.concatenate([order[:half], order[-half:]])
    return [
        [
            table.units[figures.places[at]],
            count(float(table.pupils[figures.places[at]])),
            money(float(table.spending[figures.places[at]])),
            money(float(figures.per_weighted_pupil[at])),
            share(float(figures.formula_index[at]), 1),
            money(float(figures.formula_gap[at] / table.pupils[figures.places[at]])),
        ]
        for at in chosen
    ]


def _school_words(found: EquityStatistics, schools: Sequence[Sequence[str]]) -> list[str]:
    known = int(np.isfinite(found.overall.units.formula_index).sum())
    if known > len(schools):
        return [f"The {len(schools) // 2} furthest above and below, of {count(known)} schools."]
    return [f"All {counted(known, 'school')}, from the furthest above to the furthest below."]
