"""Answers kept in memory, bounded by number and size; the oldest unused one goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

import pyarrow as pa


class Answers:
    """A cache of Arrow tables, safe for threads; tables are immutable and may be shared.

    The key must name everything that decides the answer: the snapshot, the scope's digest, the
    statement and its arguments. An answer over an eighth of the whole room is not kept.
    """

    def __init__(self, *, entries: int = 256, room: int = 16 << 20) -> None:
        self._entries, self._room = entries, room
        self._kept: OrderedDict[Hashable, pa.Table] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> pa.Table | None:
        """The answer kept under the key, now the most recently used one."""
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def keep(self, key: Hashable, answer: pa.Table) -> None:
        """Keep an answer; another one under the same key is replaced."""
        if answer.nbytes > self._room // 8:
            return
        with self._lock:
            replaced = self._kept.pop(key, None)
            self._size += answer.nbytes - (replaced.nbytes if replaced is not None else 0)
            self._kept[key] = answer
            while len(self._kept) > self._entries or self._size > self._room:
                _, dropped = self._kept.popitem(last=False)
                self._size -= dropped.nbytes

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self._size = 0

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._kept)
