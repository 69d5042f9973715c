"""How far the work on a large file is, told while its items pass by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

Told = Callable[[str, float], None]
"""Takes the name of a step and the share of it that is done, from 0 to 1."""

_EVERY: Final = 1_000
Item = TypeVar("Item")


def quiet(step: str, share: float) -> None:
    """Take no note."""
    del step, share


def along(items: Iterable[Item], total: int, step: str, told: Told) -> Iterator[Item]:
    """The same items; every thousandth is told. What `told` raises ends the work."""
    for number, one in enumerate(items):
        if number % _EVERY == 0:
            told(step, number / total if total else 1.0)
        yield one
    told(step, 1.0)
