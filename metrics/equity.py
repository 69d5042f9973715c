"""Every statistic of equity that a table of schools or districts allows, in one call.

`statistics(table)` gives families of measures over all units and for each group. A school counts
by its pupils unless each is to count once; the figures say which schools stand behind them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from metrics import curves
from metrics.curves import Curve
from metrics.definitions.families import FAMILIES
from metrics.families import (
    federal,
    implicit,
    need,
    neutrality,
    outcomes,
    progressivity,
    spread,
)
from metrics.funding.formula import formula_gaps
from metrics.measure import Measure
from metrics.outcomes import Quadrant
from metrics.regression import Line, Pattern
from metrics.unit_table import Part, UnitTable, Weighting
from metrics.vertical.need import STARTING, NeedWeights, need_factor
from metrics.weighted import Floats

__all__ = [
    "EquityStatistics",
    "Family",
    "FamilyId",
    "GroupStatistics",
    "UnitFigures",
    "UnitTable",
    "Weighting",
    "statistics",
]


class FamilyId(StrEnum):
    """A question about equity, answered by several figures, in the order of display."""

    HORIZONTAL = "horizontal"
    PROGRESSIVITY = "progressivity"
    NEED = "need"
    IMPLICIT = "implicit"
    FORMULA = "formula"
    NEUTRALITY = "neutrality"
    OUTCOMES = "outcomes"
    FEDERAL = "federal"

    @property
    def question(self) -> str:
        """The question in plain words."""
        return FAMILIES[self]


@dataclass(frozen=True, slots=True)
class Family:
    """The figures that answer one question."""

    id: FamilyId
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """What the statistics say of each unit; arrays in the order of `places`, NaN where missing.

    `places` are the units' places in the table. Dollars are per pupil, gaps in whole dollars.
    """

    places: tuple[int, ...]
    weighted_pupils: Floats
    per_weighted_pupil: Floats
    formula_gap: Floats
    formula_index: Floats
    spending_difference: Floats
    spending_reach: Floats
    outcome_difference: Floats
    outcome_reach: Floats
    outcome_shrunk: Floats
    quadrant: tuple[Quadrant | None, ...]


@dataclass(frozen=True, slots=True)
class GroupStatistics:
    """The families of one group (`group` is its name, empty for all units together).

    `line` is spending on the share of low-income pupils, missing under ten schools; the curves
    are missing without dollars or without that share.
    """

    group: str
    schools: int
    pupils: float
    families: tuple[Family, ...]
    line: Line | None
    lorenz: Curve | None
    concentration: Curve | None
    units: UnitFigures

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Every figure by the id of its metric."""
        return {one.metric: one for family in self.families for one in family.measures}

    @property
    def pattern(self) -> Pattern:
        """How plainly spending goes with the share of low-income pupils."""
        return self.line.pattern if self.line else Pattern.TOO_FEW


@dataclass(frozen=True, slots=True)
class EquityStatistics:
    """All statistics of a table, over all units and for each group, and on what they rest."""

    table: UnitTable
    weights: NeedWeights
    weighting: Weighting
    overall: GroupStatistics
    groups: tuple[GroupStatistics, ...]

    def group(self, name: str) -> GroupStatistics:
        """The statistics of one group; the name must be one of them."""
        return next(one for one in self.groups if one.group == name)


def statistics(
    table: UnitTable,
    weights: NeedWeights = STARTING,
    weighting: Weighting = Weighting.PUPILS,
) -> EquityStatistics:
    """Every statistic that the columns of the table allow, over all units and for each group.

    A figure that cannot be given is there with its reason. Units of no group count in the figures
    over all units only.
    """
    whole = Part(table, np.arange(len(table)), weighting)
    groups = np.array(table.group or (), dtype=str)
    parts = [
        (name, Part(table, np.flatnonzero(groups == name), weighting, is_whole=False))
        for name in table.groups
    ]
    return EquityStatistics(
        table,
        weights,
        weighting,
        _group("", whole, weights),
        tuple(_group(name, part, weights) for name, part in parts),
    )


def _group(name: str, part: Part, weights: NeedWeights) -> GroupStatistics:
    chosen = part.select()
    return GroupStatistics(
        name,
        chosen.count,
        float(chosen.pupils.sum()),
        _families(part, weights),
        progressivity.need_line(part),
        _curve(part),
        _curve(part, "frl_share"),
        _units(part, weights),
    )


def _families(part: Part, weights: NeedWeights) -> tuple[Family, ...]:
    found = {
        FamilyId.HORIZONTAL: spread.horizontal_measures(part),
        FamilyId.PROGRESSIVITY: progressivity.progressivity_measures(part),
        FamilyId.NEED: need.need_measures(part, weights),
        FamilyId.IMPLICIT: implicit.implicit_measures(part),
        FamilyId.FORMULA: need.formula_measures(part, weights),
        FamilyId.NEUTRALITY: neutrality.neutrality_measures(part),
        FamilyId.OUTCOMES: outcomes.outcome_measures(part),
        FamilyId.FEDERAL: federal.federal_measures(part),
    }
    return tuple(Family(id_, tuple(measures)) for id_, measures in found.items() if measures)


def _curve(part: Part, need_column: str = "") -> Curve | None:
    if need_column and not part.table.has(need_column):
        return None
    chosen = part.select(need_column) if need_column else part.select()
    spending = chosen.spending
    if not chosen.count or (spending < 0).any() or not spending.sum() > 0:
        return None
    ranked = chosen.column(need_column) if need_column else spending
    return curves.concentration_curve(spending, ranked, chosen.weights)


def _units(part: Part, weights: NeedWeights) -> UnitFigures:
    columns = {
        name: np.full(len(part.places), np.nan)
        for name in (
            "weighted_pupils",
            "per_weighted_pupil",
            "formula_gap",
            "formula_index",
            "spending_difference",
            "spending_reach",
            "outcome_difference",
            "outcome_reach",
            "outcome_shrunk",
        )
    }
    columns |= _by_need(part, weights) | _differences(part)
    fields: list[Quadrant | None] = [None] * len(part.places)
    adjusted = outcomes.need_adjusted(part) if part.table.has("outcome") else ""
    if not isinstance(adjusted, str) and adjusted.outcome and adjusted.fields:
        place = np.searchsorted(part.places, adjusted.selection.places)
        for where, field in zip(place, adjusted.fields.fields, strict=True):
            fields[int(where)] = field
        result = adjusted.outcome
        for name, values in (
            ("outcome_difference", result.differences),
            ("outcome_reach", result.reach),
            ("outcome_shrunk", result.shrunk),
        ):
            columns[name] = outcomes.on_places(values, adjusted.selection, part)
    return UnitFigures(tuple(part.places.tolist()), **columns, quadrant=tuple(fields))


def _by_need(part: Part, weights: NeedWeights) -> dict[str, Floats]:
    if not part.table.needs:
        return {}
    chosen = need.need_selection(part)
    dollars = chosen.spending * chosen.pupils
    if not chosen.count or not dollars.sum() > 0:
        return {}
    factor = need_factor(chosen.shares(part.table.needs), weights)
    gaps = formula_gaps(dollars, chosen.pupils * factor)
    figures = {
        "weighted_pupils": chosen.pupils * factor,
        "per_weighted_pupil": chosen.spending / factor,
        "formula_gap": gaps.gaps,
        "formula_index": gaps.index,
    }
    return {name: outcomes.on_places(values, chosen, part) for name, values in figures.items()}


def _differences(part: Part) -> dict[str, Floats]:
    found = outcomes.spending_for_need(part)
    if isinstance(found, str):
        return {}
    return {
        "spending_difference": outcomes.on_places(
            found.spending.differences, found.selection, part
        ),
        "spending_reach": outcomes.on_places(found.spending.reach, found.selection, part),
    }
