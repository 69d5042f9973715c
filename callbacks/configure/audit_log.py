"""The audit log: its search, kind and page stand in the address."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.search_state import search_state
from pages import ids
from pages.configure.audit_log import AuditLogPage, LoggedChange, body
from pages.configure.state import AuditLogState
from planning import audit_log


def audit_log_page(services: Services, actor: Actor, state: AuditLogState) -> AuditLogPage:
    """The entries of the reader's district that fit, the newest first."""
    search = audit_log.Search(state.search, state.entity or "", before_seq=state.before)
    entries = audit_log.found(actor, services.store, search)
    is_full = len(entries) == audit_log.PAGE
    return AuditLogPage(
        entries=[
            LoggedChange(one.seq, one.at, one.author, one.action, one.changed) for one in entries
        ],
        search=state.search,
        entity=state.entity or "",
        entities=audit_log.entities(actor, services.store),
        older=f"before={entries[-1].seq}" if is_full else "",
        newest="before=" if state.before else "",
    )


def register(guard: Guard, services: Services) -> None:
    """Bind state and entries; the state goes both ways between address and search box."""

    @guard.callback(
        Output(ids.AuditLog.URL, "search"),
        Output(ids.AuditLog.SEARCH, "value"),
        Output(ids.AuditLog.STATE, "data"),
        Input(ids.AuditLog.URL, "search"),
        Input(ids.AuditLog.SEARCH, "value"),
        State(ids.AuditLog.STATE, "data"),
        permission=Permission.DISTRICT_ADMINISTER,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(AuditLogState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.AuditLog.BODY, "children"),
        Input(ids.AuditLog.STATE, "data"),
        permission=Permission.DISTRICT_ADMINISTER,
        prevent_initial_call=True,
    )
    def _body(kept: str | None) -> Any:
        state = AuditLogState.from_query(kept)
        return body(audit_log_page(services, guard.actor(), state))
