from __future__ import annotations

import random
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.store.audit import Anchor, Broken, Change, anchor, append, append_all, entries, verify
from data.store.connections import engine
from data.store.tables import utc_now

ROWS = 40


def fill(store, rows: int = ROWS) -> None:
    with store.transaction() as tx:
        for number in range(rows):
            change = Change(
                "line.edit", "line", number, {"cents": number}, {"cents": number + 1}, "north"
            )
            append(tx, (1, "person"), change, utc_now())


def check(store, known: Anchor | None = None) -> list[Broken]:
    with store.reading() as tx:
        return verify(tx, known)


def behind_the_back(store, *statements: str) -> None:
    """What somebody with the database file or the owner's password can do."""
    if store.backend == "sqlite":
        plain = sqlite3.connect(store.url.removeprefix("sqlite:///"))
        for name in ("audit_entry_no_update", "audit_entry_no_delete"):
            plain.execute(f"drop trigger if exists {name}")
        for statement in statements:
            plain.execute(statement)
        plain.commit()
        plain.close()
        return
    owner = engine(store.url, may_change_schema=True)
    with owner.begin() as connection:
        connection.execute(text("alter table audit_entry disable trigger all"))
        for statement in statements:
            connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.execute(text("alter table audit_entry enable trigger all"))
    owner.dispose()


def test_an_untouched_log_is_sound(store):
    assert check(store) == []
    fill(store)
    assert check(store) == []
    with store.reading() as tx:
        assert anchor(tx).count == ROWS
        newest = entries(tx, limit=2)
        assert [one.seq for one in newest] == [ROWS, ROWS - 1]
        assert newest[0].after == '{"cents":40}'
        assert [one.seq for one in entries(tx, limit=2, before_seq=3)] == [2, 1]


FIELDS = {
    "actor_id": "actor_id + 1",
    "actor_label": "'somebody else'",
    "action": "'line.read'",
    "entity": "'other'",
    "entity_id": "'4711'",
    "district_id": "'south'",
    "before": "''",
    "after": "'{\"cents\":0}'",
    "seal": "'" + "0" * 64 + "'",
}


def test_every_edited_field_is_found_in_its_row(store):
    fill(store, 12)
    for field, value in FIELDS.items():
        row = 1 + random.Random(field).randrange(12)  # noqa: S311 - repeatable, not secret
        with store.reading() as tx:
            kept = tx.scalar(text(f"select {field} from audit_entry where seq = {row}"))
        behind_the_back(store, f"update audit_entry set {field} = {value} where seq = {row}")
        assert Broken(row, "the entry does not carry its own seal") in check(store), field
        back = kept if isinstance(kept, int) else f"'{kept}'"
        behind_the_back(store, f"update audit_entry set {field} = {back} where seq = {row}")
        assert check(store) == []


def test_deleted_entries_are_found(store):
    fill(store)
    behind_the_back(store, "delete from audit_entry where seq in (7, 20)")
    assert [one.seq for one in check(store)] == [7, 20]


def test_swapped_entries_are_found(store):
    fill(store)
    behind_the_back(
        store,
        "update audit_entry set seq = 999 where seq = 5",
        "update audit_entry set seq = 5 where seq = 9",
        "update audit_entry set seq = 9 where seq = 999",
    )
    assert {5, 9} <= {one.seq for one in check(store)}


def test_inserted_entries_are_found(store):
    fill(store)
    columns = (
        "at_utc, actor_id, actor_label, action, entity, entity_id, district_id, before, after, seal"
    )
    behind_the_back(
        store,
        f"insert into audit_entry (seq, {columns}) select {ROWS + 1}, {columns} "
        "from audit_entry where seq = 3",
    )
    assert {one.seq for one in check(store)} == {ROWS + 1}


@pytest.mark.parametrize("kept", [0, 1, ROWS - 1])
def test_a_cut_off_tail_is_found_without_an_anchor(store, kept):
    fill(store)
    behind_the_back(store, f"delete from audit_entry where seq > {kept}")
    assert check(store)
    with store.reading() as tx:
        seal = tx.scalar(text(f"select seal from audit_entry where seq = {kept}")) or ""
    # Setting the head back as well needs the key for its seal.
    behind_the_back(store, f"update audit_head set count = {kept}, last = '{seal}'")
    assert check(store)


def test_a_whole_older_state_is_found_with_an_anchor(store):
    fill(store)
    with store.reading() as tx:
        known = anchor(tx)
    assert check(store, known) == []
    behind_the_back(
        store, "delete from audit_entry", "update audit_head set count = 0, last = '', seal = ''"
    )
    assert check(store) == []
    assert check(store, known) == [Broken(1, f"0 entries are there, the anchor counts {ROWS}")]


def test_another_log_is_found_with_an_anchor(store):
    fill(store, 3)
    assert check(store, Anchor(2, "0" * 64)) == [Broken(2, "the entry differs from the anchor")]


REFUSED = [
    "update audit_entry set action = 'x' where seq = 2",
    "delete from audit_entry where seq = 2",
    "delete from audit_head",
]
REFUSED_BY_SQLITE = [
    (
        "insert or replace into audit_entry select seq, at_utc, actor_id, actor_label, 'x', "
        "entity, entity_id, district_id, before, after, seal from audit_entry where seq = 2"
    ),
    "drop trigger audit_entry_no_update",
    "drop trigger audit_entry_no_delete",
    "drop table audit_entry",
    "alter table audit_entry rename to gone",
    "pragma recursive_triggers = off",
    "pragma writable_schema = on",
    "create temp trigger t before insert on audit_entry begin select raise(ignore); end",
    "attach ':memory:' as elsewhere",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_application_cannot_change_an_entry(store, statement):
    fill(store, 3)
    with pytest.raises(DatabaseError), store.transaction() as tx:
        tx.execute(text(statement))
    assert check(store) == []


@pytest.mark.parametrize("statement", REFUSED_BY_SQLITE)
def test_nor_by_a_detour_of_sqlite(sqlite_store, statement):
    fill(sqlite_store, 3)
    with pytest.raises(DatabaseError), sqlite_store.transaction() as tx:
        tx.execute(text(statement))
    assert check(sqlite_store) == []


def test_nor_by_truncating_on_postgresql(store):
    if store.backend != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    fill(store, 3)
    with pytest.raises(DatabaseError), store.transaction() as tx:
        tx.execute(text("truncate audit_entry"))
    assert check(store) == []


def test_many_changes_are_sealed_one_after_the_other(store):
    fill(store, 3)
    changes = [Change("line.edit", "line", n, {"n": n}, {"n": n + 1}, "north") for n in range(500)]
    with store.transaction() as tx:
        assert append_all(tx, (1, "person"), changes, utc_now()) == 503
        assert append_all(tx, (1, "person"), [], utc_now()) == 503
    fill(store, 2)
    assert check(store) == []
    with store.reading() as tx:
        kept = entries(tx, limit=1_000)
    assert [entry.seq for entry in kept] == list(range(505, 0, -1))
    assert [entry.entity_id for entry in kept[2:502]] == [str(n) for n in range(499, -1, -1)]
