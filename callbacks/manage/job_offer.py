"""A table too long to be written while it is sent: what the page of jobs offers instead."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import parse_qs, urlencode

from access.actor import Actor
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.table_files import KEPT, CannotMakeFile, ask, must_fit
from callbacks.table_orders import TableOrder, asked, length
from data.read_models import ArgumentError
from data.statements import StatementError
from data.warehouse import NoSnapshotError, QueryError
from pages.manage.jobs import Offer

_PATH = "/jobs"
_UNFIT = (ArgumentError, StatementError, QueryError, NoSnapshotError, TypeError)


def offer_address(order: TableOrder) -> str:
    """The address of the page of jobs that offers to make this file."""
    return f"{_PATH}?{urlencode({name: text for name, text in asdict(order).items() if text})}"


def order_of(search: str | None) -> TableOrder | None:
    """The order that an address holds; none where it holds none."""
    given = parse_qs((search or "").removeprefix("?"))
    texts = {name: given.get(name, [""])[0] for name in ("table", "form", "query", "report")}
    return TableOrder(**texts) if texts["table"] and texts["form"] else None


def offer(services: Services, actor: Actor, search: str | None) -> Offer | None:
    """What may be asked for; a refusal is said in its place."""
    order = order_of(search)
    if order is None:
        return None
    try:
        found = asked(actor, order)
        rows = length(services, found) or 0
        must_fit(order, rows)
    except (NotPermitted, CannotMakeFile) as error:
        return Offer("This file cannot be made.", str(error), is_open=False)
    except _UNFIT:
        return Offer("This file cannot be made.", "Its address is not complete: go back to the "
                     "page and choose the download again.", is_open=False)  # fmt: skip
    return Offer(
        f"{found.model.title}: {rows:,} rows as {order.form.upper()}",
        "So long a file is made beside your work. It shows up below, a mail tells you when it is "
        f"ready, and it waits for you for {KEPT.days} days.",
    )


def accept(services: Services, actor: Actor, search: str | None) -> str:
    """Ask for the file; a word about why not, empty when it is being made."""
    order = order_of(search)
    if order is None:
        return "The address of this file is not complete."
    try:
        ask(services, actor, order)
    except (NotPermitted, CannotMakeFile) as error:
        return str(error)
    except _UNFIT:
        return "The address of this file is not complete."
    return ""
