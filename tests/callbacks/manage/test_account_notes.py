"""Notes in the grid of accounts: kept, shared, and never overwritten unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from callbacks.basis import basis
from callbacks.grid_rows import Block
from callbacks.manage.account_notes import MY_TEAM, NOTE, ONLY_ME, READER, TEAM, keep
from callbacks.manage.accounts import rows
from callbacks.manage.bucket_note import keep as keep_note
from callbacks.manage.bucket_note import note_view
from config import Settings
from data.store import open_store
from pages.manage.row_state import AccountsState
from pages.state import BucketState
from planning import people
from planning.notes import NoteError

STATE = AccountsState(2025)
FIRST = Block(0, 5, "account", descending=False)


@pytest.fixture
def with_store(services, tmp_path):
    store = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield replace(services, store=store)
    store.close()


@pytest.fixture
def someone(with_store):
    def made(name):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, with_store.store, email=email, name=name)
        person = (number, name, email)
        return actor_in_district(person, Role.PRINCIPAL, "elm", ("elm",), frozenset({"101"}))

    return made


def change(row, field, value):
    return {"colId": field, "oldValue": row[field], "value": value, "data": {**row, field: value}}


def test_a_note_is_written_shared_and_removed(with_store, someone):
    ada, ben = someone("ada"), someone("ben")
    first = rows(with_store, ada, STATE, FIRST)[0]
    assert (first[NOTE], first[READER], first[TEAM]) == ("", "", "")
    assert "kept" in keep(with_store, ada, STATE, change(first, NOTE, "Watch this"))
    mine = rows(with_store, ada, STATE, FIRST)[0]
    assert (mine[NOTE], mine[READER]) == ("Watch this", ONLY_ME)
    assert rows(with_store, ben, STATE, FIRST)[0][TEAM] == ""
    keep(with_store, ada, STATE, change(mine, READER, MY_TEAM))
    assert rows(with_store, ben, STATE, FIRST)[0][TEAM] == "ada: Watch this"
    shared = rows(with_store, ada, STATE, FIRST)[0]
    assert "removed" in keep(with_store, ada, STATE, change(shared, NOTE, ""))
    assert rows(with_store, ben, STATE, FIRST)[0][TEAM] == ""


def test_a_text_changed_elsewhere_is_not_overwritten(with_store, someone):
    ada = someone("ada")
    first = rows(with_store, ada, STATE, FIRST)[0]
    keep(with_store, ada, STATE, change(first, NOTE, "One"))
    with pytest.raises(NoteError, match="another window"):
        keep(with_store, ada, STATE, change(first, NOTE, "Two"))
    assert rows(with_store, ada, STATE, FIRST)[0][NOTE] == "One"


@pytest.mark.parametrize("odd", [{}, {"colId": "budget", "data": {}}, {"colId": NOTE, "data": 3}])
def test_the_browser_is_not_believed(with_store, someone, odd):
    with pytest.raises(NoteError):
        keep(with_store, someone("ada"), STATE, odd)


def test_the_note_of_a_bucket_is_read_back_and_carried_into_the_next_year(with_store, someone):
    ada = someone("ada")
    said, kept = keep_note(
        with_store, ada, "?bucket=T1&year=2024", "Plan", {"version": 0, "share": False}
    )
    assert said.startswith("Kept ")
    ground = basis(with_store, ada, BucketState(2025))
    view = note_view(with_store, ada, ground, "T1")
    assert (view.text, view.fiscal_year, view.version) == ("Plan", 2024, kept["version"])
    stale, _ = keep_note(with_store, ada, "?bucket=T1", "Other", {"version": 0, "share": False})
    assert "another window" in str(stale)
    assert note_view(with_store, ada, ground, "T1").text == "Plan"
