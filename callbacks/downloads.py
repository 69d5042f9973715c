"""Every download: tables of all kinds, kept reports, report cards, presentations, sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

from access.actor import Actor
from access.downloads import Asked, Download, Elsewhere, NoFile, Sent
from access.permissions import Permission
from access.policy import may, scope_for
from callbacks import table_files
from callbacks.basis import Services
from callbacks.manage.job_offer import offer_address
from callbacks.manage.report_files import report_order
from callbacks.reporting.files import Ready, ready
from callbacks.reporting.one_pager import sheet
from callbacks.reporting.views import NoSuchView
from callbacks.rows_files import ROWS_FILES, RowsFile
from callbacks.spoken_words import refusal
from callbacks.table_orders import RECORD_TABLES, TableOrder, begun, is_long, model_of
from data.read_models import READ_MODELS, ArgumentError
from data.statements import StatementError
from data.warehouse import NoSnapshotError, QueryError
from exports import report_card
from exports.flat import Export, Format
from exports.report import NoPdfEngine
from planning.reports import ReportError

# A question that makes no sense as it was asked.
_UNFIT: Final = (ArgumentError, StatementError, QueryError, TypeError)
_GONE: Final = "This {} is not there any more: make it again."


def all_downloads(services: Services) -> list[Download]:
    """Where each file is asked for, with which right, and how it is made."""
    return [
        Download("export", "/export/<name>.<form>", None, partial(_table, services)),
        *(
            Download("export", f"/export/{name}.<form>", Permission(record.model.permission),
                     partial(_table, services, name=name))
            for name, record in RECORD_TABLES.items()
        ),
        *(
            Download("export", f"/export/{name}.<form>", right, partial(_rows, services, made))
            for name, (right, made) in ROWS_FILES.items()
        ),
        Download("export", "/report/<number>.<form>", Permission.ACCOUNT_READ,
                 partial(_report, services)),
        Download("report card", "/report-card/<form>", Permission.EVALUATE_READ,
                 partial(_report_card, services)),
        Download("file", f"{table_files.FETCH}/<name>", Permission.JOB_READ,
                 partial(_made, partial(table_files.ready, services), "file")),
        Download("document", "/presentation/<number>", Permission.PRESENTATION_MAKE,
                 partial(_made, partial(ready, services), "document")),
        Download("one-pager", "/one-pager/<location_id>", Permission.EVALUATE_READ,
                 partial(_one_pager, services)),
    ]  # fmt: skip


def _table(services: Services, asked: Asked, name: str = "") -> Sent | Elsewhere:
    """Any read model as a file: over the rows, and with the right, of whoever asks."""
    table, form = name or asked.parts["name"], _form(asked)
    if model_of(table) is None:
        raise NoFile(404)
    order = TableOrder(table, form, asked.query)
    return _ordered(services, asked.actor, lambda: order, table=table, form=form)


def _report(services: Services, asked: Asked) -> Sent | Elsewhere:
    """A kept report as a file, over the rows of whoever asks."""
    number, form = asked.parts["number"], _form(asked)
    if not number.isdigit():
        raise NoFile(404)
    ordered = partial(report_order, services, asked.actor, int(number), form)
    return _ordered(services, asked.actor, ordered, report=number, form=form)


def _ordered(
    services: Services, actor: Actor, ordered: Callable[[], TableOrder], **facts: Any
) -> Sent | Elsewhere:
    """A table; whoever asks for a long one is led to where it is made beside work."""
    with _reasons():
        order = ordered()
        if may(actor, Permission.JOB_READ) and is_long(services, actor, order):
            return Elsewhere(offer_address(order))
        return _sent(begun(services, actor, order), **facts)


def _rows(services: Services, made: RowsFile, asked: Asked) -> Sent:
    """Rows that the store keeps, as the screen lists them, over what the reader may see."""
    form = _form(asked)
    with _reasons():
        return _sent(made(services, asked.actor, form, asked.given), form=form)


def _report_card(services: Services, asked: Asked) -> Sent:
    """The per-pupil report-card file, over the schools that the reader may compare."""
    form, scope = asked.parts["form"], scope_for(asked.actor, Permission.EVALUATE_READ)
    if form not in report_card.FORMS:
        raise NoFile(404)
    with _reasons():
        typed = READ_MODELS["per-pupil-report"].arguments_from(asked.given)
        return _sent(report_card.report_card(services.warehouse, scope, form, typed), form=form)


def _made(find: Callable[[Actor, str], Ready | None], words: str, asked: Asked) -> Sent:
    """A file that the person of the request has had made; `words` name it."""
    [wanted] = asked.parts.values()
    found = find(asked.actor, wanted)
    if found is None:
        raise NoFile(404, _GONE.format(words))
    return Sent(found.file_name, found.media_type, found.path, {"asked": wanted})


def _one_pager(services: Services, asked: Asked) -> Sent:
    """A school's profile on one sheet of paper, as the person of the request sees it."""
    school = asked.parts["location_id"]
    try:
        name, made = sheet(services, asked.actor, school, asked.query)
    except (NoSuchView, NoSnapshotError) as error:
        raise NoFile(404, "There is no such school in the data.") from error
    except NoPdfEngine as error:
        raise NoFile(503, str(error)) from error
    return Sent(name, "application/pdf", made, {"school": school})


def _form(asked: Asked) -> str:
    form = asked.parts["form"]
    if form not in tuple(Format):
        raise NoFile(404)
    return form


def _sent(made: Export, **facts: Any) -> Sent:
    return Sent(made.file_name, made.media_type, made.chunks, facts)


@contextmanager
def _reasons() -> Iterator[None]:
    """Why a table cannot be begun: it is not there, or was asked for in a way that has no sense."""
    try:
        yield
    except (NoSnapshotError, ReportError) as error:
        raise NoFile(404) from error
    except _UNFIT as error:
        raise NoFile(400, refusal(error)) from error
