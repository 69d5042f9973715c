"""Rows set aside: why, what they are worth as far as that can be told, and which they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import named
from pages.components.notices import empty
from pages.components.table import FOLD, Column, Phone, Row, table
from pages.format import MISSING, count, counted, money, share
from pages.reasons import reason
from pages.words import Name

Record = Mapping[str, Any]
MOST_ROWS: Final = 50
_LEAST: Final = 0.0001


def at_least(dollars: Decimal, unread: int) -> str:
    """Dollars of rows set aside, of which some have no amount that could be read."""
    if not unread:
        return money(dollars)
    return f"at least {money(dollars)}; {counted(unread, 'row')} without an amount"


def small_share(part: float) -> str:
    """A share that is never called nothing while there is something."""
    return "under 0.01%" if 0 < part < _LEAST else share(part, 2)


def reasons_card(totals: Sequence[Record]) -> Component:
    """Rows set aside, and kept with a warning, by reason and file."""
    rows = [
        Row(
            [
                named(reason(entry["reason_code"]), entry["reason_code"]),
                entry["file"],
                "kept" if entry["is_warning"] else "set aside",
                count(entry["row_count"]),
                money(entry["amount_usd"], cents=True),
            ],
            note=_where_and_how(entry),
        )
        for entry in totals
    ]
    columns = [
        Column("Reason"),
        Column("File", is_given=True),
        Column("Row was"),
        Column("Rows", is_number=True, phone=Phone.KEEP),
        Column("Dollars", is_number=True, phone=Phone.KEEP),
    ]
    return card(
        "Why were rows set aside?",
        [f"{counted(len(totals), 'reason')} in all."] if rows else [],
        table(columns, rows, caption="Rows set aside by reason and file", fold=FOLD)
        if rows
        else empty("No row was set aside.", "Every row of every file was used."),
        method="Dollars as far as they can be read from the row.",
    )


def _where_and_how(entry: Record) -> Component:
    """The file and what became of the row, which a phone shows below the reason."""
    became = "kept" if entry["is_warning"] else "set aside"
    return html.Span([html.Span(Name(entry["file"] or "")), html.Span(became)], className="ends")


def aside_card(found: Sequence[Record], *, opened: str, part: str) -> Component:
    """The rows themselves; `opened` names a list of them and `part` is its name in addresses."""
    rows = [
        Row(
            [
                named(entry["file"], f"line {count(entry['source_row'])}"),
                entry["column_name"] or MISSING,
                named(entry["message"], entry["raw"] or ""),
                entry["found"] or MISSING,
                money(entry["amount_usd"], cents=True),
            ]
        )
        for entry in found
    ]
    columns = [
        Column("File and line", width="22%", is_given=True),
        Column("Column", is_given=True),
        Column("What is wrong", phone=Phone.WIDE),
        Column("Found", is_given=True),
        Column("Dollars", is_number=True, phone=Phone.KEEP),
    ]
    shown = f"The first {len(rows)} rows; all of them are in the file." if rows else ""
    whole = dcc.Link("All rows set aside", href="/data", className="ctl quiet")
    return card(
        opened or "Which rows were set aside?",
        [],
        table(columns, rows, caption="Rows set aside", fold=FOLD)
        if rows
        else empty("No row was set aside.", "Every such row of every file was used."),
        method=shown,
        menu=Menu(f"/export/quarantine?part={part}" if part else "/export/quarantine"),
        tools=[whole] if opened else [],
    )
