"""Reports that the demonstration's budget director keeps and shares with the principals."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from access.actor import Actor
from access.roles import Role
from data.store import Store
from data.store.reports import Report
from data.store.users import user_by_email
from planning import reports
from planning.audiences import With
from planning.sign_in import actor_of

OWNER: Final = "budget-director@demo.example"
READER: Final = "principal@demo.example"
REPORTS: Final = (
    ("purchase orders", "Orders open for over 90 days",
     "?state=still+open&where=days+open+between+91.."),
    ("transactions", "What each vendor was paid", "?group=Vendor&type=actual"),
    ("accounts", "Accounts with less than nothing left",
     "?where=left+between+..-0.01"),
    ("positions", "Where positions stand empty", "?group=Job&list=unassigned"),
)  # fmt: skip
"""Kind of row, name, and the address of the page. The first is on the home page of both."""


def keep_reports(store: Store, district: str) -> None:
    """Keep the reports, once: what people changed since stays."""
    with store.reading() as tx:
        if tx.scalar(select(Report.id).where(Report.district_id == district).limit(1)):
            return
    owner = _actor(store, OWNER, district)
    for number in [reports.save(owner, store, *one) for one in REPORTS]:
        reports.share(owner, store, number, With.ROLE, Role.PRINCIPAL)
    first = min(one.id for one in reports.visible(owner, store))
    for person in (owner, _actor(store, READER, district)):
        reports.pin(person, store, first, is_pinned=True)


def _actor(store: Store, email: str, district: str) -> Actor:
    with store.reading() as tx:
        user = user_by_email(tx, email)
    found = actor_of(store, user.id, district) if user else None
    if found is None:
        raise LookupError(f"{email} has no place in {district}")
    return found
