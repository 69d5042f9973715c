"""Where the worker gets the figures of mail from: opened for the first that has some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

import structlog

from config import Settings
from data.store import Store
from data.store.outbox import OutboxMail
from data.store.tables import utc_now
from planning.mail_content import MailContent

if TYPE_CHECKING:
    from callbacks.basis import Services

log = structlog.get_logger()


class Figures:
    """The data behind mail, for one batch; invitations and links never open them."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._opened = ExitStack()
        self._services: Services | None = None

    def __enter__(self) -> Self:
        """Nothing is opened yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what the batch has needed."""
        self._opened.close()

    @property
    def services(self) -> Services:
        """What callbacks read from, over the newest data."""
        if self._services is None:
            from callbacks.basis import Services  # noqa: PLC0415 - most batches need none
            from data.store.account_attributes import AccountAttributes  # noqa: PLC0415
            from data.warehouse import Warehouse  # noqa: PLC0415

            warehouse = Warehouse(self._settings, AccountAttributes(self._store))
            self._opened.callback(warehouse.close)
            self._services = Services(self._settings, warehouse, self._store, utc_now)
        return self._services

    def content_of(self, mail: OutboxMail) -> MailContent | None:
        """What a mail says to its recipient now; see `callbacks.mail_contents`."""
        if mail.content is None:
            return MailContent.plain(mail.paragraphs)
        from callbacks.mail_contents import content_of  # noqa: PLC0415

        return content_of(self.services, mail)


def each_alone(postings: Sequence[Callable[[], int]]) -> int:
    """Do one posting after another; one that fails is noted and holds none of the others up.

    It is tried again at the next turn. Returns how many mails were posted.
    """
    posted = 0
    for posting in postings:
        try:
            posted += posting()
        except Exception:
            log.exception("mail not posted")
    return posted
