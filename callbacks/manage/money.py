"""The Money tab: state of the page in its address, buckets of the chosen budget."""

from __future__ import annotations

from typing import Any

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services, basis
from callbacks.bucket_lines import bucket_list, groups, link, method, total
from pages import ids
from pages.manage.money import MoneyPage, body, ending, head
from pages.state import MoneyState, settled


def money_state(
    search: str | None, ticked: list[str] | None, previous: str | None
) -> tuple[Any, Any, Any]:
    """Address, switch and kept state, from whichever of the first two has changed."""
    address = MoneyState.from_query(search)
    controls = MoneyState(address.year, address.location, bool(ticked))
    before = None if previous is None else MoneyState.from_query(previous)
    known = None if before is None else MoneyState(address.year, address.location, before.empty)
    state = settled(known, address, controls)
    query = state.to_query()
    return (
        no_update if state == address else query,
        no_update if state == controls else (["1"] if state.empty else []),
        no_update if query == previous else query,
    )


def money_view(services: Services, actor: Actor, state: MoneyState) -> MoneyPage:
    """What the page shows for the state."""
    ground = basis(services, actor, state)
    found = bucket_list(services.warehouse, ground, show_empty=state.empty)
    return MoneyPage(
        place=ground.place_name,
        year=ground.year.year,
        year_end=ground.year_end,
        periods=ground.periods,
        groups=groups(found, is_owner=actor.location_id is not None),
        total=total([bucket.line for bucket in found]),
        method=method(found),
        link=link(actor, ground),
        export=ground.export("buckets"),
        district=ground.district_name,
        loaded=ground.loaded_words,
    )


def register(guard: Guard, services: Services) -> None:
    """Bind state and content; the state goes both ways between address and switch."""

    @guard.callback(
        Output(ids.Money.URL, "search"),
        Output(ids.Money.EMPTY, "value"),
        Output(ids.Money.STATE, "data"),
        Input(ids.Money.URL, "search"),
        Input(ids.Money.EMPTY, "value"),
        State(ids.Money.STATE, "data"),
        permission=Permission.BUCKET_READ,
    )
    def _state(search: str | None, ticked: list[str] | None, previous: str | None) -> Any:
        return money_state(search, ticked, previous)

    @guard.callback(
        Output(ids.Money.HEAD, "children"),
        Output(ids.Money.BODY, "children"),
        Output(ids.Money.FOOT, "children"),
        Input(ids.Money.STATE, "data"),
        permission=Permission.BUCKET_READ,
        prevent_initial_call=True,
    )
    def _page(kept: str | None) -> Any:
        view = money_view(services, guard.actor(), MoneyState.from_query(kept))
        return head(view), body(view), ending(view)
