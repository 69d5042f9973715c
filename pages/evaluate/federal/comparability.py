"""The card of Title I comparability: each Title I school beside those it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.drawn import Content
from pages.components.figures import marked, missing
from pages.components.notices import empty
from pages.components.page_head import choice
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import level_name
from pages.evaluate.track import key_entry, track
from pages.format import HIDDEN, count, counted, listed, money, share

FOLDED: Final = 9
TITLE_ONE: Final = "Title\N{NO-BREAK SPACE}I"
_STAY: Final = 6
_NAMED: Final = 5
_REACH: Final = 1.6
QUESTIONS: Final = {
    "staffing": "Do Title I schools have as many staff for their pupils?",
    "salaries": "Is as much paid for teaching in Title I schools?",
    "materials": "Do Title I schools have as much for materials?",
}
RATIOS: Final = {
    "staffing": ("pupils per instructional staff", "Pupils per FTE", "Staff FTE"),
    "salaries": ("salary dollars of instruction per pupil", "Pay per pupil", "Salaries"),
    "materials": ("dollars for materials per pupil", "Materials per pupil", "Materials"),
}


@dataclass(frozen=True, slots=True)
class SchoolTest:
    """One school of a span; `passes` is missing where `reason` says why it is not tested.

    `rows` and `title_one_rows` are files of what stands behind the amount and behind Title I.
    """

    name: str
    href: str
    is_title_one: bool
    pupils: float | None
    amount: float
    ratio: float | None
    of_average: float | None
    passes: bool | None
    result: str
    reason: str
    per_pupil: Decimal | None
    rows: str = ""
    title_one_rows: str = ""


@dataclass(frozen=True, slots=True)
class SpanTest:
    """One grade span: with whom it is compared, the average, the lines, and its schools."""

    level: str
    basis: str
    average: float | None
    lowest: float | None
    highest: float | None
    schools: Sequence[SchoolTest]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ComparabilityView:
    """The card; `left_out` are schools with the reason why no span compares them."""

    option: str
    year: str
    spans: Sequence[SpanTest]
    left_out: Sequence[tuple[str, str]]
    trouble: str
    source_known: bool
    method: str
    export: str
    is_whole: bool = False

    @property
    def schools(self) -> list[SchoolTest]:
        """Every school of a span."""
        return [one for span in self.spans for one in span.schools]


def comparability_card(view: ComparabilityView) -> Component:
    """The schools by span: those out of line first, then those tested, then the yardsticks."""
    question = QUESTIONS[view.option]
    if view.trouble:
        what = "Name them under federal in the district's settings, then load again."
        return card(question, body=empty(f"Not tested: {view.trouble}.", what))
    key = html.Div(
        [key_entry("own", "the school"), key_entry("tick", "average of the span"),
         key_entry("range", "what passes")],
        className="key",
    )  # fmt: skip
    return card(
        question,
        sentence(view),
        [key, _table(view, question), *_left_out(view)],
        method=view.method,
        menu=Menu(view.export, card="federal-comparability"),
    )


def sentence(view: ComparabilityView) -> Sentence:
    """How many Title I schools are comparable, and which are not."""
    if view.trouble:
        return [f"Comparability is not tested: {view.trouble}."]
    what = RATIOS[view.option][0]
    tested = [one for one in view.schools if one.passes is not None]
    failing = [one for one in tested if not one.passes]
    if not tested:
        why = next((span.reason for span in view.spans if span.reason), "no school is compared")
        return [f"No Title I school can be tested on {what}: {why}."]
    words: list[Part | str] = []
    if failing:
        verb = "is" if len(failing) == 1 else "are"
        words = [
            strong(f"{count(len(failing))} of {counted(len(tested), 'Title I school')}"),
            f" {verb} not comparable in {what}: {_named(failing)}.",
        ]
    elif len(tested) == 1:
        words = [strong("The one Title I school tested"), f" is comparable in {what}."]
    else:
        words = [strong(f"All {count(len(tested))} Title I schools tested"),
                 f" are comparable in {what}."]  # fmt: skip
    exempt = sum(one.result == "exempt" for one in view.schools if one.is_title_one)
    if exempt:
        verb = "is" if exempt == 1 else "are"
        words.append(f" {counted(exempt, 'Title I school')} {verb} exempt.")
    if not view.source_known:
        words.append(" What pays for positions is not loaded, so federal staff count too.")
    return words


def _named(schools: Sequence[SchoolTest]) -> str:
    names = sorted(one.name for one in schools)
    more = len(names) - _NAMED
    return f"{', '.join(names[:_NAMED])} and {count(more)} more" if more > 0 else listed(names)


def _table(view: ComparabilityView, question: str) -> Component:
    _, ratio, amount = RATIOS[view.option]
    columns = [
        Column("School"),
        Column("Title I"),
        Column("Pupils", is_number=True),
        Column(amount, "state and local", is_number=True),
        Column("Beside the average", width="20%", phone=Phone.WIDE),
        Column(ratio, is_number=True, phone=Phone.KEEP),
        Column("Of average", is_number=True),
        Column("Result", phone=Phone.KEEP),
        Column("Spent per pupil", "all sources", is_number=True),
    ]
    rows: list[Row] = []
    for span in view.spans:
        rows.append(Row([_span_words(view.option, span)], RowKind.GROUP))
        made = [_row(view.option, span, one) for one in _ordered(view.option, span)]
        rows += _fold(made, is_whole=view.is_whole)
    return table(columns, rows, caption=question, look="c stack federal")


def _fold(rows: list[Row], *, is_whole: bool) -> list[Row]:
    if is_whole or len(rows) <= FOLDED:
        return rows
    link = choice(f"{count(len(rows) - _STAY)} more schools: show all", "all=1", is_current=False)
    return [*rows[:_STAY], Row([link], RowKind.GROUP)]


def _ordered(option: str, span: SpanTest) -> list[SchoolTest]:
    """Tested schools first, the one furthest on the wrong side on top; then all others."""
    wrong = -1.0 if option == "staffing" else 1.0

    def key(one: SchoolTest) -> tuple[bool, bool, float, str]:
        return one.passes is None, one.passes is True, wrong * (one.of_average or 1.0), one.name

    return sorted(span.schools, key=key)


def _span_words(option: str, span: SpanTest) -> str:
    name = f"{level_name(span.level)}, {counted(len(span.schools), 'school')}"
    if span.average is None:
        return f"{name}: not tested, {span.reason}"
    lines = [f"at least {_ratio(option, span.lowest)}"] if span.lowest is not None else []
    lines += [f"at most {_ratio(option, span.highest)}"] if span.highest is not None else []
    passes = " and ".join(lines)
    return f"{name}: {span.basis} {_ratio(option, span.average)}; passes with {passes}"


def _ratio(option: str, value: float | None) -> str:
    return count(value, 1) if option == "staffing" else money(value)


def _row(option: str, span: SpanTest, one: SchoolTest) -> Row:
    amount = count(one.amount, 1) if option == "staffing" else money(one.amount)
    ratio: Content = missing(one.reason) if one.ratio is None else _ratio(option, one.ratio)
    return Row(
        [
            dcc.Link(one.name, href=one.href),
            _file(TITLE_ONE, one.title_one_rows) if one.is_title_one else "",
            count(one.pupils),
            _file(amount, one.rows),
            _drawn(span, one),
            ratio,
            share(one.of_average),
            verdict(one),
            money(one.per_pupil),
        ],
        note=f"{f'{TITLE_ONE}, ' if one.is_title_one else ''}{count(one.pupils)} pupils, {amount}"
        + (" FTE" if option == "staffing" else ""),
    )


def _file(words: str, address: str) -> Content:
    """A figure that opens its rows as a file; plain where nothing may be opened."""
    return html.A(words, href=address, className="dig") if address else words


def _drawn(span: SpanTest, one: SchoolTest) -> Content:
    if span.average is None or not span.average or one.ratio is None:
        return ""
    high = span.average * _REACH
    passes = (span.lowest or 0.0, min(span.highest or high, high))
    return track(one.ratio, high=high, mark=span.average, span=passes)


def verdict(one: SchoolTest) -> Component:
    """The result as icon and word; the reason on hover and for screen readers."""
    if one.passes is not None:
        return marked("Comparable", "check2") if one.passes else marked(
            "Not comparable", "exclamation-triangle-fill", "over"
        )  # fmt: skip
    why = html.Span(f": {one.reason}", className="vh")
    words = {"compared with": "Yardstick", "exempt": "Exempt"}.get(one.result, "Not tested")
    return html.Span([words, why], className="hat", title=one.reason)


def _left_out(view: ComparabilityView) -> list[Component]:
    if not view.left_out:
        return []
    by_reason: dict[str, list[str]] = {}
    for name, reason in view.left_out:
        by_reason.setdefault(reason, []).append(name)
    entries = [
        html.Li([
            html.B(f"{reason[:1].upper()}{reason[1:]} ({count(len(names))})"),
            html.Span([", ".join(sorted(names)), f" {HIDDEN}" if "hidden" in reason else ""]),
        ])
        for reason, names in by_reason.items()
    ]  # fmt: skip
    return [html.Ul(entries, className="outs")]
