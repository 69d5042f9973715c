"""The guided tour at the first sign-in: whether it begins, and that it has ended."""

from __future__ import annotations

from typing import Any

from dash import Input, Output
from dash.development.base_component import Component

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from data.store import StoreError
from pages import ids
from pages.registry import PAGES
from pages.tour import FirstTour, spoken_steps, tour, tour_name
from planning.tours import begins, end


def first_tour(services: Services, actor: Actor) -> list[Component]:
    """What makes the tour begin by itself; nothing for whoever has ended it once."""
    name = tour_name(actor.permissions)
    heard = services.visits.heard if services.visits else set()
    key = ("tour", actor.user_id, name)
    if key in heard:
        return []
    if not begins(actor, services.store, name):
        if not actor.viewer:
            heard.add(key)
        return []
    return [FirstTour(tour=name, steps=spoken_steps(tour(actor.permissions, PAGES)))]


def register(guard: Guard, services: Services) -> None:
    """Bind what the browser says at the end of a tour."""

    @guard.callback(
        Output(ids.Shell.TOUR_KEPT, "data"),
        Input(ids.Shell.TOUR, "data"),
        permission=Permission.HOME_READ,
        prevent_initial_call=True,
    )
    def _ended(said: Any) -> Any:
        given = said if isinstance(said, dict) else {}
        try:
            end(guard.actor(), services.store, str(given.get("tour")), str(given.get("how")),
                clock=services.clock)  # fmt: skip
        except StoreError:
            return False
        return True
