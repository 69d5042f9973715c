"""The sixth question: what the money is planned and spent for, by priority and strategy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import missing, opened
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import money, share

QUESTION = "What is spending across priorities and strategies?"
NOT_TAGGED = "Not tagged"
_NO_PLAN = "no approved expense of this bucket carries the strategy"


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """One strategy under its priority; both empty for what is not tagged.

    `href` is where its payments are listed, `plan_href` where its budget lines are. `by_plan` is
    what of the payments carries no tag and follows the plan of its account.
    """

    priority: str
    name: str
    planned: Decimal | None
    spent: Decimal | None
    href: str = ""
    plan_href: str = ""
    by_plan: Decimal | None = None
    by_plan_href: str = ""


@dataclass(frozen=True, slots=True)
class StrategyView:
    """Strategies in the order of their priorities, what is not tagged last.

    `groups` are the payments of each priority, `plan_href` and `href` the lines of the bucket.
    """

    rows: Sequence[StrategyRow]
    bucket: str
    unread: int
    groups: Mapping[str, str] = field(default_factory=dict)
    plan_href: str = ""
    href: str = ""


def strategies_card(found: StrategyView, export: str) -> Component:
    """Strategies as rows under their priorities; the last row sums to the bucket."""
    columns = [
        Column("Priority and strategy"),
        Column("", phone=Phone.WIDE, width="24%"),
        Column("Planned", is_number=True),
        Column("Spent", is_number=True, phone=Phone.KEEP, is_strong=True),
    ]
    key = html.Div(
        [
            html.Span([html.I(className="s sw-paid"), "Spent"]),
            html.Span([html.I(className="s sw-was"), "Planned"]),
        ],
        className="key",
    )
    method = (
        "Amount × strategy percent, from the tags that payments carry. Planned: approved expenses "
        "with that strategy. All rows sum to the bucket. A payment shared between strategies is "
        "listed whole."
    )
    if any(row.by_plan for row in found.rows):
        method += (
            " By plan: payments without a tag, in proportion to the approved expenses of their "
            "account."
        )
    if found.unread:
        method += f" {found.unread} tags could not be read and count as not tagged."
    body = [key, table(columns, _rows(found), caption=QUESTION)]
    return card(QUESTION, sentence(found), body, method=method, menu=Menu(export))


def sentence(found: StrategyView) -> Sentence:
    """The priority with most of the money spent, and what is not tagged."""
    total = sum((row.spent or Decimal(0) for row in found.rows), Decimal(0))
    tagged = _by_priority(found.rows)
    if total <= 0 or not tagged:
        return ["Nothing spent here carries a strategy."]
    name, amount = max(tagged.items(), key=lambda item: item[1])
    rest = total - sum(tagged.values(), Decimal(0))
    end = f"; {share(rest / total)} is not tagged." if rest else "."
    return [f"{share(amount / total)} of the money paid went to ", strong(name), end]


def _by_priority(rows: Sequence[StrategyRow]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row.name:
            sums[row.priority] = sums.get(row.priority, Decimal(0)) + (row.spent or Decimal(0))
    return sums


def _rows(found: StrategyView) -> list[Row]:
    # Without a plan by strategy the whole budget is not tagged: its bar would dwarf all others.
    known = [row.planned if row.name else None for row in found.rows]
    known += [row.spent for row in found.rows]
    scale = max([*(amount for amount in known if amount), Decimal(1)])
    sums, made, current = _by_priority(found.rows), [], ""
    for row in found.rows:
        if row.name and row.priority != current:
            current = row.priority
            amount = opened(money(sums[current]), found.groups.get(current, ""))
            term = html.Span(amount, className="term")
            made.append(Row([[current, term]], RowKind.GROUP))
        made.append(_row(row, scale))
    planned, spent = (_sum([getattr(row, name) for row in found.rows])
                      for name in ("planned", "spent"))  # fmt: skip
    sums_of = [opened(money(planned), found.plan_href), opened(money(spent), found.href)]
    return [*made, Row([found.bucket, "", *sums_of], RowKind.TOTAL)]


def _row(row: StrategyRow, scale: Decimal) -> Row:
    spent: Any = missing("nothing is loaded")
    if row.spent is not None:
        spent = opened(money(row.spent), row.href)
    planned: Any = missing(_NO_PLAN)
    if row.planned is not None:
        planned = opened(money(row.planned), row.plan_href)
    note = None
    if row.planned is not None:
        note = html.Span([html.Span(f"of {money(row.planned)} planned")], className="ends")
    return Row([_name(row), _bar(row, scale), planned, spent], note=note)


def _name(row: StrategyRow) -> Any:
    """The strategy, and what of it follows the plan and no tag."""
    if not row.by_plan:
        return row.name or NOT_TAGGED
    amount = opened(money(row.by_plan), row.by_plan_href)
    return [
        html.Span(row.name, className="nm-text"),
        html.Span(["of it ", amount, " by plan"], className="d"),
    ]


def _bar(row: StrategyRow, scale: Decimal) -> html.Div:
    parts = []
    planned = row.planned if row.name else None
    for amount, look in ((planned, "w"), (row.spent, "f")):
        if amount is not None:
            share_of = min(max(amount, Decimal(0)) / scale, Decimal(1)) * 100
            percent = share_of.quantize(Decimal("0.1"))
            parts.append(html.Span(className=look, style={"width": f"{percent}%"}))
    return html.Div(parts, className="mini", **{"aria-hidden": "true"})


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
