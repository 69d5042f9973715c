"""The list of reports, and what can be done with one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.manage import report_mails
from callbacks.manage.report_files import href_of
from callbacks.role_names import role_names
from data.entities.registry import ENTITIES
from data.store import StoreError
from data.store.records import records
from pages.manage import reports as page
from pages.manage.report_ids import Reports
from pages.manage.row_state import ReportsState
from pages.words import label
from planning import reports as commands
from planning.audiences import With
from planning.report_readers import is_blind


def view(services: Services, actor: Actor, state: ReportsState, says: str = "") -> page.ReportsPage:
    """What the page shows to this person."""
    names = role_names(services.store, actor.district)
    kept = commands.visible(actor, services.store)
    found = [_row(one, _shares(services, actor, one, names)) for one in kept]
    chosen = next((one for one in found if one.number == state.report), None)
    known = _known(services, actor.district) if chosen is not None and chosen.is_own else {}
    mails = report_mails.lines(services, actor, chosen.number) if chosen else []
    clock = report_mails.clock_of(services, actor) if chosen else ""
    return page.ReportsPage(found, chosen, known, says, mails, clock)


def act(
    services: Services, actor: Actor, state: ReportsState, what: Any, given: dict[str, str]
) -> tuple[ReportsState, str]:
    """Do one thing with the chosen report; the state after it, and a word about it."""
    if state.report is None:
        return state, ""
    number, store = state.report, services.store
    try:
        if isinstance(what, dict):
            kind, _, code = str(what.get("share", "")).partition("|")
            commands.unshare(actor, store, number, kind, code)
            called = role_names(store, actor.district).get(code, code)
            return state, f"No longer shared with “{called}”."
        doing: Callable[..., tuple[ReportsState, str]] | None = _DOING.get(str(what))
        return doing(actor, store, state, given) if doing else (state, "")
    except (StoreError, NotPermitted) as error:
        return state, str(error)


def _renamed(actor: Actor, store: Any, state: ReportsState, given: dict[str, str]) -> Any:
    commands.rename(actor, store, state.report or 0, given["name"])
    return state, "Renamed."


def _pinned(actor: Actor, store: Any, state: ReportsState, _given: dict[str, str]) -> Any:
    found = commands.one(actor, store, state.report or 0)
    commands.pin(actor, store, found.id, is_pinned=not found.is_pinned)
    return state, "Taken off your home page." if found.is_pinned else "On your home page now."


def _copied(actor: Actor, store: Any, state: ReportsState, _given: dict[str, str]) -> Any:
    number = commands.duplicate(actor, store, state.report or 0)
    return replace(state, report=number, said="copied"), SAID["copied"]


def _deleted(actor: Actor, store: Any, state: ReportsState, _given: dict[str, str]) -> Any:
    commands.delete(actor, store, state.report or 0)
    return replace(state, report=None, said="deleted"), SAID["deleted"]


def _shared(actor: Actor, store: Any, state: ReportsState, given: dict[str, str]) -> Any:
    may_edit = given["edit"] == "edit"
    commands.share(actor, store, state.report or 0, given["kind"], given["code"], may_edit=may_edit)
    found = commands.one(actor, store, state.report or 0)
    called = given["code"].strip()
    if given["kind"] == With.ROLE:
        names = role_names(store, actor.district)
        called = {code.lower(): name for code, name in names.items()}.get(called.lower(), called)
    if is_blind(store, actor.district, found.rows_of, given["kind"], given["code"].strip()):
        return state, BLIND.format(called=called, rows=found.rows_of)
    return state, f"Shared with “{called}”."


BLIND: Final = (
    "“{called}” has no right to see {rows}: the report is not there for them until they have. "
    "It is kept as shared."
)
SAID: Final = {"copied": "This is your own copy.", "deleted": "Deleted."}
_DOING: Final = {
    Reports.RENAME: _renamed,
    Reports.PIN: _pinned,
    Reports.COPY: _copied,
    Reports.DELETE: _deleted,
    Reports.SHARE: _shared,
}


def pressed(
    services: Services, actor: Actor, search: str | None, what: Any, given: dict[str, str]
) -> tuple[Any, Any]:
    """The address and the page after a button; one of them stays as it is.

    The address follows the report that is shown: what is pressed next is done with that one.
    """
    state = ReportsState.from_query(search)
    after, says = act(services, actor, state, what, given)
    if after.report != state.report:
        return after.to_query(), no_update
    return no_update, page.body(view(services, actor, after, says))


def _shares(
    services: Services, actor: Actor, one: commands.Seen, names: dict[str, str]
) -> tuple[page.Share, ...]:
    """With whom a report is shared, by name; its owner learns for whom it is not there."""
    return tuple(
        page.Share(
            entry["kind"], entry["code"], entry["may_edit"],
            names.get(entry["code"], "") if entry["kind"] == With.ROLE else "",
            one.is_own and is_blind(
                services.store, actor.district, one.rows_of, entry["kind"], entry["code"]),
        )
        for entry in one.shares
    )  # fmt: skip


def _row(one: commands.Seen, shares: tuple[page.Share, ...]) -> page.ReportRow:
    return page.ReportRow(
        number=one.id,
        name=one.name,
        rows=one.rows_of.capitalize(),
        owner=one.owner,
        href=href_of(one),
        files=f"/report/{one.id}",
        changed=one.changed,
        is_own=one.is_own,
        may_edit=one.may_edit,
        is_pinned=one.is_pinned,
        shares=shares,
    )


def _known(services: Services, district: str) -> dict[str, dict[str, str]]:
    """Roles and budgets that can be named; addresses of people are not handed out."""
    with services.store.reading() as tx:
        budgets = [str(one.values["code"]) for one in records(tx, district, ENTITIES["budget"])]
    roles = role_names(services.store, district)
    return {"role": roles, "budget": dict.fromkeys(budgets, label(page.KINDS["budget"]))}


def register(guard: Guard, services: Services) -> None:
    """Bind the list and the buttons of the chosen report."""

    @guard.callback(
        Output(Reports.BODY, "children"),
        Input(Reports.URL, "search"),
        permission=Permission.ACCOUNT_READ,
    )
    def _body(search: str | None) -> Any:
        state = ReportsState.from_query(search)
        return page.body(view(services, guard.actor(), state, SAID.get(state.said or "", "")))

    @guard.callback(
        Output(Reports.URL, "search"),
        Output(Reports.BODY, "children", allow_duplicate=True),
        *(Input(button, "n_clicks") for button in _DOING),
        Input({"type": Reports.UNSHARE, "share": ALL}, "n_clicks"),
        State(Reports.NAME, "value"),
        State(Reports.KIND, "value"),
        State(Reports.CODE, "value"),
        State(Reports.EDIT, "value"),
        State(Reports.URL, "search"),
        permission=Permission.ACCOUNT_READ,
        prevent_initial_call=True,
    )
    def _act(*values: Any) -> Any:
        *clicks, several, name, kind, code, edit, search = values
        if not any(clicks) and not any(several):
            return no_update, no_update
        given = {"name": name, "kind": kind, "code": code, "edit": edit}
        texts = {key: str(value or "") for key, value in given.items()}
        return pressed(services, guard.actor(), search, dash.ctx.triggered_id, texts)

    def drawn(actor: Actor, search: str | None, says: str) -> Any:
        return page.body(view(services, actor, ReportsState.from_query(search), says))

    report_mails.register(guard, services, drawn)
