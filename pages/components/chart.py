"""A chart that the browser paints in the colours of the theme, with words and rows beside it."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids

Figure = dict[str, Any]
_NOTHING: Figure = {
    "data": [],
    "layout": {
        "xaxis": {"visible": False},
        "yaxis": {"visible": False},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    },
}


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
        dcc.Graph(
            id=ids.chart_id(name),
            figure=_NOTHING,
            config={"displayModeBar": False, "responsive": True},
            responsive=True,
        ),
        className="plot",
        role="img",
        style={"--tall": f"{height}px", "--tall-phone": f"{phone_height}px"},
        **{"aria-label": description, "data-chart": name},
    )
    store = dcc.Store(id=ids.figure_id(name), data=figure)
    table = [html.Div(rows, className="chart-table", hidden=True)] if rows is not None else []
    return html.Div([store, picture, *table])
