"""How many budgets shall be looked at regularly? The goal: a field, a review, Confirm and Save."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.configure import answers

_HINT: Final = "A whole number from 1 to 100. It holds for the cockpit and for mail at once."


@dataclass(frozen=True, slots=True)
class GoalForm:
    """What is typed, the goal that the form was opened with, and what stands below the field."""

    typed: str
    was: int
    close_href: str
    answer: Component | None = None


def goal_form(view: GoalForm) -> Component:
    """The field with its buttons; nothing is saved before Confirm and Save."""
    field = dbc.Input(id=ids.goal_field("percent"), value=view.typed, type="text", maxlength=8,
                      inputmode="numeric", autocomplete="off")  # fmt: skip
    name = html.Span("Percent of budgets looked at regularly", className="lb")
    labelled = html.Label([name, field, html.Span(_HINT, className="hint")])
    review = html.Button("Review", id=ids.goal_do("review"), type="button",
                         className="ctl primary", n_clicks=0)  # fmt: skip
    close = dcc.Link("Close", href=view.close_href, className="ctl")
    form = card(
        "How many budgets shall be looked at regularly?",
        [f"Now {view.was}% of the budgets, in each of the last three months of 30 days."],
        [
            html.Div(labelled, className="fields"),
            dcc.Input(id=ids.goal_field("was"), value=str(view.was), type="hidden"),
            html.Div([review, close], className="ln acts"),
        ],
    )
    said = html.Div(view.answer, **{"aria-live": "polite"})
    return html.Div([row(form), said], className="form-c")


def goal_review(view: answers.ReviewView) -> Component:
    """What the new goal would ask for."""
    confirm = html.Button([icon("check2"), "Confirm and Save"], id=ids.goal_do("save"),
                          type="button", className="ctl primary", n_clicks=0)  # fmt: skip
    return answers.review(view, confirm)
