"""A word of congratulation above the home page: what was reached, once, and a way to close it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages import ids
from pages.components.figures import icon


@dataclass(frozen=True, slots=True)
class Congratulation:
    """What was reached (`first look`, `weeks` or `goal`) and its subject, as the store keeps them.

    `name` is the budget's; the subject of a goal is its percentage.
    """

    what: str
    subject: str
    name: str = ""


def congratulations(shown: Sequence[Congratulation]) -> list[Component]:
    """The words in their place; no place where there are none."""
    return [html.Div(list(map(_line, shown)), id=ids.Home.CONGRATULATIONS)] if shown else []


def _line(one: Congratulation) -> html.Div:
    title, text = _words(one)
    close = html.Button(
        icon("x-lg"), id=close_id(one), type="button", className="iconb", n_clicks=0,
        **{"aria-label": f"Close: {title}"},
    )  # fmt: skip
    words = html.Div([html.Strong(title), text])
    return html.Div([icon("award"), words, close], className="notice cheer", role="status")


def close_id(one: Congratulation) -> dict[str, str]:
    """The button that closes it."""
    return {"type": ids.Home.CLOSE, "what": one.what, "subject": one.subject}


def _words(one: Congratulation) -> tuple[str, str]:
    if one.what == "weeks":
        text = f"Somebody looked at {one.name} in each of the last four weeks."
        return "Four weeks in a row", f"{text} Thank you for keeping an eye on it."
    if one.what == "goal":
        text = f"At least {one.subject}% of the budgets were looked at in each of the last three"
        return "The district has reached its goal", f"{text} months."
    return (
        "Your first look at your budget",
        "Every number here opens what is behind it: what was paid, when and to whom.",
    )
