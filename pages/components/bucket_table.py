"""Buckets as a table with bars: paid solid, on order hatched, left empty, year end a mark."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dash import html

from pages.components.figures import Status, missing, named, opened, status
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.figures.bucket_bar import bucket_bar
from pages.format import money, share, word
from pages.words import label

Amount = Decimal | None


@dataclass(frozen=True, slots=True)
class Amounts:
    """The terms of a bucket or of a sum of buckets, in dollars; missing is not zero.

    `years` are the earlier years that the range comes from, the fewest of any part of a sum.
    """

    budget: Amount = None
    spent: Amount = None
    encumbered: Amount = None
    remaining: Amount = None
    projected: Amount = None
    low: Amount = None
    high: Amount = None
    years: int = 0

    @property
    def used(self) -> Amount:
        """Spent and on order as a share of the budget; none without a positive budget."""
        if self.budget is None or self.budget <= 0 or self.spent is None:
            return None
        return (self.spent + (self.encumbered or 0)) / self.budget

    @property
    def left_over(self) -> Amount:
        """What would be left at the end of the year; negative where it runs over."""
        if self.projected is None or self.budget is None:
            return None
        return self.budget - self.projected

    @property
    def range_words(self) -> str:
        """What may be left at the end of the year, and how few years say so."""
        if self.projected is None or self.budget is None:
            return ""
        many = "one earlier year" if self.years == 1 else f"{word(self.years)} earlier years"
        if not self.range_span:
            return f"at the pace of {many}, no range" if self.years else "even pace, no range"
        return self.range_span + (f" by {many}" if self.years else "")

    @property
    def range_span(self) -> str:
        """What may be left, from least to most; empty where there is no range."""
        if self.budget is None or self.low is None or self.high is None or self.low == self.high:
            return ""
        return f"{money(self.budget - self.high)} to {money(self.budget - self.low)}"


@dataclass(frozen=True, slots=True)
class BucketLine:
    """One bucket as the reader sees it; `reason` says why there is no projection."""

    code: str
    name: str
    detail: str
    is_own: bool
    status: Status
    amounts: Amounts = field(default_factory=Amounts)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BucketGroup:
    """Buckets decided by the same people, with their subtotal."""

    name: str
    term: str
    lines: Sequence[BucketLine]
    total: Amounts


Link = Callable[[str, str], str]
"""From a bucket code and `budget`, `paid`, `ordered` or `left` to the rows behind that figure.

Several codes stand with commas between them, as `codes_of` gives them. `page` is the page of the
bucket, which says how its projection came about.
"""


def bucket_table(
    groups: Sequence[BucketGroup],
    total: Amounts,
    *,
    year_end: str,
    link: Link,
    caption: str,
    has_total: bool = True,
    first: str = "Bucket",
    fold: int = 0,
) -> html.Div:
    """Every bucket of the groups, subtotals, and the total over all; a long one may fold.

    `first` heads the names. Without a `year_end` the year is over: nothing is likely any more.
    """
    rows: list[Row] = []
    is_open = bool(year_end)
    for group in groups:
        heading = [group.name, html.Span(group.term, className="term")]
        rows.append(Row([heading], RowKind.GROUP))
        rows += [_bucket(line, link, is_open=is_open) for line in group.lines]
        rows.append(
            _sum(group.name, group.total, RowKind.SUBTOTAL, group.lines, link, is_open=is_open)
        )
    if has_total and len(groups) > 1:
        every = [line for group in groups for line in group.lines]
        rows.append(_sum("All buckets", total, RowKind.TOTAL, every, link, is_open=is_open))
    drawn = table(_columns(first, year_end), rows, caption=caption, look="c stack bk", fold=fold)
    return html.Div([bar_key(year_end), drawn])


def _columns(first: str, year_end: str) -> list[Column]:
    drop, mark = Phone.DROP, f"; mark: likely by {year_end}" if year_end else ""
    likely = Column("Likely left", "Projection", is_number=True, phone=drop)
    return [
        Column(first, width="178px"),
        Column(f"Share of the money used{mark}", phone=Phone.WIDE),
        Column("Have", "Budgeted", is_number=True, phone=drop),
        Column("Paid", "Spent", is_number=True, phone=drop),
        Column("On order", "Encumbered", is_number=True, phone=drop),
        Column("Left", "Remaining", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("Used", is_number=True, phone=drop),
        Column("Year end", phone=drop),
        *([likely] if year_end else []),
    ]


def bar_key(year_end: str, *, is_revenue: bool = False, is_short: bool = False) -> html.Div:
    """What the parts of a bucket bar mean; without a year's end nothing is projected.

    The short key leaves out the finance terms, which stand beside it already.
    """
    entries = [
        ("s sw-paid", "Bills paid (spent)"),
        ("s sw-attr", "On order (encumbered)"),
        ("s sw-left", "Left (remaining)"),
    ]
    if is_revenue:
        entries = [("s sw-paid", "Came in (received)"), ("s sw-left", "Still to come (remaining)")]
    if year_end:
        entries.append(("m", f"Likely by {year_end} (projection)"))
    shown = [(look, words.partition(" (")[0] if is_short else words) for look, words in entries]
    marks = [html.Span([html.I(className=look), label(words)]) for look, words in shown]
    return html.Div(marks, className="key")


def _bucket(line: BucketLine, link: Link, *, is_open: bool) -> Row:
    amounts, own = line.amounts, link(line.code, "page")
    likely = (
        missing(line.reason) if amounts.left_over is None else opened(money(amounts.left_over), own)
    )
    return Row(
        [
            named(line.name, line.detail, own),
            bar(amounts),
            _opened(amounts.budget, link(line.code, "budget")),
            _opened(amounts.spent, link(line.code, "paid")),
            _opened(amounts.encumbered, link(line.code, "ordered")),
            _opened(amounts.remaining, link(line.code, "left")),
            share(amounts.used),
            status(line.status),
            *([likely] if is_open else []),
        ],
        note=_phone_note(line),
    )


def _phone_note(line: BucketLine) -> html.Span:
    amounts = line.amounts
    words = f"of {money(amounts.budget)}"
    if amounts.encumbered:
        words += f", {money(amounts.encumbered)} on order"
    return html.Span([html.Span(words), status(line.status)], className="ends")


def codes_of(lines: Sequence[BucketLine]) -> str:
    """The codes of buckets as addresses name them."""
    return ",".join(line.code for line in lines)


def _sum(
    name: str,
    amounts: Amounts,
    kind: RowKind,
    lines: Sequence[BucketLine],
    link: Link,
    *,
    is_open: bool,
) -> Row:
    figures = {"budget": amounts.budget, "paid": amounts.spent, "ordered": amounts.encumbered,
               "left": amounts.remaining}  # fmt: skip
    codes = codes_of(lines)
    return Row(
        [
            name,
            "",
            *(_opened(figure, link(codes, what)) for what, figure in figures.items()),
            share(amounts.used),
            "",
            *([money(amounts.left_over)] if is_open else []),
        ],
        kind,
    )


def bar(amounts: Amounts, *, is_big: bool = False) -> html.Div | html.Span:
    """The bar of a bucket. The figures stand beside it, so screen readers skip it."""
    parts = bucket_bar(amounts.budget, amounts.spent, amounts.encumbered, amounts.projected)
    if parts is None:
        return html.Span()
    spans = [html.Span(className="p", style={"width": f"{parts.paid}%"})]
    if parts.ordered:
        place = {"left": f"{parts.paid}%", "width": f"{parts.ordered}%"}
        spans.append(html.Span(className="o", style=place))
    if parts.mark is not None:
        spans.append(html.Span(className="m", style={"left": f"calc({parts.mark}% - 1px)"}))
    look = "bucket-bar big" if is_big else "bucket-bar"
    return html.Div(spans, className=look, **{"aria-hidden": "true"})


def _opened(value: Amount, href: str) -> Any:
    return missing("not loaded") if value is None else opened(money(value), href)
