"""How the serving file of a snapshot is opened: for reading alone, bounded, and locked."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import duckdb

from config import Settings

_KEYS_OF_A_PAGE: Final = 2_000


def locked_down(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """The file opened for reading alone; the lock comes last and closes the door on itself."""
    connection = duckdb.connect(str(path), read_only=True)
    if connection.execute("select current_setting('lock_configuration')").fetchone() == (True,):
        return connection  # DuckDB shares one instance a file: this one is locked already.
    connection.execute(f"set memory_limit = '{int(settings.query_memory_mb)}MB'")
    for setting in (
        "set threads = 1",
        "set temp_directory = ''",
        "set autoinstall_known_extensions = false",
        "set autoload_known_extensions = false",
        "set allow_community_extensions = false",
        "set python_enable_replacements = false",
        # It holds whole lines of both branches of a union in memory at once.
        "set disabled_optimizers = 'common_subplan'",
        # The keys of a page are far apart: up to so many, only the blocks they lie in are read.
        f"set global dynamic_or_filter_threshold = {_KEYS_OF_A_PAGE}",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        connection.execute(setting)
    return connection
