"""Fair comparisons: the same run, turn by turn, processor time, medians.

A shared machine's wall clock moves by a factor of five with its neighbours. So every item is
compared with a baseline in the same process on the same data, A B A B ..., and what counts is the
ratio of median processor times.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

RUNS = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the report: an item, its baseline, the ratio found and the ratio to reach."""

    item: str
    baseline: str
    ours_ms: float
    baseline_ms: float
    reach: str
    reached: bool

    @property
    def ratio(self) -> float:
        """Processor time of ours over the baseline's."""
        return self.ours_ms / self.baseline_ms if self.baseline_ms else float("inf")


def cpu_ms(action: Callable[[], object], *, least_ms: float = 20.0) -> float:
    """Processor milliseconds of one call, averaged over enough calls to be measurable."""
    calls = 0
    start = time.process_time_ns()
    while True:
        action()
        calls += 1
        spent = (time.process_time_ns() - start) / 1e6
        if spent >= least_ms or calls >= 500:
            return spent / calls


def interleaved(*actions: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Median processor milliseconds of each action, taken in turns after one warm-up."""
    for action in actions:
        action()
    samples: list[list[float]] = [[] for _ in actions]
    gc.collect()
    for _ in range(runs):
        for kept, action in zip(samples, actions, strict=True):
            kept.append(cpu_ms(action))
    return [median(kept) for kept in samples]


def compare(
    item: str,
    baseline: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    at_most: float,
    plus_ms: float = 0.0,
    runs: int = RUNS,
) -> Mark:
    """Our action against a baseline: at most `at_most` times it, plus `plus_ms`."""
    ours_ms, theirs_ms = interleaved(ours, theirs, runs=runs)
    reach = f"≤ {at_most:g}×" + (f" + {plus_ms:g} ms" if plus_ms else "")
    return Mark(item, baseline, ours_ms, theirs_ms, reach, ours_ms <= at_most * theirs_ms + plus_ms)


def table(marks: list[Mark]) -> list[str]:
    """The report as Markdown rows."""
    rows = [
        "| item | baseline | ours ms | baseline ms | ratio | reach | |",
        "|---|---|---:|---:|---:|---|---|",
    ]
    for mark in marks:
        verdict = "reached" if mark.reached else "**not reached**"
        rows.append(
            f"| {mark.item} | {mark.baseline} | {mark.ours_ms:,.2f} | {mark.baseline_ms:,.2f} "
            f"| {mark.ratio:.2f}× | {mark.reach} | {verdict} |"
        )
    return rows
