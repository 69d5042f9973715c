"""Congratulations on the home page and in mail: what was reached, with the names of budgets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash
from dash import ALL, Input, Output, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Basis, Services
from data.store import OnlyLooking
from data.store.milestones import Reached
from pages import ids
from pages.home.congratulations import Congratulation
from planning.milestones import Told, close, to_show


def congratulations_of(services: Services, actor: Actor, ground: Basis) -> list[Congratulation]:
    """What the actor is congratulated on, with one budget in front or several."""
    if services.visits is None:
        return []
    today = services.clock().date()
    is_looking = actor.is_owner and ground.place is not None
    return named(
        actor, ground,
        to_show(actor, services.store, services.visits, today, is_looking=is_looking),
    )  # fmt: skip


def named(actor: Actor, ground: Basis, found: Sequence[Told]) -> list[Congratulation]:
    """The milestones with the names of their budgets."""
    names = {one.code: one.name for one in actor.scope.budgets}
    return [
        Congratulation(
            one.what, one.subject,
            names.get(one.subject, ground.place_name) if one.what == Reached.WEEKS else "",
        )
        for one in found
    ]  # fmt: skip


def register(guard: Guard, services: Services) -> None:
    """Bind the buttons that close a congratulation."""

    @guard.callback(
        Output(ids.Home.CONGRATULATIONS, "children"),
        Input({"type": ids.Home.CLOSE, "what": ALL, "subject": ALL}, "n_clicks"),
        permission=Permission.HOME_READ,
        prevent_initial_call=True,
    )
    def _close(_clicks: list[int | None]) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update
        actor = guard.actor()
        try:
            close(actor, services.store, str(pressed["what"]), str(pressed["subject"]),
                  clock=services.clock)  # fmt: skip
        except OnlyLooking:
            return no_update
        return []
