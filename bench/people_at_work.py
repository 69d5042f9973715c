"""People who ask, wait, think and ask again, each in a thread of their own over one connection."""

from __future__ import annotations

import gzip
import http.client
import os
import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bench.answers import fault
from bench.application import cookie
from bench.recorded import Sent

THINK_SECONDS: Final = (1.0, 3.0)
ARRIVAL_SECONDS: Final = 60.0
"""Nobody opens the first page at the same moment: people arrive over the first minute."""

_PATIENCE_SECONDS: Final = 30
_WORST: Final = 5
Walk = Sequence[Sent]


@dataclass(frozen=True, slots=True)
class Person:
    """Whose session it is, what is sent on each page, and the dice that choose the next one."""

    secret: str
    walk: Mapping[str, Walk]
    dice: random.Random


@dataclass(slots=True)
class Crowd:
    """What came of a run: milliseconds of each request, what was wrong, what else ran."""

    seconds: float
    times_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    slowest: dict[str, list[float]] = field(default_factory=dict)
    load: tuple[float, float] = (0.0, 0.0)
    stolen_share: float = 0.0

    def percentile(self, share: int) -> float:
        """The time within which so many of a hundred requests were answered."""
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]

    def told(self) -> str:
        """The run in one line, and the slowest kinds of request."""
        p50, p95, p99 = (self.percentile(share) for share in (50, 95, 99))
        worst = sorted(
            ((sorted(times)[len(times) * 95 // 100], what) for what, times in self.slowest.items()),
            reverse=True,
        )[:_WORST]
        first = (
            f"{len(self.times_ms):,} requests, {len(self.times_ms) / self.seconds:.0f} a second, "
            f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, {len(self.faults)} failed, "
            f"load average {self.load[0]:.1f} to {self.load[1]:.1f}, "
            f"{self.stolen_share:.0%} of the processors taken by other machines"
        )
        slow = [f"    p95 {ms:,.0f} ms: {what}" for ms, what in worst]
        wrong = [f"    failed: {what}" for what in sorted(set(self.faults))[:_WORST]]
        return "\n".join([first, *slow, *wrong])


def at_work(address: str, people: Sequence[Person], seconds: float) -> Crowd:
    """Let everybody work for so long."""
    run = Crowd(seconds)
    before, stolen = os.getloadavg()[0], _stolen()
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(len(people)) as threads:
        for one in threads.map(lambda person: _work(address, person, end), people):
            for what, ms, wrong in one:
                run.times_ms.append(ms)
                run.slowest.setdefault(what, []).append(ms)
                if wrong:
                    run.faults.append(f"{what}: {wrong}")
    run.load = (before, os.getloadavg()[0])
    run.stolen_share = (_stolen() - stolen) / (seconds * (os.cpu_count() or 1))
    return run


def _work(address: str, person: Person, end: float) -> list[tuple[str, float, str]]:
    """One person until the end: pages at random, their requests in turn, a thought after each."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=_PATIENCE_SECONDS)
    headers = {"Cookie": "=".join(cookie(person.secret)), "Accept-Encoding": "gzip",
               "Content-Type": "application/json"}  # fmt: skip
    first, *others = person.walk
    done: list[tuple[str, float, str]] = []
    time.sleep(person.dice.uniform(0, min(ARRIVAL_SECONDS, (end - time.monotonic()) / 3)))
    page = first
    while True:
        for sent in person.walk[page]:
            if time.monotonic() > end:
                connection.close()
                return done
            start = time.perf_counter()
            wrong = _ask(connection, sent, headers)
            done.append((f"{page} {_short(sent)}", (time.perf_counter() - start) * 1000, wrong))
            time.sleep(person.dice.uniform(*THINK_SECONDS))
        page = person.dice.choice(others)


def _ask(connection: http.client.HTTPConnection, sent: Sent, headers: Mapping[str, str]) -> str:
    """Send a request and read all of the answer; what was wrong with it."""
    try:
        connection.request(
            "POST" if sent.body else "GET", sent.path, sent.body or None, dict(headers)
        )
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return repr(error)
    if answer.getheader("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    return fault(answer.status, body)


def _short(sent: Sent) -> str:
    """What a request is, by the path or by what the callback fills."""
    if not sent.body:
        return sent.path.partition("?")[0]
    _, _, rest = sent.body.partition(b'"output":"')
    return rest.partition(b'"')[0].decode()[:60]


def _stolen() -> float:
    """Seconds of the processors that went to other machines, since this one started."""
    line = Path("/proc/stat").read_text("ascii").partition("\n")[0].split()
    return int(line[8]) / os.sysconf("SC_CLK_TCK")
