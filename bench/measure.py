"""Fair comparisons: the same run, turn by turn, processor time, medians.

A shared machine's wall clock moves by a factor of five with its neighbours. So every item is
compared with a baseline in the same process on the same data, A B A B ..., and what counts is the
ratio of median processor times.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Action = Callable[[], object]
Clock = Callable[[], int]
"""Processor time so far, in nanoseconds."""
MOST_CALLS = 500
# Threads of the action before may still be looking for work: they must not count as the next one's.
PAUSE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look: rounds, and the least processor time of one sample."""

    runs: int = 9
    least_ms: float = 20.0
    heavy_runs: int = 3

    @classmethod
    def once(cls) -> Effort:
        """Every item a single time: to see that it runs, not how fast."""
        return cls(1, 0.0, 1)

    @property
    def heavy(self) -> Effort:
        """Fewer rounds, for what takes seconds each time."""
        return Effort(self.heavy_runs, 0.0, self.heavy_runs)


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the report: an item, its baseline, both figures and the ratio to reach."""

    item: str
    baseline: str
    ours: float
    theirs: float
    reach: str
    reached: bool
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """Ours over the baseline's."""
        return self.ours / self.theirs if self.theirs else float("inf")


def cpu_ms(action: Action, *, least_ms: float = 20.0, clock: Clock = time.process_time_ns) -> float:
    """Processor milliseconds of one call, averaged over enough calls to be measurable."""
    calls = 0
    start = clock()
    while True:
        action()
        calls += 1
        spent = (clock() - start) / 1e6
        if spent >= least_ms or calls >= MOST_CALLS:
            return spent / calls


def interleaved(
    *actions: Action, effort: Effort | None = None, clocks: Sequence[Clock] = ()
) -> list[float]:
    """Median processor milliseconds of each action, taken in turns after one warm-up."""
    effort = effort or Effort()
    clocks = clocks or [time.process_time_ns] * len(actions)
    for action in actions:
        action()
    samples: list[list[float]] = [[] for _ in actions]
    gc.collect()
    for _ in range(effort.runs):
        for kept, action, clock in zip(samples, actions, clocks, strict=True):
            time.sleep(PAUSE_SECONDS)
            kept.append(cpu_ms(action, least_ms=effort.least_ms, clock=clock))
    return [median(kept) for kept in samples]


def compare(
    item: str,
    baseline: str,
    ours: Action,
    theirs: Action,
    *,
    at_most: float,
    plus_ms: float = 0.0,
    effort: Effort | None = None,
    clocks: Sequence[Clock] = (),
) -> Mark:
    """Our action against a baseline: at most `at_most` times it, plus `plus_ms`."""
    found = interleaved(ours, theirs, effort=effort, clocks=clocks)
    return judged(item, baseline, found[0], found[1], at_most=at_most, plus=plus_ms)


def judged(
    item: str,
    baseline: str,
    ours: float,
    theirs: float,
    *,
    at_most: float,
    plus: float = 0.0,
    unit: str = "ms",
) -> Mark:
    """Two figures that are already known, beside what is to be reached."""
    reach = f"≤ {at_most:g}×" + (f" + {plus:g} {unit}" if plus else "")
    return Mark(item, baseline, ours, theirs, reach, ours <= at_most * theirs + plus, unit)


def bounded(item: str, found: float, limit: float, unit: str) -> Mark:
    """A figure that has a limit of its own."""
    reach = f"≤ {limit:,.0f} {unit}"
    return Mark(item, "the limit", found, limit, reach, found <= limit, unit)


def _times(mark: Mark) -> str:
    return f"{mark.ratio:.2f}×" if mark.theirs else "–"


def table(marks: Sequence[Mark]) -> list[str]:
    """The report as Markdown rows."""
    rows = [
        "| item | baseline in the same run | ours | baseline | ratio | to reach | |",
        "|---|---|---:|---:|---:|---|---|",
    ]
    for mark in marks:
        verdict = "reached" if mark.reached else "**missed**"
        rows.append(
            f"| {mark.item} | {mark.baseline} | {mark.ours:,.2f} {mark.unit} "
            f"| {mark.theirs:,.2f} {mark.unit} | {_times(mark)} | {mark.reach} | {verdict} |"
        )
    return rows
