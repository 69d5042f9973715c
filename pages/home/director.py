"""The budget director's home: whether the load can be trusted, and which buckets need a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dash.development.base_component import Component

from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketGroup, BucketLine, Link, bucket_table
from pages.components.card import Menu, card, quiet_link, row
from pages.components.figures import marked, named
from pages.components.foot import foot
from pages.components.notices import empty
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Part, Sentence, dig, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import count, counted, day_month, fiscal_year, money, word
from pages.home.funds import Fund, Span, fund_card
from pages.manage.money_locations import LocationAlerts, locations_card, locations_words

DATA = "/data"
_SHOWN = 8
_SHOWN_LOCATIONS = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One check of the load; dollars are missing where it counts rows or codes alone."""

    name: str
    detail: str
    expected: Decimal | None
    actual: Decimal | None
    difference: Decimal | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Aside:
    """Rows of one file and reason that could not be used."""

    reason: str
    file: str
    rows: int
    dollars: Decimal | None


@dataclass(frozen=True, slots=True)
class DirectorHome:
    """Everything the budget director's home shows.

    `watched` are buckets over or slow; `calm` are all of them, shown where none is watched.
    `locations` are those over or slow at a single location, which the sum may hide.
    """

    district: str
    year: int
    year_end: date
    is_closed: bool
    periods: str
    checks: Sequence[Check]
    aside: Sequence[Aside]
    rows_read: int
    files: int
    watched: Sequence[BucketGroup]
    calm: Sequence[BucketGroup]
    buckets: int
    method: str
    link: Link
    money_href: str
    loaded: str
    locations: LocationAlerts | None = None
    funds: Sequence[Fund] = ()
    funds_href: str = ""
    funds_export: str = ""

    @property
    def held(self) -> Sequence[Check]:
        """Checks that do not agree."""
        return [check for check in self.checks if check.is_held]

    @property
    def rows_aside(self) -> int:
        """Rows set aside."""
        return sum(entry.rows for entry in self.aside)

    @property
    def dollars_aside(self) -> Decimal:
        """Their dollars, as far as they could be read."""
        return sum((entry.dollars or Decimal(0) for entry in self.aside), Decimal(0))

    @property
    def unread_aside(self) -> int:
        """Rows set aside for reasons that leave no amount to be read."""
        return sum(entry.rows for entry in self.aside if entry.dollars is None)

    @property
    def watched_lines(self) -> Sequence[BucketLine]:
        """Buckets over or slow."""
        return [line for group in self.watched for line in group.lines]


def director_home(view: DirectorHome) -> list[Component]:
    """The page's content."""
    return [
        page_head("What needs me today?", crumbs=[("Home", "")], actions=[print_button()]),
        lead(sentence(view)),
        figure_strip(_figures(view), label="The load and the buckets"),
        row(_checks(view), _aside(view), look="c-3-2"),
        row(_buckets(view)),
        *([row(locations_card(view.locations, most=_SHOWN_LOCATIONS))] if view.locations else []),
        *_funds(view),
        foot(f"{view.district}. Source: district ledger; {view.loaded}."),
    ]


def sentence(view: DirectorHome) -> Sentence:
    """Whether the load balances, what is set aside, and how many buckets need a look."""
    return [*_balance(view), *_set_aside(view), *_watch(view), *_watch_locations(view)]


def _balance(view: DirectorHome) -> list[Part | str]:
    if not view.checks:
        return ["The load carries no control totals, so nothing proves it complete."]
    if not view.held:
        number = len(view.checks)
        every = "the one check agrees" if number == 1 else f"all {count(number)} checks agree"
        return ["The load ", dig("balances", DATA, strong=True), f": {every}."]
    part = f"{word(len(view.held))} of {counted(len(view.checks), 'check')}"
    verb = "does not agree" if len(view.held) == 1 else "do not agree"
    return ["In the load ", dig(f"{part} {verb}", f"{DATA}?status=held", strong=True), "."]


def _set_aside(view: DirectorHome) -> list[Part | str]:
    if not view.rows_aside:
        return [" Every row was taken over."]
    dollars = dig(money(view.dollars_aside), DATA)
    verb = "is" if view.rows_aside == 1 else "are"
    least = "at least " if view.unread_aside else ""
    return [f" {counted(view.rows_aside, 'row')} worth {least}", dollars, f" {verb} set aside."]


def _watch(view: DirectorHome) -> list[Part | str]:
    number = len(view.watched_lines)
    of_all = counted(view.buckets, "bucket")
    if view.is_closed:
        if not number:
            return [f" {fiscal_year(view.year)} is closed and no bucket ran over."]
        return [" ", strong(f"{word(number, start=True)} of {of_all} ran over"), "."]
    if not number:
        return [f" None of {of_all} is over or slow."]
    verb = "is" if number == 1 else "are"
    return [" ", strong(f"{word(number, start=True)} of {of_all}"), f" {verb} over or slow."]


def _watch_locations(view: DirectorHome) -> list[Part | str]:
    found = view.locations
    if found is None or not found.number:
        return []
    return [" At single locations ", dig(locations_words(found), found.href, strong=True), "."]


def _figures(view: DirectorHome) -> list[KeyFigure]:
    agree = len(view.checks) - len(view.held)
    unread = f", {_unread(view)}" if view.unread_aside else ""
    return [
        KeyFigure(
            "Checks that agree",
            f"{count(agree)} of {count(len(view.checks))}",
            "control totals and identities",
            href=DATA,
        ),
        KeyFigure("Rows read", count(view.rows_read), counted(view.files, "file"), href=DATA),
        KeyFigure(
            "Set aside", money(view.dollars_aside), f"{counted(view.rows_aside, 'row')}{unread}",
            "quarantine", DATA,
        ),
        KeyFigure(
            "Buckets to watch",
            count(len(view.watched_lines)),
            f"of {count(view.buckets)} in sum{_at_locations(view.locations)}",
            href=view.locations.href if view.locations else view.money_href,
        ),
    ]  # fmt: skip


def _unread(view: DirectorHome) -> str:
    return f"{count(view.unread_aside)} without an amount"


def _at_locations(found: LocationAlerts | None) -> str:
    return f"; {count(found.number)} of {count(found.pairs)} at a location" if found else ""


def _funds(view: DirectorHome) -> list[Component]:
    if not view.funds:
        return []
    span = Span(view.year, view.is_closed, view.periods)
    return [row(fund_card(view.funds, span, export=view.funds_export, every_href=view.funds_href))]


def _checks(view: DirectorHome) -> Component:
    question = "Do the figures agree with the ERP?"
    tools = [quiet_link("All checks", DATA)]
    if not view.checks:
        notice = empty(
            "No control totals were loaded.",
            "Ask for the ERP's trial balance beside the extracts, so that every load is proved.",
        )
        return card(question, body=notice)
    columns = [
        Column("Check"),
        Column("Expected", is_number=True),
        Column("Loaded", is_number=True),
        Column("Difference", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("", phone=Phone.DROP),
    ]
    rows = [_check(check) for check in view.checks[:_SHOWN]]
    rest = len(view.checks) - _SHOWN
    words: Sentence = ["Yes, every check agrees to the cent."]
    if view.held:
        verb = "differs" if len(view.held) == 1 else "differ"
        words = [f"Not everywhere: {counted(len(view.held), 'check')} {verb}."]
        if differences := [abs(check.difference) for check in view.held if check.difference]:
            largest = strong(money(max(differences)))
            words = ["Not everywhere: the largest difference is ", largest, "."]
    method = (
        "Loaded totals against the ERP's own, differences first; then the load against itself. "
    )
    method += "Control totals add money to spend and money to come: they prove a file whole."
    if rest > 0:
        method += f" {counted(rest, 'more check')} on the data page."
    return card(
        question,
        words,
        table(columns, rows, caption=question),
        method=method,
        menu=Menu("/export/control-totals", card="home-checks"),
        tools=tools,
    )


def _check(check: Check) -> Row:
    state = (
        marked("Differs", "exclamation-triangle-fill", "bad")
        if check.is_held
        else marked("Agrees", "check-circle-fill", "good")
    )
    return Row(
        [
            named(check.name, check.detail),
            money(check.expected, cents=True),
            money(check.actual, cents=True),
            money(check.difference, cents=True),
            state,
        ],
        note=state,
    )


def _aside(view: DirectorHome) -> Component:
    question = "Which rows could not be used?"
    if not view.aside:
        notice = empty("None.", "Every row of every file was taken over.")
        return card(question, body=notice)
    columns = [
        Column("Reason and file"),
        Column("Rows", is_number=True),
        Column("Dollars", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        Row([named(entry.reason, entry.file), count(entry.rows), money(entry.dollars)])
        for entry in view.aside[:_SHOWN]
    ]
    total = f"{counted(view.rows_aside, 'row')} set aside"
    rows.append(Row([total, count(view.rows_aside), money(view.dollars_aside)], RowKind.TOTAL))
    unread = f"; {_unread(view)}" if view.unread_aside else ""
    words: Sentence = [
        strong(f"{'At least ' if unread else ''}{money(view.dollars_aside)}"),
        f" in {counted(view.rows_aside, 'row')} of {count(view.rows_read)}{unread}.",
    ]
    return card(
        question,
        words,
        table(columns, rows, caption=question),
        method="Dollars as far as they could be read. Largest first.",
        menu=Menu("/export/quarantine"),
        tools=[quiet_link("All rows", DATA)],
    )


def _buckets(view: DirectorHome) -> Component:
    question = "Which buckets ran over?" if view.is_closed else "Which buckets are over or slow?"
    tools = [quiet_link("All buckets", view.money_href)]
    if not view.watched_lines and not view.calm:
        body = empty("No bucket has money.", "Buckets are set in the district's settings.")
        return card(question, body=body, tools=tools)
    body = bucket_table(
        view.watched or view.calm,
        Amounts(),
        year_end="" if view.is_closed else day_month(view.year_end),
        link=view.link,
        caption=question,
        has_total=False,
    )
    method = f"{fiscal_year(view.year)}, {view.periods}, all places. {view.method}"
    return card(question, _watch(view), body, method=method, tools=tools)
