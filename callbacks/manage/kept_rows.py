"""Pages of rows as reports: opening one by its address, keeping and changing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services, chosen_year
from data.store import StoreError
from pages.manage.report_form import OpenReport
from pages.manage.row_state import FilteredState
from pages.manage.rows import RowsIds
from planning import reports


def opened(services: Services, actor: Actor, rows_of: str, state: FilteredState) -> FilteredState:
    """What a report shows, where the address asks for one; else the state itself.

    A report that is not there for the reader stays asked for, so that the page says so.
    """
    if state.report is None:
        return state
    try:
        found = reports.one(actor, services.store, state.report)
    except (reports.ReportError, NotPermitted):
        return state
    if found.rows_of != rows_of:
        return state
    kept = type(state).from_query(found.query)
    return replace(
        kept, of=found.id, year=state.year or kept.year, location=state.location or kept.location
    )


def open_report(services: Services, actor: Actor, state: FilteredState) -> OpenReport | None:
    """The report that the page was opened with, as the reader knows it."""
    if state.of is None or services.store is None:
        return None
    try:
        found = reports.one(actor, services.store, state.of)
    except (reports.ReportError, NotPermitted):
        return None
    kept_state = type(state).from_query(found.query)
    is_changed = plain(services, actor, state) != plain(services, actor, kept_state)
    return OpenReport(found.name, found.owner, found.may_edit, is_changed)


def plain(services: Services, actor: Actor, state: FilteredState) -> str:
    """What is kept of a state: everything but which report it was and which groups are open.

    The newest year is not kept: a report goes on with the data, and one of an earlier year stays.
    """
    newest = chosen_year(services.warehouse, actor.district, None).year
    year = None if state.year == newest else state.year
    return replace(state, year=year, of=None, report=None, open="").to_query()


def register(
    guard: Guard, services: Services, rows_of: str, parts: RowsIds, permission: Permission,
    kind: type[FilteredState],
) -> None:  # fmt: skip
    """Bind the menu of one page."""
    form = parts.reports
    says = Output(form.part("says"), "children", allow_duplicate=True)

    @guard.callback(
        Output(parts.url, "search", allow_duplicate=True),
        says,
        Input(form.part("save"), "n_clicks"),
        State(form.part("name"), "value"),
        State(parts.url, "search"),
        permission=permission,
        prevent_initial_call=True,
    )
    def _save(clicks: int | None, name: str | None, search: str | None) -> Any:
        if not clicks:
            return no_update, no_update
        state = kind.from_query(search)
        return kept(services, guard.actor(), rows_of, state, str(name or ""))

    @guard.callback(
        Output(parts.state, "data", allow_duplicate=True),
        says,
        Input(form.part("keep"), "n_clicks"),
        State(parts.url, "search"),
        permission=permission,
        prevent_initial_call=True,
    )
    def _keep(clicks: int | None, search: str | None) -> Any:
        if not clicks:
            return no_update, no_update
        return changed(services, guard.actor(), kind.from_query(search))


def changed(services: Services, actor: Actor, state: FilteredState) -> tuple[Any, Any]:
    """The open report shows from now on what the page shows, or why it does not."""
    if state.of is None:
        return no_update, "No report is open."
    try:
        reports.change(actor, services.store, state.of, plain(services, actor, state))
    except (StoreError, NotPermitted) as error:
        return no_update, str(error)
    # The same state in other letters draws the page anew.
    return f"{state.to_query()}&", "Saved."


def kept(
    services: Services, actor: Actor, rows_of: str, state: FilteredState, name: str
) -> tuple[Any, Any]:
    """The address of the page as the report that it has become, or why it has not."""
    try:
        query = plain(services, actor, state)
        number = reports.save(actor, services.store, rows_of, name, query)
    except (StoreError, NotPermitted) as error:
        return no_update, str(error)
    return replace(state, of=number).to_query(), "Saved."
