"""The steps of an upload after the file is there: Map, Review and Confirm, Complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.sentence import Sentence, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.components.switch import switch
from pages.components.table import Column, Phone, Row, table
from pages.configure.upload import PATH, Kind, head
from pages.format import count, counted
from pages.words import Name, Said, told

_WORDS = {
    "create": ("New", "are added"),
    "update": ("Changed", "get new values"),
    "delete": ("Removed", "marked with _delete"),
    "unchanged": ("Unchanged", "say what is there"),
    "error": ("In error", "rows that are left out"),
}
_WIDTHS = ("220px", "", "260px", "220px")
NONE = "-"
"""The choice of no field: a select cannot show an empty one."""
_ERRORS = "Errors"
_TAGS = {"create": "new", "update": "change", "delete": "remove"}


@dataclass(frozen=True, slots=True)
class MapRow:
    """A column of the file: its place, heading, first values, field and why."""

    place: int
    heading: str
    samples: str
    field: str
    why: str
    suggestion: str = ""
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class MapView:
    """The columns of a file; `options` are (field, words), the first one ignores a column."""

    kind: Kind
    file: str
    rows: int
    notes: Sequence[str]
    columns: Sequence[MapRow]
    options: Sequence[tuple[str, str]]
    problems: Sequence[str]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A record that would change: `differences` are (field, before, after)."""

    outcome: str
    label: str
    rows: str
    differences: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What is wrong in a row of the file."""

    row: int
    column: str
    found: str
    message: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The dry run: counts by outcome, the first changes and findings, how many there are."""

    kind: Kind
    file: str
    counts: dict[str, int]
    changes: Sequence[ChangeRow]
    more_changes: int
    errors: Sequence[FindingRow]
    more_errors: int
    warnings: Sequence[FindingRow]
    more_warnings: int
    effect: str = ""
    along: str = ""
    converted: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class CompleteView:
    """An upload that is confirmed, undone or discarded."""

    kind: Kind
    file: str
    state: str
    words: str
    counts: dict[str, int]
    may_undo: bool
    left: Sequence[str] = ()
    changes: Sequence[ChangeRow] = ()
    more_changes: int = 0


def mapping(view: MapView) -> list[Component]:
    """Each column of the file with the field it stands for."""
    mapped = sum(bool(one.field) for one in view.columns)
    words: Sentence = [
        strong(f"{mapped} of {counted(len(view.columns), 'column')}"),
        Said(f" of {view.file} are understood; {counted(view.rows, 'row')} below the headings."),
    ]
    notes = [html.Ul([html.Li(note) for note in view.notes], className="notes")]
    return [
        *head(view.kind, "What does each column stand for?", "Map"),
        lead(words),
        *([problems(view.problems)] if view.problems else []),
        row(card("Which column is which?", body=[
            _map_table(view), *(notes if view.notes else [])])),
        html.Div(
            [
                _button("Go to the review", ids.Uploads.TO_REVIEW, primary=True),
                dcc.Link("Take another file", href=_again(view.kind), className="ctl"),
                _button("Discard", ids.Uploads.DISCARD),
            ],
            className="ln acts",
        ),
    ]  # fmt: skip


def _map_table(view: MapView) -> html.Div:
    """A table of Dash's own parts: the fields to choose need callbacks, which `table` has not."""
    heads = ("Column in your file", "First values", "Stands for", "Because")
    headings = [
        html.Th(words, scope="col", role="columnheader", style={"width": width} if width else None)
        for words, width in zip(heads, _WIDTHS, strict=True)
    ]
    rows = [
        html.Tr(
            [
                html.Th(Name(one.heading or "–"), scope="row", role="rowheader"),
                html.Td(Name(one.samples), className="full bar", role="cell"),
                html.Td(_choice(one, view), className="full bar", role="cell"),
                html.Td(_why(one), role="cell"),
            ],
            role="row",
        )
        for one in view.columns
    ]
    parts = [
        html.Caption("Columns of the file", className="vh"),
        html.Thead(html.Tr(headings, role="row"), role="rowgroup"),
        html.Tbody(rows, role="rowgroup"),
    ]
    return html.Div(html.Table(parts, className="t c stack", role="table"), className="scroll")


def problems(messages: Sequence[str]) -> html.Div:
    """Why the review cannot begin yet."""
    listed = html.Ul([html.Li(one) for one in messages])
    words = html.Div([html.Strong("Before the review:"), listed])
    return html.Div([icon("exclamation-octagon"), words], className="notice bad", role="alert")


def _choice(one: MapRow, view: MapView) -> Component | str:
    if one.is_fixed:
        return "nothing: never stored"
    return html.Label(
        [
            html.Span(Said(f"{told('Field for')} {one.heading}"), className="vh"),
            dbc.Select(
                id={"type": ids.Uploads.FIELD, "place": one.place},
                options=[{"value": name or NONE, "label": words} for name, words in view.options],
                value=one.field or NONE,
            ),
        ],
        className="choice",
    )


def _why(one: MapRow) -> str:
    return f"{one.why}; is it {one.suggestion}?" if one.suggestion else one.why


def review(view: ReviewView) -> list[Component]:
    """Counts, changes field by field, errors, and the buttons that end the review."""
    figures = [KeyFigure(label, count(view.counts[name]), note)
               for name, (label, note) in _WORDS.items()]  # fmt: skip
    return [
        *head(view.kind, "What would this upload do?", "Review"),
        lead(sentence(view)),
        figure_strip(figures, label="What would become of the records"),
        *([html.P(view.effect, className="effect")] if view.effect else []),
        *([row(_errors(view))] if view.errors else []),
        *([row(_changes(view.changes, view.more_changes))] if view.changes else []),
        *([row(_warnings(view))] if view.warnings else []),
        _end(view),
    ]


def sentence(view: ReviewView) -> Sentence:
    """What the upload comes to, in one sentence."""
    changing = sum(view.counts[name] for name in ("create", "update", "delete"))
    what = counted(changing, "record") if changing else "No record"
    words: Sentence = [strong(f"{what} would change"), "; nothing has been changed yet"]
    if wrong := view.counts["error"]:
        are = "it is" if wrong == 1 else "they are"
        words = [*words, f". {counted(wrong, 'row')} cannot be used as {are}"]
    return [*words, "."]


def _changes(
    changes: Sequence[ChangeRow], more: int, question: str = "Which records change?"
) -> Component:
    columns = [
        Column("Record", width="240px", is_given=True),
        Column("Row", phone=Phone.KEEP, width="90px"),
        Column("What changes", phone=Phone.WIDE, is_given=True),
    ]
    rows = [
        Row(
            [
                html.Span([html.Span(_TAGS[one.outcome], className=f"tag {one.outcome}"),
                           one.label]),
                _row_number(one.rows),
                _differences(one),
            ]
        )
        for one in changes
    ]  # fmt: skip
    method = f"The first {len(changes)} of {len(changes) + more:,} are shown."
    return card(
        question,
        body=table(columns, rows, caption=question),
        method=method if more else "",
    )


def _differences(one: ChangeRow) -> Component | str:
    if one.outcome == "delete":
        return "goes with everything it says"
    items = [
        html.Li(
            [
                html.Span(f"{label}: ", className="k"),
                *([html.Del(before), " → "] if before else []),
                html.B(after or "empty"),
            ]
        )
        for label, before, after in one.differences
    ]
    return html.Ul(items, className="diff")


def _errors(view: ReviewView) -> Component:
    total = len(view.errors) + view.more_errors
    return card(
        "What is wrong?",
        [strong(counted(total, "finding")), (". Correct them in the file of errors: it is your own "
         "table with four more columns, and uploads as it is.")],
        [_findings(view.errors, _ERRORS),
         html.Div(_button("File of errors", ids.Uploads.ERRORS, picture="download"),
                  className="ln acts")],
        method=f"The first {len(view.errors)} are shown." if view.more_errors else "",
    )  # fmt: skip


def _warnings(view: ReviewView) -> Component:
    return card(
        "What should I look at?",
        ["These rows can be saved."],
        _findings(view.warnings, "Warnings"),
        method=f"The first {len(view.warnings)} are shown." if view.more_warnings else "",
    )


def _findings(found: Sequence[FindingRow], caption: str) -> html.Div:
    columns = [
        Column("Row", width="80px"),
        Column("Column", phone=Phone.KEEP, width="160px", is_given=True),
        Column("In your file", phone=Phone.WIDE, width="180px", is_given=True),
        Column("What is the matter", phone=Phone.WIDE),
        Column("Would do", phone=Phone.WIDE, width="160px", is_given=True),
    ]
    rows = [
        Row([
            _row_number(str(one.row)), one.column, _in_file(one.found, caption), one.message,
            _would_do(one.suggestion),
        ])
        for one in found
    ]  # fmt: skip
    return table(columns, rows, caption=caption)


def _in_file(text: str, caption: str) -> Component | str:
    """What the cell holds; framed where it is why the row cannot be used."""
    return html.Code(text, className="wrong") if text and caption == _ERRORS else text


def _would_do(text: str) -> Component | str:
    """The nearest value that would do, on a phone with these words before it."""
    if not text:
        return ""
    return html.Span([html.Span("Would do: ", className="only-m"), html.B(text)])


def _row_number(text: str) -> html.Span:
    """The row; a phone, which shows no headings, says what the number is."""
    return html.Span([html.Span("Row ", className="only-m"), text])


def _end(view: ReviewView) -> html.Div:
    # The switches are always there, because the button beside them asks for their state.
    words = "I understand some rows will be ignored, continue anyway"
    ignoring = html.Div(switch(ids.Uploads.IGNORE, words), hidden=not view.counts["error"])
    agreeing = html.Div(
        [html.P(view.question), switch(ids.Uploads.AGREE, "Yes, that is so")],
        hidden=not view.question,
    )
    told = [html.P(text, className="hint") for text in (view.along, view.converted) if text]
    # What leads away stands left, what goes on stands right: as in every last step.
    buttons = [
        _button("Back to Map Fields", ids.Uploads.BACK, picture="arrow-left"),
        _button("Discard", ids.Uploads.DISCARD),
        html.Span(className="spring"),
        ignoring,
        _button("Confirm and Save", ids.Uploads.CONFIRM, primary=True),
    ]
    return html.Div([agreeing, *told, html.Div(buttons, className="ln acts")], className="end")


def complete(view: CompleteView) -> list[Component]:
    """What came of it, what was left, and the way back."""
    figures = [KeyFigure(label, count(view.counts.get(name, 0)))
               for name, (label, _) in _WORDS.items()]  # fmt: skip
    actions: list[Component] = [
        dcc.Link(f"See the {view.kind.plural.lower()}", href=view.kind.list_href,
                 className="ctl primary"),
        dcc.Link("Upload another file", href=_again(view.kind), className="ctl"),
    ]  # fmt: skip
    if view.counts.get("error") and view.state == "confirmed":
        actions.append(_button("File of errors", ids.Uploads.ERRORS, picture="download"))
    if view.may_undo:
        actions.append(
            _button("Undo this upload", ids.Uploads.UNDO, picture="arrow-counterclockwise")
        )
    left = html.Ul([html.Li(one) for one in view.left], className="notes")
    return [
        *head(view.kind, "What came of it?", "Complete"),
        lead([strong(view.words)]),
        *([figure_strip(figures, label="What became of the records")] if view.counts else []),
        *([row(card("What was left as it is?", body=left))] if view.left else []),
        html.Div(actions, className="ln acts"),
        *([row(_changes(view.changes, view.more_changes, "Which records did it change?"))]
          if view.changes else []),
    ]  # fmt: skip


def _again(kind: Kind) -> str:
    return f"{PATH}?entity={kind.name}"


def _button(words: str, identity: str, *, primary: bool = False, picture: str = "") -> html.Button:
    look = "ctl primary" if primary else "ctl"
    content = [icon(picture), words] if picture else words
    return html.Button(content, id=identity, type="button", className=look, n_clicks=0)
