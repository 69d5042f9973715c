"""The form that adds a condition: field, operator and value; two ends for a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.components.figures import icon

RANGE: Final = ("between", "not between")
OPERATORS: Final = (
    "is", "is not", *RANGE, "starts with", "does not start with", "ends with",
    "does not end with", "matches", "does not match",
)  # fmt: skip
AMOUNT_OPERATORS: Final = OPERATORS[:4]


@dataclass(frozen=True, slots=True)
class FormIds:
    """Names of the parts of one such form; they begin with the name of its page."""

    page: str

    def part(self, name: str) -> str:
        """The name of one part: `accounts-filter-field`."""
        return f"{self.page}-filter-{name}"


def filter_form(parts: FormIds, fields: Sequence[str]) -> html.Details:
    """A menu that opens the form over the fields of the page."""
    menu = html.Summary(
        [icon("plus-lg"), html.B("Filter")], className="ctl", **{"aria-label": "Add a filter"}
    )
    return html.Details([menu, html.Div(_form(parts, fields), className="menu-form")],
                        className="menu start filter-menu")  # fmt: skip


def _form(parts: FormIds, fields: Sequence[str]) -> list[Component]:
    field, operator = parts.part("field"), parts.part("operator")
    options = [{"value": name, "label": name} for name in fields]
    return [
        _labelled("Field", dbc.Select(id=field, options=options, value=fields[0], size="sm")),
        _labelled(
            "Is compared by",
            dbc.Select(id=operator, options=words(OPERATORS), value="is", size="sm"),
        ),
        _labelled("Value", _box(parts, "value"), parts.part("value-label")),
        html.Div(
            _labelled("Up to and including", _box(parts, "until")),
            id=parts.part("end"), hidden=True,
        ),
        html.Datalist(id=parts.part("known")),
        html.P(id=parts.part("says"), className="hint", role="status"),
        html.Button([icon("plus-lg"), "Add filter"], id=parts.part("add"), type="button",
                    className="ctl primary"),
    ]  # fmt: skip


def words(operators: Sequence[str]) -> list[dict[str, Any]]:
    """Operators as options."""
    return [{"value": one, "label": one} for one in operators]


def _box(parts: FormIds, name: str) -> dbc.Input:
    return dbc.Input(
        id=parts.part(name), type="text", list=parts.part("known"), autocomplete="off",
        maxlength=300, size="sm",
    )  # fmt: skip


def _labelled(text: str, control: Component, label_id: str | None = None) -> html.Div:
    named = {"id": label_id} if label_id else {}
    return html.Div([html.Label(text, htmlFor=control.id, className="lb", **named), control])
