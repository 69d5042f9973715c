"""Revenue buckets of the Money tab: what is expected, what came in, what is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components.bucket_amounts import Amounts
from pages.components.bucket_bar import bar_key, drawn_bar
from pages.components.card import card, row
from pages.components.figures import missing, named, opened
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.format import counted, listed, money, share

QUESTION = "How much money has come in?"


@dataclass(frozen=True, slots=True)
class RevenueLine:
    """A bucket's revenue: its name, terms, the page of the bucket, its accounts and receipts."""

    name: str
    detail: str
    amounts: Amounts
    href: str
    receipts: str
    accounts: str = ""


def revenue_card(lines: Sequence[RevenueLine]) -> Component:
    """Revenue stands apart from spending and is never netted with it."""
    columns = [
        Column("Bucket", width="178px"),
        Column("", phone=Phone.WIDE, width="38%"),
        Column("Expected", "Budgeted", is_number=True),
        Column("Came in", "Received", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("Still to come", "Remaining", is_number=True),
        Column("% received", is_number=True),
    ]
    rows = [_line(line) for line in lines]
    body = [
        bar_key("", is_revenue=True),
        table(columns, rows, caption=QUESTION, look="c stack bk"),
    ]
    method = "Revenue is never netted with spending: a bucket for both stands in both tables."
    return row(card(QUESTION, _sentence(lines), body, method=method))


def _sentence(lines: Sequence[RevenueLine]) -> Sentence:
    behind = [line.name for line in lines if (line.amounts.remaining or 0) > 0]
    number = counted(len(lines), "bucket")
    if not behind:
        return [f"All that is expected in {number} has come in."]
    return [strong(listed(behind)), " still expect money."]


def _line(line: RevenueLine) -> Row:
    amounts = line.amounts
    came = missing("not loaded") if amounts.spent is None else opened(
        money(amounts.spent), line.receipts)  # fmt: skip
    note = html.Span(
        [html.Span(f"of {money(amounts.budget)}"), html.Span(f"{share(amounts.used)} received")],
        className="ends",
    )
    return Row(
        [
            named(line.name, line.detail, line.href),
            drawn_bar(amounts),
            opened(money(amounts.budget), line.accounts),
            came,
            opened(money(amounts.remaining), line.accounts),
            share(amounts.used),
        ],
        note=note,
    )
