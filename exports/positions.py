"""Positions as a file: the rows, columns and order of the screen, of whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from data.positions import POSITIONS, Positions, Question, in_parts
from data.read_model import ArgumentError
from data.store.staffing.seats import SORTS, Listing
from exports.flat import MEDIA_TYPES, Export, Format, header, written

_ORDER: Final = ("sort", "descending")


def positions_file(
    positions: Positions,
    form: str,
    arguments: Mapping[str, Any],
    *,
    day: date,
    user: str,
    at: datetime | None = None,
) -> Export:
    """The file; `day` is looked at where none is asked for. `ArgumentError` names what is odd."""
    chosen = Format(form)
    sort = str(arguments.get("sort") or "code")
    listing = str(arguments.get("listing") or Listing.ALL)
    if sort not in SORTS or listing not in tuple(Listing):
        raise ArgumentError(f"order by one of {', '.join(SORTS)}; list one of {', '.join(Listing)}")
    asked = Question(**{"day": day} | {
        name: value for name, value in arguments.items() if name not in _ORDER
    } | {"listing": Listing(listing)})  # fmt: skip
    rows = in_parts(positions, asked, sort, descending=bool(arguments.get("descending")))
    scope = positions.scope
    line = header(
        positions.warehouse, scope, POSITIONS, {**arguments, "day": asked.day}, user,
        at or datetime.now(UTC),
    )  # fmt: skip
    name = f"{scope.district}_positions_{asked.day.isoformat()}.{chosen}"
    return Export(name, MEDIA_TYPES[chosen], written(chosen, rows, line, POSITIONS))
