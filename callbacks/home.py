"""The home page: which one a person gets, and its content."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output
from dash.development.base_component import Component

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.roles import Role
from callbacks.basis import Basis, Services, basis, note_look
from callbacks.congratulations import congratulations_of
from callbacks.first_tour import first_tour
from callbacks.freshness import banner
from callbacks.home_director import director_view
from callbacks.home_district import district_view
from callbacks.home_principal import principal_view
from callbacks.manage.report_files import pinned_reports
from pages import ids
from pages.components.card import row
from pages.home.congratulations import congratulations
from pages.home.director import director_home
from pages.home.district import district_home
from pages.home.principal import principal_home
from pages.state import HomeState

_DIRECTORS: Final = (Role.BUDGET_DIRECTOR, Role.ADMINISTRATOR)


def home(services: Services, actor: Actor, state: HomeState) -> Any:
    """The content of the home page for this person."""
    return _content(services, actor, basis(services, actor, state))


def _content(services: Services, actor: Actor, ground: Basis) -> list[Component]:
    if ground.place is not None or not actor.scope.is_whole:
        note_look(services, actor, ground)
        return principal_home(principal_view(services, actor, ground))
    if actor.role in _DIRECTORS:
        return director_home(director_view(services, actor, ground))
    return district_home(district_view(services, actor, ground))


def register(guard: Guard, services: Services) -> None:
    """Bind the home page to its address."""

    @guard.callback(
        Output(ids.Home.BODY, "children"),
        Input(ids.Home.URL, "search"),
        permission=Permission.HOME_READ,
    )
    def _home(search: str | None) -> Any:
        actor = guard.actor()
        ground = basis(services, actor, HomeState.from_query(search))
        content = _content(services, actor, ground)
        pinned = [row(one) for one in pinned_reports(services, actor)]
        cheers = congratulations(congratulations_of(services, actor, ground))
        # The last line of the page, of its figures' source, stays the last.
        shown = [*banner(services, actor), *cheers, *content[:-1], *pinned, content[-1]]
        return [*shown, *first_tour(services, actor)]
