"""Notes: whose they are, who reads them, what is logged, and that no text is lost."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from access.account_rules import BudgetRule
from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from config import Settings
from data.store import Conflict, open_store
from data.store.audit import entries
from planning import people
from planning.notes import IN_BUDGET, Beside, NoteError, Subject, notes, write

T1 = Beside(Subject.BUCKET, "T1", "101")


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield opened
    opened.close()


@pytest.fixture
def someone(store):
    def made(name, place="101", role=Role.PRINCIPAL, district="elm"):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, store, email=email, name=name)
        places = frozenset({place}) if place else None
        return actor_in_district((number, name, email), role, district, (district,), places)

    return made


def kept(store, actor, text, *, beside=T1, shared=False, version=0, year=2026):
    return write(
        actor, store, beside, text=text, is_shared=shared, fiscal_year=year, version=version
    )


def read(store, actor, place="101"):
    return [(one.text, one.is_own, one.writer) for one in notes(
        actor, store, Subject.BUCKET, place)]  # fmt: skip


def test_a_private_note_is_read_by_its_writer_alone(store, someone):
    ada, ben = someone("ada"), someone("ben")
    version = kept(store, ada, "Ask about tablets")
    assert read(store, ada) == [("Ask about tablets", True, "ada")]
    assert read(store, ben) == []
    kept(store, ada, "Ask about tablets", shared=True, version=version)
    assert read(store, ben) == [("Ask about tablets", False, "ada")]


def test_a_shared_note_stays_with_the_team_of_its_place(store, someone):
    ada, director = someone("ada"), someone("dora", "", Role.BUDGET_DIRECTOR)
    kept(store, ada, "For the school", shared=True)
    kept(store, director, "For the district", beside=Beside(Subject.BUCKET, "T1"), shared=True)
    assert read(store, ada) == [("For the school", True, "ada")]
    assert read(store, director) == [("For the school", False, "ada")]
    assert [text for text, *_ in read(store, director, "")] == ["For the district"]
    for place in ("102", ""):
        with pytest.raises(NotPermitted):
            read(store, ada, place)
        with pytest.raises(NotPermitted):
            kept(store, ada, "x", beside=Beside(Subject.BUCKET, "T1", place))


def test_another_district_sees_nothing(store, someone):
    kept(store, someone("ada"), "Here", shared=True)
    assert read(store, someone("fay", district="fir")) == []


def test_it_stays_in_the_next_year_and_says_from_which(store, someone):
    ada = someone("ada")
    kept(store, ada, "Plan the summer", year=2026)
    [found] = notes(ada, store, Subject.BUCKET, "101")
    assert (found.text, found.fiscal_year) == ("Plan the summer", 2026)


def test_a_note_changed_in_another_window_is_not_overwritten(store, someone):
    ada = someone("ada")
    first = kept(store, ada, "one")
    kept(store, ada, "two", version=first)
    for stale in (0, first):
        with pytest.raises(Conflict, match="another window"):
            kept(store, ada, "three", version=stale)
    assert read(store, ada)[0][0] == "two"


def test_empty_text_removes_it_and_too_much_is_refused(store, someone):
    ada = someone("ada")
    version = kept(store, ada, "gone soon")
    assert kept(store, ada, "  \n", version=version) == 0
    assert read(store, ada) == []
    with pytest.raises(NoteError, match="2,001"):
        kept(store, ada, "x" * 2_001)
    for nowhere in ("", "x" * 121):
        with pytest.raises(NoteError, match="no bucket"):
            kept(store, ada, "x", beside=Beside(Subject.BUCKET, nowhere, "101"))


def test_the_log_keeps_shared_words_and_not_private_ones(store, someone):
    ada = someone("ada")
    version = kept(store, ada, "a secret plan")
    kept(store, ada, "a shared plan", shared=True, version=version)
    with store.reading() as tx:
        logged = [entry for entry in entries(tx) if entry.entity == "note"]
    assert [entry.action for entry in logged] == ["note.write", "note.write"]
    text = json.dumps([entry.before + entry.after for entry in logged])
    assert "secret" not in text
    assert "a shared plan" in text


def test_a_budget_is_a_place_for_those_who_hold_a_role_in_it(store, someone):
    grants = BudgetRule("GR", "Grants", (("fund", "is", "210"),), frozenset(), "viewer")
    ada, ben = someone("ada"), someone("ben")
    ada = replace(ada, scope=replace(ada.scope, budgets=(grants,)))
    there = Beside(Subject.BUCKET, "T1", f"{IN_BUDGET}GR")
    kept(store, ada, "For the grants team", beside=there, shared=True)
    assert read(store, ada, there.place) == [("For the grants team", True, "ada")]
    with pytest.raises(NotPermitted):
        read(store, ben, there.place)
    with pytest.raises(NotPermitted):
        kept(store, ben, "x", beside=there)
