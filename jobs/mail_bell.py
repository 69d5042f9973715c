"""Wakes the worker for new mail; the queue is opened when the first mail is posted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from config import Settings
from data.store import Store


def mail_bell(settings: Settings, store: Store) -> Callable[[], None]:
    """What a web process calls once mail waits. What huey costs is paid only then."""

    @cache
    def bound() -> Callable[[], None]:
        from jobs.mail import bind_mail  # noqa: PLC0415
        from jobs.queue import MAIL, queue  # noqa: PLC0415

        return bind_mail(queue(settings, MAIL), settings, store)

    def ring() -> None:
        bound()()

    return ring
