"""The line of filters above a grid: a search box, choices, and what is switched on as chips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.figures import icon
from pages.components.page_head import choice
from pages.format import counted
from pages.words import Name, Said, label, told


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that holds: field, operator, value, and the query that takes it away.

    The value is what somebody has typed or the name of a thing and is never renamed; words of our
    own come as a `label`.
    """

    field: str
    value: str
    without: str
    operator: str = "is"


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that can be set: its name, what holds, and (text, query) to choose from."""

    label: str
    value: str
    options: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Loosened:
    """How many rows there are without one of the filters."""

    chip: Chip
    count: int


def search_box(box_id: str, hint: str) -> html.Div:
    """A search box that asks 400 ms after the last key."""
    return html.Div(
        [
            html.Label(hint, htmlFor=box_id, className="vh"),
            icon("search"),
            dcc.Input(
                id=box_id,
                type="search",
                placeholder=hint,
                debounce=0.4,
                autoComplete="off",
                maxLength=100,
                className="bare",
            ),
        ],
        className="inp",
    )


def choices(entries: Sequence[Choice]) -> list[Component]:
    """The filters that can be set, as menus."""
    return [
        html.Details(
            [
                html.Summary(
                    [
                        html.Span(label(entry.label), className="k"),
                        html.B(entry.value),
                        icon("chevron-down"),
                    ],
                    className="ctl",
                ),
                html.Div(
                    [
                        choice(text, query, is_current=text == entry.value)
                        for text, query in entry.options
                    ],
                    className="menu-list",
                ),
            ],
            className="menu start",
        )
        for entry in entries
    ]


def chips(entries: Sequence[Chip]) -> html.Div | None:
    """What is filtered by, each with a cross that takes it away."""
    if not entries:
        return None
    shown = [
        html.Span(
            [
                html.Span(label(entry.field)),
                html.Span(entry.operator, className="op"),
                html.B(Name(entry.value)),
                html.A(
                    icon("x-lg"),
                    href=f"?{entry.without}",
                    className="x",
                    **{
                        "data-query": entry.without,
                        "aria-label": Said(
                            f"{told('Remove the filter')} {label(entry.field)} {entry.value}"
                        ),
                    },
                ),
            ],
            className="fchip",
        )
        for entry in entries
    ]
    return html.Div([html.Span("Where", className="w"), *shown], className="ln")


def loosened(entries: Sequence[Loosened], noun: str) -> html.Div | None:
    """Filters that alone keep every row out, each with what there is without it."""
    links = [
        html.A(
            html.Span([
                "Without ", label(one.chip.field), f" {one.chip.operator} ",
                html.B(Name(one.chip.value)), f": {counted(one.count, noun.removesuffix('s'))}",
            ]),
            href=f"?{one.chip.without}",
            className="ctl",
            **{"data-query": one.chip.without},
        )
        for one in entries
        if one.count
    ]  # fmt: skip
    return html.Div(links, className="acts") if links else None
