"""The rows of a report as a watch knows them again: by what stays the same from load to load."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from access.actor import Actor
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.grid_rows import Block
from callbacks.manage.report_files import MODULES, state_of
from data.read_model import ArgumentError
from planning.reports import ReportError, Seen, one
from planning.seen_rows import MOST_MARKED, mark

Row = dict[str, str]
SAME: Final = {
    "accounts": ("account",),
    "purchase orders": ("po_no", "release"),
    "positions": ("code",),
    # Lines have no number that outlives a load: a line is all that it says.
    "transactions": (
        "posted_date", "kind", "account", "description", "vendor_id", "vendor_name", "po_no",
        "invoice_no", "check_no", "journal_no", "source_code", "amount",
    ),
}  # fmt: skip
"""The cells that make a row the same row, by the kind of row."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a watched report: the marks of the first rows, and how many there are."""

    marks: Sequence[bytes]
    count: int


def marks_of(services: Services, actor: Actor, number: int, rows: int) -> list[bytes] | None:
    """The marks of all rows of a report as the actor sees it, in its order.

    `rows` is how many it has; none where these are too many, or it cannot be seen or read.
    """
    if rows > MOST_MARKED:
        return None
    try:
        found = one(actor, services.store, number)
        return [_mark(found, row) for row in _every(services, actor, found)]
    except (ReportError, NotPermitted, ArgumentError):
        return None


def new_rows(services: Services, actor: Actor, found: Seen, news: News) -> list[Row]:
    """The rows of these marks that the actor still sees, in the order of the report.

    Raises `NotPermitted` or `ArgumentError` like the report itself.
    """
    wanted, rows = Counter(news.marks), []
    for row in _every(services, actor, found) if wanted else ():
        name = _mark(found, row)
        if wanted[name] > 0:
            wanted[name] -= 1
            rows.append(row)
    return rows


def _mark(found: Seen, row: Row) -> bytes:
    return mark(row[field] for field in SAME[found.rows_of])


def _every(services: Services, actor: Actor, found: Seen) -> list[Row]:
    module, state = MODULES[found.rows_of], state_of(found)
    field, descending = module.order(actor, state)
    whole = Block(0, MOST_MARKED, module.SORTS[field], descending)
    rows: list[Row] = module.rows(services, actor, state, whole)
    return rows
