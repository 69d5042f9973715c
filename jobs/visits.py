"""What follows from looking: milestones every hour, and old days forgotten every night."""

from __future__ import annotations

from datetime import date
from functools import partial

from huey import Huey, crontab
from sqlalchemy import select

from config import Settings
from data.store import Store
from data.store.memberships import Membership
from data.store.tables import utc_now
from jobs.mail_figures import each_alone
from planning.milestones import find_milestones
from planning.visits import forget_old


def bind_visits(huey: Huey, settings: Settings, store: Store) -> None:
    """Make the finding and the forgetting known to the worker."""

    @huey.periodic_task(crontab(minute="20", hour="3"), name="forget_visits")  # type: ignore[untyped-decorator]
    def forget_visits() -> None:
        forget_old(settings, store, utc_now().date())

    @huey.periodic_task(crontab(minute="35"), name="find_milestones")  # type: ignore[untyped-decorator]
    def find_all_milestones() -> None:
        find_everywhere(settings, store, utc_now().date())


def find_everywhere(settings: Settings, store: Store, today: date) -> None:
    """Find the milestones of every district; one that fails holds no other up."""
    with store.reading() as tx:
        districts = sorted(tx.scalars(select(Membership.district_id).distinct()))
    each_alone([partial(_found, settings, store, district, today) for district in districts])


def _found(settings: Settings, store: Store, district: str, today: date) -> int:
    find_milestones(settings, store, district, today)
    return 0
