"""Which accounts are in no bucket, or in several? Counts, dollars and the largest of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.configure.overview import PATH
from pages.format import count, counted, fiscal_year, listed, money


@dataclass(frozen=True, slots=True)
class Held:
    """Accounts of one kind in no bucket, in one or in several, with their budget."""

    kind: str
    where: str
    accounts: int
    budget: Decimal
    spent: Decimal


@dataclass(frozen=True, slots=True)
class Uncovered:
    """One account: the codes of its buckets, none of them or several."""

    account: str
    description: str
    place: str
    buckets: str
    budget: Decimal | None
    spent: Decimal | None
    href: str


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """`held` is every account by kind; the lists are the largest of each part."""

    year: int
    held: Sequence[Held]
    none: Sequence[Uncovered]
    several: Sequence[Uncovered]
    in_none: int
    in_several: int
    none_budget: Mapping[str, Decimal]
    export: str
    buckets_href: str
    source: str


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Coverage.URL, ids.Coverage.BODY, 96, 280, 480)


def body(view: CoveragePage) -> list[Component]:
    """The whole page."""
    crumbs = [("Home", "/"), ("Configuration", PATH), ("Bucket coverage", "")]
    return [
        page_head(
            "Which accounts are in no bucket, or in several?", crumbs=crumbs,
            actions=[dcc.Link("Change the buckets", href=view.buckets_href, className="ctl")],
        ),
        lead(_sentence(view)),
        row(card("How far do the buckets reach?", body=_held(view))),
        row(_list("Which are in no bucket?", view.none, view.in_none, f"{view.export}&part=none")),
        row(
            _list(
                "Which are in several?", view.several, view.in_several,
                f"{view.export}&part=several", with_buckets=True,
                none="No account counts twice.",
            )
        ),
        foot(
            f"Accounts that never had a figure are left out. {view.source}"
        ),
    ]  # fmt: skip


def _sentence(view: CoveragePage) -> Sentence:
    if not view.in_none and not view.in_several:
        return [
            strong("Every account lies in exactly one bucket"),
            f" in {fiscal_year(view.year)}.",
        ]
    several = f"; {counted(view.in_several, 'account')} in several" if view.in_several else ""
    return [
        strong(f"{counted(view.in_none, 'account')} in no bucket"),
        f", with {_budgets(view.none_budget)}{several}. {fiscal_year(view.year)}.",
    ]


def _budgets(by_kind: Mapping[str, Decimal]) -> str:
    """What may be spent and what is expected stand side by side: they are never one sum."""
    said = [
        f"{money(budget)} {'expected to come in' if kind == 'revenue' else 'budgeted'}"
        for kind, budget in sorted(by_kind.items())
    ]
    return listed(said)


def _held(view: CoveragePage) -> Component:
    columns = [
        Column("Accounts", width="220px"),
        Column("Where", phone=Phone.KEEP),
        Column("How many", is_number=True, phone=Phone.KEEP, width="120px"),
        Column("Budgeted", "or expected", is_number=True, phone=Phone.KEEP, width="160px"),
        Column("Spent", "or received", is_number=True, width="160px"),
    ]
    rows = []
    for kind in dict.fromkeys(one.kind for one in view.held):
        own = [one for one in view.held if one.kind == kind]
        rows += [
            Row([kind.capitalize(), one.where, count(one.accounts), money(one.budget),
                 money(one.spent)])
            for one in own
        ]  # fmt: skip
        rows.append(
            Row([f"All of {kind}", "", count(sum(one.accounts for one in own)),
                 money(sum((one.budget for one in own), Decimal(0))),
                 money(sum((one.spent for one in own), Decimal(0)))], RowKind.SUBTOTAL)
        )  # fmt: skip
    return table(columns, rows, caption="Accounts by the number of their buckets")


def _list(
    question: str,
    found: Sequence[Uncovered],
    many: int,
    export: str,
    *,
    with_buckets: bool = False,
    none: str = "Every account is in a bucket.",
) -> html.Section:
    if not found:
        return card(question, body=empty("None.", none))
    columns = [
        Column("Account", width="240px", is_given=True),
        Column("Description", phone=Phone.WIDE, is_given=True),
        Column("Location", width="200px"),
        *([Column("Buckets", phone=Phone.WIDE, width="170px")] if with_buckets else []),
        Column("Have", "Budgeted", is_number=True, phone=Phone.KEEP, width="150px"),
        Column("Paid", "Spent", is_number=True, width="150px"),
    ]
    rows = [
        Row([dcc.Link(one.account, href=one.href, className="dig"), one.description, one.place,
             *([one.buckets] if with_buckets else []), money(one.budget), money(one.spent)])
        for one in found
    ]  # fmt: skip
    files = [
        html.A(word.upper(), href=export.replace(".csv", f".{word}"), className="ctl", download="")
        for word in ("csv", "xlsx")
    ]
    shown = f"The {count(len(found))} largest of {count(many)}." if many > len(found) else ""
    below = html.Div([*files, html.Span(shown, className="hint")], className="ln acts")
    return card(question, body=html.Div([table(columns, rows, caption=question), below]))
