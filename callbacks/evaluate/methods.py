"""The methods page: its search stands in the address."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State

from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.search_state import search_state
from pages import ids
from pages.evaluate.methods import body
from pages.registry import PAGES
from pages.state import MethodsState


def register(guard: Guard, services: Services) -> None:  # noqa: ARG001 - one shape for all modules
    """Bind state and content; the state goes both ways between address and search box."""
    names = {page.path: page.name for page in PAGES}

    @guard.callback(
        Output(ids.Methods.URL, "search"),
        Output(ids.Methods.SEARCH, "value"),
        Output(ids.Methods.STATE, "data"),
        Input(ids.Methods.URL, "search"),
        Input(ids.Methods.SEARCH, "value"),
        State(ids.Methods.STATE, "data"),
        permission=Permission.EVALUATE_READ,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(MethodsState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.Methods.BODY, "children"),
        Input(ids.Methods.STATE, "data"),
        permission=Permission.EVALUATE_READ,
        prevent_initial_call=True,
    )
    def _body(kept: str | None) -> Any:
        return body(MethodsState.from_query(kept).search, names)
