"""The goal that a district sets: the share of the budgets that shall be looked at regularly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from config import Settings
from data.store import Conflict, Store, StoreError
from data.store.adoption_goals import goal_of, keep_goal
from data.store.audit import AuditHead, Change, append
from data.store.tables import utc_now

NEED: Final = Permission.DISTRICT_ADMINISTER
LEAST: Final = 1
MOST: Final = 100


def goal(settings: Settings, store: Store, district: str) -> int:
    """The goal of a district in percent: its own, or the one of the server's settings."""
    with store.reading() as tx:
        return goal_of(tx, district, settings.adoption_goal)


def read_goal(text: str) -> int:
    """A goal as somebody types it, `50` or `50 %`; `StoreError` says what to write."""
    plain = text.strip().removesuffix("%").strip()
    if not (plain.isascii() and plain.isdigit()) or not LEAST <= int(plain[:9]) <= MOST:
        raise StoreError(f"A goal is a whole number from {LEAST} to {MOST} percent.")
    return int(plain)


def set_goal(
    actor: Actor, settings: Settings, store: Store, percent: int, was: int,
    *, clock: Callable[[], datetime] = utc_now,
) -> None:  # fmt: skip
    """Set the goal; `was` is the one that the person looked at. Raises `Conflict`, `StoreError`.

    A goal that holds already leaves no entry.
    """
    require(actor, NEED)
    read_goal(str(percent))
    with store.transaction() as tx:
        # Two who set it at once wait for each other here, and the second meets the first's goal.
        tx.get_one(AuditHead, 1, with_for_update=True)
        before = goal_of(tx, actor.district, settings.adoption_goal)
        if before == percent:
            return
        if before != was:
            raise Conflict(f"Somebody else has set the goal to {before}% in the meantime.")
        keep_goal(tx, actor.district, percent, clock())
        change = Change("adoption.goal", "adoption_goal", actor.district, {"percent": before},
                        {"percent": percent}, actor.district)  # fmt: skip
        append(tx, (actor.user_id, actor.email or actor.label), change, clock())
