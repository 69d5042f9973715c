"""The queue on both of its engines: a number goes in, the same number comes out once."""

from __future__ import annotations

import gc

import pytest

from config import Settings
from jobs.queue import queue
from tests.data.store.conftest import postgresql  # noqa: F401 - the server of the store's tests


def carried(settings):
    sender, worker = queue(settings), queue(settings)
    seen = []
    for huey in (sender, worker):
        task = huey.task(name="run_job")(seen.append)
        if huey is sender:
            task("number 1")
            task("number 2")
    while (message := worker.dequeue()) is not None:
        worker.execute(message)
    for huey in (sender, worker):
        huey.storage.close()
    return seen


def test_sqlite_carries_numbers_between_processes(tmp_path):
    assert carried(Settings(var=tmp_path)) == ["number 1", "number 2"]


# huey leaves its listening connection to the garbage collector, which psycopg remarks upon.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_postgresql_carries_numbers_by_setting(tmp_path, postgresql):  # noqa: F811
    settings = Settings(
        var=tmp_path, jobs_url=postgresql.replace("postgresql:", "postgresql+psycopg:")
    )
    assert carried(settings) == ["number 1", "number 2"]
    gc.collect()
    assert not (tmp_path / "jobs.db").exists()
