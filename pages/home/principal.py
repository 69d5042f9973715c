"""The principal's home: what is left, by bucket, where it is heading, and what is on order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash.development.base_component import Component

from pages.components.bucket_amounts import Amounts, requested
from pages.components.bucket_table import BucketGroup, BucketLine, Link, bucket_table, codes_of
from pages.components.card import Menu, card, row
from pages.components.figures import missing
from pages.components.foot import foot
from pages.components.page_head import ask_link, page_head, print_button
from pages.components.sentence import lead
from pages.components.strip import KeyFigure, equation_strip
from pages.figures.cumulative import YearPath
from pages.format import counted, day, day_month, fiscal_year, money, share
from pages.home import principal_words as words
from pages.home.orders import OpenOrders, orders_card
from pages.home.principal_words import Voice
from pages.home.year_path import path_card


@dataclass(frozen=True, slots=True)
class PrincipalHome:
    """Everything the principal's home shows; sums are exact dollars.

    `ask_href` leads to the budget office; empty for whoever belongs to it.
    """

    place: str
    year: int
    year_end: date
    is_closed: bool
    voice: Voice
    days_left: int
    periods: str
    groups: Sequence[BucketGroup]
    own: Amounts
    total: Amounts
    empty_buckets: int
    method: str
    path: YearPath | None
    path_method: str
    orders: OpenOrders
    link: Link
    export: str
    ask_href: str
    district: str
    loaded: str

    @property
    def own_lines(self) -> Sequence[BucketLine]:
        """Buckets that this person decides about."""
        return [line for group in self.groups for line in group.lines if line.is_own]

    @property
    def district_lines(self) -> Sequence[BucketLine]:
        """Buckets that the district decides about."""
        return [line for group in self.groups for line in group.lines if not line.is_own]


def principal_home(view: PrincipalHome) -> list[Component]:
    """The page's content."""
    sentence = words.lead(view.own, view.own_lines, view.district_lines, view.link, view.voice)
    if view.is_closed:
        sentence = words.closed_lead(view.year, view.own, view.own_lines, view.link, view.voice)
    return [
        page_head(
            f"What does {view.place} have left?",
            crumbs=[("Home", "")],
            actions=[print_button(), *([ask_link(view.ask_href)] if view.ask_href else [])],
        ),
        lead(sentence),
        _strip(view),
        row(_buckets(view)),
        row(*_below(view), look="c-3-2" if view.path else ""),
        *([ask_link(view.ask_href, is_wide=True)] if view.ask_href else []),
        foot(f"{view.district}. Source: district ledger; {view.loaded}."),
    ]


def _strip(view: PrincipalHome) -> Component:
    own, count = view.own, len(view.own_lines)
    codes = codes_of(view.own_lines)
    have = KeyFigure(
        "Money you have",
        own.budget,
        f"{counted(count, 'bucket')} {view.voice.decides}",
        "budgeted",
        view.link(codes, "budget"),
    )
    paid_share = None if not own.budget or own.spent is None else own.spent / own.budget
    paid = KeyFigure(
        "Bills paid", own.spent, f"{share(paid_share)} of the money", "spent",
        view.link(codes, "paid"),
    )  # fmt: skip
    ordered = KeyFigure(
        "On order", own.encumbered, view.orders.summary, "encumbered",
        view.link(codes, "ordered"),
    )  # fmt: skip
    left = KeyFigure("Left", own.remaining, _left_note(view), "remaining", view.link(codes, "left"))
    return equation_strip(
        have,
        (paid, ordered, *requested(own, view.link(codes, "requested"))),
        left,
        projection(own, view.year_end, is_closed=view.is_closed),
        label=f"Money {view.voice.decides}",
    )


def _left_note(view: PrincipalHome) -> str:
    own = view.own
    left = None if not own.budget or own.remaining is None else own.remaining / own.budget
    if view.days_left <= 0:
        return f"{share(left)}, the year is over"
    return f"{share(left)} with {counted(view.days_left, 'day')} to go"


def projection(sums: Amounts, year_end: date, *, is_closed: bool) -> KeyFigure:
    """Where the sum of buckets is heading, with its range; or that the year is over."""
    if is_closed:
        return KeyFigure("Year end", "Closed", f"ended {day(year_end)}", "projection")
    words = f"Likely left on {day_month(year_end)}"
    if sums.left_over is None or sums.budget is None:
        reason = "no bucket has enough history yet"
        if sums.is_shared:
            reason = "buckets share accounts: each is projected by itself"
        return KeyFigure(words, missing(reason), reason, "projection")
    return KeyFigure(words, money(sums.left_over), sums.range_words, "projection")


def _buckets(view: PrincipalHome) -> Component:
    table = bucket_table(
        view.groups,
        view.total,
        year_end="" if view.is_closed else day_month(view.year_end),
        link=view.link,
        caption=f"Buckets of {view.place}, {fiscal_year(view.year)}",
    )
    method = f"{fiscal_year(view.year)}, {view.periods}. {view.method}"
    if view.empty_buckets:
        method += f" {counted(view.empty_buckets, 'bucket')} without lines and money not shown."
    return card(
        "How much is left in each bucket?",
        words.buckets(view.own_lines, view.voice),
        table,
        method=method,
        menu=Menu(view.export, card="home-buckets"),
    )


def _below(view: PrincipalHome) -> list[Component]:
    orders = orders_card(view.orders)
    if view.path is None:
        return [orders]
    question = f"Will the money {view.voice.decides} last until {view.year_end:%B}?"
    chart = path_card(
        "home-path", question, words.path(view.own, view.year_end), view.path, view.path_method
    )
    return [chart, orders]
