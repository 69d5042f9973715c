"""Time and memory of one piece of work, as the system counts them.

Run as a program it takes a file to every upload, in a process of its own:
`python -m tests.loaders.uploads.limits STORE FILE NAME` prints what came of each as JSON.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from access.actor import SYSTEM
from data.store import Store
from loaders.errors import FileUnreadableError
from loaders.uploads.catalogue import CATALOGUE
from loaders.uploads.desk import Desk
from loaders.uploads.sheet import read_sheet
from tests.loaders.uploads.examples import DISTRICT

SECONDS = 5
MEGABYTES = 300
_RESET = Path("/proc/self/clear_refs")


@contextmanager
def within(what, *, seconds=SECONDS, most=MEGABYTES):
    """At most so much CPU, and so many megabytes more than before at any moment."""
    if _RESET.exists():
        _RESET.write_text("5")
    before, began = megabytes(), time.process_time()
    yield
    took = time.process_time() - began
    assert took < seconds, (what, took)
    # Without the reset the peak may be one of earlier: then only growth beyond it is seen.
    grown = megabytes("VmHWM") - before
    assert grown < most, (what, grown)


def megabytes(which="VmRSS") -> int:
    """Memory in use, or its peak, of this process; 0 where the system does not say."""
    status = Path("/proc/self/status")
    found = re.search(rf"{which}:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) >> 10 if found else 0


def main(store: str, file: str, name: str) -> None:
    desk = Desk(Store(f"sqlite:///{store}", audit_key=b"a key"), SYSTEM, DISTRICT)
    read_sheet(b"code,name\n1,2\n", "small.csv")
    before, told, slowest = _peak(), {}, 0.0
    for kind in CATALOGUE:
        began = time.process_time()
        try:
            desk.start(kind, Path(file).read_bytes(), name)
            told[kind] = ""
        except FileUnreadableError as error:
            told[kind] = str(error)
        slowest = max(slowest, time.process_time() - began)
    sys.stdout.write(json.dumps([told, slowest, _peak() - before]))


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main(*sys.argv[1:])
