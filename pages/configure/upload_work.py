"""A large upload at work in the background: how far it is, and how the last try ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.sentence import Sentence, lead, strong
from pages.configure.upload import Kind, head
from pages.format import counted, share
from pages.words import Said, told

_QUESTIONS: Final = {
    "review": ("What would this upload do?", "Review", "being reviewed; nothing is changed by it"),
    "confirm": ("Is it saved?", "Confirm", "being saved, all of it or nothing"),
    "undo": ("Is it taken back?", "Complete", "being taken back, all of it or nothing"),
}


@dataclass(frozen=True, slots=True)
class WorkView:
    """One step of a large upload: `progress` is a share from 0 to 1 of what `message` names."""

    kind: Kind
    file: str
    rows: int
    step: str
    message: str
    progress: float
    is_waiting: bool
    is_stopping: bool


def working(view: WorkView) -> list[Component]:
    """How far it is, and the button that stops it."""
    question, step, what = _QUESTIONS[view.step]
    words: Sentence = [
        strong(counted(view.rows, "row")),
        Said(f" of {view.file} {told(f'are {what}.')}"),
    ]
    stop = html.Button("Cancel", id=ids.Uploads.CANCEL, type="button", className="ctl", n_clicks=0)
    stopping = html.Span("Stopping at the next step.", className="hint")
    return [
        *head(view.kind, question, step),
        lead(words),
        row(card("How far is it?", body=[_bar(view)],
                 method="You may leave this page: the work goes on, and the upload stands under "
                 "what was uploaded before.")),
        html.Div([stopping if view.is_stopping else stop], className="ln acts"),
    ]  # fmt: skip


def _bar(view: WorkView) -> html.Div:
    said = "Waiting for the worker" if view.is_waiting else view.message or "Beginning"
    words = said if view.is_waiting else f"{said}, {share(view.progress, 0)}"
    heard = Said(f"{view.file}: {told(words)}")
    bar = html.Progress(value=str(round(view.progress, 2)), max="1", **{"aria-label": heard})
    return html.Div([bar, html.Span(words, className="d", role="status")], className="going")


def stopped(message: str, *, by_choice: bool) -> html.Div:
    """How the last try ended, where it did not come to its end."""
    title = "This was cancelled." if by_choice else "This could not be finished."
    text = "Nothing was changed; it can be started again."
    body = html.Div([html.Strong(title), text if by_choice else f"{message} {text}"])
    picture = icon("slash-circle" if by_choice else "exclamation-octagon")
    return html.Div([picture, body], className="notice" if by_choice else "notice bad",
                    role="status" if by_choice else "alert")  # fmt: skip
