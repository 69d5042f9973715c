"""What people looked at, written behind their backs in time but not in secret.

A page costs a look into a set: only the first look of a person at a budget on a day is written,
by a thread of its own, so that nobody waits for the store. A look that cannot be written is lost.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from access.actor import Actor
from config import Settings
from data.store import Store, StoreError
from data.store.visits import Look, forget_before, keep, own_days

LONGEST: Final = 30
_LOG = logging.getLogger(__name__)


class Visits:
    """The looks of one process; safe for threads. `looked` and `later` never raise and never wait.

    `heard` are those to whom nothing is to be said any more today (`planning.milestones`).
    """

    def __init__(self, store: Store) -> None:
        self.heard: set[Hashable] = set()
        self._store = store
        self._known: set[Look] = set()
        self._day = date.min
        self._writer: ThreadPoolExecutor | None = None
        self._last: Future[object] | None = None

    def looked(self, actor: Actor, budget: str, now: datetime, bucket: str = "") -> None:
        """Somebody has one budget of their own in front of them, or a bucket of it.

        Whoever sees every budget, and an administrator who looks as somebody else, is not noted.
        """
        if not actor.is_owner or actor.viewer or not budget:
            return
        if max(len(budget), len(bucket)) > LONGEST:
            return
        day = now.date()
        if day != self._day:
            self._known, self._day, self.heard = set(), day, set()
        looks = {Look(actor.user_id, actor.district, budget, each, day) for each in {"", bucket}}
        if fresh := looks - self._known:
            self._known |= fresh
            self._submit(partial(self._keep, fresh))

    def later(self, write: Callable[[Session], None]) -> None:
        """Write something that nobody waits for; what cannot be written is lost."""
        self._submit(partial(self._write, write))

    def wait(self) -> None:
        """Wait until everything is written."""
        if self._last is not None:
            self._last.result()

    def _submit(self, work: Callable[[], object]) -> None:
        self._writer = self._writer or ThreadPoolExecutor(1, "visits")
        self._last = self._writer.submit(work)

    def _keep(self, looks: set[Look]) -> None:
        if not self._write(lambda tx: keep(tx, looks)):
            self._known -= looks

    def _write(self, write: Callable[[Session], None]) -> bool:
        try:
            with self._store.transaction() as tx:
                write(tx)
        except (SQLAlchemyError, StoreError):
            _LOG.warning("what somebody looked at could not be noted", exc_info=True)
            return False
        return True


def forget_old(settings: Settings, store: Store, today: date) -> int:
    """Remove the days that are older than the setting; returns how many rows that were."""
    with store.transaction() as tx:
        return forget_before(tx, today - timedelta(days=settings.visit_days))


def own_record(actor: Actor, store: Store) -> tuple[int, date | None]:
    """How many days and budgets are noted of the actor, and since when: for the person alone."""
    with store.reading() as tx:
        return own_days(tx, actor.user_id)
