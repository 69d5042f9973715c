"""Sixty killed loads: the store holds the old snapshot or the new one, to the cent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.loaders import crash_runs

ROOT = Path(__file__).resolve().parents[2]
RUNS = 60


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("crash")
    run = subprocess.run(
        [sys.executable, crash_runs.__file__, str(folder), str(RUNS), "20270301"],
        capture_output=True,
        text=True,
        check=True,
        timeout=170,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_every_kill_leaves_the_old_or_the_new_snapshot(told):
    runs, served = told[:-1], 0
    assert len(runs) == RUNS
    for run in runs:
        served = run["number"] if run["new"] else served
        assert run["sound"], run
        assert Decimal(run["dollars"]) == crash_runs.total(served), run


def test_the_kills_hit_before_and_after_the_swap(told):
    killed = [run for run in told[:-1] if run["killed"]]
    # A random moment may lie behind the end of a load that a quiet machine finishes early.
    assert len(killed) >= len(told) * 0.6
    assert {run["step"] for run in killed} >= set(crash_runs.STEPS)
    assert {run["new"] for run in killed} == {True, False}


@pytest.mark.parametrize(
    ("step", "new"),
    [
        ("checked", False),
        ("renamed", False),
        ("pointer written", False),
        ("pointer replaced", True),
    ],
)
def test_the_swap_is_the_one_moment_that_counts(told, step, new):
    assert {run["new"] for run in told[:-1] if run["step"] == step} == {new}


def test_the_next_run_cleans_up(told):
    assert any(run["stale_before"] for run in told[:-1])
    last = told[-1]
    assert last["sound"]
    assert Decimal(last["dollars"]) == crash_runs.total(RUNS + 1)
    assert last["leftovers"] == []
