"""Fills the Data page and starts loads from it."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from data.districts import district
from data.loads import control_totals, loads, quarantine, quarantine_totals
from data.store.jobs import recent_jobs
from pages import ids
from pages.manage import loads as page


def body(services: Services, actor: Actor) -> Any:
    """The page for this person; rows of other districts never appear."""
    return page.body(view(services, actor))


def view(services: Services, actor: Actor) -> page.LoadsPage:
    """What the page shows, from the read models of the active district."""
    warehouse, scope = services.warehouse, actor.scope
    info = warehouse.snapshot(actor.district)
    return page.LoadsPage(
        district=district(warehouse, actor.district).name,
        snapshot=info.id,
        loaded=info.created_utc,
        as_of=info.data_as_of,
        files=loads(warehouse, scope).to_pylist(),
        checks=control_totals(warehouse, scope).to_pylist(),
        totals=quarantine_totals(warehouse, scope).to_pylist(),
        rows=quarantine(warehouse, scope, limit=page.MOST_ROWS).to_pylist(),
        jobs=_jobs(services, actor.district),
    )


def _jobs(services: Services, code: str) -> list[dict[str, Any]]:
    with services.store.reading() as tx:
        return [
            {
                "kind": job.kind,
                "status": job.status,
                "created": job.created_utc,
                "message": job.message,
            }
            for job in recent_jobs(tx, district_id=code, limit=8)
        ]


def register(guard: Guard, services: Services) -> None:
    """Bind the page's body."""

    @guard.callback(
        Output(ids.Loads.BODY, "children"),
        Input(ids.Loads.URL, "search"),
        permission=Permission.LOAD_READ,
    )
    def _body(_search: str | None) -> Any:
        return body(services, guard.actor())
