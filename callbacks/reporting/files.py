"""Documents that a person has asked for: how far they are, and the file once it is there."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from callbacks.basis import Services
from callbacks.reporting.orders import MEDIA_TYPES, CannotMake, Order, files
from data.store.jobs import PRESENTATION, Job, JobStatus, job, recent_jobs

SHOWN: Final = 5
AT_ONCE: Final = 3


@dataclass(frozen=True, slots=True)
class Ready:
    """A made document: where it lies, what it is called and what it is."""

    path: Path
    file_name: str
    media_type: str


def ask(services: Services, actor: Actor, order: Order) -> str:
    """Ask for a document; returns the number of its job. Raises `CannotMake`."""
    require(actor, Permission.PRESENTATION_MAKE)
    if not order.slides:
        raise CannotMake("The presentation has no slides yet: add a card first.")
    if services.jobs is None:
        raise CannotMake("This server takes no jobs.")
    waiting = sum(not one.is_final for one in asked(services, actor))
    if waiting >= AT_ONCE:
        raise CannotMake(f"{waiting} of your documents are being made: wait for one of them.")
    arguments = {**asdict(order), "person": actor.user_id}
    return services.jobs.ask(actor, PRESENTATION, actor.district, arguments)


def asked(services: Services, actor: Actor) -> list[Job]:
    """The documents that the actor asked for last in this district, the newest first."""
    with services.store.reading() as tx:
        return recent_jobs(
            tx,
            district_id=actor.district,
            kind=PRESENTATION,
            requested_by=actor.user_id,
            limit=SHOWN,
        )


def ready(services: Services, actor: Actor, number: str) -> Ready | None:
    """The actor's own document; none for anybody else's, and none that is not there.

    A document holds what the person could see when it was made: whoever sees other rows by now
    makes it again.
    """
    require(actor, Permission.PRESENTATION_MAKE)
    with services.store.reading() as tx:
        found = job(tx, number)
    if found is None or not is_own(found, actor) or found.status != JobStatus.DONE:
        return None
    facts = found.result or {}
    name = str(facts.get("file", ""))
    path = files(services.settings).find(name)
    is_same = facts.get("scope") == actor.scope.digest()
    if not is_same or path is None:
        return None
    form = name.rpartition(".")[2]
    return Ready(path, f"{_slug(str(facts.get('title', '')))}.{form}", MEDIA_TYPES[form])


def is_own(found: Job, actor: Actor) -> bool:
    """Whether a job is a document that the actor asked for, in the active district."""
    person = found.arguments.get("person")
    whose = (found.kind, found.district_id, found.requested_by, person)
    return whose == (PRESENTATION, actor.district, actor.user_id, actor.user_id)


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "presentation"
