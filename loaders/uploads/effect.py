"""What an upload does to FTE and dollars, summed over the records that would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from data.entities.entity import Entity
from data.entities.field import Value
from data.store.records import Draft, Values
from loaders.uploads.changes import Outcome, RecordChange

_ZERO: Final = Decimal(0)
_CHANGING: Final = frozenset({Outcome.CREATE, Outcome.UPDATE, Outcome.DELETE})


@dataclass(frozen=True, slots=True)
class Effect:
    """A sum over the changing records, before and after; `is_dollars` says in which unit."""

    label: str
    before: Decimal
    after: Decimal
    is_dollars: bool

    @property
    def difference(self) -> Decimal:
        """What is added, negative where it is taken away."""
        return self.after - self.before


def _fte(values: Values) -> Decimal:
    return _number(values.get("fte"))


def _pay(values: Values) -> Decimal:
    """A year's pay at 1.0 FTE."""
    return _number(values.get("fte_basis")) * _number(values.get("amount"))


def _flat(values: Values) -> Decimal:
    """A flat benefit's dollars a year; a percentage has none of its own."""
    return _number(values.get("amount")) if values.get("pay_basis") == "flat" else _ZERO


_MEASURES: Final[dict[str, tuple[str, bool, Callable[[Values], Decimal]]]] = {
    "position": ("FTE", False, _fte),
    "assignment": ("FTE", False, _fte),
    "employee_pay": ("a year's pay at 1.0 FTE", True, _pay),
    "vacancy_pay": ("a year's pay at 1.0 FTE", True, _pay),
    "employee_benefit": ("flat benefits a year at 1.0 FTE", True, _flat),
    "vacancy_benefit": ("flat benefits a year at 1.0 FTE", True, _flat),
}


def effect(entity: Entity, changes: Iterable[RecordChange]) -> Effect | None:
    """The effect of the changes; none for kinds of records that carry neither FTE nor dollars."""
    if entity.name not in _MEASURES:
        return None
    label, is_dollars, measure = _MEASURES[entity.name]
    changing = [one for one in changes if one.outcome in _CHANGING]
    before = sum((_of(one.before, measure) for one in changing), _ZERO)
    after = sum((_of(one.after, measure) for one in changing), _ZERO)
    return Effect(label, before, after, is_dollars)


def _of(content: Draft | None, measure: Callable[[Values], Decimal]) -> Decimal:
    return _ZERO if content is None else measure(content.values)


def _number(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else _ZERO
