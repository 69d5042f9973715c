"""The seventh question: spending against budget, summed up by category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.components.bucket_amounts import REQUESTED, Amounts
from pages.components.bucket_bar import bar_key, drawn_bar
from pages.components.card import Menu, card
from pages.components.figures import opened
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import listed, money, share, word

QUESTION = "How does my actual spend compare to my budget, by category?"
REVENUE_QUESTION = "How does what came in compare to what is expected, by category?"
OTHER = "Other"
_NAMED = 2


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One category with its terms and the accounts behind each of them."""

    name: str
    amounts: Amounts
    href: str


@dataclass(frozen=True, slots=True)
class CategoryView:
    """The categories of one kind of account; `template` names whose they are.

    `href` is where the accounts of the whole bucket are listed.
    """

    rows: Sequence[CategoryRow]
    total: Amounts
    bucket: str
    template: str
    is_revenue: bool
    href: str = ""

    @property
    def has_reserved(self) -> bool:
        """Whether requisitions are subtracted."""
        return not self.is_revenue and self.total.reserved is not None


def categories_card(view: CategoryView, export: str) -> Component:
    """Categories as rows with a bar each; the last row is the bucket."""
    question = REVENUE_QUESTION if view.is_revenue else QUESTION
    spent = Column("Came in" if view.is_revenue else "Spent", is_number=True)
    columns = [
        Column("Category"),
        Column("", phone=Phone.WIDE, width="22%"),
        Column("Expected" if view.is_revenue else "Budgeted", is_number=True),
        spent,
        *([] if view.is_revenue else [Column("Encumb.", is_number=True)]),
        *([Column(REQUESTED[0], is_number=True)] if view.has_reserved else []),
        Column("Still to come" if view.is_revenue else "Left", is_number=True, phone=Phone.KEEP,
               is_strong=True),
        Column("% received" if view.is_revenue else "Used", is_number=True),
    ]  # fmt: skip
    rows = [_row(one, view) for one in view.rows]
    total = _cells(view.bucket, "", view.total, view.href, view)
    body = [
        bar_key("", is_revenue=view.is_revenue, is_short=True, has_reserved=view.has_reserved),
        table(columns, [*rows, Row(total, RowKind.TOTAL)], caption=question, look="c stack bk"),
    ]
    return card(question, sentence(view), body, method=_method(view), menu=Menu(export))


def sentence(view: CategoryView) -> Sentence:
    """Where most of what is left stands, and which category is over its line."""
    left = view.total.remaining
    known = [(one.amounts.remaining or Decimal(0), one.name) for one in view.rows]
    over = [(amount, name) for amount, name in known if amount < 0]
    most = sorted((one for one in known if one[0] > 0), reverse=True)[:_NAMED]
    if left is None or left <= 0 or not most:
        nothing = "still to come" if view.is_revenue else "left"
        return [f"Nothing is {nothing} over {word(len(view.rows))} categories."]
    part = sum((amount for amount, _ in most), Decimal(0)) / left
    verb = "holds" if len(most) == 1 else "hold"
    names = listed([name for _, name in most])
    if view.is_revenue:
        return _to_come(names, verb, part, over)
    words: list[Part | str] = [f"{names} {verb} {share(part)} of what is left."]
    for amount, name in over[:_NAMED]:
        words += [" ", strong(f"{name} is {money(-amount)} over its line"), "."]
    if over:
        words[-1] = "; the bucket as a whole covers it."
    return words


def _to_come(names: str, verb: str, part: Decimal, over: Sequence[tuple[Decimal, str]]) -> Sentence:
    """The same of revenue, where more than expected is good news."""
    words: list[Part | str] = [f"{names} {verb} {share(part)} of what is still to come."]
    for amount, name in over[:_NAMED]:
        words += [" ", strong(f"{name} brought {money(-amount)} more than expected"), "."]
    return words


def _row(one: CategoryRow, view: CategoryView) -> Row:
    amounts = one.amounts
    used = "received" if view.is_revenue else "used"
    note = html.Span(
        [html.Span(f"of {money(amounts.budget)}"), html.Span(f"{share(amounts.used)} {used}")],
        className="ends",
    )
    cells = _cells(one.name, drawn_bar(amounts), amounts, one.href, view)
    return Row(cells, note=note)


def _cells(
    name: str, picture: object, amounts: Amounts, href: str, view: CategoryView
) -> list[Any]:
    terms = (
        (amounts.budget, amounts.spent, amounts.remaining)
        if view.is_revenue
        else amounts.terms(has_reserved=view.has_reserved)
    )
    return [name, picture, *(opened(money(one), href) for one in terms), share(amounts.used)]


def _method(view: CategoryView) -> str:
    has_other = any(one.name == OTHER for one in view.rows)
    rest = (
        "What no category chooses stands under Other."
        if has_other
        else "No account fell into Other."
    )
    below = any((one.amounts.remaining or 0) < 0 for one in view.rows)
    calm = " A line below zero is no error while the bucket is positive." if below else ""
    return (
        f"Rollup template “{view.template}”; an account goes to the first that fits. {rest}{calm}"
    )
