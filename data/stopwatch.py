"""Stops questions that run too long: one thread watches all of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_GLANCE = 0.05


class Stopwatch:
    """Calls `stop` of whatever is still running at its time; looks twenty times a second.

    A thread for each question would cost more than most questions do.
    """

    def __init__(self) -> None:
        self._running: dict[int, tuple[float, Callable[[], object]]] = {}
        self._next = 0
        self._lock = threading.Lock()
        self._is_needed = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, seconds: float, stop: Callable[[], object]) -> Iterator[None]:
        """Run the block, and call `stop` from another thread if it takes longer."""
        with self._lock:
            self._next += 1
            mine = self._next
            self._running[mine] = (time.monotonic() + seconds, stop)
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True, name="stopwatch")
                self._thread.start()
        self._is_needed.set()
        try:
            yield
        finally:
            with self._lock:
                self._running.pop(mine, None)

    def _watch(self) -> None:
        while True:
            self._is_needed.wait()
            with self._lock:
                now = time.monotonic()
                late = [key for key, (end, _) in self._running.items() if end <= now]
                for key in late:
                    # Under the lock, so that no question is stopped after it has ended.
                    self._running.pop(key)[1]()
                if not self._running:
                    self._is_needed.clear()
            time.sleep(_GLANCE)
