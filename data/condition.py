"""Conditions as people type them: `fund is 210`, several of them separated by commas."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from data.scope import Operator, ScopeError, ScopeLine

MOST: Final = 12
_OPERATORS: Final = "|".join(
    re.escape(word).replace(r"\ ", r"\s+") for word in sorted(Operator, key=len, reverse=True)
)
_CONDITION: Final = re.compile(rf"(?P<field>.+?)\s+(?P<operator>{_OPERATORS})\s+(?P<value>.+)",
                               re.IGNORECASE)  # fmt: skip


def conditions(texts: Iterable[str]) -> tuple[ScopeLine, ...]:
    """The lines that the texts mean; `ScopeError` says which one cannot be read, and why."""
    parts = [part.strip() for text in texts for part in text.split(",") if part.strip()]
    if len(parts) > MOST:
        raise ScopeError(f"at most {MOST} conditions are read, found {len(parts)}")
    return tuple(_condition(part) for part in parts)


def _condition(text: str) -> ScopeLine:
    found = _CONDITION.fullmatch(text)
    if found is None:
        raise ScopeError(
            f"{text!r} is no condition: write field, operator and value, as in: fund is 10. "
            f"Operators: {', '.join(Operator)}"
        )
    return ScopeLine(found["field"], found["operator"], found["value"])


def written(lines: Sequence[ScopeLine]) -> str:
    """The lines as they would be typed."""
    return ", ".join(f"{line.field} {line.operator} {line.value}" for line in lines)
