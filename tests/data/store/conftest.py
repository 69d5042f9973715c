"""Stores for tests: SQLite in a temporary folder, and a PostgreSQL cluster of our own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, text

from data.store import Store, migrate

KEY = b"a" * 32
BIN = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL 15 server that ends with the tests."""
    if not (BIN / "initdb").exists() or shutil.which("runuser") is None:
        pytest.skip("PostgreSQL 15 (/usr/lib/postgresql/15/bin) or runuser is not installed")
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    shutil.chown(folder, "postgres")
    port = free_port()
    as_postgres("initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "plumbline", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off"
    as_postgres(
        "pg_ctl", "-D", f"{folder}/data", "-o", options, "-l", f"{folder}/log", "-w", "start"
    )
    yield f"postgresql://plumbline@127.0.0.1:{port}/postgres"
    as_postgres("pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def as_postgres(program: str, *arguments: str) -> None:
    subprocess.run(
        ["runuser", "-u", "postgres", "--", str(BIN / program), *arguments],
        check=True,
        capture_output=True,
        cwd="/tmp",  # noqa: S108 - the user postgres cannot enter ours
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with database(request.getfixturevalue("postgresql"), request, tmp_path, "template1") as made:
        yield made


@pytest.fixture(scope="session")
def newest_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest schema, to be copied: migrating takes longer than a test."""
    path = tmp_path_factory.mktemp("newest") / "store.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def newest_postgresql(postgresql: str) -> str:
    """The name of a PostgreSQL database at the newest schema, likewise."""
    with maintenance(postgresql) as connection:
        connection.execute(text("create database newest"))
    migrate(postgresql.removesuffix("postgres") + "newest")
    return "newest"


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        yield from copied(request.getfixturevalue("newest_sqlite"), tmp_path)
        return
    server = request.getfixturevalue("postgresql")
    template = request.getfixturevalue("newest_postgresql")
    with database(server, request, tmp_path, template) as url:
        made = Store(url, audit_key=KEY)
        yield made
        made.close()


@pytest.fixture
def sqlite_store(newest_sqlite: Path, tmp_path: Path) -> Iterator[Store]:
    yield from copied(newest_sqlite, tmp_path)


def copied(newest: Path, folder: Path) -> Iterator[Store]:
    path = shutil.copy(newest, folder / "store.db")
    made = Store(f"sqlite:///{path}", audit_key=KEY)
    yield made
    made.close()


@contextmanager
def maintenance(server: str) -> Iterator[Connection]:
    maker = create_engine(
        server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with maker.connect() as connection:
        yield connection
    maker.dispose()


@contextmanager
def database(
    server: str, request: pytest.FixtureRequest, folder: Path, template: str
) -> Iterator[str]:
    """A database of its own for one test."""
    name = f"t{abs(hash(folder.name + request.node.name)) % 10**12}"
    with maintenance(server) as connection:
        connection.execute(text(f"create database {name} template {template}"))
        yield server.removesuffix("postgres") + name
        connection.execute(text(f"drop database {name} with (force)"))
