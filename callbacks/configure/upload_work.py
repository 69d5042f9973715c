"""Leaves the steps of a large upload to a job and shows how far that is."""

from __future__ import annotations

from typing import Any

from callbacks.basis import Services
from callbacks.configure.upload_view import kind_of
from data.store.jobs import UPLOAD, Job, JobStatus
from data.store.uploads import Upload
from loaders.uploads.catalogue import CATALOGUE
from loaders.uploads.desk import LARGE, Desk
from loaders.uploads.states import State
from pages.configure.upload_work import WorkView, stopped, working

_BEGUN = {State.REVIEWED: "review", State.CONFIRMED: "confirm", State.UNDONE: "undo"}


def is_left(services: Services, desk: Desk, upload_id: str, step: str, **said: bool) -> bool:
    """Leave a step to a job where the file is large; says whether it was left.

    `said` is what the person has said of it: `ignoring` rows in error, `agreeing` to a question.
    """
    kept = desk.kept(upload_id)
    if services.jobs is None or kept.row_count <= LARGE:
        return False
    if at_work(desk.work(upload_id)) is None:
        person = desk.actor.user_id
        arguments = {"upload": upload_id, "steps": [step], "person": person, **said}
        desk.hand_over(upload_id, services.jobs.ask(desk.actor, UPLOAD, desk.district, arguments))
    return True


def at_work(job: Job | None) -> Job | None:
    """The job, while it waits or runs."""
    return job if job is not None and not job.is_final else None


def work_page(kept: Upload, job: Job) -> list[Any]:
    """The page while a job works on the upload."""
    return working(
        WorkView(
            kind=kind_of(CATALOGUE[kept.entity]),
            file=kept.file_name,
            rows=kept.row_count,
            step=str(job.arguments["steps"][0]),
            message=job.message,
            progress=job.progress,
            is_waiting=job.status == JobStatus.QUEUED and not job.message,
            is_stopping=job.cancel_requested,
        )
    )


def notice(kept: Upload, job: Job | None) -> list[Any]:
    """How the last job ended, where its step was not taken."""
    if job is None or job.status not in {JobStatus.FAILED, JobStatus.CANCELLED}:
        return []
    if _BEGUN.get(State(kept.state)) == job.arguments["steps"][0]:
        return []
    return [stopped(job.message, by_choice=job.status == JobStatus.CANCELLED)]


def cancel(services: Services, desk: Desk, upload_id: str) -> None:
    """Ask the job of an upload to stop; only who may take its steps may."""
    job = at_work(desk.work(upload_id))
    if services.jobs is not None and job is not None:
        services.jobs.cancel(job.id)
