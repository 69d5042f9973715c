"""Is the mail read, and whom does it reach? Two cards of the cockpit, with what they cannot say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import opened
from pages.components.filters import Choice, choices
from pages.components.notices import empty
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.campaigns import PATH as CAMPAIGNS
from pages.figures.mail_bars import MailBar, mail_bars
from pages.format import counted, day, share

HONEST: Final = (
    "People are counted, of those who hold a budget. Clicked is a lower bound of reading: whoever "
    "read the mail and pressed nothing is not in it, and the few programs that try every link are "
    "in it by mistake. Opened leans both ways, so it is an estimate and no bound: too low where a "
    "mail program shows no pictures, too high where it loads them by itself before anybody reads. "
    "Got mail means that the mail server took it. The last week still runs. Weekly is what "
    "went out by a weekly schedule, whatever that of its campaign is today."
)
KINDS: Final = (("All campaigns", ""), ("Weekly mail", "weekly"), ("Other campaigns", "other"))


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """A week from its Monday on: three numbers of people, and the way to each."""

    monday: date
    numbers: tuple[int, int, int]
    hrefs: tuple[str, str, str]
    opened_share: float | None
    clicked_share: float | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ReachLine:
    """A part of the people with a budget, by whether mail reaches them."""

    name: str
    people: int
    share: float | None
    href: str


@dataclass(frozen=True, slots=True)
class MailReadingView:
    """The weeks of one kind of mail, and the audience of the last 30 days."""

    kind: str
    weeks: Sequence[ReadingLine]
    reach: Sequence[ReachLine]


def reading_card(view: MailReadingView) -> html.Section:
    """Opening and clicking over the weeks."""
    name = next(words for words, kind in KINDS if kind == view.kind)
    chosen = Choice("Mail", name, [(words, f"mail={kind}") for words, kind in KINDS])
    return card("Is the mail read?", _sentence(view), _weeks(view), method=HONEST,
                menu=Menu(has_chart=True), tools=choices([chosen]))  # fmt: skip


def reach_card(view: MailReadingView) -> html.Section:
    """How much of the audience mail reaches; those who turned it off stand by themselves."""
    columns = [
        Column("With a budget", phone=Phone.WIDE),
        Column("People", is_number=True, phone=Phone.KEEP, width="110px"),
        Column("Share", is_number=True, width="90px"),
    ]
    rows = [Row([one.name, opened(str(one.people), one.href), share(one.share)])
            for one in view.reach]  # fmt: skip
    return card("Whom does mail reach?", body=table(columns, rows, caption="Reach of mail"),
                method="The last 30 days. Mail about a deadline goes to everybody and cannot be "
                "turned off; it counts as mail that was got.")  # fmt: skip


def _sentence(view: MailReadingView) -> Sentence:
    sent = [one for one in view.weeks if one.numbers[0]]
    if not sent:
        return []
    last = sent[-1]
    mailed, seen, clicked = last.numbers
    return [
        f"In the week of {day(last.monday)} {counted(mailed, 'person', 'people')} got mail: ",
        strong(f"{clicked} clicked ({share(last.clicked_share)})"),
        f", {seen} {'was' if seen == 1 else 'were'} seen to open it ({share(last.opened_share)}).",
    ]


def _weeks(view: MailReadingView) -> Component:
    if not any(one.numbers[0] for one in view.weeks):
        return empty("No mail of a campaign went out in these weeks.",
                     "Begin one with a text that is written already.",
                     dcc.Link("Begin a campaign", href=CAMPAIGNS, className="ctl"))  # fmt: skip
    bars = [MailBar(one.monday, *one.numbers) for one in view.weeks]
    words = "; ".join(f"{day(one.monday)} {', '.join(map(str, one.numbers))}" for one in view.weeks)
    told = f"People who got mail, opened it, clicked, by week: {words}"
    return chart("mail-reading", mail_bars(bars), description=told, rows=_table(view),
                 height=260, phone_height=300)  # fmt: skip


def _table(view: MailReadingView) -> Component:
    columns = [
        Column("Week from", width="150px"),
        Column("Got mail", is_number=True, phone=Phone.KEEP),
        Column("Opened (estimate)", is_number=True),
        Column("Share", is_number=True),
        Column("Clicked", is_number=True, phone=Phone.KEEP),
        Column("Share", is_number=True),
    ]
    rows = []
    for one in view.weeks:
        mailed, seen, clicked = (
            opened(str(number), href) for number, href in zip(one.numbers, one.hrefs, strict=True)
        )
        rows.append(
            Row([day(one.monday), mailed, seen, share(one.opened_share), clicked,
                 share(one.clicked_share)])
        )  # fmt: skip
    return table(columns, rows, caption="Reading of mail, by week")
