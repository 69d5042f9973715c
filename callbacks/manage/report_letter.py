"""A report as a mail: a sentence and its first rows or groups, with the rights of its reader."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from access.policy import NotPermitted
from callbacks.basis import Services, basis
from callbacks.grid_rows import Block
from callbacks.manage.report_files import MODULES, state_of
from callbacks.manage.report_rows import News, Row, new_rows
from data.read_model import ArgumentError
from data.store.report_mails import Every, ReportMail
from pages.components.grid import GridColumn
from pages.components.sentence import plain
from pages.format import count, counted, day
from pages.manage.row_groups import unnamed
from pages.manage.row_state import FilteredState
from pages.manage.rows import RowsPage
from pages.words import label, told
from planning.mail_content import MailContent, MailTable
from planning.reports import ReportError, Seen, one

MOST_ROWS: Final = 10
MOST_COLUMNS: Final = 6
_COLUMNS: Final = {
    "accounts": ("account", "description", "budget", "remaining"),
    "transactions": ("posted_date", "vendor_name", "description", "amount"),
    "purchase orders": ("po_no", "vendor_name", "description", "open"),
    "positions": ("code", "job", "location", "vacant"),
}


def report_content(
    services: Services, actor: Actor, mail: ReportMail, news: News | None = None
) -> MailContent | None:
    """What the mail says to the actor; none where the report is not there for them any more.

    With `news` it shows the rows that are new instead of the first ones.
    """
    try:
        found = one(actor, services.store, mail.report_id)
        state = state_of(found)
        view: RowsPage = MODULES[found.rows_of].view(services, actor, state)
        fresh = None if news is None else new_rows(services, actor, found, news)
        table = _table(services, actor, found, state, view) if fresh is None else None
    except (ReportError, NotPermitted):
        return None
    except ArgumentError as error:
        words = f"The report “{found.name}” cannot be read as it was kept: {error}."
        return MailContent((words,), None, (_dated(services, actor, state), _why(found, mail)))
    opening = f"“{found.name}” of {found.owner}: {told(plain(view.sentence))}"
    ending = (_dated(services, actor, state), _why(found, mail))
    if news is not None and fresh is not None:
        # Rows that have gone, or may not be seen any more, are not spoken of.
        number = news.count - (len(news.marks) - len(fresh))
        listed = _listed(fresh, _shown(found, view)) if fresh else None
        return MailContent((opening, _told_new(number)), listed, (*_beyond(number), *ending))
    more = view.row_count if view.grouped is None else _group_count(view)
    return MailContent((opening,), table, (*_beyond(more), *ending))


def figure_of(services: Services, actor: Actor, number: int) -> tuple[int, int | None] | None:
    """Rows and cents of a report as the actor sees it; none where it cannot be seen or read."""
    try:
        found = one(actor, services.store, number)
        rows, dollars = MODULES[found.rows_of].figure(services, actor, state_of(found))
    except (ReportError, NotPermitted, ArgumentError):
        return None
    return rows, None if dollars is None else int(Decimal(dollars).scaleb(2))


def _table(
    services: Services, actor: Actor, found: Seen, state: FilteredState, view: RowsPage
) -> MailTable | None:
    if not view.row_count:
        return None
    if view.grouped is not None:
        return _groups(view)
    first = Block(0, MOST_ROWS, _sort(found, view), view.descending)
    rows: list[Row] = MODULES[found.rows_of].rows(services, actor, state, first)
    return _listed(rows, _shown(found, view))


def _shown(found: Seen, view: RowsPage) -> list[GridColumn]:
    """The columns of the table: the chosen ones, or the few that tell most."""
    if view.chosen:
        return list(view.columns[:MOST_COLUMNS])
    return [_column(view.columns, field) for field in _COLUMNS[found.rows_of]]


def _listed(rows: Sequence[Row], shown: Sequence[GridColumn]) -> MailTable:
    return MailTable(
        [label(column.label) for column in shown],
        [[row[column.field] for column in shown] for row in rows],
        _first_number([column.is_number for column in shown]),
    )


def _first_number(are_numbers: Sequence[bool]) -> int:
    """The column from which on there are numbers alone."""
    place = len(are_numbers)
    while place and are_numbers[place - 1]:
        place -= 1
    return place


def _groups(view: RowsPage) -> MailTable | None:
    """The first groups with their number of rows and one figure: the chosen or the usual last."""
    if view.grouped is None:
        return None
    summed = {field for group in view.grouped.groups for field in group.cells}
    offered = view.grouped.columns or view.columns
    figures = [column for column in offered if column.is_number and column.field in summed]
    stays = [column for column in figures if column.stays]
    if not figures:
        return None
    last = stays[0] if stays and not view.chosen else figures[-1]
    named = (view.grouped.field, view.grouped.noun.capitalize(), last.label)
    head = tuple(label(text) for text in named)
    nameless = unnamed(view.grouped.field)
    rows = [
        (group.title or nameless, count(group.row_count), group.cells.get(last.field, ""))
        for group in view.grouped.groups[:MOST_ROWS]
    ]
    return MailTable(head, rows, 1)


def _group_count(view: RowsPage) -> int:
    shown = view.grouped
    return 0 if shown is None else len(shown.groups) + shown.hidden


def _told_new(number: int) -> str:
    """How many rows are new since the last mail or, without one, since the watch began."""
    if not number:
        return "No row in it is new: amounts have changed."
    return f"New in it: {counted(number, 'row')}."


def _beyond(number: int) -> list[str]:
    more = number - MOST_ROWS
    return [f"{counted(more, 'more', 'more')} in the report."] if more > 0 else []


def _sort(found: Seen, view: RowsPage) -> str:
    sorts: dict[str, Any] = MODULES[found.rows_of].SORTS
    return str(sorts[view.sort])


def _column(columns: Sequence[GridColumn], field: str) -> GridColumn:
    return next(column for column in columns if column.field == field)


def _dated(services: Services, actor: Actor, state: FilteredState) -> str:
    ground = basis(services, actor, state)
    snapshot = services.warehouse.snapshot(actor.district).id
    return f"Data as of {day(ground.as_of)}, {ground.loaded_words}, snapshot {snapshot}."


def _why(found: Seen, mail: ReportMail) -> str:
    """Why the mail comes: the last paragraph, before the link that stops it."""
    if mail.every == Every.CHANGE:
        cause = "because this report has changed"
    else:
        cause = f"every {mail.every}"
    by = "" if not mail.is_shared else f", arranged by {found.owner}"
    return f"You get this mail {cause}{by}. It holds what you may see, as you may see it now."
