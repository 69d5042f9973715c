"""Every night the days on which people looked are forgotten once they are old."""

from __future__ import annotations

from huey import Huey, crontab

from config import Settings
from data.store import Store
from data.store.tables import utc_now
from planning.visits import forget_old


def bind_visits(huey: Huey, settings: Settings, store: Store) -> None:
    """Make the forgetting known to the worker."""

    @huey.periodic_task(crontab(minute="20", hour="3"), name="forget_visits")  # type: ignore[untyped-decorator]
    def forget_visits() -> None:
        forget_old(settings, store, utc_now().date())
