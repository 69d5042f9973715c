"""The third question: this month and the year to date beside earlier years, as paired bars."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import opened
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import fiscal_year, money, share
from pages.manage.bucket import words
from pages.manage.bucket.sides import Pace, Progress, Side

QUESTION = "How does my progress compare?"
REVENUE_QUESTION = "How does what came in compare?"
METHOD = (
    "Closed periods only; opening and adjustment periods are left out. Percent: share of that "
    "year’s final budget. Each pair has its own scale from zero."
)


def progress_card(side: Side, export: str) -> Component:
    """Paired bars of the month and of the year to date."""
    question = REVENUE_QUESTION if side.is_revenue else QUESTION
    if side.progress is None:
        return card(question, body=empty("Nothing to compare.", side.no_progress))
    found = side.progress
    sentence = words.progress(found, is_revenue=side.is_revenue)
    pairs = html.Div([
        *_pair(found.month, found, side.kind), *_pair(found.year_to_date, found, side.kind)
    ],
                     className="pair")  # fmt: skip
    body = [_key(found), pairs, *_behind(found, side.kind)]
    return card(question, sentence, body, method=METHOD, menu=Menu(export))


def _behind(found: Progress, kind: str) -> list[Component]:
    """The years that the means are taken of, each figure with its rows."""
    if not found.month.earlier:
        return []
    columns = [
        Column("Year", phone=Phone.KEEP),
        Column("Month", is_number=True),
        Column("Year to date", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        _spells(fiscal_year(month.year), opened(money(month.amount), month.href),
                opened(money(so_far.amount), so_far.href))
        for month, so_far in zip(found.month.earlier, found.year_to_date.earlier, strict=True)
    ]  # fmt: skip
    means = money(found.month.mean), money(found.year_to_date.mean)
    rows.append(_spells("Mean", *means, kind=RowKind.TOTAL))
    shown = table(columns, rows, caption="What the means are taken of")
    return [html.Div(shown, id=_anchor(kind), className="behind")]


def _spells(name: str, month: Any, so_far: Any, kind: RowKind = RowKind.PLAIN) -> Row:
    """A year by month and so far; phones tell the month below, by its name."""
    note = html.Span([html.Span(["of it in the month ", month])], className="ends")
    return Row([name, month, so_far], kind, note=note)


def _anchor(kind: str) -> str:
    return f"bucket-earlier-{kind}"


def _key(found: Progress) -> Component:
    entries = [html.Span([html.I(className="s sw-paid"), fiscal_year(found.year)])]
    if found.years:
        entries.append(html.Span([html.I(className="s sw-was"), _years(found)]))
    if len(found.years) > 1:
        entries.append(html.Span([html.I(className="s sw-range"), "lowest to highest"]))
    return html.Div(entries, className="key")


def _years(found: Progress) -> str:
    first, last = min(found.years), max(found.years)
    if first == last:
        return fiscal_year(first)
    between = "and" if last - first == 1 else "to"
    return f"Mean of {fiscal_year(first)} {between} {fiscal_year(last)}"


def _pair(pace: Pace, found: Progress, kind: str) -> list[Component]:
    known = [pace.now, *(one for one in (pace.mean, pace.high) if one is not None), Decimal(1)]
    scale = max(known)
    rows = [
        html.Div(pace.title, className="hd"),
        html.Span("This year", className="lab"),
        _bar(html.Span(className="now", style={"width": _width(pace.now, scale)})),
        html.Span(opened(money(pace.now), pace.href), className="num"),
        html.Span(share(pace.share, 1), className="num pc"),
    ]
    if pace.mean is None:
        return rows
    was = [html.Span(className="was", style={"width": _width(pace.mean, scale)})]
    if len(found.years) > 1 and pace.low is not None and pace.high is not None:
        low, span = _width(pace.low, scale), _width(pace.high - pace.low, scale)
        was.append(html.I(className="rg", style={"left": low, "width": span}))
    return [
        *rows,
        html.Span("Earlier years", className="lab"),
        _bar(*was),
        html.Span(
            html.A(money(pace.mean), href=f"#{_anchor(kind)}", className="dig"), className="num"
        ),
        html.Span(share(pace.mean_share, 1), className="num pc"),
    ]


def _bar(*parts: Component) -> html.Div:
    """A bar whose figure stands beside it, so screen readers skip it."""
    return html.Div(list(parts), className="bar", **{"aria-hidden": "true"})


def _width(value: Decimal, scale: Decimal) -> str:
    percent = max(Decimal(0), value) / scale * 100
    return f"{percent.quantize(Decimal('0.1'))}%"
