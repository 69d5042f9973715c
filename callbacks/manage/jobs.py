"""Fills the page of jobs; stops jobs, starts them again and releases held loads."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted, may
from callbacks.basis import Services
from callbacks.manage.job_offer import accept, offer
from callbacks.table_files import FETCH, files
from data.store import StoreError
from pages.manage import jobs as page
from planning import jobs as commands


def view(
    services: Services, actor: Actor, says: str = "", search: str | None = None
) -> page.JobsPage:
    """What the page shows to this person; `search` may hold a file to be offered."""
    found = [_row(services, one) for one in commands.visible(actor, services.store)]
    is_all = may(actor, Permission.DISTRICT_ADMINISTER)
    return page.JobsPage(found, is_all, says, offer(services, actor, search))


def act(services: Services, actor: Actor, what: object, number: str) -> str:
    """Do one thing with a job; a word about it."""
    if services.jobs is None:
        return "This server takes no jobs."
    try:
        if what == "cancel":
            is_over = commands.cancel(actor, services.store, services.jobs, number)
            return "Cancelled." if is_over else "It stops at its next step."
        if what == "retry":
            commands.retry(actor, services.store, services.jobs, number)
            return "Started again."
        if what == "release":
            commands.release(actor, services.store, services.jobs, number, clock=services.clock)
            return "Released: the load is published as it is, and the audit log says by whom."
    except (StoreError, NotPermitted) as error:
        return str(error)
    return ""


def _row(services: Services, one: commands.Seen) -> page.JobRow:
    offered = [
        ("cancel", "Cancel", one.may_cancel),
        ("retry", "Start again", one.may_retry),
        ("release", "Publish all the same", one.may_release),
    ]
    return page.JobRow(
        one.id, one.kind, one.status, one.progress, one.message, one.who, one.created,
        [(name, words) for name, words, is_offered in offered if is_offered],
        is_held=one.is_held,
        href=f"{FETCH}/{one.file}" if files(services.settings).find(one.file) else "",
        size=one.file_bytes,
    )  # fmt: skip


def register(guard: Guard, services: Services) -> None:
    """Bind the list and its buttons."""
    filled = (Output(page.BODY, "children"), Output(page.TICK, "disabled"))
    again = (
        Output(page.BODY, "children", allow_duplicate=True),
        Output(page.TICK, "disabled", allow_duplicate=True),
    )

    @guard.callback(*filled, Input(page.URL, "search"), permission=Permission.JOB_READ)
    def _body(search: str | None) -> Any:
        found = view(services, guard.actor(), search=search)
        return page.body(found), not found.is_busy

    @guard.callback(
        *again,
        Input(page.TICK, "n_intervals"),
        State(page.URL, "search"),
        permission=Permission.JOB_READ,
        prevent_initial_call=True,
    )
    def _tick(_turns: int | None, search: str | None) -> Any:
        found = view(services, guard.actor(), search=search)
        return page.body(found), not found.is_busy

    @guard.callback(
        *again,
        Input({"type": page.ACT, "what": ALL, "job": ALL}, "n_clicks"),
        permission=Permission.JOB_READ,
        prevent_initial_call=True,
    )
    def _act(clicks: list[int | None]) -> Any:
        pressed = dash.ctx.triggered_id
        if not any(clicks) or not isinstance(pressed, dict):
            return no_update, no_update
        actor = guard.actor()
        says = act(services, actor, pressed.get("what"), str(pressed.get("job")))
        found = view(services, actor, says)
        return page.body(found), not found.is_busy

    @guard.callback(
        *again,
        Output(page.URL, "search"),
        Input(page.MAKE, "n_clicks"),
        State(page.URL, "search"),
        permission=Permission.JOB_READ,
        prevent_initial_call=True,
    )
    def _make(clicks: int | None, search: str | None) -> Any:
        if not clicks:
            return no_update, no_update, no_update
        actor = guard.actor()
        says = accept(services, actor, search)
        if not says:
            # The address without the order: the page is filled anew, with the job among the others.
            return no_update, no_update, ""
        found = view(services, actor, says)
        return page.body(found), not found.is_busy, no_update
