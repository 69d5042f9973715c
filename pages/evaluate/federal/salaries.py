"""The card of average against actual salaries: which schools a charge at averages favours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.drawn import Content
from pages.components.figures import missing
from pages.components.notices import empty
from pages.components.page_head import choice
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import count, counted, money, money_change, rounded

QUESTION = "Whose staff are paid more than the average for the same work?"
_FOLDED: Final = 12
_STAY: Final = 5


@dataclass(frozen=True, slots=True)
class SalaryLine:
    """One school; the gap is missing where `reason` says why, `left_out` names hidden kinds."""

    name: str
    href: str
    staff: int
    fte: float
    gap: Decimal | None
    per_pupil: Decimal | None
    left_out: str
    reason: str


@dataclass(frozen=True, slots=True)
class SalaryView:
    """Every school with pay; none where no pay is loaded."""

    year: str
    lines: Sequence[SalaryLine]
    method: str
    export: str
    is_whole: bool = False


def salary_sentence(view: SalaryView) -> Sentence:
    """The two ends per pupil, or that nothing is known."""
    known = [one for one in view.lines if one.per_pupil is not None]
    if not view.lines:
        return [f"No pay of positions is loaded for {view.year}."]
    if not known:
        return ["Pay is loaded, but no school has enough staff and pupils for a figure."]
    known.sort(key=lambda one: one.per_pupil or Decimal(0))
    low, high = known[0], known[-1]
    if rounded(low.per_pupil or 0) == rounded(high.per_pupil or 0):
        return [f"Staff cost the average at {counted(len(known), 'school')}."]
    return [
        "A charge at average salaries would hide from ",
        strong(f"{money_change(low.per_pupil)} per pupil"),
        f" at {low.name} to ",
        strong(f"{money_change(high.per_pupil)}"),
        f" at {high.name}.",
    ]


def salary_card(view: SalaryView) -> Component:
    """Schools from the lowest gap to the highest."""
    if not view.lines:
        return card(QUESTION, body=empty(
            f"No pay of positions is loaded for {view.year}.",
            "Load positions with annual pay to see which schools have senior staff.",
        ))  # fmt: skip
    columns = [
        Column("School"),
        Column("Staff", is_number=True),
        Column("FTE", is_number=True),
        Column("Above the average", is_number=True, phone=Phone.KEEP),
        Column("Per pupil", is_number=True, phone=Phone.KEEP),
        Column("Kinds not told", is_number=True),
    ]
    ordered = sorted(
        view.lines,
        key=lambda one: (one.per_pupil is None, -(one.per_pupil or Decimal(0)), one.name),
    )
    rows = [_row(one) for one in ordered]
    if not view.is_whole and len(rows) > _FOLDED:
        words = f"{count(len(rows) - 2 * _STAY)} schools between: show all"
        between = Row([choice(words, "all=1", is_current=False)], RowKind.GROUP)
        rows = [*rows[:_STAY], between, *rows[-_STAY:]]
    return card(
        QUESTION,
        salary_sentence(view),
        table(columns, rows, caption=QUESTION),
        method=view.method,
        menu=Menu(view.export, card="federal-salaries"),
    )


def _row(one: SalaryLine) -> Row:
    gap = missing(one.reason) if one.gap is None else money_change(one.gap)
    each = missing(one.reason) if one.per_pupil is None else money_change(one.per_pupil)
    return Row(
        [dcc.Link(one.name, href=one.href), count(one.staff), count(one.fte, 1), gap, each,
         _untold(one.left_out)],
        note=f"{count(one.fte, 1)} FTE; {money(one.gap)}",
    )  # fmt: skip


def _untold(kinds: str) -> Content:
    """How many kinds of work have too few people to tell; their names on hover and spoken."""
    if not kinds:
        return "0"
    number = count(kinds.count(";") + 1)
    return html.Span(
        [number, html.Span(f": {kinds}", className="vh")], title=kinds, className="hat"
    )
