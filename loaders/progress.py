"""How a long load tells a person where it stands."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress(Protocol):
    """What loaders report to. Steps follow one another; a new step ends the one before."""

    def step(self, name: str, total: int | None = None) -> None:
        """Begin a step; `total` is the number of units in it, where that is known."""

    def advance(self, amount: int = 1) -> None:
        """Report units of the present step as done."""

    def note(self, text: str) -> None:
        """Tell something that happened, in words."""


class Silent:
    """Reports nowhere."""

    def step(self, name: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, amount: int = 1) -> None:
        """Say nothing."""

    def note(self, text: str) -> None:
        """Say nothing."""


class TerminalProgress:
    """One bar a step on a terminal; plain lines where the output is not a terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._bars = Bars(
            TextColumn("{task.description:<44}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        """Draw the bars."""
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the bars standing; one that an error cut short stays short."""
        if kind is None:
            self._finish()
        self._bars.stop()

    def step(self, name: str, total: int | None = None) -> None:
        """Begin a bar."""
        self._finish()
        if not self._console.is_terminal:
            self._console.print(name, markup=False, highlight=False)
        self._task = self._bars.add_task(name, total=total)

    def advance(self, amount: int = 1) -> None:
        """Move the present bar."""
        if self._task is not None:
            self._bars.advance(self._task, amount)

    def note(self, text: str) -> None:
        """Print one line above the bars."""
        self._console.print(text, markup=False, highlight=False)

    def _finish(self) -> None:
        """Fill the present bar: a step of unknown length is whole when the next one begins."""
        if self._task is None:
            return
        task = self._bars.tasks[self._task]
        whole = task.total if task.total is not None else 1
        self._bars.update(self._task, total=whole, completed=whole)
        self._bars.stop_task(self._task)
        self._task = None
