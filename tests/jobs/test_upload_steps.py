"""Large uploads are reviewed, saved and taken back by the worker; the page finds them again."""

from __future__ import annotations

import json

import pytest
from plotly.utils import PlotlyJSONEncoder

import callbacks.configure.upload_work as work
import jobs.uploads as line
from access.actor import SYSTEM
from access.roles import Role
from callbacks.basis import Services
from callbacks.configure.upload import is_idle, page, to_review
from data.entities.registry import ENTITIES
from data.store import jobs as rows
from data.store.records import records
from data.store.users import user_by_email
from jobs import runs
from loaders.uploads.desk import Desk, UploadError
from pages.configure.state import UploadState
from planning import people
from planning.sign_in import actor_of

GOALS = b"code,name,type\nLIT,Literacy,School\nMTH,Mathematics,School\nART,Arts,Scool\n"
EMAIL = "owner@elm.example"


@pytest.fixture
def person(store):
    for email in (EMAIL, "second@elm.example"):
        people.create_user(SYSTEM, store, email=email, name="Owner")
        people.assign(
            SYSTEM, store, email=email, district="elm", role=Role.ADMINISTRATOR, location_id=None
        )
    with store.reading() as tx:
        number = user_by_email(tx, EMAIL).id
    return actor_of(store, number, "elm")


@pytest.fixture
def screen(settings, store, person, monkeypatch):
    """What a person does on the page, and the worker that takes the steps."""
    monkeypatch.setattr(work, "LARGE", 2)
    queue = runs.Queue(store, lambda number, delay: None)
    return Screen(settings, store, Services(settings, None, store, None, queue), person)


class Screen:
    def __init__(self, settings, store, services, person):
        self.settings, self.store, self.services = settings, store, services
        self.desk = Desk(store, person, "elm")
        self.number = self.desk.start("priority", GOALS, "goals.csv")
        self.desk.map(self.number)

    def shown(self):
        state = UploadState.from_query(f"?entity=priority&upload={self.number}")
        return json.dumps(page(self.desk, state), cls=PlotlyJSONEncoder)

    def left(self, step, **said):
        return work.is_left(self.services, self.desk, self.number, step, **said)

    def worker(self):
        job = self.desk.work(self.number).id
        runs.run(self.settings, self.store, job, lambda number, delay: None)
        return self.desk.work(self.number)

    def goals(self):
        with self.store.reading() as tx:
            return len(records(tx, "elm", ENTITIES["priority"]))


def test_each_step_is_left_to_the_worker_and_found_again(screen):
    choices = ["code", "name", "type"]
    places = [{"type": "x", "place": n} for n in range(3)]
    to_review(screen.services, screen.desk, screen.number, choices, places)
    assert "Waiting for the worker" in screen.shown()
    assert not is_idle(screen.desk, screen.number)
    with pytest.raises(UploadError, match="being worked on"):
        screen.desk.discard(screen.number)
    job = screen.worker()
    assert (job.status, job.message) == ("done", "Reviewed: create 2, error 1.")
    assert is_idle(screen.desk, screen.number)
    assert "2 records would change" in screen.shown()
    assert b"Scool" in screen.desk.errors(screen.number)[1]
    assert screen.left("confirm", ignoring=True)
    assert screen.goals() == 0
    assert screen.worker().status == "done"
    assert "The upload is saved." in screen.shown()
    assert screen.goals() == 2
    assert screen.left("undo")
    screen.worker()
    assert "The upload is taken back." in screen.shown()
    assert screen.goals() == 0


def test_the_same_step_is_left_once(screen):
    assert screen.left("review")
    first = screen.desk.work(screen.number).id
    assert screen.left("review")
    assert screen.desk.work(screen.number).id == first


def test_a_cancelled_step_changes_nothing_and_can_be_started_again(screen):
    screen.left("review")
    work.cancel(screen.services, screen.desk, screen.number)
    assert "This was cancelled." in screen.shown()
    assert screen.worker().status == "cancelled"
    screen.left("review")
    assert screen.worker().status == "done"
    assert "This was cancelled." not in screen.shown()


def test_a_running_step_stops_where_it_is_asked_to(screen, monkeypatch):
    screen.left("review")
    number = screen.desk.work(screen.number).id
    begun = rows.start_job

    def start(tx, job, now):
        found = begun(tx, job, now)
        found.cancel_requested = True
        return found

    monkeypatch.setattr(rows, "start_job", start)
    runs.run(screen.settings, screen.store, number, lambda number, delay: None)
    assert screen.desk.work(screen.number).status == "cancelled"
    assert screen.desk.kept(screen.number).state == "mapped"


def test_whoever_left_the_district_has_nothing_done(screen, store):
    screen.left("review")
    people.deactivate(SYSTEM, store, email=EMAIL)
    job = screen.worker()
    assert (job.status, job.message) == (
        "failed",
        "You do not belong to this district any more.",
    )
    assert "This could not be finished." in screen.shown()
    assert screen.desk.kept(screen.number).state == "mapped"


def test_a_saved_upload_is_not_saved_again_by_a_second_try(screen):
    screen.desk.review(screen.number)
    screen.left("confirm", ignoring=True)
    screen.worker()
    screen.left("confirm", ignoring=True)
    assert screen.worker().status == "done"
    assert screen.goals() == 2


def test_the_command_line_leaves_a_row_of_the_job_and_tells_its_steps(
    settings, store, tmp_path, monkeypatch
):
    monkeypatch.setattr(line, "LARGE", 2)
    file = tmp_path / "goals.csv"
    file.write_bytes(GOALS)
    told = []
    ran = line.run(settings, store, "elm", "priority", file, ignoring_errors=True,
                   progress=lambda step, share: told.append((step, share)))  # fmt: skip
    assert ran.is_done
    steps = list(dict.fromkeys(step for step, _ in told))
    assert steps == ["Reading the rows", "Checking the records", "Saving the records"]
    with store.reading() as tx:
        (job,) = rows.recent_jobs(tx, kind=rows.UPLOAD)
    assert (job.status, job.message) == ("done", "Saved: create 2, error 1.")
