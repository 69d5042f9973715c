"""Jobs on a real store and a real queue: what runs, what fails, what is tried again."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from huey.consumer import Consumer

from access.actor import SYSTEM
from config import ROOT
from data.store import jobs as rows
from jobs import runs
from jobs.kinds import KINDS, Outcome
from jobs.queue import queue
from loaders.manifest import read_shelves


@pytest.fixture
def carried():
    return []


@pytest.fixture
def desk(store, carried):
    return runs.Queue(store, lambda number, delay: carried.append((number, delay)))


def row(store, number):
    with store.reading() as tx:
        return rows.job(tx, number)


def test_a_load_runs_as_a_job_and_its_row_says_how_it_ended(settings, store, desk, delivery):
    number = desk.ask(SYSTEM, "load", "elm", delivery)
    runs.run(settings, store, number, desk.carry)
    ended = row(store, number)
    assert (ended.status, ended.progress, ended.attempts) == ("done", 1.0, 1)
    assert ended.result["snapshot"] == read_shelves(settings.var)["elm"].current


def test_a_doubled_message_runs_the_job_once(settings, store, desk, delivery):
    number = desk.ask(SYSTEM, "load", "elm", delivery)
    runs.run(settings, store, number, desk.carry)
    first = row(store, number).finished_utc
    runs.run(settings, store, number, desk.carry)
    assert (row(store, number).attempts, row(store, number).finished_utc) == (1, first)


def test_a_fault_that_a_person_must_mend_is_not_tried_again(
    settings, store, desk, delivery, carried
):
    number = desk.ask(SYSTEM, "load", "oak", delivery)
    carried.clear()
    runs.run(settings, store, number, desk.carry)
    ended = row(store, number)
    assert ended.status == "failed"
    assert "another district" in ended.message
    assert carried == []


def test_another_fault_is_tried_three_times_and_says_so(
    settings, store, desk, carried, monkeypatch
):
    def breaks(*_):
        raise ConnectionError("the share is away")

    monkeypatch.setitem(KINDS, "breaks", breaks)
    number = desk.ask(SYSTEM, "breaks", "elm", {})
    carried.clear()
    runs.run(settings, store, number, desk.carry)
    assert row(store, number).message == "Attempt 1 failed; next try in 5 minutes."
    runs.run(settings, store, number, desk.carry)
    runs.run(settings, store, number, desk.carry)
    assert carried == [(number, 300), (number, 900)]
    ended = row(store, number)
    assert (ended.status, ended.message) == ("failed", "Failed 3 times: ConnectionError.")


def test_a_waiting_job_is_cancelled_at_once(settings, store, desk, delivery):
    number = desk.ask(SYSTEM, "load", "elm", delivery)
    desk.cancel(number)
    runs.run(settings, store, number, desk.carry)
    assert row(store, number).status == "cancelled"
    assert read_shelves(settings.var) == {}


def test_a_running_job_stops_at_its_next_step(settings, store, desk, monkeypatch):
    def long(_settings, _district, _arguments, progress):
        with store.transaction() as tx:
            rows.cancel_job(tx, number, runs.datetime.now(runs.UTC))
        progress("half way", 1.0)
        return Outcome("finished all the same")

    monkeypatch.setitem(KINDS, "long", long)
    number = desk.ask(SYSTEM, "long", "elm", {})
    runs.run(settings, store, number, desk.carry)
    assert row(store, number).status == "cancelled"


def test_the_last_load_can_be_asked_for_again(settings, store, desk, delivery):
    runs.here(settings, store, "load", "elm", delivery, lambda _step, _share: None)
    number = desk.load_again(SYSTEM, "elm")
    runs.run(settings, store, number, desk.carry)
    assert row(store, number).message == "Nothing new to load."


def test_without_a_load_there_is_nothing_to_repeat(desk):
    with pytest.raises(runs.JobRefused, match="first load"):
        desk.load_again(SYSTEM, "elm")


def test_an_unknown_kind_is_refused_with_the_known_ones(desk):
    with pytest.raises(runs.JobRefused, match="load, presentation, rollback"):
        desk.ask(SYSTEM, "sing", "elm", {})


def test_a_new_worker_fails_what_the_last_one_left_and_takes_up_what_waits(
    settings, store, desk, carried
):
    left = desk.ask(SYSTEM, "rollback", "elm", {})
    waits = desk.ask(SYSTEM, "rollback", "elm", {})
    with store.transaction() as tx:
        rows.start_job(tx, left, runs.datetime.now(runs.UTC))
    carried.clear()
    assert runs.resume(settings, store, desk.carry) == 1
    assert carried == [(waits, 0)]
    assert row(store, left).status == "failed"


_HOLDING = """
import sys, time
from pathlib import Path
from jobs.alive import alive
with alive(Path(sys.argv[1]), sys.argv[2]):
    print("holds", flush=True)
    time.sleep(60)
"""


def test_a_second_worker_leaves_alone_what_lives_until_it_is_killed(settings, store, desk):
    number = desk.ask(SYSTEM, "rollback", "elm", {})
    with store.transaction() as tx:
        rows.start_job(tx, number, runs.datetime.now(runs.UTC))
    command = [sys.executable, "-c", _HOLDING, settings.var, number]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "holds\n"
        runs.resume(settings, store, desk.carry)
        assert row(store, number).status == "running"
        runs.run(settings, store, number, desk.carry)
        assert row(store, number).attempts == 1
        other.kill()
    runs.resume(settings, store, desk.carry)
    assert row(store, number).status == "failed"
    assert "Start it again" in row(store, number).message


def test_a_worker_that_starts_during_a_command_lets_it_end(
    settings, store, desk, delivery, monkeypatch
):
    seen = []

    def during(*asked):
        runs.resume(settings, store, desk.carry)
        with store.reading() as tx:
            seen.extend(rows.running_jobs(tx))
        return Outcome("Done.", {})

    monkeypatch.setitem(KINDS, "load", during)
    runs.here(settings, store, "load", "elm", delivery, lambda _step, _share: None)
    assert [row(store, number).status for number in seen] == ["done"]
    assert not list((settings.var / "running").iterdir()), "the mark of its life goes with it"


def test_all_that_waits_is_taken_up_however_much_came_after(settings, store, desk, carried):
    waits = [desk.ask(SYSTEM, "rollback", "elm", {})]
    for _ in range(60):
        number = desk.ask(SYSTEM, "rollback", "elm", {})
        with store.transaction() as tx:
            rows.cancel_job(tx, number, runs.datetime.now(runs.UTC))
    waits.append(desk.ask(SYSTEM, "rollback", "elm", {}))
    carried.clear()
    assert runs.resume(settings, store, desk.carry) == 2
    assert carried == [(number, 0) for number in waits]


def test_a_worker_takes_the_number_from_the_real_queue(settings, store, delivery):
    huey = queue(settings)
    desk = runs.bind(huey, settings, store)
    number = desk.ask(SYSTEM, "load", "elm", delivery)
    assert len(huey) == 1
    consumer = Consumer(huey, workers=1, periodic=False, check_worker_health=False)
    worker = consumer._create_worker()
    thread = threading.Thread(target=worker.loop, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not row(store, number).is_final and time.monotonic() < deadline:
        time.sleep(0.1)
    assert row(store, number).status == "done"
