"""Campaigns between the form and what is kept: texts to a draft, a campaign to texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from data.store.campaigns import Campaign
from data.store.report_mails import Every
from pages.configure.campaign_form import EVERYBODY, TIMES
from pages.format import clock
from planning.audiences import With
from planning.campaign_texts import LANGUAGES, STANDARD, StandardText
from planning.campaigns import CampaignError, Draft

EMPTY: Final = StandardText("", "", "")
_USUAL: Final = {"week": ("week-0", ""), "reminder": ("once", "14")}


def draft_of(given: Mapping[str, str]) -> Draft:
    """What the form says; raises `CampaignError` for what it cannot mean."""
    if given.get("when") not in TIMES or not given.get("hour", "").isdigit():
        raise CampaignError("Choose when the mail goes out.")
    every, _, day = given["when"].partition("-")
    role = given.get("role", EVERYBODY)
    named = (
        (With.ROLE, "" if role == EVERYBODY else role),
        (With.BUDGET, given.get("budget", "").strip()),
    )
    return Draft(
        name=given.get("name", ""),
        subject=given.get("subject", ""),
        text=given.get("text", ""),
        language=given.get("language", ""),
        names=[(kind, code) for kind, code in named if code],
        not_seen_days=_days(given.get("days", "")),
        not_looked_days=_days(given.get("looked", "")),
        every=every,
        day=int(day or 0),
        hour=int(given["hour"]),
        is_deadline=given.get("deadline") == "yes",
    )


def _days(text: str) -> int | None:
    plain = text.strip()
    if plain and not (plain.isascii() and plain.isdigit() and len(plain) < 6):  # noqa: PLR2004
        raise CampaignError("Days of staying away are a whole number, or nothing.")
    return int(plain) if plain else None


def new_values(what: str, language: str) -> dict[str, str]:
    """The form of a new campaign, with a text that is written already."""
    text = STANDARD.get((what, language), EMPTY)
    when, days = _USUAL.get(what, ("once", ""))
    return {
        "name": text.name, "subject": text.subject, "text": text.text, "language": language,
        "role": EVERYBODY, "budget": "", "days": "", "looked": days, "when": when, "hour": "7",
        "deadline": "no",
    }  # fmt: skip


def values_of(found: Campaign) -> dict[str, str]:
    """The form of a campaign that is kept."""
    names = dict(found.audience.get("names") or ())
    seen, looked = (found.audience.get(f"not_{one}_days") for one in ("seen", "looked"))
    return {
        "name": found.name, "subject": found.subject, "text": found.text,
        "language": found.language, "role": names.get(With.ROLE, EVERYBODY),
        "budget": names.get(With.BUDGET, ""), "days": str(seen or ""), "looked": str(looked or ""),
        "when": when_of(found), "hour": str(found.hour),
        "deadline": "yes" if found.is_deadline else "no",
    }  # fmt: skip


def when_of(found: Campaign) -> str:
    """The rhythm as the form names it."""
    has_day = found.every in (Every.WEEK, Every.MONTH)
    return f"{found.every}-{found.day}" if has_day else found.every


def when_words(found: Campaign) -> str:
    """The rhythm in words."""
    words = TIMES.get(when_of(found), found.every)
    return words if found.every == Every.ONCE else f"{words} at {clock(found.hour)}"


def audience_words(found: Campaign, roles: Mapping[str, str]) -> str:
    """The audience in words; `roles` are the names of roles by their codes."""
    said = [
        f"role {roles.get(code, code)}" if kind == With.ROLE else f"team of {code}"
        for kind, code in found.audience.get("names") or ()
    ]
    away = [
        f"not {words} for {days} days"
        for words, one in (("signed in", "seen"), ("looked at a budget", "looked"))
        if (days := found.audience.get(f"not_{one}_days"))
    ]
    names = " or ".join(said)
    return ", ".join([f"{names[:1].upper()}{names[1:]}" or "Everybody", *away])


def language_words(found: Campaign) -> str:
    """The language by its own name."""
    return LANGUAGES.get(found.language, found.language)
