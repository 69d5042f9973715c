"""The schools most like a school, from rows of spending per pupil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from metrics.peers import NUMBER, peers

NEEDS: Final = ("frl_share", "ell_share", "sped_share")
Rows = Sequence[dict[str, Any]]
"""Rows of the read model per-pupil."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The peers of a school with their distances, nearest first.

    `used` are the shares of need compared, `pool` counts the schools compared, the school
    included; `reason` says why there are none.
    """

    found: Sequence[tuple[dict[str, Any], float]]
    used: tuple[str, ...]
    pool: int
    reason: str


def nearest(own: dict[str, Any], compared: Rows) -> Nearest:
    """The five nearest of the schools compared that have spending and pupils.

    Near in size and in those shares of need that any of them has, never in results.
    """
    pool = [row for row in compared if row["per_pupil_usd"] is not None and row["pupils"]]
    if not any(row["location_id"] == own["location_id"] for row in pool):
        pool = [*pool, own]
    used = tuple(name for name in NEEDS if any(row[name] is not None for row in pool))
    me = next(i for i, row in enumerate(pool) if row["location_id"] == own["location_id"])
    found = peers(
        [row["pupils"] for row in pool],
        [[row[name] for row in pool] for name in used],
        me,
        number=NUMBER,
    )
    near = [(pool[peer.place], peer.distance) for peer in found.found]
    return Nearest(near, used, found.pool, found.reason)
