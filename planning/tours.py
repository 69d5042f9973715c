"""Guided tours: which one begins by itself, and that one which has ended never does again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from access.actor import Actor
from data.store import Store, StoreError
from data.store.tables import utc_now
from data.store.tours import End, has_ended, keep_end

TOURS: Final = ("director", "leader", "owner")


def begins(actor: Actor, store: Store, tour: str) -> bool:
    """Whether a tour begins by itself for the actor; never while somebody looks as another."""
    if actor.viewer or actor.is_system:
        return False
    with store.reading() as tx:
        return not has_ended(tx, actor.user_id, tour)


def end(
    actor: Actor, store: Store, tour: str, how: str, *, clock: Callable[[], datetime] = utc_now
) -> None:
    """Keep that the actor has ended a tour; `StoreError` for a tour or an end that is none."""
    if tour not in TOURS or how not in tuple(End):
        raise StoreError("There is no such tour.")
    if actor.viewer:
        return
    with store.transaction() as tx:
        keep_end(tx, actor.user_id, tour, End(how), clock())
