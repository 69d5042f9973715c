"""Current, Money: every bucket with what is budgeted, spent, on order and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.bucket_amounts import Amounts, requested
from pages.components.bucket_table import BucketGroup, BucketLine, Link, bucket_table, codes_of
from pages.components.card import card, row
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import export_link, page_head, print_button
from pages.components.sentence import Part, Sentence, dig, finding, lead, strong
from pages.components.strip import KeyFigure, equation_strip
from pages.components.switch import switch
from pages.format import counted, day_month, fiscal_year, listed, money, share, upper
from pages.home import principal_words as words
from pages.home.principal import projection
from pages.manage.bucket.tabs import Tab, tabs
from pages.manage.money_in import RevenueLine, revenue_card
from pages.manage.money_locations import LocationAlerts, locations_card

QUESTION = "How much is left in each bucket?"


@dataclass(frozen=True, slots=True)
class Outside:
    """Spending accounts that lie in no bucket, their budget in dollars, and where they are named.

    `href` is empty for who may not open the coverage of the buckets.
    """

    accounts: int
    budget: Decimal
    href: str = ""


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """What the Money tab shows for the whole district or for one budget.

    `roles` are those by which the reader sees the buckets; empty where every bucket is seen.
    `outside` is told to readers of the whole district, whose budget is more than its buckets.
    """

    place: str
    roles: Sequence[str]
    year: int
    year_end: date
    is_closed: bool
    periods: str
    groups: Sequence[BucketGroup]
    revenue: Sequence[RevenueLine]
    total: Amounts
    method: str
    link: Link
    export: str
    district: str
    loaded: str
    tabs: Sequence[Tab] = ()
    outside: Outside | None = None
    locations: LocationAlerts | None = None

    @property
    def lines(self) -> Sequence[BucketLine]:
        """Every bucket shown."""
        return [line for group in self.groups for line in group.lines]


def layout() -> html.Div:
    """The frame of the page; the switch stands in it so that it keeps its focus."""
    empty_switch = switch(ids.Money.EMPTY, "Show empty buckets")
    return html.Div(
        [
            dcc.Location(id=ids.Money.URL, refresh=False),
            dcc.Store(id=ids.Money.STATE),
            html.Div(skeleton(96, 60, 104), id=ids.Money.HEAD),
            html.Div(
                card(
                    QUESTION, body=html.Div(skeleton(520), id=ids.Money.BODY), tools=[empty_switch]
                ),
                className="row-c",
            ),
            html.Div(id=ids.Money.FOOT),
        ]
    )


def head(view: MoneyPage) -> list[Component]:
    """Question, sentence and the four terms."""
    return [
        page_head(
            f"What do the buckets of {view.place} have left?"
            if view.outside
            else f"What does {view.place} have left?",
            crumbs=[("Home", "/"), ("Current", ""), ("Money", "")],
            actions=[export_link(view.export), print_button()],
            sub=f"You hold the role {listed([upper(role) for role in view.roles])} here."
            if view.roles
            else "",
        ),
        *([tabs(view.tabs, "Money", "Budget")] if view.tabs else []),
        lead(sentence(view)),
        _strip(view),
    ]


def sentence(view: MoneyPage) -> Sentence:
    """What is left of the budget, and how many buckets need a look."""
    total = view.total
    if not view.lines or total.remaining is None or total.budget is None:
        return [f"No bucket of {view.place} has money in {fiscal_year(view.year)}."]
    courses = [*_outside(view.outside), *words.buckets_at_large(view.lines)]
    start = "In its buckets " if view.outside else ""
    if total.remaining < 0:
        over = strong(f"{money(-total.remaining)} more than the budget")
        return [start, over, f" is {total.bound}. ", *courses]
    left = strong(f"{money(total.remaining)} is left")
    return [start, left, f" of {money(total.budget)}. ", *courses]


def _outside(found: Outside | None) -> list[Part | str]:
    """The budget that the sums of the buckets do not hold, with the way to its accounts."""
    if found is None:
        return []
    budget = f"{money(found.budget)} of budget"
    shown = dig(budget, found.href, strong=True) if found.href else strong(budget)
    return ["A further ", shown, f", in {counted(found.accounts, 'account')}, lies in no bucket. "]


def _strip(view: MoneyPage) -> Component:
    total, codes = view.total, codes_of(view.lines)
    left = None if not total.budget or total.remaining is None else total.remaining / total.budget
    many = counted(len(view.lines), "bucket")
    return equation_strip(
        KeyFigure("Money there is", total.budget, many, "budgeted",
                  view.link(codes, "budget")),
        (
            KeyFigure("Bills paid", total.spent, view.periods, "spent",
                      view.link(codes, "paid")),
            KeyFigure("On order", total.encumbered, "", "encumbered",
                      view.link(codes, "ordered")),
            *requested(total, view.link(codes, "requested")),
        ),
        KeyFigure("Left", total.remaining, f"{share(left)} of the money", "remaining",
                  view.link(codes, "left")),
        projection(total, view.year_end, is_closed=view.is_closed),
        label=f"Money of {view.place}",
    )  # fmt: skip


def body(view: MoneyPage) -> list[Component]:
    """The finding, the table of buckets and how it was reckoned."""
    if not view.lines:
        return [
            empty(
                "No bucket has money here.",
                "Tick Show empty buckets to see them all, or choose another year or budget above.",
            )
        ]
    table = bucket_table(
        view.groups,
        view.total,
        year_end="" if view.is_closed else day_month(view.year_end),
        link=view.link,
        caption=f"Buckets of {view.place}, {fiscal_year(view.year)}",
    )
    method = f"{fiscal_year(view.year)}, {view.periods}. {view.method}"
    return [finding(words.buckets_at_large(view.lines)), table, html.P(method, className="method")]


def ending(view: MoneyPage) -> list[Component]:
    """Single locations, revenue where a bucket has any, and the last line of the page."""
    return [
        *([row(locations_card(view.locations))] if view.locations else []),
        *([revenue_card(view.revenue)] if view.revenue else []),
        foot(f"{view.district}. Source: district ledger; {view.loaded}."),
    ]
