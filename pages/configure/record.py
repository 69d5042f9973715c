"""One configured record: its fields and lines, then Review, then Confirm and Save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.configure.overview import PATH
from pages.configure.team import team_link
from pages.words import Name, Said, label, told

MORE_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field: what it is called, what it means, what it holds as text, what may be chosen.

    `options` are offered while typing; `choices` (value, words) allow nothing else.
    """

    name: str
    label: str
    doc: str
    value: str = ""
    is_required: bool = False
    choices: Sequence[tuple[str, str]] = ()
    options: Sequence[str] = ()
    hint: str = ""
    is_long: bool = False
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A form: `lines` are the values of each line by the fields of `line_fields`."""

    title: str
    plural: str
    label: str
    about: str
    list_href: str
    fields: Sequence[FieldView]
    line_fields: Sequence[FieldView]
    lines: Sequence[dict[str, str]]
    target: dict[str, int] | None
    set_aside: str = ""
    team_href: str = ""
    budget_href: str = ""


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Configure.RECORD_URL, ids.Configure.RECORD, 96, 480)


def body(view: RecordPage) -> list[Component]:
    """The whole page."""
    # The title is a word of the product, the label the district's own.
    known = Said(f"{label(view.title)}: {view.label}")
    question = known if view.target else label(f"New {view.title.lower()}")
    crumbs = [("Home", "/"), ("Configuration", PATH), (view.plural, view.list_href),
              (Name(view.label or "New"), "")]  # fmt: skip
    return [
        dcc.Store(id=ids.Configure.TARGET, data=view.target),
        page_head(
            question,
            crumbs=crumbs,
            sub=view.about,
            actions=[
                *([team_link(view.team_href)] if view.team_href else []),
                *([_budget_link(view.budget_href)] if view.budget_href else []),
            ],
        ),
        row(
            html.Div(
                [
                    card("What does it say?", body=_fields(view)),
                    *([card(_lines_question(view), body=_lines(view))] if view.line_fields else []),
                    _buttons(view),
                    html.Div(id=ids.Configure.ANSWER, **{"aria-live": "polite"}),
                ],
                className="form-c",
            )
        ),
    ]


def missing() -> list[Component]:
    """The address names no record that there is."""
    link = dcc.Link("See everything that is set up", href=PATH, className="ctl")
    crumbs = [("Home", "/"), ("Configuration", PATH), ("Record", "")]
    return [
        page_head("How is this set?", crumbs=crumbs),
        empty("There is no such record.", "It may have been removed meanwhile.", link),
    ]


def _fields(view: RecordPage) -> html.Div:
    return html.Div([_labelled(field) for field in view.fields], className="fields")


def _labelled(field: FieldView) -> html.Label:
    mark = html.Span(" required", className="req") if field.is_required else None
    options = _options(field, f"options-{field.name}")
    return html.Label(
        [
            html.Span([field.label, *([mark] if mark else [])], className="lb"),
            _input({"type": ids.Configure.FIELD, "name": field.name}, field, field.value),
            *([options] if options else []),
            html.Span(_explained(field), className="hint"),
        ],
        className="wide" if field.is_long else None,
    )


def _explained(field: FieldView) -> str:
    # An example is what one types, never a word to rename.
    return Said(f"{told(field.doc)} Example: {field.hint}") if field.hint else field.doc


def _input(identity: dict[str, Any], field: FieldView, value: str) -> Component:
    if field.choices:
        offered = [{"value": word, "label": words} for word, words in field.choices]
        return dbc.Select(id=identity, options=offered, value=value, disabled=field.is_fixed)
    if field.is_long:
        return dbc.Textarea(id=identity, value=value, rows=3)
    return dbc.Input(
        id=identity,
        type="text",
        value=value,
        autocomplete="off",
        disabled=field.is_fixed,
        list=f"options-{field.name}" if field.options else None,
    )


def _options(field: FieldView, identity: str) -> Component | None:
    if not field.options or field.choices:
        return None
    return html.Datalist([html.Option(value=one) for one in field.options], id=identity)


def _is_scope(view: RecordPage) -> bool:
    return view.line_fields[0].name == "segment_type"


def _lines_question(view: RecordPage) -> str:
    return "Which accounts does it hold?" if _is_scope(view) else "Which lines does it have?"


def reach_words(sentences: Sequence[str]) -> list[Component]:
    """What the scope reaches as it stands in the form, sentence by sentence."""
    return [html.P(text, className="effect") for text in sentences]


def _lines(view: RecordPage) -> html.Div:
    filled = [line_row(view.line_fields, place, line) for place, line in enumerate(view.lines, 1)]
    fresh = blank_lines(view.line_fields, len(filled) + 1)
    lists = [_options(field, f"options-{field.name}") for field in view.line_fields]
    more = html.Button(
        [icon("plus-lg"), "More lines"], id=ids.Configure.MORE, type="button", className="ctl",
        n_clicks=0,
    )  # fmt: skip
    return html.Div(
        [
            *(one for one in lists if one),
            html.Div([*filled, *fresh], id=ids.Configure.LINES, className="lines"),
            html.Div([more, html.Span("Empty lines are left out.", className="hint")],
                     className="ln"),
            *([html.Div(id=ids.Configure.REACH, className="reach", **{"aria-live": "polite"})]
              if _is_scope(view) else []),
        ]
    )  # fmt: skip


def blank_lines(fields: Sequence[FieldView], first: int) -> list[Component]:
    """Empty lines, numbered from `first`."""
    return [line_row(fields, place, {}) for place in range(first, first + MORE_LINES)]


def line_row(fields: Sequence[FieldView], place: int, values: dict[str, str]) -> html.Div:
    """The inputs of one line."""
    cells = [
        html.Label(
            [
                html.Span([field.label, html.Span(f", line {place}", className="vh")],
                          className="lb"),
                _input({"type": ids.Configure.LINE, "place": place, "name": field.name}, field,
                       values.get(field.name, "")),
            ]
        )
        for field in fields
    ]  # fmt: skip
    return html.Div(cells, className="line", role="group", **{"aria-label": f"Line {place}"})


def _buttons(view: RecordPage) -> html.Div:
    parts: list[Component] = [
        html.Button("Review", id=ids.Configure.REVIEW, type="button", className="ctl primary",
                    n_clicks=0),
        dcc.Link("Cancel", href=view.list_href, className="ctl"),
    ]  # fmt: skip
    if view.target:
        parts.append(html.Span(className="spring"))
        if view.set_aside:
            parts.append(
                html.Button(view.set_aside, id=ids.Configure.SET_ASIDE, type="button",
                            className="ctl", n_clicks=0)
            )  # fmt: skip
        parts.append(
            html.Button([icon("trash"), "Delete"], id=ids.Configure.DELETE, type="button",
                        className="ctl", n_clicks=0)
        )  # fmt: skip
    return html.Div(parts, className="ln acts")


def _budget_link(href: str) -> dcc.Link:
    """The way from an organization to a new budget of its code and name."""
    words = label("Create new budget from organization")
    return dcc.Link([icon("plus-lg"), words], href=href, className="ctl")
