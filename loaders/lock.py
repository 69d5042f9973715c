"""One load at a time: a lock that dies with its process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.errors import LoaderError

FILE = "load.lock"


class LoadBusyError(LoaderError):
    """Another load holds the lock; nothing was touched."""


@contextmanager
def load_lock(var: Path) -> Iterator[None]:
    """Hold the right to change snapshots; a second caller is refused at once.

    The kernel frees the lock when the process ends, however it ends, so a killed load never
    blocks the next one. The file itself stays: removing it would let two loads hold two locks.
    """
    var.mkdir(parents=True, exist_ok=True)
    handle = os.open(var / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoadBusyError(
                f"Another load is running on {var}. Wait until it has ended and start again; "
                "nothing was changed."
            ) from None
        yield
    finally:
        os.close(handle)
