"""The telltale district behind the whole application, and one browser for each kind of person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from dash import Dash
from flask.testing import FlaskClient

import app as composed
from access.actor import SYSTEM
from access.roles import Role
from config import Settings
from data.store import Store, open_store
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from loaders.pipeline import load
from planning import people
from tests.matrix import staff
from tests.matrix.world import World, code, write

POLICY = yaml.safe_load((Path(__file__).parents[1] / "policy.yaml").read_text())
ELM, FIR = World("elm", "kestrel"), World("fir", "heron")
A, B = 3, 9
ROLES = {
    "principal A": (Role.PRINCIPAL, A),
    "principal B": (Role.PRINCIPAL, B),
    "budget director": (Role.BUDGET_DIRECTOR, None),
    "viewer": (Role.VIEWER, None),
    "superintendent": (Role.SUPERINTENDENT, None),
    "administrator": (Role.ADMINISTRATOR, None),
    "disabled": (Role.ADMINISTRATOR, None),
}
PEOPLE = ("anonymous", *ROLES)


@dataclass
class House:
    """The application over some districts, with sessions of its people."""

    app: Dash
    store: Store
    settings: Settings

    def client(self, person: str) -> FlaskClient:
        """A browser of the person; that of the disabled one was opened before the block."""
        client = self.app.server.test_client()
        if person != "anonymous":
            client.set_cookie("plumbline", self.secrets[person])
        return client

    def __post_init__(self) -> None:
        self.secrets = {person: self._enter(person) for person in ROLES}
        people.deactivate(SYSTEM, self.store, email=_email("disabled"))

    def _enter(self, person: str) -> str:
        role, place = ROLES[person]
        email, location = _email(person), None if place is None else code(place)
        people.create_user(SYSTEM, self.store, email=email, name=person)
        people.assign(
            SYSTEM, self.store, email=email, district="elm", role=role, location_id=location
        )
        with self.store.transaction() as tx:
            user = user_by_email(tx, email)
            return open_session(tx, user.id, district_id=None, address="", now=utc_now())


def _email(person: str) -> str:
    return f"{person.replace(' ', '-').lower()}@demo.example"


def _settled(folder: Path, worlds: tuple[World, ...]) -> House:
    settings = Settings(var=folder / "var", secret_key="", database_url="", load_threads=1)
    for world in worlds:
        source = folder / world.district
        load(settings, world.district, write(world, source), source, force=True)
    made = House(composed.create_app(settings), open_store(settings), settings)
    for world in worlds:
        staff.settle(world, made.store, settings)
    return made


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Two districts: every person belongs to `elm`, nobody to `fir`."""
    return _settled(tmp_path_factory.mktemp("house"), (FIR, ELM))


@pytest.fixture(scope="session")
def moved(tmp_path_factory: pytest.TempPathFactory) -> House:
    """The same, but everything of other schools than A and B is different."""
    other = replace(ELM, shift=1, unmoved=frozenset({A, B}))
    return _settled(tmp_path_factory.mktemp("moved"), (other,))


@pytest.fixture(scope="session")
def may() -> Callable[[str, str], bool]:
    """Whether the policy gives a person a permission, read from the reviewed page alone."""

    def holds(person: str, permission: str) -> bool:
        if person in {"anonymous", "disabled"}:
            return False
        column = POLICY["order"].index(ROLES[person][0].value)
        return POLICY["roles"][permission][column] == "x"

    return holds
