"""Stores for tests: SQLite in a temporary folder, and a PostgreSQL cluster of our own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

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
    server = request.getfixturevalue("postgresql")
    name = f"t{abs(hash(tmp_path.name + request.node.name)) % 10**12}"
    maker = create_engine(
        server.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with maker.connect() as connection:
        connection.execute(text(f"create database {name}"))
    yield server.removesuffix("postgres") + name
    with maker.connect() as connection:
        connection.execute(text(f"drop database {name} with (force)"))
    maker.dispose()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    migrate(url)
    made = Store(url, audit_key=KEY)
    yield made
    made.close()


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    made = Store(url, audit_key=KEY)
    yield made
    made.close()
