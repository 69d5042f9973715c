"""Many people at once: `python -m bench --only crowd`, the server as it runs for a district.

Fifty and two hundred people, seven of ten heads of one school each, the others of the district.
Each has a session and a connection of their own, sends what a browser sent when it walked through
the pages of their role, and thinks one to three seconds after every request. Server and people
share the machine. The best of three runs counts, failures of all; what else ran is told.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from access.roles import Role
from bench.application import session
from bench.district import District
from bench.measure import Effort, Mark, bounded
from bench.people_at_work import Crowd, Person, Walk, at_work
from bench.recorded import record
from config import ROOT

LIMITS_MS: Final = {50: 400, 200: 800}
"""People at once, and the time within which 95 of 100 requests are to be answered."""
SECONDS: Final = 180
_SHORT_SECONDS: Final = 20
_START_SECONDS: Final = 60
_HEADS_OF_TEN: Final = 7
_OF_A_SCHOOL: Final = (
    "/",
    "/current/money",
    "/current/accounts",
    "/current/transactions",
    "/current/transactions?search=supply",
    "/current/purchase-orders",
    "/current/staffing",
)
_OF_THE_DISTRICT: Final = (
    "/",
    "/current/money",
    "/evaluate/equity",
    "/evaluate/schools",
    "/evaluate/scatter",
    "/current/transactions?search=supply",
    "/reporting/board",
)


def marks(district: District, effort: Effort) -> list[Mark]:
    """The time of 95 of 100 requests, and how many failed in all runs together."""
    seconds = _SHORT_SECONDS if effort.heavy_runs == 1 else SECONDS
    found: list[Mark] = []
    everything: list[Crowd] = []
    heads, others = _heads(district), [session(district)]
    with _serving(district) as address:
        walks = (
            record(address, heads[0], _OF_A_SCHOOL),
            record(address, others[0], _OF_THE_DISTRICT),
        )
        for people, limit in LIMITS_MS.items():
            crowd = list(_people(people, heads, others, walks))
            runs = [
                _told(people, at_work(address, crowd, seconds)) for _ in range(effort.heavy_runs)
            ]
            everything += runs
            best = min(runs, key=lambda run: run.percentile(95))
            item = f"{people} people at work, 95 of 100 requests within"
            found.append(bounded(item, best.percentile(95), limit, "ms"))
    sent = sum(len(run.times_ms) for run in everything)
    failed = sum(len(run.faults) for run in everything)
    return [*found, bounded(f"failed of {sent:,} requests", failed, 0, "requests")]


def _told(people: int, run: Crowd) -> Crowd:
    print(f"{people} people: {run.told()}", flush=True)
    return run


def _people(
    count: int,
    heads: Sequence[str],
    others: Sequence[str],
    walks: tuple[Mapping[str, Walk], Mapping[str, Walk]],
) -> Iterator[Person]:
    """Heads of another school each, as long as there are any; the dice are the same every time."""
    for place in range(count):
        is_head = place % 10 < _HEADS_OF_TEN
        secrets, walk = (heads, walks[0]) if is_head else (others, walks[1])
        yield Person(secrets[place % len(secrets)], walk, random.Random(place))  # noqa: S311


def _heads(district: District) -> list[str]:
    """Sessions of people with one school each."""
    asked = "select location_id from dim_location where type = 'school' order by 1"
    schools = [code for (code,) in district.by_hand.execute(asked).fetchall()]
    return [
        session(district, f"head-{code}@bench.example".lower(), Role.PRINCIPAL, code)
        for code in schools[: max(LIMITS_MS)]
    ]


@contextmanager
def _serving(district: District) -> Iterator[str]:
    """The server with its processes, as `plumbline serve` runs it; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**district.settings.environment(), "PORT": str(port)}
    command = [sys.executable, str(ROOT / "cli.py"), "serve", "--no-worker"]
    with (
        (district.folder / "serve.log").open("wb") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            _until_ready(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _until_ready(address: str) -> None:
    end = time.monotonic() + _START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
