"""Posts campaigns that are due: to their audience of that moment, once."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog

from config import Settings
from data.districts import district
from data.store import Store
from data.store.campaigns import Campaign, campaign, due_campaigns
from data.store.report_mails import Every
from data.warehouse import NoSnapshotError
from jobs.mail_figures import Figures, each_alone
from planning.campaigns import audience, post_to
from planning.mail_times import next_time
from planning.milestones import find_milestones

log = structlog.get_logger()


def post_campaigns(settings: Settings, store: Store, now: datetime) -> int:
    """Post every campaign that is due; returns how many mails that makes."""
    with store.reading() as tx:
        due = due_campaigns(tx, now)
    if not due:
        return 0
    with Figures(settings, store) as figures:
        return each_alone([partial(_post, figures, store, one, now) for one in due])


def _post(figures: Figures, store: Store, found: Campaign, now: datetime) -> int:
    """The mails of one sending and the date of the next, together or not at all."""
    try:
        place = district(figures.services.warehouse, found.district_id)
    except NoSnapshotError:
        return 0
    find_milestones(figures.services.settings, store, found.district_id, now.date())
    people = audience(store, found, now)
    with store.transaction() as tx:
        held = campaign(tx, found.id, found.district_id, to_change=True)
        if held is None or held.next_utc != found.next_utc:
            return 0
        posted = post_to(tx, held, people, place.name, now)
        repeats = held.every != Every.ONCE
        held.next_utc = (
            next_time(held.every, held.day, held.hour, now, place.zone) if repeats else None
        )
    log.info("campaign posted", campaign=found.id, audience=len(people), mails=posted)
    return posted
