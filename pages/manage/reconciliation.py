"""Cards of the Data page: totals by fund beside the ERP's, what fits nowhere, staffing checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import marked, named, opened
from pages.components.notices import empty
from pages.components.table import FOLD, Column, Phone, Row, table
from pages.format import MISSING, count, money


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Rows that lack a place: how many, their dollars, where they are listed, and as a file.

    `file` is the address of the download without its format.
    """

    title: str
    detail: str
    number: int
    dollars: Any
    href: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class StaffingCheck:
    """Positions with something wrong: how many, the assignments and FTE at fault, their list.

    `assignments` and `assigned` are texts; `file` is the download without its format.
    """

    title: str
    detail: str
    number: int
    assignments: str
    assigned: str
    href: str
    file: str


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
        table(columns, [_fund(row) for row in shown], caption="Totals by fund", fold=FOLD)
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
            opened(count(row["account_count"]), row.get("href", "")),
            money(told, cents=True),
            MISSING if told is None else money(told + (off or 0), cents=True),
            money(off, cents=True),
            result,
        ]
    )


def _links(one: Unplaced | StaffingCheck) -> list[Any]:
    parts: list[Any] = []
    if one.href:
        name = ["List", html.Span(f": {one.title}", className="vh")]
        parts.append(dcc.Link(name, href=one.href, className="dig"))
    path, _, query = one.file.partition("?")
    for form in ("csv", "xlsx") if one.file else ():
        label = {"aria-label": f"{one.title} as {form.upper()}"}
        parts.append(html.A(form.upper(), href=f"{path}.{form}?{query}", className="dig", **label))
    return [piece for part in parts for piece in (part, " ")][:-1]


_FILES: Final = Column("", head=html.Span("List and files", className="vh"))


def unplaced(rows: Sequence[Unplaced]) -> Component:
    """What fits nowhere, each with its list and files."""
    columns = [
        Column("What", phone=Phone.KEEP),
        Column("Rows", is_number=True, phone=Phone.KEEP),
        Column("Dollars", is_number=True),
        _FILES,
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
        method="Dollars of accounts are what was spent or received; of rows set aside, as far as "
        "they can be read.",
    )  # fmt: skip


def staffing_checks(rows: Sequence[StaffingCheck], on: str, *, knows_pay: bool) -> Component:
    """Positions with something wrong on a day, each check with its list and files.

    Of pay only those hear who `knows_pay`.
    """
    columns = [
        Column("What", phone=Phone.KEEP),
        Column("Positions", is_number=True, phone=Phone.KEEP),
        Column("Assignments", is_number=True),
        Column("Assigned FTE", is_number=True),
        _FILES,
    ]
    shown = [
        Row(
            [
                named(one.title, one.detail),
                count(one.number),
                one.assignments,
                one.assigned,
                html.Span(_links(one)),
            ]
        )
        for one in rows
    ]
    wrong = sum(bool(one.number) for one in rows)
    said = f"{wrong} of {len(rows)} checks found something on {on}." if wrong else (
        f"Every position is paid in whole, and everybody has "
        f"{'pay and ' if knows_pay else ''}a place, on {on}."
    )  # fmt: skip
    return card(
        "Can the staffing be trusted?", [said], table(columns, shown, caption="Staffing checks"),
        method="As recorded for the day of the newest data; what is wrong is put right in the "
        "payroll, or under Configuration.",
    )  # fmt: skip
