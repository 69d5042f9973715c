"""The team of a budget: its people, the review of a change, the change."""

from __future__ import annotations

from typing import Any

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from data.store import StoreError
from pages import account_ids as ids
from pages.account_state import TeamState
from pages.configure import answers
from pages.configure.person import told
from pages.configure.team import REMOVE, TeamLine, TeamPage, body, closed, review
from planning.configure.problems import blocking
from planning.team import TeamDesk


def page(
    services: Services,
    actor: Actor,
    code: str,
    said: Any = None,
    chosen: tuple[str, str] = ("", ""),
) -> Any:
    """The team of a budget; closed for whoever may not manage it."""
    team = _desk(services, actor, code).team()
    if team is None:
        return closed()
    members = [
        TeamLine(one.name, one.email, one.role_name or one.role_code, one.is_active)
        for one in team.members
    ]
    view = TeamPage(team.code, team.name, members, team.people, team.roles, chosen)
    return body(view, said)


def act(services: Services, actor: Actor, code: str, what: str, email: str, role: str) -> Any:
    """Review or make a change; the page afterwards."""
    desk, given = _desk(services, actor, code), "" if role == REMOVE else role
    if not email or not role:
        said: Any = answers.refused("Nothing was changed.", " Choose a person and a role first.")
        return page(services, actor, code, said, (email, role))
    try:
        if what == "confirm":
            return page(services, actor, code, told(desk.change(email, given)))
        step = desk.review(email, given)
        problems = [one.message for one in blocking(list(step.problems))]
        said = review(step.person, step.before, step.after, problems)
    except (StoreError, NotPermitted) as error:
        said = answers.refused("Nothing was changed.", f" {error}")
    return page(services, actor, code, said, (email, role))


def _desk(services: Services, actor: Actor, code: str) -> TeamDesk:
    return TeamDesk(actor, services.store, code, services.clock)


def register(guard: Guard, services: Services) -> None:
    """Bind the page and its buttons; whose team it is decides what they do."""

    @guard.callback(
        Output(ids.Team.BODY, "children"),
        Input(ids.Team.URL, "search"),
        permission=Permission.HOME_READ,
    )
    def _body(search: str | None) -> Any:
        return page(services, guard.actor(), TeamState.from_query(search).budget or "")

    @guard.callback(
        Output(ids.Team.BODY, "children", allow_duplicate=True),
        Input({"type": ids.Team.DO, "do": ALL}, "n_clicks"),
        State(ids.Team.URL, "search"),
        State({"type": ids.Team.FIELD, "name": ALL}, "value"),
        State({"type": ids.Team.FIELD, "name": ALL}, "id"),
        permission=Permission.HOME_READ,
        prevent_initial_call=True,
    )
    def _act(_clicks: list[int | None], search: str | None, values: Any, names: Any) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update
        pairs = zip(names, values, strict=False)
        typed = {str(one.get("name")): str(value or "") for one, value in pairs}
        code = TeamState.from_query(search).budget or ""
        asked = typed.get("email", ""), typed.get("role", "")
        return act(services, guard.actor(), code, str(pressed["do"]), *asked)
