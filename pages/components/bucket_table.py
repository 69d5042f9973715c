"""Buckets as a table with bars: paid solid, on order hatched, left empty, year end a mark.

Where the district subtracts requisitions, what is requested stands between order and rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import html

from pages.components.bucket_amounts import REQUESTED, Amount, Amounts, any_reserved
from pages.components.bucket_bar import bar_key, drawn_bar
from pages.components.drawn import Node, element, link
from pages.components.figures import Status, drawn_status, missing
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import MISSING, money, share


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


def _bucket(line: BucketLine, shown: _Shown) -> Row:
    amounts, own = line.amounts, shown.link(line.code, "page")
    likely = (
        missing(line.reason) if amounts.left_over is None else _dig(money(amounts.left_over), own)
    )
    return Row(
        [
            _named(line, own),
            drawn_bar(amounts),
            *_terms(amounts, line.code, shown),
            share(amounts.used),
            drawn_status(line.status),
            *([likely] if shown.is_open else []),
        ],
        note=_phone_note(line),
    )


def _named(line: BucketLine, href: str) -> list[Node]:
    name = link(line.name, href) if href else element("span", line.name, className="nm-text")
    return [name, element("span", line.detail, className="d")] if line.detail else [name]


def _phone_note(line: BucketLine) -> Node:
    amounts = line.amounts
    words = f"of {money(amounts.budget)}"
    if amounts.encumbered:
        words += f", {money(amounts.encumbered)} on order"
    if amounts.reserved:
        words += f", {money(amounts.reserved)} requested"
    return element("span", element("span", words), drawn_status(line.status), className="ends")


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


def _opened(value: Amount, href: str) -> Any:
    return missing("not loaded") if value is None else _dig(money(value), href)


def _dig(text: str, href: str) -> Node:
    """A figure that opens its rows; a hundred buckets have six hundred of them."""
    return link(text, href, className="dig") if href and text != MISSING else text
