"""Who changed what? The audit log of the district, searched; entries are never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import named
from pages.components.filters import Choice, choices, search_box
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.overview import PATH
from pages.format import count, counted, moment


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One entry: `changed` are (field, before, after)."""

    seq: int
    at: datetime
    author: str
    action: str
    changed: Sequence[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class AuditLogPage:
    """The newest entries that fit; `older` is the query of the page before them, if any."""

    entries: Sequence[LoggedChange]
    search: str
    entity: str
    entities: Sequence[str]
    older: str
    newest: str


def layout(**_: str) -> html.Div:
    """The frame: the search box stands in it so that it keeps its focus."""
    box = html.Div(
        search_box(ids.AuditLog.SEARCH, "Find a person, a code, a value"), className="ln"
    )
    return html.Div(
        [
            dcc.Location(id=ids.AuditLog.URL, refresh=False),
            dcc.Store(id=ids.AuditLog.STATE),
            page_head(
                "Who changed what?",
                crumbs=[("Home", "/"), ("Configuration", PATH), ("Audit log", "")],
                actions=[print_button()],
            ),
            html.Div(box, className="builder"),
            html.Div(skeleton(96, 480), id=ids.AuditLog.BODY, className="answer"),
        ],
        className="asked",
    )


def body(view: AuditLogPage) -> list[Component]:
    """A sentence, the filter and the entries."""
    options = [("Everything", "entity=&before="), *((one, f"entity={one}&before=")
                                                    for one in view.entities)]  # fmt: skip
    kinds = [Choice("About", view.entity or "Everything", options)]
    return [
        lead(_sentence(view)),
        html.Div(choices(kinds), className="ln"),
        row(card("What was changed?", body=_entries(view))),
        foot("Each entry is sealed over the one before it: plumbline verify-audit finds any edit."),
    ]


def _sentence(view: AuditLogPage) -> Sentence:
    if not view.entries:
        return ["No entry fits."] if view.search or view.entity else ["Nothing is logged yet."]
    newest = view.entries[0]
    many = counted(len(view.entries), "entry", "entries")
    return [strong(f"{many} shown"), f", the newest of {moment(newest.at)} UTC by {newest.author}."]


def _entries(view: AuditLogPage) -> Component:
    if not view.entries:
        return empty("Nothing fits.", "Search for fewer letters, or for everything.")
    columns = [
        Column("When, and who", width="230px", is_given=True),
        Column("What", phone=Phone.WIDE, width="150px"),
        Column("Before and after", phone=Phone.WIDE, is_given=True),
        Column("Entry", is_number=True, width="70px"),
    ]
    rows = [
        Row([named(moment(one.at), one.author), one.action.replace("_", " ").replace(".", ": "),
             _changes(one), count(one.seq)])
        for one in view.entries
    ]  # fmt: skip
    turn = [
        html.A(words, href=f"?{query}", className="ctl", **{"data-query": query})
        for words, query in (("Newest", view.newest), ("Older", view.older))
        if query
    ]
    return html.Div([table(columns, rows, caption="Entries"), html.Div(turn, className="ln")])


def _changes(one: LoggedChange) -> html.Ul:
    items = [
        html.Li([html.Span(f"{name.replace('_', ' ')} ", className="k"),
                 *([html.Del(before), " "] if before else []), html.B(after)])
        for name, before, after in one.changed
        if before or after
    ]  # fmt: skip
    return html.Ul(items, className="diff")
