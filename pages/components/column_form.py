"""The menu that says which columns a grid shows and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages.components.drawn import Drawn
from pages.components.figures import icon
from pages.components.grid import GridColumn
from pages.words import label


class ColumnForm(Drawn):
    """The columns in their order, as the browser lets them be ticked and moved.

    `assets/25-columns.js` draws it. `usual` is whether these are the columns without any choice.
    """

    _type = "ColumnForm"
    _prop_names: Final = ("columns", "page", "usual")


def column_form(
    page: str, shown: Sequence[GridColumn], offered: Sequence[GridColumn], *, usual: bool
) -> Component:
    """The menu: the shown columns first, in their order, then the others."""
    names = {column.name for column in shown}
    others = [column for column in offered if column.name not in names]
    stays = {column.name for column in offered if column.stays}
    columns = [
        {
            "name": column.name,
            "label": label(column.label),
            "shown": column.name in names,
            "stays": column.name in stays,
        }
        for column in (*shown, *others)
    ]
    menu = html.Summary(
        [icon("layout-three-columns"), html.B("Columns")],
        className="ctl", **{"aria-label": "Choose columns"},
    )  # fmt: skip
    form = ColumnForm(columns=columns, page=page, usual=usual)
    return html.Details([menu, form], className="menu start filter-menu")
