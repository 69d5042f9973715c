"""Errors of a command as one line for the person who typed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from data.read_model import ArgumentError
from data.warehouse import NoSnapshotError, QueryError

ANSWERS = (ArgumentError, NoSnapshotError, QueryError)


@contextmanager
def friendly() -> Iterator[None]:
    """Show the errors meant for people as one line and end with exit code 1."""
    try:
        yield
    except Exception as error:
        if not (getattr(error, "for_person", False) or isinstance(error, ANSWERS)):
            raise
        raise click.ClickException(str(error)) from error
