"""Current, one bucket: the questions that its owner asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import ask_link, export_link, page_head, print_button
from pages.components.sentence import lead
from pages.home.principal_words import Voice
from pages.manage.bucket import words
from pages.manage.bucket.categories import CategoryView, categories_card
from pages.manage.bucket.details import Details, details_card
from pages.manage.bucket.faq import faq_card
from pages.manage.bucket.history import history_card
from pages.manage.bucket.left import left_card, strip
from pages.manage.bucket.methods import Methods, methods_card
from pages.manage.bucket.note import NoteView, note_card
from pages.manage.bucket.orders import BucketOrders, orders_card
from pages.manage.bucket.progress import progress_card
from pages.manage.bucket.sides import Side
from pages.manage.bucket.strategies import StrategyView, strategies_card
from pages.manage.bucket.tabs import Tab, tabs
from pages.words import Name, Said, label

PATH = "/current/bucket"
OVERVIEW = "Overview"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class BucketPage:
    """Everything the page of a bucket shows; spending stands before revenue in `sides`.

    `before` and `after` are name and address of the neighbours in the list of buckets; `ask_href`
    leads to the budget office and is empty for whoever belongs to it.
    """

    code: str
    name: str
    detail: str
    place: str
    voice: Voice
    year_end: date
    is_closed: bool
    sides: Sequence[Side]
    orders: BucketOrders | None
    categories: Sequence[CategoryView]
    questions: Sequence[tuple[str, str]]
    strategies: StrategyView | None
    methods: Methods | None
    details: Details
    note: NoteView
    year: int
    tabs: Sequence[Tab]
    before: tuple[str, str] | None
    after: tuple[str, str] | None
    money_href: str
    export: str
    ask_href: str
    district: str
    loaded: str


def layout() -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Bucket.URL, ids.Bucket.BODY, 96, 60, 104, 520)


def bucket_page(view: BucketPage) -> list[Component]:
    """The page's content."""
    sentence = words.lead(view.sides, view.voice, view.year_end, is_closed=view.is_closed)
    note = view.orders.open.summary if view.orders else ""
    return [
        _head(view),
        tabs(view.tabs, OVERVIEW),
        lead([*sentence, *words.doubt(view.methods.contrary if view.methods else None)]),
        *(strip(side, view.year_end, note, is_closed=view.is_closed) for side in view.sides),
        *_questions(view),
        *_purposes(view),
        _beside(view),
        *([ask_link(view.ask_href, is_wide=True)] if view.ask_href else []),
        foot(f"{view.district}. Source: district ledger; {view.loaded}."),
    ]


def unknown_bucket(code: str, money_href: str) -> list[Component]:
    """There is no such bucket, or no account of it may be seen."""
    named = f"There is no bucket “{code}” here." if code else "There is no bucket here."
    link = dcc.Link("See all buckets", href=money_href, className="ctl")
    text = "It may hold no account in this fiscal year and budget, or its code may be mistyped."
    crumbs = [("Home", "/"), ("Money", money_href), ("Bucket", "")]
    return [page_head("How much is left?", crumbs=crumbs), empty(named, text, link)]


def _head(view: BucketPage) -> Component:
    detail = f"{label('Bucket')} {view.code}" + (f", {view.detail}" if view.detail else "")
    asked = [ask_link(view.ask_href)] if view.ask_href else []
    actions = [*_neighbours(view), export_link(view.export), print_button(), *asked]
    # A bucket that only receives has nothing left; one of both kinds is known by its spending.
    only_comes_in = bool(view.sides) and all(side.is_revenue for side in view.sides)
    asked_for = "is still to come" if only_comes_in else "is left"
    return page_head(
        f"How much {asked_for} in {view.name}?",
        crumbs=[("Home", "/"), ("Money", view.money_href), (Name(view.name), "")],
        actions=actions,
        sub=Said(f"{detail}. {view.place}."),
    )


def _neighbours(view: BucketPage) -> list[Component]:
    known = ((view.before, "Previous", "left"), (view.after, "Next", "right"))
    return [
        dcc.Link(
            icon(f"chevron-{side}"),
            href=found[1],
            className="ctl only-w",
            title=f"{words} bucket: {found[0]}",
        )
        for found, words, side in known
        if found is not None
    ]


def _questions(view: BucketPage) -> list[Component]:
    """Cards in the order of the questions; the two kinds of account stand beside each other."""
    export = view.export
    lefts = [left_card(side, view.year_end, export) for side in view.sides]
    pace = [progress_card(side, export) for side in view.sides]
    past = [history_card(side, export) for side in view.sides]
    if len(view.sides) > 1:
        orders = [row(orders_card(view.orders))] if view.orders else []
        pairs = [row(*cards, look="c-1-1") for cards in (lefts, pace, past)]
        return [pairs[0], *orders, *pairs[1:]]
    first = [*lefts, *([orders_card(view.orders)] if view.orders else [])]
    return [row(*first, look="c-3-2" if view.orders else ""), row(*pace, *past, look="c-1-1")]


def _beside(view: BucketPage) -> Component:
    """How sure the projection is and what owners ask; the note and which money it is."""
    beside = html.Div(
        [note_card(view.note, view.year), details_card(view.details)], className="stk"
    )
    told = [methods_card(view.methods)] if view.methods else []
    told += [faq_card(view.questions)] if view.questions else []
    if not told:
        return row(beside)
    return row(html.Div(told, className="stk"), beside, look="c-3-2")


def _purposes(view: BucketPage) -> list[Component]:
    """What the money goes to: by category, and by priority and strategy."""
    cards = [categories_card(one, view.export) for one in view.categories]
    cards += [strategies_card(view.strategies, view.export)] if view.strategies else []
    look = "c-3-2" if len(cards) == _PAIR and view.strategies else "c-1-1"
    return [row(*cards, look=look if len(cards) > 1 else "")] if cards else []
