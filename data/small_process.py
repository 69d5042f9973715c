"""How a web process stays small, however long it lives and however large its district is."""

from __future__ import annotations

import ctypes
import sys
import warnings
from types import ModuleType
from typing import Final

import _duckdb
import duckdb
import pyarrow as pa

_PANDAS: Final = "pandas"
_M_MMAP_THRESHOLD: Final = -3
_LARGE_BLOCK: Final = 1 << 20
_PURGE_ALL: Final = b"arena.4096.purge"  # 4096 names all arenas


def stay_small() -> None:
    """Settle both for this process, before it answers its first question."""
    give_back()
    go_without_frames()


def give_back() -> None:
    """Let freed memory go back to the system.

    Arrow's own allocator keeps eighteen megabytes. That of glibc keeps larger and larger blocks,
    among which small ones then lie, a tenth of the process at ten million lines: from now on those
    of a megabyte or more return at once. Another C library keeps its own ways.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE_BLOCK)


def give_back_freed() -> None:
    """Return to the system what DuckDB's own allocator, jemalloc, keeps for a second.

    A large question frees up to a hundred megabytes, on top of which the next one would come.
    Giving back after every question would make all of them dearer by a third: this is for those
    that took long. Another build of DuckDB keeps its own ways.
    """
    control = getattr(ctypes.CDLL(_duckdb.__file__), "duckdb_je_mallctl", None)
    if control is not None:
        control(_PURGE_ALL, None, None, None, ctypes.c_size_t(0))


def go_without_frames() -> None:
    """Keep pandas out of a process that makes no frames.

    DuckDB and Arrow import it, fifty megabytes, at the first value that they are handed, only to
    see whether that value is one of the missing values of pandas. Both ask once: an empty module
    tells them that it is not. A process that has pandas already keeps it.
    """
    if _PANDAS in sys.modules:
        return
    sys.modules[_PANDAS] = _empty()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Arrow says that this version is too old for it.
            pa.scalar(0)
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute("select $value", {"value": 0})
    finally:
        del sys.modules[_PANDAS]


def _empty() -> ModuleType:
    module = ModuleType(_PANDAS)
    vars(module).update(__version__="0", NaT=object(), NA=object())
    return module
