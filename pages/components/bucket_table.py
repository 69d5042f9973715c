"""Buckets as a table with bars: paid solid, on order hatched, left empty, year end a mark.

Where the district subtracts requisitions, what is requested stands between order and rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from dash import html

from pages.components.figures import Status, missing, named, opened, status
from pages.components.strip import KeyFigure
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.figures.bucket_bar import bucket_bar
from pages.format import money, share, word
from pages.words import label

Amount = Decimal | None
REQUESTED: Final = ("Requested", "Pre-encumbered")
"""What is requested and not yet ordered, as people and as accountants call it."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """The terms of a bucket or of a sum of buckets, in dollars; missing is not zero.

    `years` are the earlier years that the range comes from, the fewest of any part of a sum.
    `reserved` is what is requested and subtracted from what is left; missing where the district
    subtracts none.
    """

    budget: Amount = None
    spent: Amount = None
    encumbered: Amount = None
    remaining: Amount = None
    projected: Amount = None
    low: Amount = None
    high: Amount = None
    years: int = 0
    reserved: Amount = None

    @property
    def used(self) -> Amount:
        """Spent and on order as a share of the budget; none without a positive budget."""
        if self.budget is None or self.budget <= 0 or self.spent is None:
            return None
        return (self.spent + (self.encumbered or 0)) / self.budget

    @property
    def bound(self) -> str:
        """What is no longer left, in words."""
        return "spent or on order" if self.reserved is None else "spent, on order or requested"

    def terms(self, *, has_reserved: bool = False) -> tuple[Amount, ...]:
        """The terms of the equation in their order; with `has_reserved`, what is requested too."""
        reserved = (self.reserved,) if has_reserved else ()
        return self.budget, self.spent, self.encumbered, *reserved, self.remaining

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
"""From a bucket code and `budget`, `paid`, `ordered`, `requested` or `left` to the rows behind.

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
    every = [line for group in groups for line in group.lines]
    shown = _Shown(link, bool(year_end), any_reserved([line.amounts for line in every]))
    rows: list[Row] = []
    for group in groups:
        heading = [group.name, html.Span(group.term, className="term")]
        rows.append(Row([heading], RowKind.GROUP))
        rows += [_bucket(line, shown) for line in group.lines]
        rows.append(_sum(group.name, group.total, RowKind.SUBTOTAL, group.lines, shown))
    if has_total and len(groups) > 1:
        rows.append(_sum("All buckets", total, RowKind.TOTAL, every, shown))
    heads = _columns(first, year_end, shown)
    drawn = table(heads, rows, caption=caption, look="c stack bk", fold=fold)
    return html.Div([bar_key(year_end, has_reserved=shown.has_reserved), drawn])


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where cells lead, and which columns there are besides the usual ones."""

    link: Link
    is_open: bool
    has_reserved: bool


def any_reserved(terms: Iterable[Amounts]) -> bool:
    """Whether requisitions are subtracted anywhere: only then have they a column."""
    return any(amounts.reserved is not None for amounts in terms)


def _columns(first: str, year_end: str, shown: _Shown) -> list[Column]:
    drop, mark = Phone.DROP, f"; mark: likely by {year_end}" if year_end else ""
    likely = Column("Likely left", "Projection", is_number=True, phone=drop)
    return [
        Column(first, width="178px"),
        Column(f"Share of the money used{mark}", phone=Phone.WIDE),
        Column("Have", "Budgeted", is_number=True, phone=drop),
        Column("Paid", "Spent", is_number=True, phone=drop),
        Column("On order", "Encumbered", is_number=True, phone=drop),
        *([Column(*REQUESTED, is_number=True, phone=drop)] if shown.has_reserved else []),
        Column("Left", "Remaining", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("Used", is_number=True, phone=drop),
        Column("Year end", phone=drop),
        *([likely] if year_end else []),
    ]


def bar_key(
    year_end: str,
    *,
    is_revenue: bool = False,
    is_short: bool = False,
    has_reserved: bool = False,
) -> html.Div:
    """What the parts of a bucket bar mean; without a year's end nothing is projected.

    The short key leaves out the finance terms, which stand beside it already.
    """
    entries = [
        ("s sw-paid", "Bills paid (spent)"),
        ("s sw-attr", "On order (encumbered)"),
        *([("s sw-asked", "Requested (pre-encumbered)")] if has_reserved else []),
        ("s sw-left", "Left (remaining)"),
    ]
    if is_revenue:
        entries = [("s sw-paid", "Came in (received)"), ("s sw-left", "Still to come (remaining)")]
    if year_end:
        entries.append(("m", f"Likely by {year_end} (projection)"))
    shown = [(look, words.partition(" (")[0] if is_short else words) for look, words in entries]
    marks = [html.Span([html.I(className=look), label(words)]) for look, words in shown]
    return html.Div(marks, className="key")


def requested(amounts: Amounts, href: str = "") -> tuple[KeyFigure, ...]:
    """What is requested as a figure of the equation; nothing where it is not subtracted."""
    if amounts.reserved is None:
        return ()
    name, term = REQUESTED
    return (KeyFigure(name, amounts.reserved, "not yet ordered", term.lower(), href),)


def _bucket(line: BucketLine, shown: _Shown) -> Row:
    amounts, own = line.amounts, shown.link(line.code, "page")
    likely = (
        missing(line.reason) if amounts.left_over is None else opened(money(amounts.left_over), own)
    )
    return Row(
        [
            named(line.name, line.detail, own),
            bar(amounts),
            *_terms(amounts, line.code, shown),
            share(amounts.used),
            status(line.status),
            *([likely] if shown.is_open else []),
        ],
        note=_phone_note(line),
    )


def _phone_note(line: BucketLine) -> html.Span:
    amounts = line.amounts
    words = f"of {money(amounts.budget)}"
    if amounts.encumbered:
        words += f", {money(amounts.encumbered)} on order"
    if amounts.reserved:
        words += f", {money(amounts.reserved)} requested"
    return html.Span([html.Span(words), status(line.status)], className="ends")


def codes_of(lines: Sequence[BucketLine]) -> str:
    """The codes of buckets as addresses name them."""
    return ",".join(line.code for line in lines)


def _sum(
    name: str,
    amounts: Amounts,
    kind: RowKind,
    lines: Sequence[BucketLine],
    shown: _Shown,
) -> Row:
    return Row(
        [
            name,
            "",
            *_terms(amounts, codes_of(lines), shown),
            share(amounts.used),
            "",
            *([money(amounts.left_over)] if shown.is_open else []),
        ],
        kind,
    )


def _terms(amounts: Amounts, codes: str, shown: _Shown) -> list[Any]:
    """The cells of the terms, each with the way to its rows."""
    asked = ("requested",) if shown.has_reserved else ()
    names = ("budget", "paid", "ordered", *asked, "left")
    figures = amounts.terms(has_reserved=shown.has_reserved)
    return [
        _opened(figure, shown.link(codes, what))
        for what, figure in zip(names, figures, strict=True)
    ]


def bar(amounts: Amounts, *, is_big: bool = False) -> html.Div | html.Span:
    """The bar of a bucket. The figures stand beside it, so screen readers skip it."""
    parts = bucket_bar(
        amounts.budget, amounts.spent, amounts.encumbered, amounts.projected, amounts.reserved
    )
    if parts is None:
        return html.Span()
    spans = [html.Span(className="p", style={"width": f"{parts.paid}%"})]
    if parts.ordered:
        place = {"left": f"{parts.paid}%", "width": f"{parts.ordered}%"}
        spans.append(html.Span(className="o", style=place))
    if parts.reserved:
        place = {"left": f"{parts.paid + parts.ordered}%", "width": f"{parts.reserved}%"}
        spans.append(html.Span(className="q", style=place))
    if parts.mark is not None:
        spans.append(html.Span(className="m", style={"left": f"calc({parts.mark}% - 1px)"}))
    look = "bucket-bar big" if is_big else "bucket-bar"
    return html.Div(spans, className=look, **{"aria-hidden": "true"})


def _opened(value: Amount, href: str) -> Any:
    return missing("not loaded") if value is None else opened(money(value), href)
