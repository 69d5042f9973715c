"""Positions as a file: the rows, columns and order of the screen, of whoever asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

import pyarrow as pa

from data.position_groups import POSITION_GROUPS, table_of
from data.positions import POSITIONS, Positions, Question, in_parts
from data.read_model import ArgumentError, ReadModel
from data.store.staffing.seat_terms import Listing
from data.store.staffing.seats import SORTS
from exports.flat import MEDIA_TYPES, Export, Format, Way, begun, header, written

_NOT_WHICH: Final = ("sort", "descending", "group")


def positions_file(
    positions: Positions, form: str, arguments: Mapping[str, Any], way: Way, *, day: date
) -> Export:
    """The file; `day` is looked at where none is asked for. `ArgumentError` names what is odd."""
    asked, sort = question_of(arguments, day), str(arguments.get("sort") or "code")
    if sort not in SORTS:
        raise ArgumentError(f"sort: order by one of {', '.join(SORTS)}")
    rows = in_parts(positions, asked, sort, descending=bool(arguments.get("descending")))
    return _file(positions, form, arguments, way, POSITIONS, (asked.day, rows))


def position_groups_file(
    positions: Positions, form: str, arguments: Mapping[str, Any], way: Way, *, day: date
) -> Export:
    """Sums of the same positions by a field, as a file."""
    asked = question_of(arguments, day)
    groups = table_of(positions, asked, str(arguments.get("group") or ""))
    return _file(positions, form, arguments, way, POSITION_GROUPS, (asked.day, iter([groups])))


def question_of(arguments: Mapping[str, Any], day: date) -> Question:
    """What the arguments of a file ask for; `ArgumentError` names a list that is not there."""
    listing = str(arguments.get("listing") or Listing.ALL)
    if listing not in tuple(Listing):
        raise ArgumentError(f"listing: list one of {', '.join(Listing)}")
    given = {name: value for name, value in arguments.items() if name not in _NOT_WHICH}
    return Question(**{"day": day} | given | {"listing": Listing(listing)})


def _file(
    positions: Positions, form: str, arguments: Mapping[str, Any], way: Way, model: ReadModel,
    dated: tuple[date, Iterator[pa.Table]],
) -> Export:  # fmt: skip
    """Rows of a day as a file."""
    (day, rows), chosen, scope = dated, Format(form), positions.scope
    own = {column.name for column in model.columns}
    if unknown := [column for column in way.columns if column not in own]:
        raise ArgumentError(f"{model.name} has no column {', '.join(unknown)}")
    at = way.at or datetime.now(UTC)
    line = header(positions.warehouse, scope, model, {**arguments, "day": day}, way.user, at)
    chunks = written(
        chosen, begun(rows, way.told), line, model,
        columns=way.columns, header_line=way.header_line,
    )  # fmt: skip
    name = f"{scope.district}_{model.name}_{day.isoformat()}.{chosen}"
    return Export(name, MEDIA_TYPES[chosen], chunks)
