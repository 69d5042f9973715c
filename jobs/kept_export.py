"""Rows that the store keeps as files on the command line: those of the screen, a whole district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from access.actor import SYSTEM
from access.scope import Scope
from callbacks.rows_files import ROWS_FILES
from config import Settings
from data.store import Store
from exports.flat import save
from jobs.mail_figures import Figures


def write_kept(
    settings: Settings, store: Store, name: str, form: str,
    asked: tuple[str, Mapping[str, Any]], output: Path | IO[bytes],
) -> None:  # fmt: skip
    """Write the rows of a district; `asked` is its code with the arguments of the table.

    Raises `ArgumentError` for an argument that the table does not know.
    """
    district, arguments = asked
    actor = replace(SYSTEM, label="command line", district=district, districts=(district,),
                    scope=Scope.whole(district))  # fmt: skip
    given = {key: [str(value)] for key, value in arguments.items()}
    _, made = ROWS_FILES[name]
    with Figures(settings, store) as figures:
        save(made(figures.services, actor, form, given), output)
