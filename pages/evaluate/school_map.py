"""The school map: where each school stands, coloured by a measure, beside the same as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.drawn import link
from pages.components.figures import missing
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import BasisCell, basis_bar, page_head, print_button
from pages.components.sentence import Sentence, lead, plain
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import LEVELS, level_name
from pages.evaluate.reckoning import reckoning_card
from pages.evaluate.track import key_entry
from pages.format import HIDDEN, count, counted

QUESTION = "Where do schools get more, and where less?"
HOW_TO_PLACE = (
    "Add the columns latitude and longitude to the list of locations, in decimal degrees: in the "
    "mapping file, in the section of kind location_master, write “latitude: {from: Lat}” and "
    "“longitude: {from: Lon}” with the headings of your file. They join with the next load. No "
    "place is guessed from names or addresses."
)


@dataclass(frozen=True, slots=True)
class MapRow:
    """One school of the table: value and pupils as text, `reason` where there is no value."""

    name: str
    href: str
    level: str
    value: str
    pupils: str
    reason: str
    is_hidden: bool
    is_placed: bool


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything the page shows; `figure` is empty where no school is placed."""

    basis: Sequence[BasisCell]
    question: str
    sentence: Sentence
    figure: dict[str, Any]
    levels: Sequence[tuple[str, int]]
    measure: str
    rows: Sequence[MapRow]
    method: str
    metrics: Sequence[str]
    notes: Sequence[tuple[str, str]]
    minimum_cell: int
    export: str
    source: str


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.SchoolMap.URL, ids.SchoolMap.BODY, 96, 60, 60, 620)


def map_page(view: MapPage) -> list[Component]:
    """The page's content."""
    unplaced = [one for one in view.rows if not one.is_placed]
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("School map", "")],
            actions=[print_button()],
        ),
        basis_bar(view.basis),
        lead(view.sentence),
        row(_picture(view), _rows(view), look="c-map" if view.figure else "c-top"),
        *([row(_unplaced(unplaced))] if unplaced and view.figure else []),
        row(reckoning_card(view.metrics, view.notes, view.minimum_cell)),
        foot(view.source),
    ]


def _picture(view: MapPage) -> Component:
    if not view.figure:
        notice = empty("No coordinates are loaded.", HOW_TO_PLACE)
        return card(view.question, body=notice)
    drawn = chart(
        "school-map",
        view.figure,
        description=f"Map of schools. {plain(view.sentence)} The same figures stand in the table.",
        height=560,
        phone_height=420,
    )
    key: list[Component] = [
        html.Span([html.I(className=f"shape plain {code}", **{"aria-hidden": "true"}),
                   f"{LEVELS[code]} ({count(number)})"])
        for code, number in view.levels
    ]  # fmt: skip
    key.append(html.Span("area: pupils", className="hat"))
    key.append(html.Span(f"colour: {view.measure}", className="hat"))
    if any(one.is_placed and not one.value for one in view.rows):
        key.append(key_entry("hollow", "no figure"))
    body = [html.Div(key, className="key"), drawn]
    return card(view.question, (), body, method=view.method,
                menu=Menu(view.export, has_chart=True))  # fmt: skip


def _rows(view: MapPage) -> Component:
    question = "What is the figure of each school?"
    columns = [Column("School"), Column("Level"),
               Column("Value", is_number=True, phone=Phone.KEEP),
               Column("Pupils", is_number=True)]  # fmt: skip
    rows = [
        Row(
            [link(one.name, one.href), level_name(one.level), _value(one), one.pupils],
            note=f"{level_name(one.level)}, {one.pupils} pupils",
        )
        for one in view.rows
    ]
    listed = table(columns, rows, caption=f"{question} {view.measure}", look="c stack")
    lacking = sum(not one.value for one in view.rows)
    without = f"; {counted(lacking, 'school')} without a figure" if lacking else ""
    words = [f"{view.measure}, the highest first{without}."]
    # A long list scrolls inside its card, so that map and rows stand beside each other.
    look = "map-rows" if view.figure else ""
    box = html.Div(listed, className=look, tabIndex=0, role="region", **{"aria-label": question})
    return card(question, words, box, menu=Menu(view.export, card="map-schools"))


def _value(one: MapRow) -> Component | str:
    if one.is_hidden:
        return HIDDEN
    return one.value or missing(one.reason)


def _unplaced(rows: Sequence[MapRow]) -> Component:
    question = "Which schools are not on the map?"
    names = ", ".join(sorted(one.name for one in rows))
    words = [(f"{counted(len(rows), 'school')} without coordinates; their figures stand in the "
             "table.")]  # fmt: skip
    return card(question, words, html.P([names, ". ", HOW_TO_PLACE], className="note"))
