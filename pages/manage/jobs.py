"""Data, Jobs: long work, how far it is, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import card, row
from pages.components.figures import icon, marked
from pages.components.notices import answered, empty, skeleton
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.format import count, counted, moment, share

URL: Final = "jobs-url"
BODY: Final = "jobs-body"
TICK: Final = "jobs-tick"
ACT: Final = "jobs-act"
MAKE: Final = "jobs-make"
_KINDS: Final = {
    "load": "Load",
    "rollback": "Return to the load before",
    "presentation": "Presentation",
    "table file": "File of a long table",
    "feed": "Feed of staffing and pay",
    "upload": "Large upload",
}
_MEGA: Final = 1_000_000
_LOOKS: Final = {
    "done": ("Done", "check-circle", "good"),
    "failed": ("Failed", "exclamation-triangle-fill", "bad"),
    "cancelled": ("Cancelled", "slash-circle", "empty"),
    "queued": ("Waiting", "hourglass-split", "warn"),
    "running": ("Running", "arrow-repeat", "warn"),
}


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job; `actions` are (name, words) of what the reader may do with it.

    `href` is where the reader fetches the file that it has made, `size` its bytes.
    """

    id: str
    kind: str
    status: str
    progress: float
    message: str
    who: str
    created: datetime
    actions: Sequence[tuple[str, str]]
    is_held: bool = False
    href: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that can be asked for, or why it cannot be made."""

    title: str
    text: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The jobs that the reader may see, the newest first."""

    jobs: Sequence[JobRow]
    is_all: bool
    says: str = ""
    offer: Offer | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a job waits or runs."""
        return any(one.status in {"queued", "running"} for one in self.jobs)


def layout() -> html.Div:
    """The frame; callbacks fill it."""
    return html.Div(
        [
            dcc.Location(id=URL, refresh=False),
            dcc.Interval(id=TICK, interval=2_000, disabled=True),
            html.Div(skeleton(96, 320), id=BODY),
        ]
    )


def body(view: JobsPage) -> list[Component]:
    """The whole page."""
    head = page_head(
        "How far is the long work?", crumbs=[("Home", "/"), ("Data", ""), ("Jobs", "")]
    )
    shown: Component = (
        html.Ul([_job(one) for one in view.jobs], className="jobs")
        if view.jobs
        else empty(
            "No job has run yet.",
            "Loads, presentations, long files and large uploads show up here.",
        )
    )
    whose = "of the district" if view.is_all else "of your own"
    return [
        head,
        lead(_sentence(view)),
        *([answered(view.says)] if view.says else []),
        *([row(_offer(view.offer))] if view.offer else []),
        row(card(f"The newest jobs {whose}", [], shown)),
    ]


def _sentence(view: JobsPage) -> Sentence:
    busy = sum(one.status in {"queued", "running"} for one in view.jobs)
    failed = sum(one.status == "failed" for one in view.jobs)
    if not view.jobs:
        return ["Nothing has been asked for."]
    return [
        strong(f"{counted(busy, 'job')} at work" if busy else "Nothing is waiting"),
        f", {failed} of the last {len(view.jobs)} failed.",
    ]


def _offer(found: Offer) -> Component:
    make = html.Button(
        [icon("file-earmark-arrow-down"), "Make the file"], id=MAKE, type="button",
        className="ctl primary",
    )  # fmt: skip
    return card(
        found.title,
        [],
        [html.P(found.text), *([html.Div(make, className="acts")] if found.is_open else [])],
    )


def _fetch(one: JobRow) -> html.A:
    # A plain link: the router must not take the file for a page.
    size = f"{count(max(one.size / _MEGA, 0.1), 1)} MB"
    return html.A([icon("download"), f"Fetch the file, {size}"], href=one.href,
                  className="ctl primary")  # fmt: skip


def _job(one: JobRow) -> html.Li:
    words, picture, tone = _LOOKS.get(one.status, (one.status, "dash", "empty"))
    if one.is_held:
        words, picture, tone = "Held", "pause-circle-fill", "warn"
    state = f"{words}, {share(one.progress)}" if one.status == "running" else words
    bar = html.Progress(
        value=str(round(one.progress * 100)), max="100", **{"aria-label": f"{one.kind} progress"}
    )
    return html.Li(
        [
            html.Div([html.B(_KINDS.get(one.kind, one.kind)), marked(state, picture, tone)],
                     className="job-head"),
            html.Small(f"{one.who}, {moment(one.created)} UTC"),
            *([bar] if one.status == "running" else []),
            *([html.P(one.message, className="small")] if one.message else []),
            html.Div(
                [*([_fetch(one)] if one.href else []),
                 *(_button(one, name, text) for name, text in one.actions)],
                className="acts",
            ),
        ]
    )  # fmt: skip


def _button(one: JobRow, name: str, text: str) -> html.Button:
    pictures = {"cancel": "x-lg", "retry": "arrow-clockwise", "release": "unlock"}
    return html.Button(
        [icon(pictures[name]), text], id={"type": ACT, "what": name, "job": one.id},
        type="button", className="ctl",
        **{"aria-label": f"{text}: {_KINDS.get(one.kind, one.kind)} of {moment(one.created)}"},
    )  # fmt: skip
