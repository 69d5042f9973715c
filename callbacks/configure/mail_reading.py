"""Opening and clicking of campaigns on the cockpit, and the people behind each of the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from data.store.mail_choices import MONTH, OFF
from metrics.adoption import share, since
from metrics.mail_reading import Mail, Reading, reading, reading_weeks
from pages.account_state import AdoptionState
from pages.configure.mail_reading import KINDS, MailReadingView, ReachLine, ReadingLine
from planning.adoption import Adoption, Looker

_READINGS: Final = {"mailed": "Got mail", "opened": "Opened (estimate)", "clicked": "Clicked"}
_REACH: Final = {
    "mailed": "Got mail in the last 30 days",
    "clicked": "Clicked in the last 30 days",
    "opened": "Opened in the last 30 days (estimate)",
    "unmailed": "Got no mail in the last 30 days",
    "off": "Turned this mail off",
    "monthly": "Want it at most once a month",
}


def mail_reading_view(found: Adoption, state: AdoptionState, path: str) -> MailReadingView:
    """The weeks of the kind of mail that the state asks for, and the reach of all mail."""
    kind = state.mail or ""
    many = len(found.people)
    reach = []
    for key, name in _REACH.items():
        number = len(_reached(found, key))
        href = f"{path}?{urlencode({'reach': key})}"
        reach.append(ReachLine(name, number, share(number, many), href))
    return MailReadingView(kind, _weeks(found, kind, path), reach)


def by_mail(
    found: Adoption, state: AdoptionState, rows: Sequence[Looker]
) -> tuple[list[Looker], list[str]]:
    """Those of the people whom the state asks for by their mail, and in words which those are."""
    kept, words = list(rows), []
    if state.reach:
        numbers = _reached(found, state.reach)
        kept, words = [one for one in kept if one.holder.user_id in numbers], [_REACH[state.reach]]
    if state.mailed:
        first, mails = date.fromisoformat(state.mailed), _mails(found, state.mail or "")
        part = state.reading or "mailed"
        numbers = getattr(reading(mails, first, first + timedelta(days=6)), part)
        kept = [one for one in kept if one.holder.user_id in numbers]
        kind = next(name for name, key in KINDS if key == (state.mail or ""))
        words += [f"{_READINGS[part]} in the week from {state.mailed}", kind.lower()]
    return kept, words


def _weeks(found: Adoption, kind: str, path: str) -> list[ReadingLine]:
    made = []
    for week in reading_weeks(_mails(found, kind), found.today):
        parts = (week.reading.mailed, week.reading.opened, week.reading.clicked)
        asked = {"mailed": str(week.monday)} | ({"mail": kind} if kind else {})
        hrefs = [f"{path}?{urlencode({**asked, 'reading': name})}" for name in _READINGS]
        made.append(
            ReadingLine(
                week.monday, (len(parts[0]), len(parts[1]), len(parts[2])),
                (hrefs[0], hrefs[1], hrefs[2]), week.reading.opened_share,
                week.reading.clicked_share, week.is_whole,
            )
        )  # fmt: skip
    return made


def _mails(found: Adoption, kind: str) -> list[Mail]:
    return [
        (mail.user_id, mail.day, mail.is_opened, mail.is_clicked)
        for one in found.people
        for mail in one.mails
        if not kind or mail.is_weekly == (kind == "weekly")
    ]


def _reached(found: Adoption, key: str) -> frozenset[int]:
    """The people of one line of the reach."""
    if key in ("off", "monthly"):
        wanted = OFF if key == "off" else MONTH
        return frozenset(one.holder.user_id for one in found.people if one.mail_choice == wanted)
    last: Reading = reading(_mails(found, ""), since(found.today), found.today)
    if key == "unmailed":
        return frozenset(one.holder.user_id for one in found.people) - last.mailed
    numbers: frozenset[int] = getattr(last, key)
    return numbers
