"""Jobs as people see them: whose they are, stopped and started again, held loads released."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from data.store import jobs as rows
from data.store.audit import entries
from jobs import runs
from loaders.manifest import read_shelves
from planning import jobs as commands
from planning import people
from planning.jobs import JobError

LESS = """Account|Date|Year|Amount|Vendor|Comment
01-11-1100-101|07/15/2026|2027|1,234.56||Payroll July
Grand Total|||1,234.56||
"""


@pytest.fixture
def carried():
    return []


@pytest.fixture
def desk(store, carried):
    return runs.Queue(store, lambda number, delay: carried.append((number, delay)))


@pytest.fixture
def someone(store):
    def made(name, role):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, store, email=email, name=name)
        return actor_in_district((number, name, email), role, "elm", ("elm",), None)

    return made


def served(settings):
    return read_shelves(settings.var)["elm"].current


def test_a_held_load_is_published_when_an_administrator_releases_it(
    settings, store, desk, delivery, someone
):
    chief, director = (
        someone("chief", Role.ADMINISTRATOR),
        someone("director", Role.BUDGET_DIRECTOR),
    )
    runs.run(settings, store, desk.ask(director, "load", "elm", delivery), desk.carry)
    before = served(settings)
    (Path(delivery["source"]) / "gl_2027.txt").write_text(LESS)
    number = desk.ask(director, "load", "elm", delivery)
    runs.run(settings, store, number, desk.carry)
    assert served(settings) == before
    [held, done] = commands.visible(chief, store)
    assert (held.status, held.is_held, held.may_release) == ("failed", True, True)
    assert "held by" in held.message
    assert (done.is_held, done.may_release) == (False, False)
    assert not commands.visible(director, store)[0].may_release
    with pytest.raises(NotPermitted):
        commands.release(director, store, desk, number)
    with pytest.raises(JobError, match="held"):
        commands.release(chief, store, desk, done.id)
    made = commands.release(chief, store, desk, number)
    runs.run(settings, store, made, desk.carry)
    assert served(settings) != before
    assert [one.is_held for one in commands.visible(chief, store)] == [False, False, False]
    with pytest.raises(JobError, match="held"):
        commands.release(chief, store, desk, number)
    with store.reading() as tx:
        [entry] = [one for one in entries(tx) if one.action == "load.release"]
    assert (entry.entity_id, entry.actor_label) == (made, "chief@demo.example")


def test_people_see_and_stop_their_own_jobs_administrators_all(store, desk, someone):
    ada, bo = someone("ada", Role.PRINCIPAL), someone("bo", Role.PRINCIPAL)
    chief = someone("chief", Role.ADMINISTRATOR)
    number = desk.ask(ada, "presentation", "elm", {"person": ada.user_id})
    desk.ask(bo, "presentation", "oak", {"person": bo.user_id})
    assert [one.who for one in commands.visible(ada, store)] == ["ada"]
    assert commands.visible(bo, store) == []
    assert len(commands.visible(chief, store)) == 1
    with pytest.raises(JobError, match="no such job"):
        commands.cancel(bo, store, desk, number)
    commands.cancel(chief, store, desk, number)
    [seen] = commands.visible(ada, store)
    assert (seen.status, seen.may_cancel, seen.may_retry) == ("cancelled", False, True)
    assert not commands.visible(chief, store)[0].may_retry
    with pytest.raises(JobError, match="own"):
        commands.retry(chief, store, desk, number)
    again = commands.retry(ada, store, desk, number)
    with store.reading() as tx:
        assert rows.job(tx, again).arguments == {"person": ada.user_id}
