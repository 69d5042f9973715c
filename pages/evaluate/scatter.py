"""The scatter explorer: any two measures of schools beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.drawn import element, link
from pages.components.figures import icon, missing
from pages.components.filters import search_box
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import BasisCell, basis_bar, choice, page_head, print_button
from pages.components.sentence import Sentence, lead, plain
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import LEVELS, level_name
from pages.evaluate.reckoning import reckoning_card
from pages.evaluate.track import key_entry
from pages.format import HIDDEN, count, counted

QUESTION = "What goes together?"
_NAMED = 4


@dataclass(frozen=True, slots=True)
class ScatterRow:
    """One school of the table behind the chart, its figures written out."""

    name: str
    href: str
    level: str
    cells: Sequence[str]
    is_found: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One quadrant: its neutral words, how many schools and pupils, and its largest schools."""

    words: str
    schools: int
    pupils: float
    names: Sequence[str]
    codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A school that is not drawn, and why."""

    name: str
    reason: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class ScatterPage:
    """Everything the explorer shows. `axes` are the choices of measures.

    `chosen` are the schools picked with box or lasso, `compare_href` sets up to four of them side
    by side, `chosen_export` is the address of their rows; `pick_found` picks what was searched for.
    """

    basis: Sequence[BasisCell]
    axes: Sequence[BasisCell]
    question: str
    sentence: Sentence
    found: str
    figures: Sequence[tuple[str, str, str]]
    figure: dict[str, Any]
    levels: Sequence[tuple[str, int]]
    size_words: str
    shade_words: str
    columns: Sequence[str]
    rows: Sequence[ScatterRow]
    fields: Sequence[Field]
    left_out: Sequence[LeftOut]
    rule: str
    method: str
    notes: Sequence[tuple[str, str]]
    metrics: Sequence[str]
    minimum_cell: int
    export: str
    source: str
    chosen: Sequence[ScatterRow] = ()
    compare_href: str = ""
    chosen_export: str = ""
    pick_found: str = ""
    lines_words: str = "The lines are the pupil-weighted means of the schools drawn"


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(search_box(ids.Scatter.SEARCH, "Find a school in the picture"), className="ln")
    return html.Div(
        [
            dcc.Location(id=ids.Scatter.URL, refresh=False),
            dcc.Store(id=ids.Scatter.STATE),
            html.Div(skeleton(96, 60, 60, 60), id=ids.Scatter.HEAD),
            html.Div(box, className="builder"),
            html.Div(skeleton(620), id=ids.Scatter.BODY),
        ]
    )


def head(view: ScatterPage) -> list[Component]:
    """Breadcrumbs, question, basis, choice of measures, sentence."""
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Scatter explorer", "")],
            actions=[print_button()],
        ),
        html.Div([basis_bar(view.basis), basis_bar(view.axes)], className="bases"),
        lead(view.sentence),
    ]


def body(view: ScatterPage) -> list[Component]:
    """Key figures, the chart, the four fields beside the schools left out, the method."""
    if not view.rows:
        text = "No school has both figures and pupils. Choose another measure, year or level above."
        return [row(card(view.question, body=empty("Nothing to draw.", text))), *_left_out(view)]
    figures = [
        KeyFigure(label, value or missing(note), note) for label, value, note in view.figures
    ]
    return [
        figure_strip(figures, label="Key figures of the schools drawn"),
        row(_chart_card(view)),
        *([row(_chosen_card(view))] if view.chosen else []),
        row(_field_card(view), *_left_out(view), look="c-3-2" if view.left_out else ""),
        row(reckoning_card(view.metrics, view.notes, view.minimum_cell)),
        foot(view.source),
    ]


def _chart_card(view: ScatterPage) -> Component:
    picture = chart(
        "scatter",
        view.figure,
        description=f"{view.question} {plain(view.sentence)}",
        rows=_table(view),
        height=540,
        phone_height=400,
    )
    found: list[Any] = [view.found] if view.found else []
    return card(
        view.question,
        found,
        [_key(view), *_pick_found(view), picture],
        method=f"{view.method} {view.rule} Association, not cause.",
        menu=Menu(view.export, has_chart=True, card="scatter"),
        tools=[_drag_switch()],
    )


def _drag_switch() -> html.Div:
    """What dragging over the picture does: nothing, a box, a lasso."""
    entries = (("Point", "", "cursor"), ("Box", "select", "bounding-box-circles"),
               ("Lasso", "lasso", "bezier2"))  # fmt: skip
    buttons = [
        html.Button(
            [icon(picture), words],
            type="button",
            **{"data-drag": mode, "aria-pressed": "false" if mode else "true"},
        )
        for words, mode, picture in entries
    ]
    return html.Div(buttons, className="seg drag", role="group",
                    **{"aria-label": "Choose schools in the picture"})  # fmt: skip


def _pick_found(view: ScatterPage) -> list[Component]:
    if not view.pick_found:
        return []
    link = choice("List the schools found", view.pick_found, is_current=False)
    return [html.P(link, className="note")]


def _chosen_card(view: ScatterPage) -> Component:
    """The schools picked with box, lasso or a list, with what can be done with them."""
    question = "Which schools are chosen?"
    links: list[Component] = [html.A("Clear", href="?pick=", className="ctl quiet",
                                     **{"data-query": "pick="})]  # fmt: skip
    if view.compare_href:
        links.insert(0, dcc.Link("Compare side by side", href=view.compare_href, className="ctl"))
    number = counted(len(view.chosen), "school")
    return card(
        question,
        [f"{number} chosen of {count(len(view.rows))} drawn."],
        [html.Div(links, className="pick-bar"), _rows_table(view, view.chosen, question)],
        menu=Menu(view.chosen_export),
    )


def _key(view: ScatterPage) -> html.Div:
    entries: list[Component] = []
    for level, number in view.levels:
        mark = html.I(className=f"shape {level}", **{"aria-hidden": "true"})
        entries.append(html.Span([mark, f"{LEVELS[level]} ({count(number)})"]))
    beyond = "need predicts" in view.lines_words and "mean" not in view.lines_words
    entries.append(key_entry("mean", "what need predicts" if beyond else "pupil-weighted means"))
    if view.found or view.chosen:
        entries.append(key_entry("ring", "found" if view.found else "chosen"))
    if view.size_words:
        entries.append(html.Span(f"area: {view.size_words}", className="hat"))
    if view.shade_words:
        entries.append(html.Span(f"colour: {view.shade_words}", className="hat"))
    return html.Div(entries, className="key")


def _table(view: ScatterPage) -> Component:
    return _rows_table(view, view.rows, view.question)


def _rows_table(view: ScatterPage, lines: Sequence[ScatterRow], caption: str) -> Component:
    columns = [
        Column("School"),
        Column("Level"),
        *(Column(name, is_number=True, phone=Phone.KEEP) for name in view.columns),
    ]
    rows = [
        Row([
            link(element("b", line.name) if line.is_found else line.name, line.href),
            level_name(line.level), *line.cells,
        ])
        for line in lines
    ]  # fmt: skip
    return table(columns, rows, caption=caption, look="c ph2")


def _field_card(view: ScatterPage) -> Component:
    fields = [
        html.Div(
            [
                html.Span(field.words),
                html.B(counted(field.schools, "school")),
                html.Span(_examples(field)),
                *_list_field(field),
            ]
        )
        for field in view.fields
    ]
    most = max(view.fields, key=lambda field: field.schools, default=None)
    words = []
    if most is not None:
        part = f"{count(most.schools)} of {counted(len(view.rows), 'school')}"
        what = most.words[:1].lower() + most.words[1:].replace(", ", " and ")
        words = [f"The largest field, {part}: {what}."]
    return card(
        "Which schools lie where?",
        words,
        html.Div(fields, className="quads"),
        method=f"{view.lines_words}; a school on a line counts as above it. {_sorted_by(view)}",
    )


def _sorted_by(view: ScatterPage) -> str:
    """Raw fields mostly sort by need; those beyond need do not."""
    if "need" in view.lines_words:
        return "The fields describe, they do not judge."
    return "The fields describe, they do not judge: they mostly sort by need."


def _list_field(field: Field) -> list[Component]:
    if not field.codes:
        return []
    link = choice("List them", f"pick={','.join(field.codes)}", is_current=False)
    link.className = "more"
    return [link]


def _examples(field: Field) -> str:
    if not field.schools:
        return ""
    names = ", ".join(field.names[:_NAMED])
    more = field.schools - min(len(field.names), _NAMED)
    return f"{count(field.pupils)} pupils: {names}{f' and {count(more)} more' if more else ''}"


def _reason(reason: str, number: int) -> str:
    return f"{reason[:1].upper()}{reason[1:]} ({count(number)})"


def _left_out(view: ScatterPage) -> list[Component]:
    question = "Which schools are left out?"
    if not view.left_out:
        return []
    by_reason: dict[str, list[str]] = {}
    for entry in view.left_out:
        name = f"{entry.name} {HIDDEN}" if entry.is_hidden else entry.name
        by_reason.setdefault(entry.reason, []).append(name)
    entries = [
        html.Li([html.B(_reason(reason, len(names))), html.Span(", ".join(sorted(names)))])
        for reason, names in by_reason.items()
    ]
    words = [f"{counted(len(view.left_out), 'school')} not drawn, each with its reason."]
    return [card(question, words, html.Ul(entries, className="outs"))]
