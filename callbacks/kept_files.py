"""Made files that wait in a folder for their owners, for some days."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_hex
from typing import Final

_NAME: Final = re.compile(r"[0-9a-f]{32}\.[a-z]{3,4}")


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """The files of one kind: where they wait, and how long. Names are chance, so none is guessed.

    A file that is over is handed to nobody, whether or not it has been removed yet.
    """

    folder: Path
    kept: timedelta

    def keep(self, form: str, content: Iterable[bytes]) -> str:
        """Write a file, whole or not at all: also where somebody stops the job. Its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{token_hex(16)}.{form}"
        aside = self.folder / f".{name}"
        try:
            with aside.open("wb") as file:
                file.writelines(content)
            aside.replace(self.folder / name)
        finally:
            aside.unlink(missing_ok=True)
        return name

    def find(self, name: str) -> Path | None:
        """The file of a name, as long as it waits."""
        path = self.folder / name
        if not _NAME.fullmatch(name) or not path.is_file() or self._is_over(path):
            return None
        return path

    def sweep(self) -> int:
        """Remove what nobody may fetch any more, and what was left half written; how many."""
        held = self.folder.iterdir() if self.folder.is_dir() else ()
        over = [one for one in held if one.is_file() and self._is_over(one)]
        for one in over:
            one.unlink(missing_ok=True)
        return len(over)

    def _is_over(self, path: Path) -> bool:
        return path.stat().st_mtime < time.time() - self.kept.total_seconds()
