"""Every statistic of equity that a table of schools or districts allows, in one call.

`statistics(table)` gives families of measures over all units and for each group. A school counts
by its pupils unless each is to count once; the figures say which schools stand behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

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
from metrics.unit_table import Part, Selection, UnitTable, Weighting
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


@dataclass(frozen=True)
class GroupStatistics:
    """The families of one group (`group` is its name, empty for all units together).

    Each is reckoned when it is first asked for: a page shows some of them, an export all.
    """

    group: str
    part: Part
    weights: NeedWeights

    @cached_property
    def schools(self) -> int:
        """How many units have pupils and spending."""
        return self._chosen.count

    @cached_property
    def pupils(self) -> float:
        """Their pupils."""
        return float(self._chosen.pupils.sum())

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Every family that the columns of the table allow, in the order of display."""
        found = (self._family(id_) for id_ in FamilyId)
        return tuple(family for family in found if family.measures)

    @property
    def measures(self) -> Mapping[str, Measure]:
        """Every figure by the id of its metric."""
        return {one.metric: one for family in self.families for one in family.measures}

    def measures_of(self, *families: FamilyId) -> Mapping[str, Measure]:
        """The figures of these families alone, by the ids of their metrics."""
        return {one.metric: one for id_ in families for one in self._family(id_).measures}

    @cached_property
    def line(self) -> Line | None:
        """Spending on the share of low-income pupils; missing under ten schools."""
        return progressivity.need_line(self.part)

    @cached_property
    def lorenz(self) -> Curve | None:
        """Shares of dollars, pupils in order of spending; missing without dollars."""
        return _curve(self.part)

    @cached_property
    def concentration(self) -> Curve | None:
        """Shares of dollars, pupils in order of need; missing without dollars or shares."""
        return _curve(self.part, "frl_share")

    @cached_property
    def units(self) -> UnitFigures:
        """What the statistics say of each unit."""
        return _units(self.part, self.weights)

    @property
    def pattern(self) -> Pattern:
        """How plainly spending goes with the share of low-income pupils."""
        return self.line.pattern if self.line else Pattern.TOO_FEW

    @cached_property
    def _chosen(self) -> Selection:
        return self.part.select()

    @cached_property
    def _known(self) -> dict[FamilyId, Family]:
        return {}

    def _family(self, id_: FamilyId) -> Family:
        if id_ not in self._known:
            self._known[id_] = Family(id_, tuple(_REACHED[id_](self)))
        return self._known[id_]


_REACHED: Final[Mapping[FamilyId, Callable[[GroupStatistics], Sequence[Measure]]]] = {
    FamilyId.HORIZONTAL: lambda of: spread.horizontal_measures(of.part),
    FamilyId.PROGRESSIVITY: lambda of: progressivity.progressivity_measures(of.part, of.line),
    FamilyId.NEED: lambda of: need.need_measures(of.part, of.weights),
    FamilyId.IMPLICIT: lambda of: implicit.implicit_measures(of.part),
    FamilyId.FORMULA: lambda of: need.formula_measures(of.part, of.weights),
    FamilyId.NEUTRALITY: lambda of: neutrality.neutrality_measures(of.part),
    FamilyId.OUTCOMES: lambda of: outcomes.outcome_measures(of.part),
    FamilyId.FEDERAL: lambda of: federal.federal_measures(of.part),
}
"""How the figures of each family are reckoned."""


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
    over all units only. Families are reckoned when they are asked for.
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
        GroupStatistics("", whole, weights),
        tuple(GroupStatistics(name, part, weights) for name, part in parts),
    )


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
