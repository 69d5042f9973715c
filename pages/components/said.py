"""What leaves for a reader, in the words of the reader's district: the one place for all of it.

Answers of callbacks, layouts of pages and the pages that documents are read from pass here whole
(`said`). Texts, what screen readers hear, headings and captions of tables, and figures are
renamed; addresses, values of fields, rows of grids and machine names are not looked at. What a
component has renamed before, and names marked as such, pass unchanged (`pages.words`).
"""

from __future__ import annotations

from copy import copy
from typing import Any, Final

from dash.development.base_component import Component

from pages.components.chart import Chart
from pages.components.drawn import Piece, is_node, kind_of
from pages.components.table import Table
from pages.figures.said import said_figure
from pages.words import spoken, told

_HEARD: Final = (
    *("aria-label", "aria-description", "aria-roledescription", "title", "alt", "placeholder"),
    *("label", "data-meaning", "data-upload", "find", "name"),
)
"""Properties that a person reads or hears."""
_MACHINES: Final = frozenset({"code", "kbd", "pre", "textarea", "samp"})
"""Elements whose text is for programs, or is typed by the reader."""
_NAMED: Final = frozenset({"Places"})
"""Only these show their `name`; elsewhere it is the name of a field."""


def said(shown: Any) -> Any:
    """A copy of components, nodes and texts as the reader of this request calls things.

    Where nothing is called otherwise, what is given comes back as it is.
    """
    return _said(shown) if spoken().pairs else shown


def _said(shown: Any) -> Any:
    if isinstance(shown, str):
        return told(shown)
    if isinstance(shown, Component):
        return _component(shown)
    if is_node(shown):
        return _node(shown)
    if isinstance(shown, list):
        return [_said(one) for one in shown]
    if isinstance(shown, tuple):
        return tuple(_said(one) for one in shown)
    return shown


def _component(shown: Component) -> Component:
    made = copy(shown)
    kind = kind_of(shown)[1]
    inside = getattr(shown, "children", None)
    if inside is not None and kind.lower() not in _MACHINES:
        made.children = _said(inside)
    if isinstance(made, Table):
        _table(made)
    elif isinstance(made, Chart):
        made.figure = said_figure(made.figure)
    elif isinstance(made, Piece):
        made.node = _said(made.node)
    for name, value in _heard(kind, vars(shown)).items():
        setattr(made, name, value)
    options = getattr(shown, "options", None)
    if isinstance(options, list):
        made.options = [_option(one) for one in options]
    return made


def _node(shown: Any) -> Any:
    name, properties, *inside = shown
    heard = _heard(name.lstrip("@"), properties)
    own = properties | heard if heard else properties
    if name == "@Chart":
        own = own | {"figure": said_figure(own["figure"])}
    return (name, own, *(inside if name in _MACHINES else map(_said, inside)))


def _heard(kind: str, properties: Any) -> dict[str, str]:
    """The properties of an element that are renamed."""
    return {
        name: said
        for name in _HEARD
        if isinstance(text := properties.get(name), str)
        and (name != "name" or kind in _NAMED)
        and (said := told(text)) is not text
    }


def _table(made: Table) -> None:
    made.caption = told(made.caption)
    made.columns = [column | {"head": _said(column["head"])} for column in made.columns]
    made.rows = [_row(row) for row in made.rows]
    made.foot = [_row(row) for row in made.foot]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    note = {"note": _said(row["note"])} if "note" in row else {}
    return row | {"cells": [_said(cell) for cell in row["cells"]]} | note


def _option(option: Any) -> Any:
    """An entry of a field to choose from: its words are shown, its value is not."""
    if isinstance(option, dict) and "label" in option:
        return option | {"label": _said(option["label"])}
    return option
