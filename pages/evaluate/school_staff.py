"""The card that says who works at a school, for every 100 pupils."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import schools_of
from pages.evaluate.track import key_entry, track
from pages.format import MISSING, count, share

QUESTION = "Who works here?"


@dataclass(frozen=True, slots=True)
class Paid:
    """FTE by what pays for it; `untold` carries no code, or one that does not tell."""

    federal: float
    state_local: float
    untold: float = 0.0


@dataclass(frozen=True, slots=True)
class StaffLine:
    """One kind of work: FTE, FTE per 100 pupils, where the schools compared lie, and what pays."""

    name: str
    fte: float
    per_100: float | None
    median: float | None
    low: float | None
    high: float | None
    paid: Paid | None = None


@dataclass(frozen=True, slots=True)
class SchoolStaff:
    """Staff on the census day; `reason` says why there is none.

    `paid` is missing where no position says what pays for it.
    """

    school: str
    level: str
    lines: Sequence[StaffLine]
    total_fte: float
    total_per_100: float | None
    reason: str
    method: str
    export: str
    paid: Paid | None = None


def staff_card(view: SchoolStaff) -> Component:
    """Kinds of work on tracks of their own scale, from zero."""
    if view.reason:
        return card(QUESTION, body=empty("Staff is not known.", view.reason))
    key = html.Div(
        [
            key_entry("own", view.school),
            key_entry("tick", f"Median of {schools_of(view.level)}"),
            key_entry("range", "10th to 90th percentile"),
        ],
        className="key",
    )
    columns = [
        Column("Job group"),
        Column("Per 100 pupils", width="18%" if view.paid else "28%", phone=Phone.KEEP),
        Column("FTE", is_number=True),
        Column("Per 100", is_number=True, phone=Phone.KEEP),
        Column("Median", is_number=True, phone=Phone.KEEP),
    ]
    if view.paid:
        columns += [Column("Federal", is_number=True), Column("State, local", is_number=True)]
    rows = [_row(line, paid=view.paid is not None) for line in view.lines]
    total = ["All staff", "", count(view.total_fte, 2), count(view.total_per_100, 2), ""]
    rows.append(Row([*total, *_paid(view.paid)], RowKind.TOTAL))
    body = [key, table(columns, rows, caption=QUESTION, look="c ph3")]
    return card(
        QUESTION,
        [*sentence(view), *_paid_words(view)],
        body,
        method=view.method,
        menu=Menu(view.export, card="school-staff"),
    )


def sentence(view: SchoolStaff) -> Sentence:
    """The two kinds of work with most staff, beside their medians."""
    known = [line for line in view.lines if line.per_100 is not None and line.median is not None]
    if not known:
        return [f"{count(view.total_fte, 1)} full-time equivalents; pupils are not known."]
    words: list[Part | str] = []
    for line in sorted(known, key=lambda line: -line.fte)[:2]:
        own, median = line.per_100 or 0.0, line.median or 0.0
        name = line.name if not words else line.name[:1].lower() + line.name[1:]
        amount = strong(f"{count(own, 1)} {name[:1].lower() + name[1:]} per 100 pupils")
        words += [
            "; " if words else "",
            amount,
            f", {_beside(own, median, view.level, first=not words)}",
        ]
    return [*words[1:], "."]


def _paid_words(view: SchoolStaff) -> Sentence:
    """How many of the staff federal funds pay for, and how many nothing tells of."""
    if view.paid is None or not view.total_fte:
        return []
    part = view.paid.federal / view.total_fte
    words = f" Federal funds pay for {count(view.paid.federal, 1)} FTE, {share(part)} of all."
    if round(view.paid.untold, 1) > 0:
        words += f" Nothing tells what pays for {count(view.paid.untold, 1)} FTE."
    return [words]


def _paid(paid: Paid | None) -> list[str]:
    return [count(paid.federal, 2), count(paid.state_local, 2)] if paid else []


def _beside(own: float, median: float, level: str, *, first: bool) -> str:
    what = (
        f"the {schools_of(level).removesuffix(' schools')} median of" if level else "the median of"
    )
    what = what if first else "the median of"
    if count(own, 1) == count(median, 1):
        return f"as at {what} {count(median, 1)}"
    return f"{'above' if own > median else 'below'} {what} {count(median, 1)}"


def _row(line: StaffLine, *, paid: bool) -> Row:
    span = None if line.low is None or line.high is None else (line.low, line.high)
    top = max(value for value in (line.per_100, line.median, line.high, 0.01) if value is not None)
    return Row([
        line.name,
        track(line.per_100, high=top * 1.15, mark=line.median, span=span),
        count(line.fte, 2),
        count(line.per_100, 2),
        html.Span(MISSING if line.median is None else count(line.median, 2), className="hat"),
        *(_paid(line.paid or Paid(0.0, 0.0)) if paid else []),
    ])  # fmt: skip
