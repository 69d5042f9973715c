"""Fills navigation and top bar for the person of the request."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services, chosen_place, chosen_year, places
from callbacks.freshness import freshness
from data.districts import district, fiscal_years
from data.warehouse import NoSnapshotError
from pages import ids, shell
from pages.shell import Freshness, TopBar
from pages.state import PageState


def navigation(guard: Guard, pathname: str | None, search: str | None) -> Any:
    """The pages that the person may open."""
    state = PageState.from_query(search)
    return shell.navigation(guard.actor().permissions, pathname or "/", state, search or "")


def top_bar(guard: Guard, services: Services, search: str | None) -> Any:
    """District, year, budget, age of the data and person."""
    return shell.top_bar(top_view(services, guard.actor(), PageState.from_query(search)))


def top_view(services: Services, actor: Actor, state: PageState) -> TopBar:
    """What the top bar says; without data it still names the person."""
    warehouse = services.warehouse
    names = [(code, _district_name(services, code)) for code in actor.districts]
    common: dict[str, Any] = {
        "district": actor.district,
        "districts": names,
        "person": actor.own_label,
        "viewer": actor.viewer,
        "email": actor.email,
        "role": actor.role.replace("_", " "),
        "permissions": actor.permissions,
    }
    try:
        info = warehouse.snapshot(actor.district)
        year = chosen_year(warehouse, actor.district, state.year).year
    except NoSnapshotError:
        return TopBar(
            year=None, years=(), budget=None, budgets=(), as_of=None,
            freshness=Freshness.BAD, **common,
        )  # fmt: skip
    place = chosen_place(warehouse, actor, state.location)
    known = fiscal_years(warehouse, actor.district)
    return TopBar(
        year=year,
        years=[entry.year for entry in reversed(known) if entry.has_money],
        budget=place.code if place else None,
        budgets=[(one.code, one.name) for one in places(warehouse, actor.scope)],
        as_of=info.data_as_of,
        freshness=freshness(services, info),
        **common,
    )


def budgets(guard: Guard, services: Services) -> list[tuple[str, str]]:
    """Code and name of every budget that the person may choose, for the menu when it opens."""
    try:
        return [(one.code, one.name) for one in places(services.warehouse, guard.actor().scope)]
    except NoSnapshotError:
        return []


def _district_name(services: Services, code: str) -> str:
    try:
        return district(services.warehouse, code).name
    except NoSnapshotError:
        return code


def register(guard: Guard, services: Services) -> None:
    """Bind both parts to the address of the page."""
    address = Input(ids.Router.LOCATION, "pathname"), Input(ids.Router.LOCATION, "search")

    @guard.callback(
        Output(ids.Shell.NAVIGATION, "children"), *address, permission=Permission.HOME_READ
    )
    def _navigation(pathname: str | None, search: str | None) -> Any:
        return navigation(guard, pathname, search)

    @guard.callback(Output(ids.Shell.TOP, "children"), address[1], permission=Permission.HOME_READ)
    def _top_bar(search: str | None) -> Any:
        return top_bar(guard, services, search)
