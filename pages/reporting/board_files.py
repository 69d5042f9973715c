"""Files that were asked for: how far each is, what was left out, and its download."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from pages.components.figures import icon, marked
from pages.format import count, counted, moment
from pages.words import Name, Said, told

_KILO = 1024
_NAMES = {"pptx": "PowerPoint", "pdf": "PDF"}


@dataclass(frozen=True, slots=True)
class BoardFile:
    """One file; `href` is empty until it is ready, and again once it is gone."""

    number: str
    title: str
    form: str
    status: str
    progress: float
    message: str
    asked: datetime
    size: int = 0
    href: str = ""
    left_out: Sequence[str] = field(default_factory=tuple)

    @property
    def is_busy(self) -> bool:
        """Whether it waits or is being made."""
        return self.status in {"queued", "running"}


def file_list(files: Sequence[BoardFile]) -> Component:
    """The newest first; screen readers hear when one is ready."""
    if not files:
        return html.Div()
    newest = files[0]
    said = Name(f"{newest.title} is ready.") if newest.href else ""
    entries = [html.Li(_file(one)) for one in files]
    return html.Div(
        [
            html.H3("Made so far", className="files-h"),
            html.Span(said, className="vh", role="status"),
            html.Ul(entries, className="files"),
        ]
    )


def _file(one: BoardFile) -> list[Component]:
    name = [
        html.B(Name(one.title)),
        html.Span(f"{_NAMES[one.form]}, {moment(one.asked)} UTC", className="d"),
    ]
    parts: list[Component] = [
        html.Div([html.Div(name, className="what"), _state(one)], className="file")
    ]
    if one.is_busy:
        words = one.message or "Waiting for the worker"
        heard = Said(f"{one.title}: {told(words)}")
        bar = html.Progress(value=str(round(one.progress, 2)), max="1", **{"aria-label": heard})
        parts.append(html.Div([bar, html.Span(words, className="d")], className="going"))
    elif one.status == "failed":
        parts.append(html.P(one.message, className="d"))
    if one.left_out:
        what = html.Summary(f"{counted(len(one.left_out), 'slide')} left out")
        listed = html.Ul([html.Li(reason) for reason in one.left_out])
        parts.append(html.Details([what, listed], className="left-out"))
    return parts


def _state(one: BoardFile) -> Component:
    if one.href:
        size = f"{count(max(one.size / _KILO, 1))} kB"
        # A plain link: the router must not take the file for a page.
        return html.A(
            [icon("download"), f"Download, {size}"], href=one.href, className="ctl primary"
        )
    if one.is_busy:
        return marked(
            "Being made" if one.status == "running" else "Waiting", "hourglass-split", "warn"
        )
    if one.status == "failed":
        return marked("Failed", "exclamation-triangle-fill", "bad")
    if one.status == "cancelled":
        return marked("Cancelled", "slash-circle", "empty")
    return marked("Swept out", "dash", "empty")
