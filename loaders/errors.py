"""What can go wrong with a whole file, in words for the person who sent it.

A single bad row is never an error: it is a row of `quarantine_row`. These errors say that a
file cannot be used at all, and nothing of it is loaded.
"""

from __future__ import annotations

from pathlib import Path


class LoaderError(Exception):
    """A file or load that cannot be used; the parts of the message are attributes too."""

    for_person = True

    def __init__(  # the parts of a message that points at a cell
        self,
        message: str,
        *,
        file: str | Path = "",
        row: int | None = None,
        column: str = "",
        found: str = "",
        expected: str = "",
    ) -> None:
        self.message = message
        self.file = Path(file).name if file else ""
        self.row = row
        self.column = column
        self.found = found
        self.expected = expected
        super().__init__(self._text())

    def _text(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        tail = "".join(
            [
                f" Found {self.found!r}." if self.found else "",
                f" Expected {self.expected}." if self.expected else "",
            ]
        )
        return f"{place}: {self.message}{tail}" if place else f"{self.message}{tail}"


class FileUnreadableError(LoaderError):
    """The bytes are not what the mapping says: empty, binary, encrypted, renamed, oversized."""


class HeadingsError(LoaderError):
    """The headings that the mapping names are not in the file, or stand there twice."""


class PrivateDataError(LoaderError):
    """The file carries social security numbers or the like; nothing of it is kept."""


class AccountsDestroyedError(LoaderError):
    """A spreadsheet turned the account codes into numbers or dates; they cannot be restored."""
