"""The home page: which one a person gets, and its content."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services, basis
from callbacks.home_principal import principal_view
from pages import ids
from pages.home.principal import principal_home
from pages.state import HomeState


def home(services: Services, actor: Actor, state: HomeState) -> Any:
    """The content of the home page for this person."""
    ground = basis(services, actor, state)
    return principal_home(principal_view(services, actor, ground))


def register(guard: Guard, services: Services) -> None:
    """Bind the home page to its address."""

    @guard.callback(
        Output(ids.Home.BODY, "children"),
        Input(ids.Home.URL, "search"),
        permission=Permission.HOME_READ,
    )
    def _home(search: str | None) -> Any:
        return home(services, guard.actor(), HomeState.from_query(search))
