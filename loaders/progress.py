"""How a long load tells a person where it stands."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars


class Progress(Protocol):
    """Told what a load is doing; `share` of the step runs from 0 to 1."""

    def __call__(self, step: str, share: float) -> None:
        """Take note of one step."""


def silent(step: str, share: float) -> None:
    """Take no note: the progress of tests and of loads that nobody watches."""
    del step, share


class TerminalProgress:
    """One bar a step on a terminal; one line a step where the output is not a terminal."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._bars = Bars(
            TextColumn("{task.description:<44}"),
            BarColumn(bar_width=24),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        self._tasks: dict[str, TaskID] = {}

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
        self._bars.stop()

    def __call__(self, step: str, share: float) -> None:
        """Move the bar of this step; a step named for the first time gets a bar."""
        if step not in self._tasks:
            self._tasks[step] = self._bars.add_task(step, total=1.0)
            if not self._console.is_terminal:
                self._console.print(step, markup=False, highlight=False)
        self._bars.update(self._tasks[step], completed=min(share, 1.0))
