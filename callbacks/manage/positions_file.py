"""Downloads of positions and their groups: what the address asks for, as far as the reader sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access.actor import Actor
from callbacks.basis import Services
from callbacks.manage.staffing_ground import StaffingGround, staffing_ground
from data.position_groups import position_groups
from data.read_model import ArgumentError
from exports import positions
from exports.flat import Export, Way
from exports.positions import question_of
from pages.state import PageState


def positions_file(
    services: Services, actor: Actor, form: str, arguments: Mapping[str, Any], way: Way
) -> Export:
    """The positions; raises `ArgumentError` for what cannot be read."""
    ground, given = _ground(services, actor, arguments)
    return positions.positions_file(ground.positions, form, given, way, day=ground.day)


def position_groups_file(
    services: Services, actor: Actor, form: str, arguments: Mapping[str, Any], way: Way
) -> Export:
    """Their sums by a field."""
    ground, given = _ground(services, actor, arguments)
    return positions.position_groups_file(ground.positions, form, given, way, day=ground.day)


def position_count(services: Services, actor: Actor, arguments: Mapping[str, Any]) -> int:
    """How many positions a file comes to."""
    ground, given = _ground(services, actor, arguments)
    asked = question_of(given, ground.day)
    return ground.positions.sums(asked)[asked.listing].positions


def group_count(services: Services, actor: Actor, arguments: Mapping[str, Any]) -> int:
    """How many groups there are."""
    ground, given = _ground(services, actor, arguments)
    group = str(given.get("group") or "")
    return len(position_groups(ground.positions, question_of(given, ground.day), group))


def _ground(
    services: Services, actor: Actor, arguments: Mapping[str, Any]
) -> tuple[StaffingGround, dict[str, Any]]:
    """The reader's positions at the place asked for, and what else was asked.

    `ArgumentError` names a place that is none of the reader's, or whose positions are hidden: a
    page says so in its heading; a file would be taken for the positions of the place.
    """
    given = {name: value for name, value in arguments.items() if name != "location"}
    wanted = arguments.get("location")
    state = PageState(given.get("fiscal_year"), wanted)
    ground = staffing_ground(services, actor, state, given.get("day"))
    if wanted and ground.place_code != wanted:
        raise ArgumentError(f"location: {wanted!r} is no place of yours")
    if ground.is_hidden:
        place = ground.basis.place_name
        raise ArgumentError(f"location: your role does not show the positions of {place}")
    return ground, {"fiscal_year": ground.basis.year.year} | given
