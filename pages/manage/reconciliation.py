"""Cards of the Data page: totals by fund beside the ERP's, and what fits nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import marked, named
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, table
from pages.format import MISSING, count, money


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Rows that lack a place: how many, their dollars, where they are listed, and as a file."""

    title: str
    detail: str
    number: int
    dollars: Any
    href: str = ""
    file: str = ""


def funds(rows: Sequence[Mapping[str, Any]], year: int) -> Component:
    """One row per fund and kind: what the ERP's balances tell, what was loaded."""
    columns = [
        Column("Fund", phone=Phone.KEEP),
        Column("Accounts", is_number=True),
        Column("ERP", "spent or received", is_number=True),
        Column("Loaded", "of these accounts", is_number=True),
        Column("Difference", is_number=True, phone=Phone.KEEP),
        Column("Result", phone=Phone.KEEP),
    ]
    shown = [row for row in rows if row["kind"] in {"expenditure", "revenue"}]
    compared = [row for row in shown if row["reported_usd"] is not None]
    agree = sum(not row["difference_usd"] for row in compared)
    return card(
        "Does every fund agree with the ERP?",
        [f"{agree} of {len(compared)} funds that the ERP's balances tell agree to the cent."],
        table(columns, [_fund(row) for row in shown], caption="Totals by fund")
        if shown
        else empty("No balances are loaded.", "Load a balance file to compare with."),
        method="Difference is loaded less the ERP's own balance, over the accounts it tells.",
        menu=Menu(f"/export/fund-totals?fiscal_year={year}"),
    )


def _fund(row: Mapping[str, Any]) -> Row:
    told, off = row["reported_usd"], row["difference_usd"]
    result: Any = MISSING
    if told is not None:
        result = (
            marked("Differs", "exclamation-triangle-fill", "bad")
            if off
            else marked("Agrees", "check-circle", "good")
        )
    return Row(
        [
            named(f"{row['fund_code']} {row['fund_name'] or ''}".strip(), row["kind"].capitalize()),
            count(row["account_count"]),
            money(told, cents=True),
            MISSING if told is None else money(told + (off or 0), cents=True),
            money(off, cents=True),
            result,
        ]
    )


def _links(one: Unplaced) -> list[Any]:
    shown = [dcc.Link("List", href=one.href, className="dig"), " "] if one.href else []
    file = html.A("CSV", href=one.file, **{"aria-label": f"{one.title} as CSV"})
    return [*shown, *([file] if one.file else [])]


def unplaced(rows: Sequence[Unplaced]) -> Component:
    """What fits nowhere, each with its list and file."""
    columns = [
        Column("What", phone=Phone.KEEP),
        Column("Rows", is_number=True, phone=Phone.KEEP),
        Column("Dollars", is_number=True),
        Column("", head=html.Span("List and file", className="vh")),
    ]
    shown = [
        Row(
            [
                named(one.title, one.detail),
                count(one.number),
                money(one.dollars, cents=True),
                html.Span(_links(one)),
            ]
        )
        for one in rows
    ]
    return card(
        "What fits nowhere?", [], table(columns, shown, caption="Rows without a place"),
        method="Dollars of accounts are what was spent; of rows set aside, as far as readable.",
    )  # fmt: skip
