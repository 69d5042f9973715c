from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from data.store import Conflict, Store
from data.store.audit import Change, append, verify
from data.store.position_flags import PositionFlag, position_flag
from data.store.tables import utc_now
from data.store.users import User, add_user, user_by_email, users

WRITERS = 8
EDITS = 12


def test_a_transaction_is_kept_whole_or_not_at_all(store):
    with pytest.raises(RuntimeError), store.transaction() as tx:  # noqa: PT012
        add_user(tx, email="a@demo.example", name="A", now=utc_now())
        append(tx, (0, "system"), Change("user.create", "user", 1), utc_now())
        raise RuntimeError
    with store.reading() as tx:
        assert users(tx) == []
        assert verify(tx) == []
    with store.transaction() as tx:
        add_user(tx, email="a@demo.example", name="A", now=utc_now())
    with store.reading() as tx:
        assert [one.email for one in users(tx)] == ["a@demo.example"]


def test_addresses_are_found_in_every_spelling(store):
    with store.transaction() as tx:
        add_user(tx, email=" Person@Demo.Example ", name="P", now=utc_now())
    with store.reading() as tx:
        assert user_by_email(tx, "PERSON@demo.example") is not None


def test_moments_come_back_as_they_went(store):
    moment = utc_now()
    with store.transaction() as tx:
        add_user(tx, email="a@demo.example", name="A", now=moment)
    with store.reading() as tx:
        found = user_by_email(tx, "a@demo.example")
        assert found.created_utc == moment
        assert found.created_utc.utcoffset().total_seconds() == 0
    with pytest.raises(Exception, match="no time zone"), store.transaction() as tx:
        add_user(tx, email="b@demo.example", name="B", now=moment.replace(tzinfo=None))


def test_eight_writers_lose_nothing(store):
    """Read, add one, write back, with an audit entry: the row's version refuses a lost update."""
    with store.transaction() as tx:
        number = add_user(tx, email="a@demo.example", name="0", now=utc_now()).id
    done, failures = [], []

    def edit() -> None:
        for _ in range(EDITS):
            try:
                with store.transaction() as tx:
                    user = tx.get(User, number)
                    user.name = str(int(user.name) + 1)
                    append(tx, (0, "system"), Change("user.edit", "user", number), utc_now())
                done.append(1)
            except Conflict:
                pass
            except Exception as error:  # noqa: BLE001 - counted below
                failures.append(error)

    threads = [threading.Thread(target=edit) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.reading() as tx:
        assert int(tx.get(User, number).name) == len(done)
        assert tx.scalar(text("select count(*) from audit_entry")) == len(done)
        assert verify(tx) == []
    if store.backend == "sqlite":
        assert len(done) == WRITERS * EDITS


def test_a_stale_edit_is_a_conflict(store):
    with store.transaction() as tx:
        number = add_user(tx, email="a@demo.example", name="A", now=utc_now()).id
    with store.reading() as tx:
        stale = tx.get(User, number)
    with store.transaction() as tx:
        tx.get(User, number).name = "B"
    with pytest.raises(Conflict, match="Somebody else"), store.transaction() as tx:  # noqa: PT012
        tx.add(stale)
        stale.name = "C"
    with store.reading() as tx:
        assert tx.get(User, number).name == "B"


def test_of_two_who_add_the_same_at_once_one_is_told(store):
    both_have_looked, ends = threading.Barrier(2, timeout=20), []

    def mark():
        try:
            with store.transaction() as tx:
                found = position_flag(tx, "north", "P1", to_change=True)
                if store.backend == "postgresql":  # on SQLite the second only looks afterwards
                    both_have_looked.wait()
                if found is None:
                    tx.add(
                        PositionFlag(
                            district_id="north",
                            position_code="P1",
                            note="",
                            changed_by="somebody",
                            changed_utc=utc_now(),
                        )
                    )
        except Conflict as told:
            ends.append(str(told))
        else:
            ends.append("kept")

    threads = [threading.Thread(target=mark) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    with store.reading() as tx:
        assert position_flag(tx, "north", "P1") is not None
    refused = [end for end in ends if "Somebody else has added the same" in end]
    assert len(refused) == (1 if store.backend == "postgresql" else 0)
    assert ends.count("kept") == 2 - len(refused)


def test_readers_do_not_wait_for_a_writer(store):
    with store.transaction() as writer:
        add_user(writer, email="a@demo.example", name="A", now=utc_now())
        begun = time.monotonic()
        with store.reading() as tx:
            assert users(tx) == []
        assert time.monotonic() - begun < 2


def test_reading_cannot_write_on_postgresql(store):
    if store.backend != "postgresql":
        pytest.skip("SQLite has no read-only transaction")
    with pytest.raises(DatabaseError), store.reading() as tx:
        tx.execute(text("delete from audit_head"))


def test_sqlite_survives_a_power_cut(sqlite_store):
    with sqlite_store.reading() as tx:
        assert tx.scalar(text("pragma journal_mode")) == "wal"
        assert tx.scalar(text("pragma synchronous")) == 2  # FULL
        assert tx.scalar(text("pragma busy_timeout")) == 10_000
        assert tx.scalar(text("pragma foreign_keys")) == 1
        assert tx.scalar(text("pragma recursive_triggers")) == 1


def test_without_its_key_the_store_does_not_audit(sqlite_store):
    plain = Store(sqlite_store.url)
    with pytest.raises(Exception, match="without the key"), plain.transaction() as tx:
        append(tx, (0, "system"), Change("a", "b", 1), utc_now())
