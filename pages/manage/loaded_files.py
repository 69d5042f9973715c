"""Card of the Data page: the files of the newest load, what was read, used and set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import named
from pages.components.table import FOLD, Column, Phone, Row, RowKind, table
from pages.format import MISSING, count, money

Record = Mapping[str, Any]


def loaded_files(files: Sequence[Record]) -> Component:
    """One row per file, the last one for all of them."""
    rows = [
        Row(
            [
                named(entry["file"], entry["notes"] or ""),
                entry["file_kind"].replace("_", " "),
                entry["fiscal_years"] or MISSING,
                count(entry["rows_read"]),
                count(entry["rows_accepted"]),
                count(entry["rows_quarantined"]),
                money(entry["accepted_usd"], cents=True),
                money(_aside(entry), cents=True),
            ]
        )
        for entry in files
    ]
    columns = [
        Column("File", is_given=True),
        Column("Holds"),
        Column("Years"),
        Column("Rows", "read", is_number=True, phone=Phone.KEEP),
        Column("Used", "accepted", is_number=True),
        Column("Set aside", "rejected", is_number=True),
        Column("Dollars used", is_number=True, phone=Phone.KEEP),
        Column("Dollars aside", is_number=True),
    ]
    return card(
        "Which files were loaded?",
        [],
        table(
            columns,
            [*rows, Row(_all_files(files), RowKind.TOTAL)],
            caption="Loaded files",
            fold=FOLD,
        ),
        method="Dollars add whatever a file holds: budget, spending, orders, in its own sign. "
        "Those of different files are unlike and have no sum.",
        menu=Menu("/export/loads"),
    )


def _aside(entry: Record) -> Decimal | None:
    """Dollars of a file that were set aside: how much is missing, whichever way it would count."""
    amount: Decimal | None = entry["quarantined_usd"]
    return None if amount is None else abs(amount)


def _all_files(files: Sequence[Record]) -> list[str]:
    """The last row: rows of every file, and dollars set aside; those used are unlike."""
    rows = [count(sum(entry[name] or 0 for entry in files))
            for name in ("rows_read", "rows_accepted", "rows_quarantined")]  # fmt: skip
    aside = sum((_aside(entry) or Decimal(0) for entry in files), Decimal(0))
    return ["All files", "", "", *rows, "", money(aside, cents=True)]
