"""Long work: what was asked for, by whom, how far it is and how it ended."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.store import StoreError
from data.store.tables import Moment, StoreTable

PRESENTATION: Final = "presentation"
"""The kind of job that a person asks for and nobody else sees."""

UPLOAD: Final = "upload"
"""The kind of job that works on a large upload; `upload` among its arguments is the number."""


TABLE_FILE: Final = "table file"
"""The kind of job that writes a long table for a person; `file` in its result is the name."""


class JobStatus(StrEnum):
    """Where a job is. The last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(StoreTable):
    """One piece of long work. `progress` is a share from 0 to 1."""

    __tablename__ = "job"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    district_id: Mapped[str | None] = mapped_column(String(60), index=True)
    status: Mapped[str] = mapped_column(String(10), index=True)
    progress: Mapped[float]
    message: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int]
    requested_by: Mapped[int]
    created_utc: Mapped[Moment] = mapped_column(index=True)
    started_utc: Mapped[Moment | None]
    finished_utc: Mapped[Moment | None]
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    cancel_requested: Mapped[bool]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    @property
    def is_held(self) -> bool:
        """Whether this is a load that was held and has not been released since."""
        facts = self.result or {}
        return self.status == JobStatus.FAILED and bool(facts.get("held"))

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED}


def add_job(
    tx: Session,
    kind: str,
    *,
    district_id: str | None,
    requested_by: int,
    arguments: Mapping[str, Any],
    now: datetime,
) -> Job:
    """Queue a job. `requested_by` is the user's number, 0 for the system."""
    made = Job(
        id=secrets.token_hex(16),
        kind=kind,
        district_id=district_id,
        status=JobStatus.QUEUED,
        progress=0.0,
        message="",
        attempts=0,
        requested_by=requested_by,
        created_utc=now,
        arguments=dict(arguments),
        cancel_requested=False,
    )
    tx.add(made)
    tx.flush()
    return made


def job(tx: Session, job_id: str) -> Job | None:
    """One job by its number."""
    return tx.get(Job, job_id)


def recent_jobs(
    tx: Session,
    *,
    district_id: str | None = None,
    kind: str | None = None,
    but: str | None = None,
    requested_by: int | None = None,
    limit: int = 50,
) -> list[Job]:
    """The newest jobs first, of one district, kind and person when given; `but` leaves out one."""
    wanted = select(Job).order_by(Job.created_utc.desc(), Job.id).limit(limit)
    if district_id is not None:
        wanted = wanted.where(Job.district_id == district_id)
    if kind is not None:
        wanted = wanted.where(Job.kind == kind)
    if but is not None:
        wanted = wanted.where(Job.kind != but)
    if requested_by is not None:
        wanted = wanted.where(Job.requested_by == requested_by)
    return list(tx.scalars(wanted))


def waiting_jobs(tx: Session) -> list[str]:
    """The numbers of all that waits, in the order in which it was asked for."""
    wanted = select(Job.id).where(Job.status == JobStatus.QUEUED)
    return list(tx.scalars(wanted.order_by(Job.created_utc, Job.id.desc())))


def file_of(found: Job) -> str:
    """The name of the file that a job has made; empty where there is none."""
    is_made = found.kind == TABLE_FILE and found.status == JobStatus.DONE
    return str((found.result or {}).get("file", "")) if is_made else ""


def start_job(tx: Session, job_id: str, now: datetime) -> Job | None:
    """Begin a queued job; `None` when it is not waiting any more (cancelled, or begun)."""
    found = _for_update(tx, job_id)
    if found.status != JobStatus.QUEUED:
        return None
    found.status = JobStatus.RUNNING
    found.attempts += 1
    found.started_utc = now
    return found


def report_progress(tx: Session, job_id: str, progress: float, message: str) -> bool:
    """Note how far a running job is; returns whether it has been asked to stop."""
    found = _for_update(tx, job_id)
    if found.status == JobStatus.RUNNING:
        found.progress = min(1.0, max(0.0, progress))
        found.message = message
    return found.cancel_requested


def finish_job(tx: Session, job_id: str, result: Mapping[str, Any], now: datetime) -> None:
    """End a running job well."""
    found = _end(tx, job_id, JobStatus.DONE, now)
    found.progress = 1.0
    found.result = dict(result)


def fail_job(
    tx: Session, job_id: str, message: str, now: datetime, *, held: str | None = None
) -> None:
    """End a running job with the reason, written for a person.

    A load that is held was read and checked, and waits for an administrator to release it; `held`
    names its delivery.
    """
    found = _end(tx, job_id, JobStatus.FAILED, now)
    found.message = message
    if held is not None:
        found.result = {"held": True, "delivery": held}


def requeue_job(tx: Session, job_id: str, message: str) -> None:
    """Put a running job back into the queue, to be tried again."""
    found = _for_update(tx, job_id)
    _must_be(found, JobStatus.RUNNING)
    found.status = JobStatus.QUEUED
    found.message = message


def cancel_job(tx: Session, job_id: str, now: datetime) -> Job:
    """Cancel a waiting job at once; ask a running one to stop. A final job stays as it is."""
    found = _for_update(tx, job_id)
    if found.status == JobStatus.QUEUED:
        found.status = JobStatus.CANCELLED
        found.finished_utc = now
    found.cancel_requested = found.cancel_requested or not found.is_final
    return found


def mark_released(tx: Session, job_id: str, by: str) -> bool:
    """Note that a held load was released by another job; false where it is not held any more."""
    found = _for_update(tx, job_id)
    if not found.is_held:
        return False
    found.result = {"held": False, "released_by": by}
    return True


def stop_cancelled_job(tx: Session, job_id: str, now: datetime) -> None:
    """End a running job that stopped because it was asked to."""
    _end(tx, job_id, JobStatus.CANCELLED, now)


def running_jobs(tx: Session) -> list[str]:
    """The numbers of all that runs, or did when its process ended without a word."""
    return list(tx.scalars(select(Job.id).where(Job.status == JobStatus.RUNNING)))


def _end(tx: Session, job_id: str, status: JobStatus, now: datetime) -> Job:
    found = _for_update(tx, job_id)
    _must_be(found, JobStatus.RUNNING)
    found.status = status
    found.finished_utc = now
    return found


def _for_update(tx: Session, job_id: str) -> Job:
    found = tx.get(Job, job_id, with_for_update=True)
    if found is None:
        raise StoreError(f"There is no job {job_id!r}.")
    return found


def _must_be(found: Job, status: JobStatus) -> None:
    if found.status != status:
        raise StoreError(f"Job {found.id} is {found.status}, expected {status}.")
