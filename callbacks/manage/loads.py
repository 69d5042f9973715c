"""Fills the Data page and starts loads from it."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from callbacks.manage.reconciliation import ASIDE, reconciliation
from data.districts import district
from data.loads import Aside, control_totals, loads, quarantine, quarantine_totals
from data.store.jobs import PRESENTATION, recent_jobs
from pages import ids
from pages.manage import loads as page
from pages.manage.load_jobs import is_busy, job_list
from pages.manage.loads_state import LoadsState
from pages.manage.set_aside import MOST_ROWS


def body(services: Services, actor: Actor, search: str | None = None) -> Any:
    """The page for this person; rows of other districts never appear."""
    *parts, last = page.body(view(services, actor, LoadsState.from_query(search).aside))
    return [*parts, *reconciliation(services, actor), last]


def view(services: Services, actor: Actor, aside: str | None = None) -> page.LoadsPage:
    """What the page shows, from the read models of the active district.

    `aside` is the list of rows set aside that was opened; what is none opens nothing.
    """
    warehouse, scope = services.warehouse, actor.scope
    info = warehouse.snapshot(actor.district)
    part = Aside(aside) if aside in tuple(Aside) else None
    return page.LoadsPage(
        district=district(warehouse, actor.district).name,
        snapshot=info.id,
        loaded=info.created_utc,
        as_of=info.data_as_of,
        files=loads(warehouse, scope).to_pylist(),
        checks=control_totals(warehouse, scope).to_pylist(),
        totals=quarantine_totals(warehouse, scope).to_pylist(),
        rows=quarantine(warehouse, scope, part=part or "", limit=MOST_ROWS).to_pylist(),
        jobs=(found := job_rows(services, actor)),
        may_run=may(actor, Permission.JOB_RUN),
        opened=ASIDE[part] if part else "",
        part=part or "",
        held=sum(one["is_held"] for one in found),
    )


def job_rows(services: Services, actor: Actor) -> list[dict[str, Any]]:
    """The newest jobs of the district; what people make for themselves is their own affair."""
    may_release = may(actor, Permission.DISTRICT_ADMINISTER)
    with services.store.reading() as tx:
        return [
            {
                "id": found.id,
                "kind": found.kind,
                "status": found.status,
                "progress": found.progress,
                "created": found.created_utc,
                "message": found.message,
                "is_held": found.is_held,
                "may_release": may_release and found.is_held and found.kind == "load",
            }
            for found in recent_jobs(tx, district_id=actor.district, but=PRESENTATION, limit=8)
        ]


def _job_card(services: Services, actor: Actor) -> tuple[Any, bool]:
    found = job_rows(services, actor)
    return job_list(found, may_run=may(actor, Permission.JOB_RUN)), not is_busy(found)


def register(guard: Guard, services: Services) -> None:
    """Bind the page's body and its list of jobs."""
    jobs, tick = Output(ids.Loads.JOBS, "children"), Output(ids.Loads.TICK, "disabled")
    more = {"allow_duplicate": True}

    @guard.callback(
        Output(ids.Loads.BODY, "children"),
        Input(ids.Loads.URL, "search"),
        permission=Permission.LOAD_READ,
    )
    def _body(search: str | None) -> Any:
        return body(services, guard.actor(), search)

    @guard.callback(
        jobs,
        tick,
        Input(ids.Loads.TICK, "n_intervals"),
        permission=Permission.LOAD_READ,
        prevent_initial_call=True,
    )
    def _jobs(_turns: int | None) -> Any:
        return _job_card(services, guard.actor())

    @guard.callback(
        Output(ids.Loads.JOBS, "children", **more),
        Output(ids.Loads.TICK, "disabled", **more),
        Input(ids.Loads.AGAIN, "n_clicks"),
        permission=Permission.JOB_RUN,
        prevent_initial_call=True,
    )
    def _again(clicks: int | None) -> Any:
        actor = guard.actor()
        if not clicks or services.jobs is None:
            return no_update, no_update
        services.jobs.load_again(actor, actor.district)
        return _job_card(services, actor)
