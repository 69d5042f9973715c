"""Whether the process that runs a job still lives, as the kernel knows it.

The row of a job says that it runs, and would say so for ever after a power cut. Whoever runs a job
holds a lock on a file of its number as well; the kernel frees it when the process ends, however it
ends. Workers and command lines of one installation share its folder, and so see each other's.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

FOLDER: Final = "running"


@contextmanager
def alive(var: Path, number: str) -> Iterator[bool]:
    """Hold the lock of a job while it runs; false where another process holds it already."""
    place = _file(var, number)
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    is_mine = _locked(handle)
    try:
        yield is_mine
    finally:
        if is_mine:
            place.unlink(missing_ok=True)
        os.close(handle)


def is_alive(var: Path, number: str) -> bool:
    """Whether some process holds the lock of a job. What a dead one left behind is removed."""
    try:
        handle = os.open(_file(var, number), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        is_left = _locked(handle)
        if is_left:
            _file(var, number).unlink(missing_ok=True)
        return not is_left
    finally:
        os.close(handle)


def _file(var: Path, number: str) -> Path:
    return var / FOLDER / number


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
