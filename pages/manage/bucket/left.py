"""The first question: how much money is left, as strip, bar and path of the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.bucket_amounts import requested
from pages.components.bucket_bar import bar, bar_key
from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import missing, status
from pages.components.sentence import plain
from pages.components.strip import KeyFigure, equation_strip, figure_strip, written
from pages.figures.cumulative import cumulative
from pages.format import day, day_month, money, money_change, share
from pages.home.year_path import months_table
from pages.manage.bucket import words
from pages.manage.bucket.sides import Side

QUESTION = "How much money do I have left this fiscal year?"
REVENUE_QUESTION = "How much money is still to come in this fiscal year?"


def strip(side: Side, year_end: date, orders: str, *, is_closed: bool) -> Component:
    """The four terms of one kind of account as an equation."""
    if side.is_revenue:
        return _revenue_strip(side)
    amounts, links = side.amounts, side.links
    paid = None if not amounts.budget or amounts.spent is None else amounts.spent / amounts.budget
    return equation_strip(
        KeyFigure("Money you have", amounts.budget, _moved(side), "budgeted", links.budget),
        (
            KeyFigure("Bills paid", amounts.spent, f"{share(paid)} of the money", "spent",
                      links.spent),
            KeyFigure("On order", amounts.encumbered, orders, "encumbered", links.ordered),
            *requested(amounts, links.requested),
        ),
        KeyFigure("Left", amounts.remaining, f"{share(amounts.used)} used", "remaining",
                  links.accounts),
        _projection(side, year_end, is_closed=is_closed),
        label="Spending",
    )  # fmt: skip


def _revenue_strip(side: Side) -> Component:
    amounts, links = side.amounts, side.links
    expected, came, rest = written(amounts.budget, amounts.spent, amounts.remaining)
    return figure_strip(
        [
            KeyFigure("Money expected", expected, _moved(side), "budgeted",
                      links.budget),
            KeyFigure("Came in", came, f"{share(_received(side))} of it",
                      "received", links.spent),
            KeyFigure("Still to come", rest, "", "remaining", links.accounts),
        ],
        label="Revenue",
    )  # fmt: skip


def _received(side: Side) -> Decimal | None:
    amounts = side.amounts
    if amounts.budget is None or amounts.budget <= 0 or amounts.spent is None:
        return None
    return amounts.spent / amounts.budget


def _moved(side: Side) -> str:
    """What was added to, or taken from, the budget first adopted."""
    if not side.adjustments:
        return "as first adopted"
    return f"{money_change(side.adjustments)} since adoption"


def _projection(side: Side, year_end: date, *, is_closed: bool) -> KeyFigure:
    amounts = side.amounts
    if is_closed:
        return KeyFigure("Year end", "Closed", f"ended {day(year_end)}", "projection")
    label = f"Likely left on {day_month(side.ends or year_end)}"
    if amounts.left_over is None or amounts.budget is None:
        reason = side.reason or "no projection"
        return KeyFigure(label, missing(reason), reason, "projection")
    return KeyFigure(label, money(amounts.left_over), amounts.range_words, "projection")


def left_card(side: Side, year_end: date, export: str) -> Component:
    """The bar of one kind of account, and for spending the path of the year."""
    question = REVENUE_QUESTION if side.is_revenue else QUESTION
    sentence = words.left(side, year_end)
    body: list[Component] = [
        html.Div(bar(side.amounts), className="big-bar"),
        bar_key(
            day_month(year_end) if side.amounts.projected is not None else "",
            is_revenue=side.is_revenue,
            is_short=True,
            has_reserved=side.amounts.reserved is not None,
        ),
    ]  # fmt: skip
    if side.path is not None:
        body.append(
            chart(
                f"bucket-path-{side.kind}",
                cumulative(side.path),
                description=f"{question} {plain(sentence)}",
                rows=months_table(question, side.path),
                height=400,
                phone_height=250,
            )
        )
    return card(
        question,
        sentence,
        body,
        method=side.path_method,
        menu=Menu(export, has_chart=side.path is not None),
        tools=[status(side.status)] if not side.is_revenue else [],
    )
