"""A chart that the browser paints in the colours of the theme, with words and rows beside it."""

from __future__ import annotations

from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from pages.components.drawn import Drawn
from pages.components.table import Table

Figure = dict[str, Any]


class Chart(Drawn):
    """A figure with named colours; `assets/20-charts.js` draws it once it comes near the view."""

    _type = "Chart"
    _prop_names: Final = ("figure",)


class Look(Drawn):
    """Palettes and the one template under every chart; draws nothing itself."""

    _type = "Look"
    _prop_names: Final = ("theme",)


def chart(
    name: str,
    figure: Figure,
    *,
    description: str,
    rows: Component | None = None,
    height: int = 360,
    phone_height: int = 280,
) -> html.Div:
    """A chart with a text alternative and, unless the card shows them anyway, its rows.

    `figure` names its colours (`pages.theme`). `rows` is the table that "Show as table" opens.
    """
    picture = html.Div(
        Chart(figure=figure),
        className="plot",
        role="img",
        style={"--tall": f"{height}px", "--tall-phone": f"{phone_height}px"},
        **{"aria-label": description, "data-chart": name},
    )
    if isinstance(rows, Table):
        rows.later = True
    table = [html.Div(rows, className="chart-table", hidden=True)] if rows is not None else []
    return html.Div([picture, *table])
