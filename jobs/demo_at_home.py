"""The demonstration's people are at home already: no tour by itself, no first look to celebrate.

Each of their accounts is shared by whoever tries the demonstration. Help still starts the tour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from data.store import Store
from data.store.memberships import Membership
from data.store.milestones import Reached, keep_milestone
from data.store.tables import utc_now
from data.store.tours import End, keep_end
from data.store.users import user_by_email
from planning.milestones import FRESH
from planning.tours import TOURS

_LONG_AGO: Final = 2 * FRESH


def be_at_home(store: Store, emails: Sequence[str]) -> None:
    """Keep for each of these people that there is nothing to be welcomed to; again changes none."""
    now = utc_now()
    with store.transaction() as tx:
        for email in emails:
            user = user_by_email(tx, email)
            if user is None:
                continue
            for tour in TOURS:
                keep_end(tx, user.id, tour, End.SKIPPED, now)
            mine = select(Membership.district_id).where(Membership.user_id == user.id)
            for district in list(tx.scalars(mine)):
                day = now.date() - _LONG_AGO
                keep_milestone(tx, district, Reached.FIRST_LOOK, str(user.id), day)
