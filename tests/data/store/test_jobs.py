from __future__ import annotations

import pytest

from data.store import StoreError
from data.store.jobs import (
    JobStatus,
    add_job,
    cancel_job,
    fail_job,
    finish_job,
    job,
    recent_jobs,
    report_progress,
    requeue_job,
    running_jobs,
    start_job,
    stop_cancelled_job,
    waiting_jobs,
)
from data.store.tables import utc_now


def ask(store, kind: str = "load", district: str = "north") -> str:
    with store.transaction() as tx:
        made = add_job(
            tx, kind, district_id=district, requested_by=1, arguments={"force": True}, now=utc_now()
        )
        return made.id


def look(store, number: str):
    with store.reading() as tx:
        return job(tx, number)


def begin(store, number: str):
    with store.transaction() as tx:
        return start_job(tx, number, utc_now())


def test_from_queue_to_done(store):
    number = ask(store)
    assert look(store, number).status == JobStatus.QUEUED
    assert begin(store, number).attempts == 1
    with store.transaction() as tx:
        assert report_progress(tx, number, 0.4, "reading") is False
    with store.transaction() as tx:
        finish_job(tx, number, {"rows": 7}, utc_now())
    found = look(store, number)
    assert (found.status, found.progress, found.message) == (JobStatus.DONE, 1.0, "reading")
    assert (found.result, found.arguments) == ({"rows": 7}, {"force": True})
    assert found.is_final
    assert found.created_utc <= found.started_utc <= found.finished_utc


def test_a_job_starts_once(store):
    number = ask(store)
    assert begin(store, number) is not None
    assert begin(store, number) is None


def test_progress_stays_a_share(store):
    number = ask(store)
    begin(store, number)
    for given, kept in ((-1.0, 0.0), (0.25, 0.25), (9.0, 1.0)):
        with store.transaction() as tx:
            report_progress(tx, number, given, "")
        assert look(store, number).progress == kept


def test_a_waiting_job_is_cancelled_at_once(store):
    number = ask(store)
    with store.transaction() as tx:
        cancel_job(tx, number, utc_now())
    assert look(store, number).status == JobStatus.CANCELLED
    assert begin(store, number) is None


def test_a_running_job_is_asked_to_stop(store):
    number = ask(store)
    begin(store, number)
    with store.transaction() as tx:
        cancel_job(tx, number, utc_now())
    assert look(store, number).status == JobStatus.RUNNING
    with store.transaction() as tx:
        assert report_progress(tx, number, 0.5, "") is True
        stop_cancelled_job(tx, number, utc_now())
    assert look(store, number).status == JobStatus.CANCELLED


def test_failure_retry_and_final_states(store):
    number = ask(store)
    begin(store, number)
    with store.transaction() as tx:
        requeue_job(tx, number, "next try in 5 minutes")
    assert begin(store, number).attempts == 2
    with store.transaction() as tx:
        fail_job(tx, number, "the file is missing", utc_now())
    found = look(store, number)
    assert (found.status, found.message) == (JobStatus.FAILED, "the file is missing")
    with pytest.raises(StoreError, match="is failed"), store.transaction() as tx:
        finish_job(tx, number, {}, utc_now())
    with store.transaction() as tx:
        assert not cancel_job(tx, number, utc_now()).cancel_requested


def test_what_runs_and_what_waits(store):
    waiting, running = ask(store), ask(store)
    begin(store, running)
    with store.reading() as tx:
        assert running_jobs(tx) == [running]
        assert waiting_jobs(tx) == [waiting]


def test_the_newest_first_of_one_district_and_kind(store):
    first, second, other = ask(store), ask(store, kind="export"), ask(store, district="south")
    with store.reading() as tx:
        assert [one.id for one in recent_jobs(tx)] == [other, second, first]
        assert [one.id for one in recent_jobs(tx, district_id="north")] == [second, first]
        assert [one.id for one in recent_jobs(tx, kind="export")] == [second]
        assert [one.id for one in recent_jobs(tx, limit=1)] == [other]


def test_there_is_no_such_job(store):
    with pytest.raises(StoreError, match="no job"), store.transaction() as tx:
        cancel_job(tx, "4711", utc_now())
