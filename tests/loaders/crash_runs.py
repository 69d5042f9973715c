"""Loads that are killed: run as a program, prints one line of JSON for each.

The program imports everything once and forks a child for each load, so that sixty kills take
seconds. No connection is open when it forks. `python crash_runs.py FOLDER RUNS SEED`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd  # noqa: F401  imported once here, not in every child
import pyarrow.parquet as pq

from config import Settings
from loaders import snapshot
from tests.loaders import staged
from tests.loaders.staged import chart, imported, joined, ledger

STEPS = (
    "staged",
    "extracted",
    "tables written",
    "serving built",
    "checked",
    "files synced",
    "files listed",
    "folders synced",
    "renamed",
    "snapshots synced",
    "pointer written",
    "pointer replaced",
    "pointer synced",
    "old ones removed",
)
ACCOUNTS = ("01-11-1100-101", "01-11-1100-102", "01-36-4300-900")


def version(number: int) -> staged.Feed:
    """The delivery of one night; its total tells the night apart."""
    name = f"imp-{number}"
    rows = [
        ledger(2027, ACCOUNTS[row % 3], f"{100 + row}.{number % 100:02d}", row, import_id=name)
        for row in range(30)
    ]
    files = [imported(name, "gl", "ledger_detail", 30, "2027")]
    accounts = chart(*((2027, display) for display in ACCOUNTS))
    parts = (staged.layout(), accounts, {"ledger_line": rows, "import_file": files})
    return staged.feed(joined(*parts))


def total(number: int) -> Decimal:
    """Dollars of a night, reckoned without the loader."""
    return sum((Decimal(f"{100 + row}.{number % 100:02d}") for row in range(30)), Decimal(0))


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a child; returns the child's id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def load(settings: Settings, number: int, step: str | None) -> None:
    def after(done: str) -> None:
        if done == step:
            os.kill(os.getpid(), signal.SIGKILL)

    staged.deliver(settings, version(number), after=after)


def state(settings: Settings) -> tuple[str, str, bool]:
    """The served snapshot: its id, the dollars in its Parquet files, and whether it is sound."""
    ref = snapshot.published(settings.var, staged.DISTRICT)
    if ref is None:
        return "", "", False
    amounts = pq.read_table(ref.tables / "ledger_line", columns=["amount"])["amount"].to_pylist()
    stated = sum(row["spent_cents"] for row in ref.manifest()["control_totals"])
    sound = snapshot.verify(ref) == () and Decimal(stated) == sum(amounts) * 100
    return ref.id, str(sum(amounts)), sound


def leftovers(settings: Settings) -> list[str]:
    """Folders that are neither served nor kept."""
    manifest = json.loads((settings.var / "manifest.json").read_text())
    named = {name for entry in manifest["districts"].values() for name in entry["history"]}
    return [p.name for p in (settings.var / "snapshots").iterdir() if p.name not in named]


def main(folder: Path, runs: int, seed: int) -> None:
    settings = Settings(var=folder, load_threads=1, keep_snapshots=2)
    chance = random.Random(seed)  # noqa: S311  the same kills every time
    begun = time.monotonic()
    os.waitpid(forked(lambda: load(settings, 0, None)), 0)
    usual = time.monotonic() - begun
    for number in range(1, runs + 1):
        before, _, _ = state(settings)
        stale = leftovers(settings)
        step = STEPS[number // 2 % len(STEPS)] if number % 2 else None
        child = forked(lambda at=step, night=number: load(settings, night, at))
        if step is None:
            time.sleep(chance.uniform(0, usual * 1.2))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        after, dollars, sound = state(settings)
        told = {
            "number": number,
            "step": step,
            "killed": os.WIFSIGNALED(status),
            "new": after != before,
            "dollars": dollars,
            "sound": sound,
            "stale_before": stale,
        }
        print(json.dumps(told), flush=True)  # noqa: T201  the test reads it
    os.waitpid(forked(lambda: load(settings, runs + 1, None)), 0)
    _, dollars, sound = state(settings)
    told = {"dollars": dollars, "sound": sound, "leftovers": leftovers(settings)}
    print(json.dumps(told), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
