"""Runs of jobs: from the request to the row that says how it ended.

A job is a row first; the queue only carries its number, so a lost or doubled message does no
harm: a job starts once, by a transaction on its row.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import structlog

from access.actor import Actor
from config import Settings
from data.store import Store
from data.store import jobs as rows
from jobs.alive import alive, is_alive
from jobs.kinds import KINDS, Outcome

if TYPE_CHECKING:
    from huey import Huey
    from sqlalchemy.orm import Session

    from loaders.progress import Progress

ATTEMPTS = 3
RETRY_MINUTES = (5, 15, 45)
REPORT_SECONDS = 0.5
_ABANDONED: Final = "The worker ended during this job. Start it again."
log = structlog.get_logger()
Carry = Callable[[str, int], None]
Along = Callable[["Session", str], None]


class Cancelled(Exception):  # noqa: N818 - somebody asked for it: no error
    """Somebody asked the running job to stop."""


class JobRefused(Exception):  # noqa: N818 - reads as the sentence the person gets
    """A job that cannot be asked for. The message is for a person."""

    for_person = True


@dataclass(frozen=True, slots=True)
class Queue:
    """Where jobs are asked for: their rows in the store, their numbers in the queue."""

    store: Store
    carry: Carry

    def ask(
        self,
        actor: Actor,
        kind: str,
        district: str,
        arguments: Mapping[str, Any],
        along: Along | None = None,
    ) -> str:
        """Queue a job and return its number. Raises `JobRefused` for an unknown kind.

        What goes `along` is written in the transaction of the job, or neither is.
        """
        if kind not in KINDS:
            raise JobRefused(f"There is no job {kind!r}; there are {', '.join(sorted(KINDS))}.")
        with self.store.transaction() as tx:
            made = rows.add_job(
                tx,
                kind,
                district_id=district,
                requested_by=actor.user_id,
                arguments=arguments,
                now=datetime.now(UTC),
            )
            number = made.id
            if along is not None:
                along(tx, number)
        self.carry(number, 0)
        return number

    def cancel(self, number: str) -> None:
        """Cancel a waiting job, or ask a running one to stop at its next step."""
        with self.store.transaction() as tx:
            rows.cancel_job(tx, number, datetime.now(UTC))

    def load_again(self, actor: Actor, district: str) -> str:
        """Queue the district's last load once more, from the same folder and mapping."""
        with self.store.reading() as tx:
            known = rows.recent_jobs(tx, district_id=district, kind="load", limit=1)
        if not known:
            raise JobRefused("Nothing was loaded yet: the first load starts on the command line.")
        arguments = {key: known[0].arguments[key] for key in ("mapping", "source")}
        return self.ask(actor, "load", district, arguments)

    def again(self, actor: Actor, number: str) -> str:
        """Ask for a finished job once more, as a job of its own; returns the new number."""
        with self.store.reading() as tx:
            found = rows.job(tx, number)
        if found is None or not found.is_final:
            raise JobRefused("Only a job that has ended can be started again.")
        return self.ask(actor, found.kind, found.district_id or "", found.arguments)


def here(
    settings: Settings,
    store: Store,
    kind: str,
    district: str,
    arguments: Mapping[str, Any],
    progress: Progress,
) -> Outcome:
    """Run a job in this process, as the command line does: it gets its row all the same."""
    now = datetime.now(UTC)
    with store.transaction() as tx:
        number = rows.add_job(
            tx, kind, district_id=district, requested_by=0, arguments=arguments, now=now
        ).id
    report = _reporter(store, number)

    def both(step: str, share: float) -> None:
        progress(step, share)
        report(step, share)

    with alive(settings.var, number):
        with store.transaction() as tx:
            rows.start_job(tx, number, now)
        try:
            outcome = KINDS[kind](settings, district, arguments, both)
        except BaseException as error:
            with store.transaction() as tx:
                text = str(error) or type(error).__name__
                rows.fail_job(tx, number, text, datetime.now(UTC), held=_held(error))
            raise
        _finished(store, number, outcome)
    return outcome


def bind(huey: Huey, settings: Settings, store: Store) -> Queue:
    """Make the queue's one task known to this process and return where to ask for jobs."""

    @huey.task(name="run_job")  # type: ignore[untyped-decorator]  # huey has no types
    def run_job(number: str) -> None:
        run(settings, store, number, carry)

    def carry(number: str, delay_seconds: int) -> None:
        if delay_seconds:
            run_job.schedule((number,), delay=delay_seconds)
        else:
            run_job(number)

    return Queue(store, carry)


def bind_when_asked(settings: Settings, store: Store) -> Queue:
    """The same for a web process: the queue is opened when the first job is asked for.

    What huey brings along costs twelve megabytes, and most web processes never ask.
    """

    @cache
    def bound() -> Queue:
        from jobs.queue import queue  # noqa: PLC0415

        return bind(queue(settings), settings, store)

    return Queue(store, lambda number, delay_seconds: bound().carry(number, delay_seconds))


def run(settings: Settings, store: Store, number: str, carry: Carry) -> None:
    """Run one job to its end and write down how it ended; nothing where another process runs it."""
    with alive(settings.var, number) as is_mine:
        if is_mine:
            _run(settings, store, number, carry)


def _run(settings: Settings, store: Store, number: str, carry: Carry) -> None:
    with store.transaction() as tx:
        begun = rows.start_job(tx, number, datetime.now(UTC))
    if begun is None:
        return
    log.info("job started", job=number, kind=begun.kind, attempt=begun.attempts)
    try:
        outcome = KINDS[begun.kind](
            settings, begun.district_id or "", begun.arguments, _reporter(store, number)
        )
    except Cancelled:
        with store.transaction() as tx:
            rows.stop_cancelled_job(tx, number, datetime.now(UTC))
    except Exception as error:  # noqa: BLE001 - whatever a job raises belongs into its row
        _failed(store, begun, error, carry)
    else:
        _finished(store, number, outcome)
        log.info("job done", job=number)


def resume(settings: Settings, store: Store, carry: Carry) -> int:
    """Queue what waits and fail what a process was running that is gone. Returns how many wait.

    What another worker or a command line is running goes on.
    """
    with store.transaction() as tx:
        for number in rows.running_jobs(tx):
            if not is_alive(settings.var, number):
                rows.fail_job(tx, number, _ABANDONED, datetime.now(UTC))
        waiting = rows.waiting_jobs(tx)
    for number in waiting:
        carry(number, 0)
    return len(waiting)


def _finished(store: Store, number: str, outcome: Outcome) -> None:
    with store.transaction() as tx:
        rows.report_progress(tx, number, 1.0, outcome.message)
        rows.finish_job(tx, number, outcome.result, datetime.now(UTC))


def _failed(store: Store, begun: rows.Job, error: Exception, carry: Carry) -> None:
    """A fault that a person must mend fails at once; another is tried again, and says so."""
    for_person = bool(getattr(error, "for_person", False))
    number, attempt = begun.id, begun.attempts
    log.warning("job failed", job=number, attempt=attempt, error=repr(error))
    if for_person or attempt >= ATTEMPTS:
        text = str(error) if for_person else f"Failed {attempt} times: {type(error).__name__}."
        with store.transaction() as tx:
            rows.fail_job(tx, number, text, datetime.now(UTC), held=_held(error))
        return
    minutes = RETRY_MINUTES[attempt - 1]
    with store.transaction() as tx:
        rows.requeue_job(tx, number, f"Attempt {attempt} failed; next try in {minutes} minutes.")
    carry(number, minutes * 60)


def _held(error: BaseException) -> str | None:
    """The delivery of a load that was read and checked, but may not be served without a decision.

    None for any other fault.
    """
    return str(getattr(error, "delivery", "")) if getattr(error, "is_held", False) else None


def _reporter(store: Store, number: str) -> Progress:
    """Progress for loaders: writes to the row at most twice a second, raises when cancelled."""
    last = 0.0

    def report(step: str, share: float) -> None:
        nonlocal last
        if time.monotonic() - last < REPORT_SECONDS and share < 1:
            return
        last = time.monotonic()
        with store.transaction() as tx:
            stop = rows.report_progress(tx, number, share, step)
        if stop:
            raise Cancelled

    return report
