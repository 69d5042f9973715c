"""Jobs as people see them: whose they are, stopped and started again, held loads released."""

from __future__ import annotations

from pathlib import Path

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from data.store import jobs as rows
from data.store.audit import entries
from data.store.tables import utc_now
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


def test_a_release_takes_the_files_that_were_held_and_no_others(
    settings, store, desk, delivery, someone
):
    """What came into the folder since was seen, and checked, by nobody."""
    chief, director = someone("chief", Role.ADMINISTRATOR), someone("d", Role.BUDGET_DIRECTOR)
    runs.run(settings, store, desk.ask(director, "load", "elm", delivery), desk.carry)
    file = Path(delivery["source"]) / "gl_2027.txt"
    file.write_text(LESS)
    number = desk.ask(director, "load", "elm", delivery)
    runs.run(settings, store, number, desk.carry)
    before = served(settings)
    file.write_text(LESS.replace("1,234.56", "9,999.99"))
    made = commands.release(chief, store, desk, number)
    runs.run(settings, store, made, desk.carry)
    assert served(settings) == before
    with store.reading() as tx:
        failed = rows.job(tx, made)
        assert (failed.status, failed.is_held, failed.attempts) == ("failed", False, 1)
        assert "not those that were held" in failed.message
    file.write_text(LESS)
    again = commands.retry(chief, store, desk, made)
    runs.run(settings, store, again, desk.carry)
    assert served(settings) != before


def held_load(store, desk, director):
    number = desk.ask(director, "load", "elm", {"mapping": "m", "source": "s"})
    with store.transaction() as tx:
        rows.start_job(tx, number, utc_now())
        rows.fail_job(tx, number, "held by D2", utc_now(), held="d")
    return number


def test_a_load_is_released_once_with_its_entry_or_not_at_all(
    store, desk, carried, someone, monkeypatch
):
    """The second of two who press at once finds it released; without an entry nothing is loaded."""
    chief, director = someone("chief", Role.ADMINISTRATOR), someone("d", Role.BUDGET_DIRECTOR)
    number = held_load(store, desk, director)
    carried.clear()

    def fails(*_):
        raise RuntimeError("the log cannot be written")

    monkeypatch.setattr(commands, "append", fails)
    with pytest.raises(RuntimeError):
        commands.release(chief, store, desk, number)
    monkeypatch.undo()
    assert carried == []
    assert [(one.id, one.is_held) for one in commands.visible(chief, store)] == [(number, True)]

    found = commands._found
    seen = found(chief, store, number)
    monkeypatch.setattr(commands, "_found", lambda *_: seen)
    made = commands.release(chief, store, desk, number)
    with pytest.raises(JobError, match="held"):
        commands.release(chief, store, desk, number)
    assert carried == [(made, 0)]
    assert len(commands.visible(director, store)) == 1
    with store.reading() as tx:
        assert [one.entity_id for one in entries(tx) if one.action == "load.release"] == [made]


def test_a_load_past_its_checks_is_started_again_by_administrators_alone(store, desk, someone):
    chief, director = someone("chief", Role.ADMINISTRATOR), someone("d", Role.BUDGET_DIRECTOR)
    number = commands.release(chief, store, desk, held_load(store, desk, director))
    commands.cancel(chief, store, desk, number)
    plain = desk.ask(director, "load", "elm", {"mapping": "m", "source": "s"})
    commands.cancel(director, store, desk, plain)
    assert commands.retry(director, store, desk, plain)
    with pytest.raises(JobError):
        commands.retry(director, store, desk, number)
    again = commands.retry(chief, store, desk, number)
    with store.reading() as tx:
        assert rows.job(tx, again).arguments["force"] is True


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
