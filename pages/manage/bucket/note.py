"""My note beside a bucket, and what the team has shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card
from pages.components.figures import marked
from pages.components.switch import CHECKED, checked, switch
from pages.format import day, fiscal_year
from pages.words import Name

QUESTION = "My note on this bucket"
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class TeamNote:
    """A note that somebody else at the place shares."""

    writer: str
    text: str
    changed: datetime


@dataclass(frozen=True, slots=True)
class NoteView:
    """The reader's own note, the version it was read at, and the team's notes."""

    text: str = ""
    is_shared: bool = False
    version: int = 0
    fiscal_year: int = 0
    changed: datetime | None = None
    team: Sequence[TeamNote] = field(default_factory=tuple)


def note_card(view: NoteView, year: int) -> Component:
    """The box for the note, whether the team reads it, and a button that keeps it."""
    label = html.Label(QUESTION, htmlFor=ids.Bucket.NOTE, className="vh")
    box = dcc.Textarea(
        id=ids.Bucket.NOTE,
        value=view.text,
        maxLength=LONGEST,
        placeholder="What should you remember about this money?",
        className="field note-text",
    )
    share = switch(ids.Bucket.SHARE, "My team reads it")
    setattr(share, CHECKED, checked(is_on=view.is_shared))
    button = html.Button(
        "Keep note", id=ids.Bucket.KEEP, type="button", className="ctl", n_clicks=0
    )
    said = html.Span(kept_words(view, year), id=ids.Bucket.SAID, className="note", role="status")
    return card(
        QUESTION,
        body=[
            dcc.Store(id=ids.Bucket.KEPT, data={"version": view.version, "share": view.is_shared}),
            label,
            box,
            html.Div([share, button, said], className="note-row"),
            *(_team(note) for note in view.team),
        ],
        method="Kept beside the bucket and carried into the next year; empty it to remove it.",
    )


def kept_words(view: NoteView, year: int) -> str:
    """When the note was kept, and from which year it was carried over."""
    if view.changed is None:
        return ""
    words = f"Kept {day(view.changed)}."
    if view.fiscal_year != year:
        words += f" Carried over from {fiscal_year(view.fiscal_year)}."
    return words


def problem(text: str) -> Component:
    """Why the note could not be kept; the box keeps its text."""
    return marked(text, "exclamation-octagon", "bad")


def _team(note: TeamNote) -> Component:
    return html.Div(
        [
            html.Div(f"{note.writer}, {day(note.changed)}", className="d"),
            html.P(Name(note.text), className="note-shared"),
        ],
        className="team-note",
    )
