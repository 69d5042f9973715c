"""A load from extracts to the published snapshot, against a bare COPY of the same files.

Both run in processes of their own; what counts is all the processor time of the process, and the
most memory that it ever held.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.district import CODE, District
from bench.measure import Effort, Mark, bounded, judged
from config import ROOT

MOST_MB = 2048


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor seconds and peak megabytes of one process."""

    seconds: float
    peak_mb: float


def marks(district: District, effort: Effort) -> list[Mark]:
    """Processor time and memory of loads, in turns with the baseline."""
    ours: list[Spent] = []
    theirs: list[Spent] = []
    for _ in range(effort.heavy.runs):
        ours.append(loaded(district))
        theirs.append(copied(district))
    return [
        judged(
            "load: extracts to a published snapshot",
            "DuckDB's bare COPY of the same files to Parquet",
            median(one.seconds for one in ours),
            median(one.seconds for one in theirs),
            at_most=4,
            unit="s",
        ),
        bounded("most memory of a load", max(one.peak_mb for one in ours), MOST_MB, "MB"),
    ]


def loaded(district: District) -> Spent:
    """Load everything into an empty var folder, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=district.folder) as var:
        try:
            return spent_by("bench.alone", "load", var, CODE, district.mapping, district.extracts)
        finally:
            _forget(Path(var))


def copied(district: District) -> Spent:
    """Copy every delimited file to Parquet, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=district.folder) as target:
        return spent_by("bench.alone", "copy", target, district.extracts)


def spent_by(module: str, *arguments: object) -> Spent:
    """Run a module in a new interpreter and say what it took; its last word is its peak memory."""
    command = [sys.executable, "-m", module, *(str(argument) for argument in arguments)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        told = child.stdout.read() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"the measured program failed with {child.returncode}")
    return Spent(usage.ru_utime + usage.ru_stime, float(told.split()[-1]))


def _forget(var: Path) -> None:
    """Published folders are read-only; they must be writable to be removed."""
    for folder in [path for path in var.rglob("*") if path.is_dir()]:
        folder.chmod(0o755)
    shutil.rmtree(var / "snapshots", ignore_errors=True)
