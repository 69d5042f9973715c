"""Program comparison: what a program costs at each school, beside results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.figures import icon, missing
from pages.components.filters import Chip, chips
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import BasisCell, basis_bar, export_link, page_head, print_button
from pages.components.sentence import Sentence, lead, plain
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import LEVELS
from pages.evaluate.program_rows import OutcomeColumn, ProgramRow, ranked
from pages.evaluate.reckoning import reckoning_card
from pages.evaluate.track import key_entry
from pages.format import count, counted, money

QUESTION = "Does this program pay off across locations?"
HINT = "Conditions, such as: fund is 10, function between 1000-1999"


@dataclass(frozen=True, slots=True)
class OutcomePicture:
    """The scatter of one outcome on the cost."""

    name: str
    question: str
    sentence: Sentence
    figure: dict[str, Any]
    rows: Sequence[tuple[str, str, str, str]]
    label: str
    fields: Sequence[tuple[str, int]]
    method: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A school that is not in the comparison, and why."""

    name: str
    href: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProgramPage:
    """Everything the page shows; `trouble` says what is wrong with the program asked for."""

    basis: Sequence[BasisCell]
    choices: Sequence[BasisCell]
    chips: Sequence[Chip]
    fields: str
    found: str
    trouble: str
    program: str
    sentence: Sentence
    figures: Sequence[tuple[str, str, str]]
    rank_question: str
    rank_sentence: Sentence
    rows: Sequence[ProgramRow]
    outcomes: Sequence[OutcomeColumn]
    per: str
    money_word: str
    is_whole: bool
    pictures: Sequence[OutcomePicture]
    without: Sequence[Apart]
    without_words: Sentence
    left_out: Sequence[Apart]
    sums: Sequence[tuple[str, str, Any]]
    total: Any
    method: str
    notes: Sequence[tuple[str, str]]
    minimum_cell: int
    export: str
    source: str


def layout(**_: str) -> html.Div:
    """The frame: the box of conditions stands in it so that it keeps its focus."""
    return html.Div(
        [
            dcc.Location(id=ids.Programs.URL, refresh=False),
            dcc.Store(id=ids.Programs.STATE),
            html.Div(skeleton(96, 60, 60, 60), id=ids.Programs.HEAD),
            html.Div(html.Div(_box(), className="ln"), className="builder"),
            html.Div(skeleton(96, 620), id=ids.Programs.BODY),
        ]
    )


def _box() -> html.Div:
    label = html.Label("Conditions that make up a program", htmlFor=ids.Programs.WHERE,
                       className="vh")  # fmt: skip
    box = dcc.Input(
        id=ids.Programs.WHERE,
        type="search",
        placeholder=HINT,
        debounce=True,
        autoComplete="off",
        maxLength=400,
        className="bare",
    )
    return html.Div([label, icon("funnel"), box], className="inp wide")


def head(view: ProgramPage) -> list[Component]:
    """Breadcrumbs, question, basis, the program, sentence."""
    actions = [export_link(view.export)] if view.export else []
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Program comparison", "")],
            actions=[print_button(), *actions],
        ),
        html.Div([basis_bar(view.basis), basis_bar(view.choices)], className="bases"),
        lead(view.sentence),
    ]


def body(view: ProgramPage) -> list[Component]:
    """Conditions with what they match, key figures, ranking, scatters, schools without, sums."""
    said = _conditions(view)
    if view.trouble:
        notice = empty("This program cannot be read.", view.trouble)
        return [*said, row(card("What is the program?", body=notice)), foot(view.source)]
    if not view.rows:
        words = "Choose another program or year above, or type conditions."
        notice = empty(f"No school has money in {view.program}.", words)
        content = row(card("Which schools have it?", body=notice))
        return [*said, content, row(*_sums(view)), foot(view.source)]
    figures = [
        KeyFigure(label, value or missing(note), note) for label, value, note in view.figures
    ]
    apart = [*_without(view), *_left_out(view)]
    return [
        *said,
        figure_strip(figures, label="Key figures of the program"),
        row(_ranking(view)),
        row(*(_picture(one, view.export) for one in view.pictures),
            look="c-1-1" if len(view.pictures) > 1 else ""),
        row(*apart, look="c-1-1" if len(apart) > 1 else ""),
        row(*_sums(view), reckoning_card(["per_pupil_usd", "slope"], view.notes,
                                         view.minimum_cell), look="c-1-1"),
        foot(view.source),
    ]  # fmt: skip


def _conditions(view: ProgramPage) -> list[Component]:
    """The conditions as chips, what they match, and which fields there are."""
    listed = chips(view.chips)
    words = [html.Span(view.found)] if view.found else []
    help_ = html.Span([f"Fields: {view.fields}. ", ("Operators: is, between, starts with, matches "
                       "(* and ?), and their negatives. Commas separate conditions.")],
                      className="hat")  # fmt: skip
    says = html.P([*words, " ", help_], className="says")
    return [html.Div([*([listed] if listed else []), says], className="program-says")]


def _ranking(view: ProgramPage) -> Component:
    key = [key_entry("bar", f"dollars {view.per}, from zero")]
    if view.outcomes:
        key += [key_entry("grey", "value of the school"), key_entry("tick", "pupil-weighted mean")]
    body_ = ranked(
        view.rows,
        view.outcomes,
        per=view.per,
        money_word=view.money_word,
        caption=view.rank_question,
        is_whole=view.is_whole,
    )
    return card(
        view.rank_question,
        view.rank_sentence,
        [html.Div(key, className="key"), body_],
        method=view.method,
        menu=Menu(view.export, card="program-schools"),
    )


def _picture(view: OutcomePicture, export: str) -> Component:
    columns = [Column("School"), Column("Level"), Column("Cost", is_number=True, phone=Phone.KEEP),
               Column(view.label, is_number=True, phone=Phone.KEEP)]  # fmt: skip
    rows = table(columns, [Row(list(cells)) for cells in view.rows], caption=view.question,
                 look="c ph2")  # fmt: skip
    drawn = chart(
        view.name,
        view.figure,
        description=f"{view.question} {plain(view.sentence)}",
        rows=rows,
        height=440,
        phone_height=380,
    )
    levels = {level for _, level, *_ in view.rows}
    key = [
        html.Span([html.I(className=f"shape {code}", **{"aria-hidden": "true"}), name])
        for code, name in LEVELS.items()
        if name in levels
    ]
    fields = [
        html.Div([html.Span(words), html.B(counted(schools, "school"))])
        for words, schools in view.fields
    ]
    body_ = [
        html.Div([*key, key_entry("mean", "means")], className="key"),
        drawn,
        *([html.Div(fields, className="quads")] if fields else []),
    ]
    return card(view.question, view.sentence, body_, method=view.method,
                menu=Menu(export, has_chart=True, card=view.name))  # fmt: skip


def _without(view: ProgramPage) -> list[Component]:
    listed = _by_reason(view.without)
    body_ = html.Ul(listed, className="outs") if listed else None
    return [card("Which schools go without?", view.without_words, body_)]


def _left_out(view: ProgramPage) -> list[Component]:
    if not view.left_out:
        return []
    words = [(f"{counted(len(view.left_out), 'school')} left out of the scatter or the ranking, "
             "each with its reason.")]  # fmt: skip
    entries = html.Ul(_by_reason(view.left_out), className="outs")
    return [card("Which schools are left out?", words, entries)]


def _by_reason(entries: Sequence[Apart]) -> list[Component]:
    reasons: dict[str, list[Apart]] = {}
    for entry in entries:
        reasons.setdefault(entry.reason, []).append(entry)
    return [
        html.Li(
            [
                html.B(f"{reason[:1].upper()}{reason[1:]} ({count(len(group))})"),
                html.Span(_linked(sorted(group, key=lambda one: one.name))),
            ]
        )
        for reason, group in reasons.items()
    ]


def _linked(entries: Sequence[Apart]) -> list[Component | str]:
    words: list[Component | str] = []
    for entry in entries:
        words += [*([", "] if words else []), dcc.Link(entry.name, href=entry.href)]
    return words


def _sums(view: ProgramPage) -> list[Component]:
    """The identity: schools and other places add up to what the ledger holds of the program."""
    if not view.sums:
        return []
    rows = [Row([name, places, money(amount, cents=True)]) for name, places, amount in view.sums]
    rows.append(Row(["The program in the ledger", "", money(view.total, cents=True)],
                    RowKind.TOTAL))  # fmt: skip
    columns = [Column("Booked at"), Column("Places", is_number=True, phone=Phone.KEEP),
               Column(view.money_word, is_number=True, phone=Phone.KEEP)]  # fmt: skip
    question = "Does every dollar add up?"
    body_ = table(columns, rows, caption=question, look="c")
    words = ["Yes: schools and other places add up to the program in the ledger, to the cent."]
    return [card(question, words, body_, menu=Menu(view.export, card="program-sums"))]
