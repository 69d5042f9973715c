"""Rows of a table as a file: whose they are, how many, and the file begun.

A short table is written while it is sent. A long one is an order: the worker makes the file, and
its owner fetches it (`callbacks.table_files`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

from access.actor import Actor
from access.permissions import Permission
from access.policy import scope_for
from access.scope import Scope
from callbacks.basis import Services
from callbacks.manage.positions_file import (
    group_count,
    position_count,
    position_groups_file,
    positions_file,
)
from callbacks.manage.row_columns import names
from data.position_groups import POSITION_GROUPS
from data.positions import POSITIONS
from data.read_models import READ_MODELS, ArgumentError, ReadModel
from exports.flat import Export, Format, Way, export

MOST_AT_ONCE: Final[Mapping[str, int]] = {
    Format.CSV: 250_000,
    Format.JSON: 250_000,
    Format.XLSX: 50_000,
}
"""The rows that a web process writes itself, some five seconds of work; more are a job."""

MOST_IN_A_SHEET: Final = 1_048_574
"""What a sheet holds below its first line and its headings."""


@dataclass(frozen=True, slots=True)
class TableOrder:
    """Which rows in which form: `query` holds the arguments as an address does.

    It may name a `budget`, and the `columns` of the file in their order.

    The number of a kept `report` makes its name, and puts the first line into CSV too.
    """

    table: str
    form: str
    query: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table over records of the store: how many rows there are, and the file begun."""

    model: ReadModel
    count: Callable[[Services, Actor, Mapping[str, Any]], int]
    begun: Callable[[Services, Actor, str, Mapping[str, Any], Way], Export]


RECORD_TABLES: Final[Mapping[str, RecordTable]] = {
    "positions": RecordTable(POSITIONS, position_count, positions_file),
    "position-groups": RecordTable(POSITION_GROUPS, group_count, position_groups_file),
}
"""Tables that the warehouse alone cannot answer, by name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that was read: the table, the rows of the reader, the arguments by type."""

    model: ReadModel
    actor: Actor
    scope: Scope
    arguments: Mapping[str, Any]
    columns: Sequence[str] = ()


def asked(actor: Actor, order: TableOrder) -> Asked:
    """Read an order with the rights of the actor; raises `ArgumentError` and `NotPermitted`."""
    model, texts = model_of(order.table), _texts(order.query)
    if model is None or order.form not in tuple(Format):
        raise ArgumentError("there is no such table, or not in this form")
    scope = scope_for(actor, Permission(model.permission))
    # A budget narrows accounts; positions have a place of their own.
    for budget in [] if order.table in RECORD_TABLES else texts.pop("budget", [])[:1]:
        scope = scope.in_budget(budget)
    columns = names(",".join(texts.pop("columns", [])))
    return Asked(model, actor, scope, model.arguments_from(texts), columns)


def model_of(table: str) -> ReadModel | None:
    """What a table says of itself; none where there is no such table."""
    record = RECORD_TABLES.get(table)
    return record.model if record else READ_MODELS.get(table)


def length(services: Services, found: Asked) -> int | None:
    """How many rows it comes to; `None` for a table that is never long."""
    if record := RECORD_TABLES.get(found.model.name):
        return record.count(services, found.actor, found.arguments)
    if found.model.count is None:
        return None
    given = {name: value for name, value in found.arguments.items() if name not in _ORDER}
    rows = found.model.count(services.warehouse, found.scope, **given)
    rows = max(0, rows - (found.arguments.get("offset") or 0))
    most = found.arguments.get("limit")
    return rows if most is None else min(rows, most)


def is_long(services: Services, actor: Actor, order: TableOrder) -> bool:
    """Whether a file is too long to be written while it is sent."""
    rows = length(services, asked(actor, order))
    return rows is not None and rows > MOST_AT_ONCE[order.form]


def begun(
    services: Services,
    actor: Actor,
    order: TableOrder,
    told: Callable[[int], None] | None = None,
) -> Export:
    """The file, begun; `told` hears how many rows have been read so far."""
    found = asked(actor, order)
    way = Way(actor.label, services.clock(), found.columns, bool(order.report), told)
    if record := RECORD_TABLES.get(order.table):
        made = record.begun(services, actor, order.form, found.arguments, way)
    else:
        made = export(
            services.warehouse, found.scope, order.table, order.form, found.arguments,
            user=way.user, at=way.at, columns=way.columns, header_line=way.header_line, told=told,
        )  # fmt: skip
    if not order.report:
        return made
    return Export(f"report-{order.report}_{made.file_name}", made.media_type, made.chunks)


def _texts(query: str) -> dict[str, Sequence[str]]:
    return dict(parse_qs(query, keep_blank_values=True))


_ORDER: Final = frozenset({"sort", "descending", "offset", "limit"})
