"""A store with one record of every kind, made by the uploads themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from access.actor import SYSTEM
from data.store import Store, migrate
from loaders.uploads.desk import Desk
from tests.loaders.uploads.examples import DISTRICT, FIRST, example_file

KEY = b"a key for the tests of uploads ."


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with one record of every kind; tests copy it."""
    path = tmp_path_factory.mktemp("uploads") / "store.db"
    migrate(f"sqlite:///{path}")
    store = Store(f"sqlite:///{path}", audit_key=KEY)
    desk = Desk(store, SYSTEM, DISTRICT)
    for name in FIRST:
        number = desk.start(name, example_file(name), f"{name}.csv")
        assert desk.map(number).problems == ()
        found = desk.review(number).review
        assert found.findings == found.warnings, (name, found.findings)
        desk.confirm(number)
    store.close()
    return path


@pytest.fixture
def desk(filled_file: Path, tmp_path: Path) -> Iterator[Desk]:
    path = shutil.copy(filled_file, tmp_path / "store.db")
    store = Store(f"sqlite:///{path}", audit_key=KEY)
    yield Desk(store, SYSTEM, DISTRICT)
    store.close()
