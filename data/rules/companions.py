"""Records of another kind that come along with a new one, on screen and in uploads.

An assignment is believed although its position is unknown: the position is made with 0 FTE, so
that it shows as over-assigned. A compensation plan brings the benefits package of its code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from data.entities.entity import Entity
from data.entities.field import Value
from data.entities.registry import ENTITIES
from data.store.records import Values


@dataclass(frozen=True, slots=True)
class Companion:
    """Which kind of record comes along, under which field's code, and what it says."""

    entity: Entity
    code: str
    made: Callable[[Values], dict[str, Value]]


def _position(assignment: Values) -> dict[str, Value]:
    return {
        "code": assignment["position_code"],
        "job_code": assignment.get("job_code"),
        "location_code": assignment.get("location_code"),
        "fte": Decimal(0),
        "start_date": assignment["start_date"],
        "end_date": None,
    }


def _package(plan: Values) -> dict[str, Value]:
    return {"code": plan["code"], "name": plan["name"], "archived": False}


COMPANIONS: Final = {
    "assignment": Companion(ENTITIES["position"], "position_code", _position),
    "compensation_plan": Companion(ENTITIES["benefits_package"], "code", _package),
}
"""By the entity whose records bring others along."""
