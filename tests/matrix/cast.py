"""The people of identities.yaml, recorded in the telltale district, and what they may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from access.actor import SYSTEM, Actor
from data.chart import Chart, chart
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store.records import Record, records
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from data.warehouse import Warehouse
from planning.configure.commands import Target, delete, save
from planning.configure.presets import preset_role
from planning.sign_in import actor_of
from tests.matrix.world import PLACES, code

TABLE = yaml.safe_load((Path(__file__).parent / "identities.yaml").read_text())
LEVELS = ("manage_access", "allocate_access", "budget_access", "evaluate_access")
TICKS = {"pay": "can_view_compensation", "flags": "can_flag_positions", "users": "can_manage_users"}
SCOPE = ("segment_type", "operator", "segment_code")


@dataclass(frozen=True)
class Identity:
    """One row of the table, every cell filled: what it does not say is nothing."""

    name: str
    may: frozenset[str]
    buys: frozenset[int] = frozenset()
    pays: frozenset[int] = frozenset()
    payroll: frozenset[int] = frozenset()
    seats: frozenset[int] = frozenset()
    halves: frozenset[int] = frozenset()
    names: frozenset[int] = frozenset()
    earns: frozenset[int] = frozenset()
    marks: frozenset[int] = frozenset()
    leads: frozenset[str] = frozenset()
    buckets: dict[str, frozenset[int]] = field(default_factory=dict)
    is_active: bool = True

    @property
    def email(self) -> str:
        """The address by which the person is recorded."""
        return f"{self.name.replace(' ', '-').replace(',', '').lower()}@recorded.example"

    @property
    def accounts(self) -> set[str]:
        """Every account of a year that is visible."""
        buying = {f"01-1100-4300-{code(k)}" for k in self.buys}
        return buying | {f"01-1100-1100-{code(k)}" for k in self.pays}


def _schools(cell: Any) -> frozenset[int]:
    return frozenset(range(PLACES)) if cell == "every" else frozenset(cell or ())


def _identity(name: str, row: dict[str, Any]) -> Identity:
    sees = dict(row.get("sees") or {})
    buckets = {one: _schools(cell) for one, cell in (sees.pop("buckets", None) or {}).items()}
    may = {right for group in row.get("may") or () for right in TABLE["rights"][group]}
    return Identity(
        name, frozenset(may), **{part: _schools(cell) for part, cell in sees.items()},
        marks=_schools(row.get("marks")), leads=frozenset(row.get("leads") or ()),
        buckets=buckets, is_active=row.get("active", True),
    )  # fmt: skip


IDENTITIES = {name: _identity(name, row) for name, row in TABLE["people"].items()}


@contextmanager
def recorded(house: Any) -> Iterator[None]:
    """Everything of the table as records, with a session of each person; gone afterwards."""
    known = chart(Warehouse(house.settings), "elm")
    with kept(house, known, _contents()):
        for one in IDENTITIES.values():
            house.secrets[one.name] = _session(house, one)
        _deactivate(house, known)
        yield
    for one in IDENTITIES.values():
        del house.secrets[one.name]


@contextmanager
def kept(house: Any, known: Chart, contents: Iterable[tuple[str, Content]]) -> Iterator[None]:
    """Records by the name of their entity, deleted afterwards: other modules share the house."""
    made: list[tuple[str, Record]] = []
    for entity, content in contents:
        saved = save(SYSTEM, house.store, "elm", ENTITIES[entity], content, chart=known)
        made.append((entity, saved.record))
    yield
    for entity, record in reversed(made):
        now = _now(house, entity, record.id)
        delete(SYSTEM, house.store, "elm", ENTITIES[entity], Target(now.id, now.version))


def actor(house: Any, one: Identity) -> Actor | None:
    """The person as commands get it; none where the person is not active."""
    with house.store.reading() as tx:
        user = user_by_email(tx, one.email)
    return actor_of(house.store, user.id, "elm")


def _contents() -> Iterator[tuple[str, Content]]:
    for name, row in TABLE["roles"].items():
        yield "role", _role(name, row)
    for name, row in TABLE["budgets"].items():
        values = {"code": name, "name": name, "autonomy": row.get("autonomy", "all"),
                  "is_active": row.get("active", True)}  # fmt: skip
        yield "budget", Content(values, _lines(row["lines"]))
    for name, row in TABLE["buckets"].items():
        values = {"code": name, "name": name, "type": "expenditure", "roles": tuple(row["roles"])}
        yield "bucket", Content(values, _lines([["object", "is", row["object"]]]))
    for name, row in TABLE["people"].items():
        yield "district_user", _person(name, row)
        for budget, role in (row.get("holds") or {}).items():
            pair = {"email": IDENTITIES[name].email, "budget_code": budget, "role_code": role}
            yield "budget_role", Content(pair)


def _role(name: str, row: dict[str, Any]) -> Content:
    if "preset" in row:
        return preset_role(row["preset"])
    return Content({
        "code": name, "name": name, "staffing_visibility": row["staffing"],
        "pe_access": row["personnel"], "npe_access": "plan", "supplemental_access": "hidden",
        "can_submit": False, "can_approve": False, "edit_locked_allocations": False,
        "manage_team": row.get("team", False), "is_active": True,
    })  # fmt: skip


def _person(name: str, row: dict[str, Any]) -> Content:
    ticks = {column: tick in row.get("ticks", ()) for tick, column in TICKS.items()}
    return Content({
        "name": name, "email": IDENTITIES[name].email, "is_active": True, "administrator": False,
        "can_release": False, **dict(zip(LEVELS, row["levels"], strict=True)), **ticks,
    })  # fmt: skip


def _lines(lines: list[list[str]]) -> tuple[dict[str, str], ...]:
    return tuple(dict(zip(SCOPE, line, strict=True)) for line in lines)


def _session(house: Any, one: Identity) -> str:
    with house.store.transaction() as tx:
        user = user_by_email(tx, one.email)
        return open_session(tx, user.id, district_id=None, address="", now=utc_now())


def _deactivate(house: Any, known: Any) -> None:
    """Those who are not active were when they signed in."""
    entity = ENTITIES["district_user"]
    gone = {one.email for one in IDENTITIES.values() if not one.is_active}
    with house.store.reading() as tx:
        found = [one for one in records(tx, "elm", entity) if one.values["email"] in gone]
    for one in found:
        values = Content({**one.values, "is_active": False})
        save(SYSTEM, house.store, "elm", entity, values, chart=known,
             target=Target(one.id, one.version))  # fmt: skip


def _now(house: Any, entity: str, number: int) -> Record:
    with house.store.reading() as tx:
        return next(one for one in records(tx, "elm", ENTITIES[entity]) if one.id == number)
