"""The card that says where the money went, by category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import opened
from pages.components.notices import empty
from pages.components.sentence import Part, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import fiscal_year, money, share, upper


@dataclass(frozen=True, slots=True)
class Category:
    """Spending of one category."""

    name: str
    spent: Decimal


def category_card(
    categories: Sequence[Category], funds: str, year: int, export: str, href: str
) -> Component:
    """Where the money went, largest first; bars start at zero."""
    question = "Where did the money go?"
    total = sum((entry.spent for entry in categories), Decimal(0))
    if total <= 0:
        notice = empty("Nothing is spent yet.", f"No spending is loaded for {fiscal_year(year)}.")
        return card(question, body=notice)
    largest = max(entry.spent for entry in categories)
    rows = [
        Row(
            [
                entry.name,
                _bar(entry.spent, largest),
                opened(money(entry.spent), href),
                share(entry.spent / total, 1),
            ]
        )
        for entry in categories
    ]
    rows.append(Row([upper(funds), "", money(total), share(Decimal(1), 1)], RowKind.TOTAL))
    columns = [
        Column("What for"),
        Column("", width="32%"),
        Column("Spent", is_number=True, phone=Phone.KEEP),
        Column("Share", is_number=True, phone=Phone.KEEP),
    ]
    first = categories[0]
    sentence: list[Part | str] = [
        strong(share(first.spent / total)),
        f" of {_inside(funds)} paid for {_lower(first.name)}.",
    ]
    if len(categories) > 1:
        second = categories[1]
        sentence.append(f" {upper(second.name)} took {share(second.spent / total)}.")
    method = f"{upper(funds)}, actual {fiscal_year(year)}, all sites, without transfers."
    return card(
        question,
        sentence,
        table(columns, rows, caption=question, look="c names"),
        method=f"{method} Bars start at zero.",
        menu=Menu(export, card="home-categories"),
    )


def _bar(value: Decimal, largest: Decimal) -> html.Div:
    width = max(Decimal(0), value / largest * 100) if largest > 0 else Decimal(0)
    return html.Div(className="hbar", style={"width": f"{width:.2f}%"}, **{"aria-hidden": "true"})


def _inside(funds: str) -> str:
    """Funds inside a sentence: `the General Fund`, `all funds together`."""
    return funds if funds.startswith("all ") else f"the {funds}"


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
