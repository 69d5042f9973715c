from __future__ import annotations

import subprocess
import sys
import threading

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from config import ROOT
from data.store import Store, migrate
from data.store.connections import engine
from data.store.schema_version import is_newest, newest
from data.store.tables import StoreTable
from data.store.users import users

MIGRATIONS = ROOT / "data" / "store" / "migrations"


def test_migrations_give_the_tables_of_the_models(url):
    assert not is_newest(url)
    migrate(url)
    assert is_newest(url)
    made = engine(url, may_change_schema=True)
    with made.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), StoreTable.metadata) == []
    made.dispose()


def test_once_more_changes_nothing(url):
    migrate(url)
    migrate(url)
    store = Store(url)
    with store.reading() as tx:
        assert users(tx) == []
    store.close()


def test_four_processes_starting_at_once(url):
    failures = []

    def start() -> None:
        try:
            migrate(url)
        except Exception as error:  # noqa: BLE001 - counted below
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert is_newest(url)


def test_the_newest_revision_is_the_head_that_alembic_finds():
    assert newest() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_a_store_that_is_newest_is_opened_without_alembic(url):
    migrate(url)
    asked = f"""
import sys
from data.store.schema_version import is_newest, migrate
migrate({url!r})
assert is_newest({url!r})
sys.exit("alembic" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0
