"""Named colours of both themes and the one template under every chart.

Figures and templates name colours as `pl:blue` or, with an opacity, `pl:blue/0.42`. The browser
paints them when it draws (assets/20-charts.js), so a change of theme asks the server nothing;
exports and tests paint them with `painted`. Values equal assets/01-tokens.css.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final


class Theme(StrEnum):
    """How a screen is lit. Paper and documents are always light."""

    LIGHT = "light"
    DARK = "dark"


MARK: Final = "pl:"

PALETTES: Final[Mapping[str, Mapping[str, str]]] = {
    Theme.LIGHT: {
        "surface": "#ffffff",
        "sunken": "#f1f3f6",
        "line": "#e2e6eb",
        "line-strong": "#c6cdd6",
        "text": "#18212d",
        "text-2": "#465160",
        "text-3": "#5f6b7a",
        "blue": "#0072b2",
        "vermillion": "#d55e00",
        "green": "#00875f",
        "purple": "#b85f92",
        "slate": "#5b6770",
        "blue-soft": "#a9cfe6",
        "blue-edge": "#3f8fc1",
        "band": "rgb(24 33 45 / 0.09)",
        "fitline": "#18212d",
        "grid": "#e9ecf0",
        "axis": "#858f9c",
        "muted-mark": "#858f9c",
    },
    Theme.DARK: {
        "surface": "#161b23",
        "sunken": "#1c222c",
        "line": "#29313d",
        "line-strong": "#3d4755",
        "text": "#e8ecf1",
        "text-2": "#b9c2cd",
        "text-3": "#98a3b0",
        "blue": "#4fa9de",
        "vermillion": "#f0843f",
        "green": "#35b78c",
        "purple": "#d993bb",
        "slate": "#95a1ac",
        "blue-soft": "#23516f",
        "blue-edge": "#4f8fb8",
        "band": "rgb(232 236 241 / 0.11)",
        "fitline": "#e8ecf1",
        "grid": "#252c37",
        "axis": "#76828f",
        "muted-mark": "#76828f",
    },
}

FONT: Final = '"Inter Variable", Inter, system-ui, sans-serif'
CLEAR: Final = "rgba(0,0,0,0)"

LEVEL_COLOURS: Final[Mapping[str, str]] = {
    "elementary": "blue",
    "middle": "vermillion",
    "high": "green",
    "k12": "purple",
    "other": "slate",
}
LEVEL_SHAPES: Final[Mapping[str, str]] = {
    "elementary": "circle",
    "middle": "diamond",
    "high": "square",
    "k12": "triangle-up",
    "other": "x",
}


def colour(name: str, opacity: float | None = None) -> str:
    """The name of a colour as figures write it; the name must be in the palettes."""
    if name not in PALETTES[Theme.LIGHT]:
        raise KeyError(f"no colour is named {name!r}")
    return f"{MARK}{name}" if opacity is None else f"{MARK}{name}/{opacity:g}"


def painted(node: Any, theme: Theme = Theme.LIGHT) -> Any:
    """A copy of a figure, or of part of one, with every named colour as the theme shows it."""
    if isinstance(node, str):
        return _value(node, theme) if node.startswith(MARK) else node
    if isinstance(node, Mapping):
        return {key: painted(value, theme) for key, value in node.items()}
    if isinstance(node, (list, tuple)):
        return [painted(value, theme) for value in node]
    return node


def _value(text: str, theme: Theme) -> str:
    name, _, opacity = text.removeprefix(MARK).partition("/")
    value = PALETTES[theme][name]
    if value.startswith("rgb("):
        red, green, blue, _, alpha = value[4:-1].split()
        return f"rgba({red},{green},{blue},{alpha})"
    if not opacity:
        return value
    red, green, blue = (str(int(value[place : place + 2], 16)) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


_AXIS: Final[dict[str, Any]] = {
    "gridcolor": colour("grid"),
    "linecolor": colour("axis"),
    "tickcolor": colour("axis"),
    "zeroline": False,
    "fixedrange": True,
    "automargin": False,
    "tickfont": {"size": 12, "color": colour("text-3")},
    "title": {"font": {"size": 12, "color": colour("text-2")}, "standoff": 8},
}

TEMPLATE: Final[dict[str, Any]] = {
    "layout": {
        "font": {"family": FONT, "size": 12, "color": colour("text-2")},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "showlegend": False,
        "hovermode": "closest",
        "margin": {"l": 52, "r": 12, "t": 12, "b": 44},
        "colorway": [colour(name) for name in ("blue", "vermillion", "green", "purple", "slate")],
        "hoverlabel": {
            "bgcolor": colour("text"),
            "bordercolor": colour("text"),
            "font": {"family": FONT, "size": 12, "color": colour("surface")},
            "align": "left",
        },
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "annotationdefaults": {
            "showarrow": False,
            "xanchor": "left",
            "font": {"size": 12, "color": colour("text")},
        },
    }
}

BROWSER: Final[dict[str, Any]] = {
    "palettes": {str(name): dict(palette) for name, palette in PALETTES.items()},
    "template": TEMPLATE,
}
"""What the browser needs to paint; the shell carries it, it holds no data."""
