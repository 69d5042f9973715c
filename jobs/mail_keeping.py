"""Every night mails that went out long ago lose their words."""

from __future__ import annotations

from huey import Huey, crontab

from config import Settings
from data.store import Store
from data.store.tables import utc_now
from planning.mail import forget_texts


def bind_mail_keeping(huey: Huey, settings: Settings, store: Store) -> None:
    """Make the forgetting known to the worker."""

    @huey.periodic_task(crontab(minute="40", hour="3"), name="forget_mail")  # type: ignore[untyped-decorator]
    def forget_mail() -> None:
        forget_texts(settings, store, utc_now())
