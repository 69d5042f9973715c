"""An empty store at its newest schema, copied for each test, and people who configure."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.actor import Actor, actor_in_district
from access.roles import Role
from data.store import Store, migrate


@pytest.fixture(scope="session")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("configure") / "store.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def store(newest: Path, tmp_path: Path) -> Iterator[Store]:
    path = shutil.copy(newest, tmp_path / "store.db")
    made = Store(f"sqlite:///{path}", audit_key=b"a" * 32)
    yield made
    made.close()


def person(role: Role, email: str = "") -> Actor:
    email = email or f"{role.value}@district.example"
    locations = frozenset({"101"}) if role is Role.PRINCIPAL else None
    return actor_in_district((7, "Label", email), role, "north", ("north",), locations)


@pytest.fixture
def administrator() -> Actor:
    return person(Role.ADMINISTRATOR)


@pytest.fixture
def director() -> Actor:
    return person(Role.BUDGET_DIRECTOR)
