"""What is wrong with a record that somebody wants to keep, as one refusal."""

from __future__ import annotations

from collections.abc import Sequence

from data.entities.problem import Problem
from data.store import StoreError


class RecordRefused(StoreError):  # noqa: N818 - named for what the person meets
    """A record that breaks rules; `problems` say which, each with its number and field."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(one.message for one in problems))


def blocking(problems: Sequence[Problem]) -> list[Problem]:
    """The problems that keep a record from being saved."""
    return [one for one in problems if not one.is_warning]
