"""A question to the budget office: mail with the page it is about, written to the audit log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from config import Settings
from data.store import Store, StoreError
from data.store.accounts import accounts
from data.store.audit import Change, append
from data.store.outbox import Link, Message, OutboxMail, post
from data.store.tables import utc_now

LONGEST: Final = 2_000
LONGEST_ADDRESS: Final = 300
MOST_A_DAY: Final = 20


def ask(
    actor: Actor, store: Store, settings: Settings, at: str, text: str,
    *, clock: Callable[[], datetime] = utc_now,
) -> str:  # fmt: skip
    """Mail a question about the page at `at`; returns a word about it.

    `StoreError` says what to mend: nothing is sent then, and the text stays with the reader.
    """
    require(actor, Permission.HOME_READ)
    words = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not words:
        raise StoreError("Write your question first.")
    if len(text) > LONGEST:
        raise StoreError(f"A question holds at most {LONGEST:,} characters; shorten it a little.")
    now = clock()
    with store.transaction() as tx:
        readers, begun = office(tx, settings, actor.district), f"question:{actor.user_id}:"
        if not readers:
            raise StoreError("Nobody is set as the budget office; ask your administrator.")
        key = f"{begun}{now.date().isoformat()}:"
        asked = tx.scalar(
            select(func.count()).where(OutboxMail.key.like(f"{key}%:{readers[0]}"))
        ) or 0  # fmt: skip
        if asked >= MOST_A_DAY:
            raise StoreError("That is enough for today: the budget office has your questions.")
        for reader in readers:
            post(tx, _message(actor, f"{key}{asked}:{reader}", reader, page_of(at), words), now)
        facts = {"page": page_of(at), "text": text.strip(), "to": readers}
        change = Change("question.ask", "user", actor.user_id, None, facts, actor.district)
        append(tx, (actor.user_id, actor.email or actor.label), change, now)
    return "Your question is on its way to the budget office."


def office(tx: Session, settings: Settings, district: str) -> list[str]:
    """Where questions go: the set address, else whoever sees every budget of the district."""
    if settings.budget_office:
        return [settings.budget_office]
    every = [one for one in accounts(tx, district) if one.is_active]
    directors = [
        one.email for one in every
        if one.location_id in {None, ""} and (
            one.record.values["manage_access"] == "admin" if one.record
            else one.role == "budget_director"
        )
    ]  # fmt: skip
    return directors or [one.email for one in every if one.is_administrator]


def page_of(at: str) -> str:
    """A path of ours with its filters; the home page for anything else."""
    is_ours = at.startswith("/") and not at.startswith(("//", "/\\")) and at.isprintable()
    return at if is_ours and len(at) <= LONGEST_ADDRESS else "/"


def _message(actor: Actor, key: str, reader: str, at: str, words: list[str]) -> Message:
    name = actor.own_label
    ending = (
        "The button opens the page that the question is about, with the figures that you may see. "
        f"Please answer to {actor.email}."
    )
    paragraphs = [f"{name} ({actor.email}) asks:", *words, ending]
    subject = f"A question of {name}"
    return Message(key, reader, subject, paragraphs, Link("Open the page", at), actor.district)
