"""Commands about long work: what a person may see, stop, start again and release.

Everybody sees the own jobs; administrators see those of the whole district. Only administrators
release a load that its checks have held; the release has its entry in the audit log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import may, require
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.jobs import Job, JobStatus, file_of, job, mark_released, recent_jobs
from data.store.tables import utc_now
from data.store.users import User

Clock = Callable[[], datetime]
SHOWN: Final = 50
_NOT_HELD: Final = "Only a load that is held can be released."
_LOADS: Final = frozenset({"load", "rollback", "feed"})


class JobError(StoreError):
    """Something that cannot be done with a job. The message says why."""


class Desk(Protocol):
    """Where jobs are asked for and stopped."""

    def ask(
        self,
        actor: Actor,
        kind: str,
        district: str,
        arguments: Mapping[str, Any],
        along: Callable[[Session, str], None] | None = None,
    ) -> str:
        """Queue a job, with what is written in the same transaction; returns its number."""

    def again(self, actor: Actor, number: str) -> str:
        """Queue a job that has ended once more; returns the new number."""

    def cancel(self, number: str) -> None:
        """Cancel a waiting job, or ask a running one to stop."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A job as one person sees it, with what that person may do with it now.

    `file` is the name of the long table that it has made for this person, if it has.
    """

    id: str
    kind: str
    status: str
    progress: float
    message: str
    who: str
    created: datetime
    finished: datetime | None
    may_cancel: bool
    may_retry: bool
    may_release: bool
    is_held: bool
    file: str = ""
    file_bytes: int = 0


def visible(actor: Actor, store: Store) -> list[Seen]:
    """The newest jobs that the actor may see, the newest first."""
    require(actor, Permission.JOB_READ)
    whose = None if _sees_all(actor) else actor.user_id
    with store.reading() as tx:
        found = recent_jobs(tx, district_id=actor.district, requested_by=whose, limit=SHOWN)
        names = {one.requested_by: tx.get(User, one.requested_by) for one in found}
        return [_seen(actor, one, names[one.requested_by]) for one in found]


def cancel(actor: Actor, store: Store, desk: Desk, number: str) -> bool:
    """Cancel a waiting job, or ask a running one to stop; returns whether it is over already."""
    found = _found(actor, store, number)
    if not _may_cancel(actor, found):
        raise JobError("This job has ended, or is not yours to stop.")
    desk.cancel(found.id)
    return _found(actor, store, number).is_final


def retry(actor: Actor, store: Store, desk: Desk, number: str) -> str:
    """Start a job that failed or was cancelled once more; returns the new number."""
    found = _found(actor, store, number)
    if not _may_retry(actor, found):
        raise JobError("Only a job of your own that failed or was cancelled is started again.")
    return desk.again(actor, found.id)


def release(actor: Actor, store: Store, desk: Desk, number: str, *, clock: Clock = utc_now) -> str:
    """Publish a load that its checks have held; returns the number of the load that does it.

    It takes the files that were held and no others that may lie there by now.
    """
    require(actor, Permission.DISTRICT_ADMINISTER)
    found = _found(actor, store, number)
    if found.kind != "load":
        raise JobError(_NOT_HELD)
    before = {"job": found.id, "message": found.message}

    def along(tx: Session, made: str) -> None:
        # Decided here and not before: two administrators may press at the same moment.
        if not mark_released(tx, found.id, made):
            raise JobError(_NOT_HELD)
        entry = Change("load.release", "load", made, before, {"job": made}, actor.district)
        append(tx, (actor.user_id, actor.email or actor.label), entry, clock())

    held = str((found.result or {}).get("delivery", ""))
    forced = {**found.arguments, "force": True, "only": held}
    return desk.ask(actor, "load", actor.district, forced, along)


def _found(actor: Actor, store: Store, number: str) -> Job:
    require(actor, Permission.JOB_READ)
    with store.reading() as tx:
        found = job(tx, number)
    is_here = found is not None and found.district_id == actor.district
    if found is None or not is_here or not (_sees_all(actor) or _is_own(actor, found)):
        raise JobError("There is no such job.")
    return found


def _seen(actor: Actor, found: Job, who: User | None) -> Seen:
    return Seen(
        id=found.id, kind=found.kind, status=found.status, progress=found.progress,
        message=found.message, who=who.name if who else "Schedule or command line",
        created=found.created_utc, finished=found.finished_utc,
        may_cancel=_may_cancel(actor, found), may_retry=_may_retry(actor, found),
        may_release=found.kind == "load" and found.is_held
        and may(actor, Permission.DISTRICT_ADMINISTER),
        is_held=found.is_held,
        file=file_of(found) if _is_own(actor, found) else "",
        file_bytes=int((found.result or {}).get("bytes", 0)),
    )  # fmt: skip


def _sees_all(actor: Actor) -> bool:
    return may(actor, Permission.DISTRICT_ADMINISTER)


def _is_own(actor: Actor, found: Job) -> bool:
    return found.requested_by == actor.user_id


def _may_cancel(actor: Actor, found: Job) -> bool:
    mine = _is_own(actor, found) or _sees_all(actor)
    return mine and not found.is_final and not found.cancel_requested


def _may_retry(actor: Actor, found: Job) -> bool:
    """What a person made for themselves only they make again: it holds what they may see.

    A load past its checks is an administrator's decision each time: files may be others by now.
    """
    if found.status not in {JobStatus.FAILED, JobStatus.CANCELLED}:
        return False
    if found.kind in _LOADS:
        return may(actor, Permission.JOB_RUN) and (
            not found.arguments.get("force") or _sees_all(actor)
        )
    return _is_own(actor, found)
