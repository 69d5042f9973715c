"""The store: decisions made inside Plumbline, changed one transaction at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from access.viewing import looked_as
from data.store.connections import READ_ONLY, engine

MAIL_WAITS: Final = "mail_waits"
_TWICE: Final = frozenset({"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})
"""A unique key that is there already, as PostgreSQL and SQLite call it."""
_LOG = logging.getLogger(__name__)


class StoreError(Exception):
    """Something the store refuses. The message is for a person."""

    for_person = True


class Conflict(StoreError):  # noqa: N818 - named for what the person meets
    """Somebody else changed the row since it was read."""


class OnlyLooking(StoreError):  # noqa: N818 - named for what the person does
    """Somebody looks as somebody else: nothing is written meanwhile."""


class Store:
    """One database with people, sessions, jobs and the audit log.

    `audit_key` seals audit entries; without it reading works and auditing raises
    (`data.store.open_store` reads it from its file). `when_mail_waits` is called after a
    transaction that has posted mail. Safe to share between threads.
    """

    when_mail_waits: Callable[[], None] | None = None

    def __init__(self, url: str, *, audit_key: bytes = b"") -> None:
        self.url = url
        self.audit_key = audit_key
        self._engine = engine(url)
        self._reading = self._engine.execution_options(**{READ_ONLY: True})
        if self._engine.dialect.name == "postgresql":
            self._reading = self._reading.execution_options(postgresql_readonly=True)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that writes: all of it is kept at the end, or none.

        On SQLite it holds the only write lock from its first moment, so keep it short. Raises
        `Conflict` when a row that was read has been changed by somebody else, or one that was
        missing has been added, and `OnlyLooking` in a request of somebody who looks as another
        person.
        """
        if name := looked_as():
            raise OnlyLooking(f"You look as {name}, so nothing can be changed.")
        with Session(self._engine, expire_on_commit=False) as session:
            session.info["audit_key"] = self.audit_key
            try:
                session.connection()
                yield session
                session.commit()
                mail_waits = session.info.get(MAIL_WAITS, False)
            except StaleDataError as error:
                raise Conflict(
                    "Somebody else has changed this in the meantime. Load it again, look at "
                    "the change and repeat yours."
                ) from error
            except IntegrityError as error:
                if not _is_twice(error):
                    raise
                raise Conflict(
                    "Somebody else has added the same in the meantime. Load it again, look at it "
                    "and change it where needed."
                ) from error
        if mail_waits:
            self._tell_of_mail()

    def _tell_of_mail(self) -> None:
        if self.when_mail_waits is None:
            return
        try:
            self.when_mail_waits()
        except Exception:  # noqa: BLE001 - the change is kept, and so is the mail
            # The worker looks for mail every minute anyway.
            _LOG.exception("the worker could not be told of mail")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, all of it at one moment; it never waits for a writer."""
        with Session(self._reading, expire_on_commit=False) as session:
            session.info["audit_key"] = self.audit_key
            yield session

    def rows(
        self, statement: Select[Any], parameters: Mapping[str, object]
    ) -> list[tuple[Any, ...]]:
        """The answer to one question of plain columns, without the object mapper.

        It costs a quarter of the same question through `reading`.
        """
        with self._reading.connect() as connection:
            return [tuple(row) for row in connection.execute(statement, parameters)]

    def is_answering(self) -> bool:
        """Whether the database answers a trivial question."""
        with self.reading() as session:
            return bool(session.scalar(text("select 1")) == 1)

    @property
    def backend(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.dialect.name

    def close(self) -> None:
        """Close the pool's connections."""
        self._engine.dispose()


def _is_twice(error: IntegrityError) -> bool:
    """Whether a key that may occur once was to occur twice."""
    told = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return told in _TWICE
