from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.entities.registry import ENTITIES
from data.store import Store, migrate
from data.store.audit import Change, append, verify
from data.store.connections import engine
from data.store.records import add_records, remove_records
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import add_user
from tests.data.store.conftest import KEY
from tests.data.store.test_records import example

GRANTS = Path(__file__).parents[3] / "data" / "store" / "grants.sql"
REFUSED = [
    "update audit_entry set action = 'x'",
    "delete from audit_entry",
    "truncate audit_entry",
    "alter table audit_entry disable trigger all",
    "drop trigger audit_entry_no_change on audit_entry",
    "drop table audit_entry",
    "delete from audit_head",
    "create table mine (x int)",
]


@pytest.fixture
def application(url):
    """The store as a role that is not the owner signs in to it."""
    if not url.startswith("postgresql"):
        pytest.skip("SQLite has no roles")
    migrate(url)
    owner = engine(url, may_change_schema=True)
    with owner.begin() as connection:
        exists = connection.scalar(text("select 1 from pg_roles where rolname = 'plumbline_app'"))
        if not exists:
            connection.exec_driver_sql("create role plumbline_app login")
        connection.exec_driver_sql(GRANTS.read_text())
    owner.dispose()
    made = Store(url.replace("plumbline@", "plumbline_app@"), audit_key=KEY)
    yield made
    made.close()


def test_the_application_works_with_its_grants(application):
    with application.transaction() as tx:
        number = add_user(tx, email="a@demo.example", name="A", now=utc_now()).id
        open_session(tx, number, district_id=None, address="", now=utc_now())
        append(tx, (0, "system"), Change("user.create", "user", number), utc_now())
        for entity in ENTITIES.values():
            remove_records(tx, "north", entity, add_records(tx, "north", entity, [example(entity)]))
    with application.reading() as tx:
        assert verify(tx) == []


@pytest.mark.parametrize("statement", REFUSED)
def test_and_can_do_no_more(application, statement):
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        attempt(application, statement)


def attempt(application, statement: str) -> None:
    with application.transaction() as tx:
        tx.execute(text(statement))
