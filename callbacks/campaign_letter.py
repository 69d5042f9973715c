"""A campaign as a mail: its text, filled in with the recipient's own buckets and orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Basis, Services, basis
from callbacks.congratulations import named
from data.buckets import buckets
from data.districts import district
from data.orders import STILL_OPEN, purchase_orders
from data.store.campaigns import Campaign
from data.store.report_mails import Every
from data.store.users import User
from pages.format import money
from pages.state import PageState
from pages.words import label, told
from planning import campaign_texts as texts
from planning.mail_content import MailContent, MailTable
from planning.milestones import for_mail
from planning.placeholders import filled

MOST_SENTENCES: Final = 4
MOST_ROWS: Final = 15
_FIGURES: Final = ("{left}", "{buckets}")
_TERMS: Final = ("budget_usd", "spent_usd", "encumbered_usd", "reserved_usd", "remaining_usd")


def campaign_content(
    services: Services, actor: Actor, found: Campaign, mail_id: int | None = None
) -> MailContent | None:
    """What the mail says to the actor; `mail_id` is missing where it only is looked at.

    None where its text is about the recipient's buckets and there are none with money.
    """
    ground, language = basis(services, actor, PageState()), found.language
    is_about_buckets = any(one in found.text for one in _FIGURES)
    rows = _buckets(services, actor, ground) if is_about_buckets else []
    if is_about_buckets and not rows:
        return None
    values = {
        "name": actor.own_label,
        "district": ground.district_name,
        "left": _left(rows, ground, language),
        "orders": _orders(services, actor, ground, found),
        "days": _days(services, actor, language),
    }
    made = filled(found.text, values, _table(rows, language) if rows else None, language)
    ending = texts.ending(
        language, ground.as_of, ground.loaded.date(), is_deadline=found.is_deadline
    )
    numbers, cheers = _cheers(services, actor, ground, found, mail_id)
    return MailContent(made.before, made.table, (*made.after, *cheers, *ending), language, numbers)


def _cheers(
    services: Services, actor: Actor, ground: Basis, found: Campaign, mail_id: int | None
) -> tuple[list[int], list[str]]:
    """The milestones that a weekly mail congratulates on: their numbers and the sentences."""
    if mail_id is None or found.every != Every.WEEK or found.is_deadline:
        return [], []
    due = for_mail(actor, services.store, mail_id, services.clock().date())
    said = [
        texts.milestone_sentence(one.what, one.name or one.subject, found.language)
        for one in named(actor, ground, [each for _, each in due])
    ]
    return [number for number, _ in due], said


def _buckets(services: Services, actor: Actor, ground: Basis) -> list[dict[str, Any]]:
    """Spending buckets with money; those that the recipient decides about stand first."""
    if not may(actor, Permission.BUCKET_READ):
        return []
    found = buckets(services.warehouse, ground.scope, fiscal_year=ground.year.year,
                    location_ids=ground.location_ids).to_pylist()  # fmt: skip
    rows = [row for row in found if row["kind"] == "expenditure"]
    return sorted(rows, key=lambda row: row["decided_by"] != "owner")


def _left(rows: Sequence[Mapping[str, Any]], ground: Basis, language: str) -> str:
    known = [row for row in rows if row["remaining_usd"] is not None]
    said = [
        texts.left_sentence(
            row["bucket_name"], money(abs(row["remaining_usd"])), ground.year_end, language,
            is_over=row["remaining_usd"] < 0,
        )
        for row in known[:MOST_SENTENCES]
    ]  # fmt: skip
    more = len(known) - MOST_SENTENCES
    return " ".join([*said, *([_more(more, language)] if more > 1 else [])])


def _more(number: int, language: str) -> str:
    """How many buckets are left out; the words of a district are in its first language."""
    words = texts.more_sentence(number, language)
    return told(words) if language == "en" else words


def _table(rows: Sequence[Mapping[str, Any]], language: str) -> MailTable:
    """What is requested has a column only where it is subtracted: the others then add up."""
    has_reserved = any(row["reserved_usd"] is not None for row in rows)
    terms = {
        term: head
        for term, head in zip(_TERMS, texts.HEADS[language][1:], strict=True)
        if has_reserved or term != "reserved_usd"
    }
    lines = [
        (row["bucket_name"], *(money(row[term]) for term in terms)) for row in rows[:MOST_ROWS]
    ]
    heads = (texts.HEADS[language][0], *terms.values())
    named = [label(head) for head in heads] if language == "en" else heads
    return MailTable(named, lines, 1)


def _orders(services: Services, actor: Actor, ground: Basis, found: Campaign) -> str:
    if "{orders}" not in found.text or not may(actor, Permission.TRANSACTION_READ):
        return ""
    rows = purchase_orders(services.warehouse, ground.scope, fiscal_year=ground.year.year,
                           state=STILL_OPEN, location_ids=ground.location_ids)  # fmt: skip
    limit = district(services.warehouse, ground.scope.district).old_order_days
    # An order with several releases is one order, as on the home.
    old = {row["po_no"] for row in rows.to_pylist() if (row["days_open"] or 0) > limit}
    return texts.orders_sentence(len(old), limit, found.language)


def _days(services: Services, actor: Actor, language: str) -> str:
    with services.store.reading() as tx:
        last = tx.get_one(User, actor.user_id).last_sign_in_utc
    days = None if last is None else max(0, (services.clock() - last).days)
    return texts.days_sentence(days, language)
