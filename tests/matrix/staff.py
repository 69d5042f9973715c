"""People in positions at some places of the telltale district, each with an own name and pay.

Two positions a place: one paid by the account of pay, at the place; one paid half by the account
of purchases, at no place, so that whoever owns purchases meets it too. A pay is a number that
names its place and that no sum of purchases is.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from access.actor import SYSTEM
from config import Settings
from data.chart import chart
from data.entities.content import Content, Values
from data.entities.registry import ENTITIES
from data.store import Store
from data.warehouse import Warehouse
from planning.configure.commands import save
from tests.matrix.world import World, code

STAFFED = (3, 4, 6, 9)
START = date(2020, 7, 1)
ONE = Decimal(1)


def pay(world: World, place: int) -> int:
    """What each person at the place earns a year, in dollars."""
    return int(f"7{place:02d}{0 if place in world.unmoved else world.shift:02d}7")


def seats(world: World, place: int) -> tuple[str, str]:
    """The codes of the two positions: paid by the place alone, and half by purchases."""
    return f"S{world.canary(place)}", f"H{world.canary(place)}"


def name(world: World, place: int) -> str:
    """The last name of whoever works at the place; nothing else holds it."""
    return f"{world.canary(place)}person"


def settle(world: World, store: Store, settings: Settings) -> None:
    """Keep the records, checked like those of any person who configures."""
    known = chart(Warehouse(settings), world.district)
    for entity, values in _records(world):
        save(SYSTEM, store, world.district, ENTITIES[entity], Content(values), chart=known)


def _records(world: World) -> list[tuple[str, Values]]:
    job = {"code": "TCH", "name": "Teacher", "class_code": "T", "class_name": "Teaching"}
    found: list[tuple[str, Values]] = [("job", job)]
    for place in STAFFED:
        own, half = seats(world, place)
        paying = f"01-1100-1100-{code(place)}"
        buying = f"01-1100-4300-{code(place)}"
        found += [
            *_seat(world, place, own, code(place), {paying: 100}),
            *_seat(world, place, half, None, {paying: 50, buying: 50}),
        ]
    return found


def _seat(
    world: World, place: int, seat: str, where: str | None, paid_by: dict[str, int]
) -> list[tuple[str, Values]]:
    """A position, who sits in it, what the person earns and which accounts pay."""
    who = f"E{seat}"
    person = {"code": who, "first_name": "Ada", "last_name": name(world, place), "is_active": True}
    sits = {"employee_code": who, "position_code": seat, "fte": ONE, "start_date": START}
    earns = {"employee_code": who, "pay_type": "Salary", "segment_code": "1100",
             "pay_basis": "Salary", "fte_basis": ONE, "amount": Decimal(pay(world, place)),
             "start_date": START}  # fmt: skip
    position = {"code": seat, "job_code": "TCH", "location_code": where, "fte": ONE,
                "start_date": START}  # fmt: skip
    shares = [
        ("position_funding", {"position_code": seat, "account_code": account,
                              "percentage": Decimal(share), "start_date": START})
        for account, share in paid_by.items()
    ]  # fmt: skip
    return [("position", position), *shares, ("employee", person), ("assignment", sits),
            ("employee_pay", earns)]  # fmt: skip
