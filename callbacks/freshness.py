"""How old the data are, for the badge of the top bar and the banner of a page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Services
from data.snapshots import SnapshotInfo
from pages.components.notices import stale
from pages.format import counted, day
from pages.shell import Freshness

_VERY_OLD: Final = 3
_DAY: Final = timedelta(days=1)


def freshness(services: Services, info: SnapshotInfo) -> Freshness:
    """How old the load is against the district's limit; a damaged newest load is bad."""
    if info.is_fallback:
        return Freshness.BAD
    age = services.clock() - info.created_utc
    limit = timedelta(hours=services.settings.stale_after_hours)
    if age <= limit:
        return Freshness.OK
    return Freshness.WARN if age <= limit * _VERY_OLD else Freshness.BAD


def banner(services: Services, actor: Actor) -> list[Any]:
    """A banner over figures that are older than they should be; nothing over fresh ones."""
    info = services.warehouse.snapshot(actor.district)
    if freshness(services, info) is Freshness.OK:
        return []
    href = "/data" if Permission.LOAD_READ in actor.permissions else ""
    if info.is_fallback:
        return [stale("These are not the newest figures.", info.notice, href)]
    days = max(1, (services.clock() - info.created_utc) // _DAY)
    age = f"The last load is {counted(days, 'day')} old."
    missing = f"What was posted after {day(info.data_as_of)} is not in these figures."
    return [stale(age, missing, href)]
