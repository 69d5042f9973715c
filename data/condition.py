"""Conditions as people type them: `fund is 210`, several of them separated by commas.

A value with a comma or a quotation mark in it stands in double quotes, a mark inside them twice:
`vendor is "Acme, Inc."`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from data.scope import Operator, ScopeError, ScopeLine

MOST: Final = 12
_OPERATORS: Final = "|".join(
    re.escape(word).replace(r"\ ", r"\s+") for word in sorted(Operator, key=len, reverse=True)
)
_CONDITION: Final = re.compile(rf"(?P<field>.+?)\s+(?P<operator>{_OPERATORS})\s+(?P<value>.+)",
                               re.IGNORECASE | re.DOTALL)  # fmt: skip
_PART: Final = re.compile(r'(?:[^,"]|"(?:[^"]|"")*"|")+')
_NEEDS_QUOTES: Final = re.compile(r'[,"]|^\s|\s$')


@dataclass(frozen=True, slots=True)
class Condition:
    """Field, operator and value as typed, before anybody knows what the field is."""

    field: str
    operator: Operator
    value: str

    def __str__(self) -> str:
        """The condition as it would be typed."""
        value = self.value
        if _NEEDS_QUOTES.search(value):
            doubled = value.replace('"', '""')
            value = f'"{doubled}"'
        return f"{self.field} {self.operator} {value}"


def typed_conditions(texts: Iterable[str]) -> tuple[Condition, ...]:
    """The conditions in these texts; `ScopeError` says which one cannot be read, and why."""
    parts = [part.strip() for text in texts for part in _PART.findall(text) if part.strip()]
    if len(parts) > MOST:
        raise ScopeError(f"at most {MOST} conditions are read, found {len(parts)}")
    return tuple(_condition(part) for part in parts)


def conditions(texts: Iterable[str]) -> tuple[ScopeLine, ...]:
    """The same as lines over accounts."""
    return tuple(ScopeLine(one.field, one.operator, one.value) for one in typed_conditions(texts))


def _condition(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise ScopeError(
            f"{text!r} is no condition: write field, operator and value, as in: fund is 10. "
            f"Operators: {', '.join(Operator)}"
        )
    operator = Operator(" ".join(found["operator"].lower().split()))
    return Condition(" ".join(found["field"].split()), operator, _plain(found["value"].strip()))


def _plain(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('""', '"')
    return value


def written(lines: Sequence[ScopeLine | Condition]) -> str:
    """The lines as they would be typed."""
    return ", ".join(
        str(Condition(line.field, Operator(line.operator), line.value)) for line in lines
    )
