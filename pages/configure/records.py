"""A list of configured records of one kind, searched and opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.filters import search_box
from pages.components.notices import empty, skeleton
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.overview import PATH
from pages.format import counted
from pages.words import Name, label

LOADS = "/data"
MOST = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """One record: the texts of its columns and where it opens; archived ones stand last."""

    cells: Sequence[str]
    href: str
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its words, the address that sorts by it, and how the rows stand by it now."""

    label: str
    is_number: bool
    href: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """The records of one kind that fit the search; `total` counts all of them.

    `waits` says what a load has still to take up; empty where there is nothing.
    """

    plural: str
    group: str
    about: str
    columns: Sequence[Head]
    rows: Sequence[Listed]
    total: int
    found: int
    search: str
    new_href: str
    upload_href: str
    presets: Sequence[tuple[str, str]] = ()
    waits: str = ""


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(search_box(ids.Configure.SEARCH, "Find a code, a name"), className="ln")
    return html.Div(
        [
            dcc.Location(id=ids.Configure.LIST_URL, refresh=False),
            dcc.Store(id=ids.Configure.LIST_STATE),
            dcc.Download(id=ids.Configure.LIST_FILE),
            html.Div(box, className="builder"),
            html.Div(skeleton(96, 480), id=ids.Configure.LIST),
        ],
        className="records",
    )


def body(view: RecordsPage) -> list[Component]:
    """Head and rows."""
    bring = dcc.Link([icon("upload"), "Upload"], href=view.upload_href, className="ctl")
    new = dcc.Link([icon("plus-lg"), "New"], href=view.new_href, className="ctl primary")
    return [
        page_head(
            label(view.plural),
            crumbs=[("Home", "/"), ("Configuration", PATH), (view.plural, "")],
            actions=[bring, new],
            sub=view.about,
        ),
        row(
            card(
                "Which are there?",
                sentence(view),
                [*_waiting(view.waits), *_presets(view), _rows(view)],
                tools=_files() if view.rows else (),
            )
        ),
    ]


def choose() -> list[Component]:
    """The address names no kind of record."""
    link = dcc.Link("See everything that is set up", href=PATH, className="ctl")
    return [
        page_head("What is configured?", crumbs=[("Home", "/"), ("Configuration", PATH),
                                                 ("Records", "")]),
        empty("Nothing is chosen.", "Choose a kind of record first.", link),
    ]  # fmt: skip


def sentence(view: RecordsPage) -> Sentence:
    """How many there are, and how many fit."""
    noun = view.plural[0].lower() + view.plural[1:]
    if not view.total:
        return [f"There are no {noun} yet."]
    many = counted(view.total, "record")
    if view.search:
        return [strong(f"{view.found} of {many}"), f" have “{view.search}” in their words."]
    shown = f"; the first {MOST} are shown: search for the others" if view.found > MOST else ""
    return [strong(many), f"{shown}."]


def _waiting(words: str) -> list[Component]:
    """What waits for a load, with the way to one."""
    if not words:
        return []
    link = dcc.Link("See the loads", href=LOADS, className="dig")
    return [html.P([words, " ", link], className="effect")]


def _presets(view: RecordsPage) -> list[Component]:
    """Links to new records that are filled already."""
    if not view.presets:
        return []
    links = [dcc.Link(name, href=href, className="ctl") for name, href in view.presets]
    return [html.Div([html.Span("Start from", className="hint"), *links], className="ln acts")]


def _rows(view: RecordsPage) -> Component:
    if not view.rows:
        text = (
            f"No record has “{view.search}” in its words. Search for fewer letters."
            if view.search
            else "Make the first one here, or upload a file with many."
        )
        return empty("Nothing fits." if view.search else "Nothing yet.", text)
    columns = [
        Column(
            one.label,
            is_number=one.is_number,
            phone=Phone.KEEP if place < 2 else Phone.DROP,  # noqa: PLR2004
            head=_sorter(one) if one.href else None,
            sorted=one.sorted,
            is_given=True,
        )
        for place, one in enumerate(view.columns)
    ]
    rows = [Row([_opened(one), *one.cells[1:]], note=_note(view, one) or None) for one in view.rows]
    return html.Div([table(columns, rows, caption=view.plural)], className="listed")


def _opened(one: Listed) -> Component:
    parts: list[Component | str] = [dcc.Link(one.cells[0] or "–", href=one.href, className="dig")]
    if one.is_idle:
        parts.append(html.Span(" not in use", className="idle"))
    return html.Span(parts)


def _note(view: RecordsPage, one: Listed) -> str:
    rest = zip(view.columns[2:], one.cells[2:], strict=True)
    return Name(" · ".join(f"{label(head.label)}: {text}" for head, text in rest if text))


def _sorter(head: Head) -> Component:
    """A link that sorts by the column; asked again, the other way round."""
    picture = {"descending": "caret-down-fill", "ascending": "caret-up-fill"}.get(head.sorted)
    words = [head.label, icon(picture)] if picture else head.label
    return dcc.Link(words, href=head.href, className="sorter")


def _files() -> list[Component]:
    """What is listed as a file, with the search and the order of the list."""
    return [
        html.Button([icon(picture), words], id=identity, type="button", className="ctl", n_clicks=0)
        for words, identity, picture in (
            ("CSV", ids.Configure.LIST_CSV, "filetype-csv"),
            ("XLSX", ids.Configure.LIST_XLSX, "file-earmark-spreadsheet"),
        )
    ]
