"""The download of positions: what the address asks for, over what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from access.actor import Actor
from callbacks.basis import Services
from callbacks.manage.staffing_ground import staffing_ground
from data.positions import POSITIONS
from exports import positions
from exports.flat import Export
from pages.state import PageState


def positions_file(
    services: Services, actor: Actor, form: str, given: Mapping[str, Sequence[str]]
) -> Export:
    """The file; raises `ArgumentError` for what cannot be read."""
    arguments = POSITIONS.arguments_from(given)
    year, place = arguments.get("fiscal_year"), arguments.pop("location", None)
    ground = staffing_ground(services, actor, PageState(year, place), arguments.get("day"))
    return positions.positions_file(
        ground.positions,
        form,
        {"fiscal_year": ground.basis.year.year} | arguments,
        day=ground.day,
        user=actor.label,
        at=services.clock(),
    )
