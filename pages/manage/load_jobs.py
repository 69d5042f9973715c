"""Card of the Data page: what runs in the background of the district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card
from pages.components.figures import marked, named
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, table
from pages.format import MISSING, moment, share

Record = Mapping[str, Any]


def jobs_card(jobs: Sequence[Record], *, may_run: bool) -> Component:
    """What runs, and the button that loads again, for whoever may."""
    again = html.Button(
        "Load again", id=ids.Loads.AGAIN, type="button", className="ctl", n_clicks=0
    )
    return card(
        "What runs in the background?",
        [],
        [
            html.Div(job_list(jobs, may_run=may_run), id=ids.Loads.JOBS),
            dcc.Interval(id=ids.Loads.TICK, interval=2000, disabled=not is_busy(jobs)),
        ],
        tools=[again] if may_run else [],
        method="Times in UTC. A job that fails by chance is tried again after 5 and 15 minutes.",
    )


def is_busy(jobs: Sequence[Record]) -> bool:
    """Whether a job waits or runs."""
    return any(job["status"] in {"queued", "running"} for job in jobs)


def job_list(jobs: Sequence[Record], *, may_run: bool) -> Component:
    """Recent jobs, how far they are and how they ended."""
    if not jobs:
        return empty("No job has run yet.", "Loads that are asked for here show up in this list.")
    columns = [
        Column("Job"),
        Column("State", phone=Phone.KEEP),
        Column("Message"),
    ]
    rows = [
        Row(
            [
                named(job["kind"].capitalize(), moment(job["created"])),
                _job_state(job, may_run=may_run),
                html.Span(job["message"] or MISSING, className="small"),
            ]
        )
        for job in jobs
    ]
    return table(columns, rows, caption="Recent jobs")


def _job_state(job: Record, *, may_run: bool) -> list[Component]:
    looks = {
        "done": ("check-circle", "good"),
        "failed": ("exclamation-triangle-fill", "bad"),
        "cancelled": ("slash-circle", "empty"),
    }
    picture, tone = looks.get(job["status"], ("hourglass-split", "warn"))
    text = f"{share(job['progress'])} done" if job["status"] == "running" else job["status"]
    if job["is_held"]:
        shown = marked("Held", "pause-circle", "warn")
        link = dcc.Link("Look and release", href="/jobs", className="ctl quiet")
        return [shown, link] if job["may_release"] else [shown]
    parts: list[Component] = [marked(text.capitalize(), picture, tone)]
    if may_run and job["status"] in {"queued", "running"}:
        parts.append(dcc.Link("Stop it", href="/jobs", className="ctl quiet"))
    return parts
