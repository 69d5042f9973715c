"""Card of the Data page: what the totals of the newest load were held against, and the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import marked, named
from pages.components.notices import empty
from pages.components.table import FOLD, Column, Phone, Row, table
from pages.format import counted, money
from pages.words import Name

Record = Mapping[str, Any]
_MOST_ROWS: Final = 50
_CHECKS: Final = {
    "B1": "Original budget and amendments make the adjusted budget",
    "B2": "Budget less spent less on order is what the ERP calls available",
    "B4": "Each budget transfer comes to zero",
    "D1": "As many rows as the load before",
    "D2": "Fund totals close to the load before",
    "E1": "Open orders agree with the ERP's encumbrances",
    "E2": "Every order line adds up to what is open",
    "K1": "Every line has an account of the chart",
    "K2": "No line stands twice",
    "A1": "Every account has a class of spending",
    "A2": "Central cost reaches the schools",
    "L1": "Ledger lines agree with the ERP's balances",
    "L2": "Debits equal credits in every journal",
    "L3": "Control total of the file",
    "Q1": "Rows set aside stay under the limit",
    "Q2": "Dollars set aside stay under the limit",
    "R1": "Schools and central places make the district",
}


def failed(checks: Sequence[Record]) -> list[Record]:
    """Checks that do not hold."""
    return [check for check in checks if check["status"] != "ok"]


def checks_card(checks: Sequence[Record]) -> Component:
    """Every comparison of the newest load that fails, then those of dollars, then the others."""
    rows = [*_check_rows(checks), *_limit_rows(checks)]
    columns = [
        Column("What is compared"),
        Column("Year"),
        Column("File or ERP", "control total", is_number=True),
        Column("Loaded", "total", is_number=True),
        Column("Difference", is_number=True, phone=Phone.KEEP),
        Column("Result"),
    ]
    held = len(checks) - len(failed(checks))
    return card(
        "Do the totals agree with the files and the ERP?",
        [f"{held} of {counted(len(checks), 'check')} hold."] if checks else [],
        table(columns, rows, caption="Control totals and identities", fold=FOLD)
        if rows
        else empty("No totals to compare.", "Name a control total in the mapping file."),
        method="Difference is loaded less expected; loaded counts rows set aside too. A control "
        "total adds whatever a file holds, money to spend and money to come alike: it proves that "
        "the file is whole and says nothing else. Each check by file and year is in the CSV.",
        menu=Menu("/export/control-totals"),
    )


def _check_rows(checks: Sequence[Record]) -> list[Row]:
    """Every check that fails, then every check of dollars, the largest first."""
    shown = [check for check in checks if check["status"] != "ok" or _has_dollars(check)]
    shown.sort(key=lambda check: (check["status"] == "ok", -_size(check), check["check_code"]))
    return [
        Row(
            [
                named(_title(check), _detail(check)),
                "" if check["fiscal_year"] is None else f"FY{check['fiscal_year']}",
                money(check["expected_usd"], cents=True),
                money(check["actual_usd"], cents=True),
                money(check["difference_usd"], cents=True),
                _status(check["status"]),
            ],
            note=_in_short(check),
        )
        for check in shown[:_MOST_ROWS]
    ]


def _in_short(check: Record) -> Component:
    """The result with the year and what was loaded, which a phone shows in one line."""
    year = "" if check["fiscal_year"] is None else f"FY{check['fiscal_year']}, "
    loaded = html.Span(f"{year}{money(check['actual_usd'], cents=True)} loaded")
    return html.Span([_status(check["status"]), loaded], className="ends")


def _limit_rows(checks: Sequence[Record]) -> list[Row]:
    """Checks without dollars that hold, one row for each kind of check."""
    kinds: dict[str, int] = {}
    for check in checks:
        if check["status"] == "ok" and not _has_dollars(check):
            kinds[check["check_code"]] = kinds.get(check["check_code"], 0) + 1
    return [
        Row(
            [
                named(_CHECKS.get(code, code), counted(many, "comparison")),
                "",
                "",
                "",
                "",
                _status("ok"),
            ],
            note=_status("ok"),
        )
        for code, many in sorted(kinds.items())
    ]


def _size(check: Record) -> Decimal:
    terms = [check[name] or Decimal(0) for name in ("expected_usd", "actual_usd")]
    return Decimal(max(abs(term) for term in terms))


def _has_dollars(check: Record) -> bool:
    return check["expected_usd"] is not None or check["actual_usd"] is not None


def _detail(check: Record) -> str:
    """What went wrong where something did, else the file that the check is about."""
    return str(check["message"]) if check["status"] != "ok" else Name(check["file"] or "")


def _title(check: Record) -> str:
    kind = _CHECKS.get(check["check_code"], str(check["check_code"]))
    return kind if check["check_scope"] == "all" else f"{kind}: {check['check_scope']}"


def _status(status: str) -> Component:
    if status == "ok":
        return marked("Agrees", "check-circle", "good")
    return marked("Differs", "exclamation-triangle-fill", "bad")
