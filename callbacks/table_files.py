"""Long tables that a person has asked for as files: asked, made by the worker, fetched.

The file holds what its owner may see when it is made. It is handed to nobody else, and not to the
owner either once the rights have changed or the time is over.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, require
from callbacks.basis import Services
from callbacks.kept_files import KeptFiles
from callbacks.reporting.files import Ready
from callbacks.spoken_words import for_reader
from callbacks.table_orders import MOST_IN_A_SHEET, Asked, TableOrder, asked, begun, length
from config import Settings
from data.read_models import ArgumentError
from data.store import Store, open_store
from data.store.account_attributes import AccountAttributes
from data.store.jobs import TABLE_FILE, Job, file_of, recent_jobs
from data.store.outbox import Link, Message, post
from data.store.tables import utc_now
from data.warehouse import Warehouse
from exports.flat import MEDIA_TYPES, Format
from pages import words
from planning.sign_in import actor_of

FETCH: Final = "/table-file"
KEPT: Final = timedelta(days=3)
AT_ONCE: Final = 3
LEAST_FREE_BYTES: Final = 1024**3
# More than anybody asks for while a file is kept.
_LOOKED_AT: Final = 1_000
_ORDER: Final = ("table", "form", "query", "report")
Told = Callable[[str, float], None]


class CannotMakeFile(Exception):  # noqa: N818 - reads as the sentence the person gets
    """A file that cannot be made. The message is for a person."""

    for_person = True


def ask(services: Services, actor: Actor, order: TableOrder) -> str:
    """Ask for a file; returns the number of its job.

    Raises `CannotMakeFile`, and as `asked` does.
    """
    require(actor, Permission.JOB_READ)
    must_fit(order, length(services, asked(actor, order)) or 0)
    if services.jobs is None:
        raise CannotMakeFile("This server takes no jobs.")
    arguments = {**asdict(order), "person": actor.user_id}
    with services.store.reading() as tx:
        waiting = [one for one in _own(tx, actor) if not one.is_final]
    # Whoever presses twice gets one file.
    if same := [one for one in waiting if one.arguments == arguments]:
        return same[0].id
    if len(waiting) >= AT_ONCE:
        raise CannotMakeFile(f"{len(waiting)} of your files are being made: wait for one of them.")
    return services.jobs.ask(actor, TABLE_FILE, actor.district, arguments)


def make(settings: Settings, code: str, arguments: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Make the file that a job asks for, and tell its owner by mail; returns the facts of it.

    `person` is the number of whoever asked. Raises `CannotMakeFile`.
    """
    order = TableOrder(**{name: str(arguments[name]) for name in _ORDER})
    with closing(open_store(settings)) as store:
        actor = actor_of(store, int(arguments["person"]), code)
        if actor is None:
            raise CannotMakeFile("You do not belong to this district any more.")
        with closing(Warehouse(settings, AccountAttributes(store))) as warehouse:
            services = Services(settings, warehouse, store, utc_now)
            with for_reader(services, actor):
                facts = _made(services, actor, order, told)
                _tell(store, actor, facts)
    return facts


def ready(services: Services, actor: Actor, name: str) -> Ready | None:
    """The actor's own file of this name; none of anybody else's, and none that is not there.

    Whoever sees other rows by now, or lacks the right, makes it again.
    """
    with services.store.reading() as tx:
        found = next((one for one in _own(tx, actor) if file_of(one) == name), None)
    if found is None or found.arguments.get("person") != actor.user_id:
        return None
    facts = found.result or {}
    order = TableOrder(**{name: str(found.arguments.get(name, "")) for name in _ORDER})
    try:
        is_same = asked(actor, order).scope.digest() == facts.get("scope")
    except (NotPermitted, ArgumentError):
        return None
    path = files(services.settings).find(name)
    if not is_same or path is None:
        return None
    return Ready(path, str(facts["file_name"]), MEDIA_TYPES[Format(order.form)])


def must_fit(order: TableOrder, rows: int) -> None:
    """Refuse a workbook of more rows than a sheet holds; raises `CannotMakeFile`."""
    if order.form == Format.XLSX and rows > MOST_IN_A_SHEET:
        raise CannotMakeFile(
            f"{rows:,} rows do not fit into one sheet, which holds a million: "
            "choose CSV, or narrow the filters."
        )


def files(settings: Settings) -> KeptFiles:
    """Where made tables wait for their owners."""
    return KeptFiles(settings.var / "exports" / "tables", KEPT)


def _made(services: Services, actor: Actor, order: TableOrder, told: Told) -> dict[str, Any]:
    found = _asked(actor, order)
    rows = length(services, found) or 0
    must_fit(order, rows)
    place = files(services.settings)
    place.sweep()
    if shutil.disk_usage(services.settings.var).free < LEAST_FREE_BYTES:
        raise CannotMakeFile("The disk of the server is nearly full: tell your administrator.")

    def count(read: int) -> None:
        told(f"{found.model.title}: {read:,} of {rows:,} rows", min(0.99, read / max(1, rows)))

    info = services.warehouse.snapshot(actor.district)
    begins = begun(services, actor, order, count)
    name = place.keep(order.form, begins.chunks)
    return {
        "file": name, "file_name": begins.file_name,
        "bytes": (place.folder / name).stat().st_size,
        "title": found.model.title, "form": order.form, "rows": rows, "snapshot": info.id,
        "scope": found.scope.digest(), "until": (services.clock() + KEPT).isoformat(),
    }  # fmt: skip


def _asked(actor: Actor, order: TableOrder) -> Asked:
    """The order with the rights of now; a fault of it is one for the person, never tried again."""
    try:
        return asked(actor, order)
    except ArgumentError as error:
        raise CannotMakeFile(str(error)) from error


def _own(tx: Session, actor: Actor) -> list[Job]:
    return recent_jobs(tx, district_id=actor.district, kind=TABLE_FILE,
                       requested_by=actor.user_id, limit=_LOOKED_AT)  # fmt: skip


def _tell(store: Store, actor: Actor, facts: Mapping[str, Any]) -> None:
    """Mail a link, never the file: whoever opens it signs in, and is asked for the rights.

    It leads to the page of jobs: after a sign-in a file would leave its reader at the door.
    """
    said = words.told(f"The file of {facts['title'].lower()} that you asked for is ready.")
    kept = (
        f"You can fetch it for {KEPT.days} days, as long as you may see the same rows. "
        "It stands on the page of jobs, for you alone."
    )
    with store.transaction() as tx:
        post(tx, Message(
            key=f"table-file:{facts['file']}",
            recipient=actor.email,
            subject=words.told(f"Your file is ready: {facts['title']}"),
            paragraphs=(said, kept),
            link=Link("Fetch the file", "/jobs"),
            district=actor.district,
        ))  # fmt: skip
