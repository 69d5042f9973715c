"""An upload in five steps: Prepare, Map, Review, Confirm, Complete; nothing changes before that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.file_drop import file_drop
from pages.components.notices import empty, skeleton
from pages.components.page_head import page_head
from pages.components.table import Column, Phone, Row, table

PATH = "/configuration/upload"
SET_UP = "/configuration/set-up"
SEND = "/upload-file"
MOST_BYTES = 50_000_000
_REQUIRED = html.Span(" required", className="hint")
STEPS = ("Prepare", "Map", "Review", "Confirm", "Complete")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is uploaded: its name, what it is, where its records are listed."""

    name: str
    plural: str
    about: str
    list_href: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A column of the template: `rule` says kind, limits and allowed words."""

    name: str
    is_required: bool
    rule: str
    example: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier upload: when, by whom, which file, what came of it, and where it opens."""

    moment: str
    person: str
    file: str
    outcome: str
    href: str


@dataclass(frozen=True, slots=True)
class PrepareView:
    """What to bring. `key` names the columns by which a record is found."""

    kind: Kind
    key: str
    update: str
    columns: Sequence[Explained]
    past: Sequence[Past]


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it. The answers of its buttons stand below the body."""
    return html.Div(
        [
            dcc.Location(id=ids.Uploads.URL, refresh=False),
            dcc.Download(id=ids.Uploads.DOWNLOAD),
            html.Div(skeleton(96, 60, 420), id=ids.Uploads.BODY),
            html.Div(id=ids.Uploads.ANSWER, **{"aria-live": "polite"}),
            dcc.Interval(id=ids.Uploads.TICK, interval=1_000, disabled=True),
        ],
        className="uploading",
    )


def head(kind: Kind, question: str, step: str) -> list[Component]:
    """Where one is, the question of the step, and the steps."""
    crumbs = [("Home", "/"), ("Configuration", SET_UP), (kind.plural, kind.list_href),
              ("Upload", "")]  # fmt: skip
    return [page_head(question, crumbs=crumbs, sub=kind.about), _steps(step)]


def _steps(current: str) -> html.Ol:
    place = STEPS.index(current)
    items = []
    for number, name in enumerate(STEPS):
        look = "done" if number < place else ""
        here = {"aria-current": "step"} if number == place else {}
        mark = icon("check-lg") if number < place else html.Span(str(number + 1))
        items.append(html.Li([html.Span(mark, className="no"), name], className=look, **here))
    return html.Ol(items, className="wizard")


def prepare(view: PrepareView) -> list[Component]:
    """Template, explanation of the columns, the field for the file, earlier uploads."""
    plural = view.kind.plural[0].lower() + view.kind.plural[1:]
    templates = html.Div(
        [
            _button("Template as XLSX", ids.Uploads.TEMPLATE_XLSX, "file-earmark-spreadsheet"),
            _button("Template as CSV", ids.Uploads.TEMPLATE_CSV, "filetype-csv"),
            html.Span(f"Filled with the {plural} that are there now.", className="hint"),
        ],
        className="ln acts",
    )
    drop = file_drop(
        ids.Uploads.FILE,
        name=f"File of {plural}, as CSV or Excel",
        kinds="CSV or Excel (.xlsx)",
        too_large="Divide it, or leave it to the nightly feed.",
        post=f"{SEND}/{view.kind.name}",
        most=MOST_BYTES,
    )
    return [
        *head(view.kind, f"Which {plural} do you bring?", "Prepare"),
        row(card("What do I fill in?", [f"The upload {view.update}."], templates)),
        row(html.Div(drop)),
        row(_columns(view)),
        *([row(_past(view.past))] if view.past else []),
    ]


def _columns(view: PrepareView) -> Component:
    columns = [
        Column("Column", width="220px", is_given=True),
        Column("Rule", phone=Phone.WIDE, is_given=True),
        Column("Example", phone=Phone.KEEP, width="180px", is_given=True),
        Column("Meaning", phone=Phone.WIDE),
    ]
    rows = [
        Row(
            [
                html.Span([html.Code(one.name), *([_REQUIRED] if one.is_required else [])]),
                one.rule,
                one.example,
                one.meaning,
            ]
        )
        for one in view.columns
    ]
    return card(
        "What may each column hold?",
        [f"A record is found by {view.key}."],
        table(columns, rows, caption="Columns of the file"),
        method="Case, blanks and underscores of headings do not count; other columns are ignored. "
        "A blank cell clears an optional field, an absent column leaves it alone.",
    )


def _past(past: Sequence[Past]) -> Component:
    columns = [
        Column("When", width="170px"),
        Column("By", phone=Phone.WIDE),
        Column("File", phone=Phone.KEEP, is_given=True),
        Column("Outcome", phone=Phone.WIDE),
    ]
    rows = [
        Row([dcc.Link(one.moment, href=one.href, className="dig"), one.person, one.file,
             one.outcome])
        for one in past
    ]  # fmt: skip
    return card("What was uploaded before?", body=table(columns, rows, caption="Earlier uploads"))


def _button(words: str, identity: str, picture: str) -> html.Button:
    return html.Button([icon(picture), words], id=identity, type="button", className="ctl",
                       n_clicks=0)  # fmt: skip


def nothing_chosen() -> list[Component]:
    """The address names no upload that this person may do."""
    link = dcc.Link("See everything that is set up", href=SET_UP, className="ctl")
    crumbs = [("Home", "/"), ("Configuration", SET_UP), ("Upload", "")]
    return [
        page_head("What do you bring?", crumbs=crumbs),
        empty("Nothing is chosen.", "Choose a kind of record first, then Upload.", link),
    ]


def refused(text: str) -> html.Div:
    """A file or a step that cannot be, and what to do."""
    return html.Div(
        [icon("exclamation-octagon"), html.Div([html.Strong("This cannot be done."), text])],
        className="notice bad",
        role="alert",
    )
