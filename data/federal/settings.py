"""What a district's settings say for federal fiscal tests, as the read models use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from access.scope import Scope
from data.districts import district
from data.read_model import cents_of
from data.scope import ScopeLine
from data.warehouse import Warehouse
from metrics.vertical.need import STARTING, Need, NeedWeight, NeedWeights


@dataclass(frozen=True, slots=True)
class AccountGroup:
    """Accounts under one name; an account of two groups counts in the first."""

    name: str
    lines: tuple[ScopeLine, ...]


Groups = tuple[AccountGroup, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """How state and local dollars are shared: extra weights, a fixed sum, and who decided it.

    `is_own` says that the district wrote it down; otherwise the product's starting weights stand.
    """

    weights: NeedWeights
    foundation_cents: int
    source: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class FederalSettings:
    """Groups of accounts by what they are for, the schools named, and the formula."""

    title_one: Groups
    title_one_schools: frozenset[str]
    instruction: Groups
    effort_excluded: Groups
    special_education: Groups
    local: Groups
    formula: Formula

    @property
    def knows_title_one(self) -> bool:
        """Whether anything says which schools have Title I."""
        return bool(self.title_one or self.title_one_schools)


STARTING_FORMULA = Formula(STARTING, 0, "starting weights of this product", is_own=False)


def federal_settings(warehouse: Warehouse, scope: Scope) -> FederalSettings:
    """The settings of the district's newest load."""
    said: Mapping[str, Any] = district(warehouse, scope.district).settings.get("federal") or {}
    return FederalSettings(
        title_one=_groups(said.get("title_one")),
        title_one_schools=frozenset(said.get("title_one_schools") or ()),
        instruction=_groups(said.get("instruction")),
        effort_excluded=_groups(said.get("effort_excluded")),
        special_education=_groups(said.get("special_education")),
        local=_groups(said.get("local")),
        formula=_formula(said.get("formula")),
    )


def _groups(entries: Iterable[Mapping[str, Any]] | None) -> Groups:
    return tuple(
        AccountGroup(
            entry["name"],
            tuple(
                ScopeLine(line["field"], line["operator"], line["value"])
                for line in entry["scopes"]
            ),
        )
        for entry in entries or ()
    )


def _formula(said: Mapping[str, Any] | None) -> Formula:
    if not said:
        return STARTING_FORMULA
    source = said["source"]
    weights = tuple(
        NeedWeight(Need(need), float(extra), source)
        for need, extra in (said.get("weights") or {}).items()
    )
    foundation = cents_of(Decimal(said.get("foundation") or 0)) or 0
    return Formula(NeedWeights(weights), foundation, source, is_own=True)
