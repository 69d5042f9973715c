"""How the year's end is projected: every method that applies, and how far off each was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import card
from pages.components.figures import missing, named
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.format import listed, money, share

QUESTION = "How sure is the projection?"


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One method: what it gives, its range, and its error on closed years.

    `error` is the median absolute error at the same time of the closed years `tested`; missing
    with a `reason` where the method cannot be tested.
    """

    name: str
    how: str
    is_used: bool
    projected: Decimal
    low: Decimal
    high: Decimal
    left_over: Decimal
    error: float | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Methods:
    """All methods of a bucket, the time of the year, and the closed years tested.

    `contrary` is what pay to come leaves over, where that is the opposite of what is shown.
    """

    lines: Sequence[MethodLine]
    by_when: str
    tested: Sequence[str]
    note: str
    contrary: Decimal | None = None


def methods_card(found: Methods) -> Component:
    """The methods as rows, the one that is used first."""
    columns = [
        Column("Method"),
        Column("Likely spent", "Projection", is_number=True),
        Column("Lowest to highest", is_number=True),
        Column("Left over", is_number=True, phone=Phone.KEEP, is_strong=True),
        Column("Off before", _tested(found), is_number=True),
    ]
    rows = [_line(line) for line in found.lines]
    return card(
        QUESTION,
        sentence(found),
        table(columns, rows, caption=QUESTION),
        method=f"Off before: a closed year projected at the end of {found.by_when} from earlier "
        f"years alone, against what it came to. {found.note}".strip(),
    )


def _tested(found: Methods) -> str:
    """A median needs several years; a single one is named."""
    return found.tested[0] if len(found.tested) == 1 else "Median error"


def sentence(found: Methods) -> Sentence:
    """How far off the methods were at this time of closed years."""
    used = next((line for line in found.lines if line.is_used), None)
    if used is None:
        return ["Nothing can be projected for this bucket."]
    years = listed(list(found.tested))
    if used.error is None:
        return [f"{used.name} is used; {used.reason}."]
    start: list[Part | str] = [
        f"At the end of {found.by_when} of {years} the method used here was ",
        strong(f"{share(used.error, 1)} off"),
    ]
    others = [line for line in found.lines if not line.is_used and line.error is not None]
    if not others:
        return [*start, "."]
    return [*start, f", {others[0].name.lower()} {share(others[0].error, 1)}."]


def _line(line: MethodLine) -> Row:
    span = f"{money(line.low)} to {money(line.high)}" if line.low != line.high else "no range"
    name = f"{line.name} (used)" if line.is_used else line.name
    error = missing(line.reason) if line.error is None else share(line.error, 1)
    note = html.Span(
        [html.Span(f"likely {money(line.projected)}"), html.Span(["off before ", error])],
        className="ends",
    )
    return Row(
        [named(name, line.how), money(line.projected), span, money(line.left_over), error],
        note=note,
    )
