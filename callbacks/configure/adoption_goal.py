"""The goal of the district on its cockpit: its form, the review of another goal, and its saving."""

from __future__ import annotations

from typing import Any, Final

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from data.store import StoreError
from metrics.adoption import FEWEST, needed
from pages import account_ids as ids
from pages.configure import answers
from pages.configure.adoption_goal import GoalForm, goal_form, goal_review
from pages.format import counted
from planning.adoption import adoption
from planning.adoption_goal import goal, read_goal, set_goal

SAID: Final = "goal"
"""What the address says after a goal was saved."""
_CLOSE: Final = "/configuration/adoption"


def opened_form(percent: int) -> GoalForm:
    """The form with the goal as it is."""
    return GoalForm(str(percent), percent, _CLOSE)


def review_goal(services: Services, actor: Actor, typed: str, was: int) -> answers.ReviewView:
    """What another goal would ask for; nothing is changed. `StoreError` says what to mend."""
    percent = read_goal(typed)
    found = adoption(actor, services.store, services.clock().date())
    many, regular = len(found.regular), sum(found.regular.values())
    asked, people = needed(percent, many), len(found.people)
    lacking = max(0, asked - regular)
    rest = f"{lacking} more would reach it"
    if people < FEWEST:
        rest = f"not called reached while fewer than {FEWEST} people hold a budget"
    elif not lacking:
        rest = "the goal is reached"
    effect = (
        f"{percent}% of {counted(many, 'budget')}: {asked} to be looked at regularly; "
        f"{regular} so far, {rest}."
    )
    changed = [answers.Difference("Goal", f"{was}%", f"{percent}%")] if percent != was else []
    return answers.ReviewView(changed, [], [], [effect])


def act(services: Services, actor: Actor, what: str, typed: str, was: int) -> tuple[Any, Any]:
    """Do what a button says: the form afterwards, and the address where the goal was saved."""
    view = GoalForm(typed, was, _CLOSE)
    try:
        if what == "save":
            percent = read_goal(typed)
            set_goal(actor, services.settings, services.store, percent, was, clock=services.clock)
            return no_update, f"?said={SAID}"
        answer = goal_review(review_goal(services, actor, typed, was))
    except (StoreError, NotPermitted) as error:
        answer = answers.refused("The goal was not changed.", f" {error}")
        if was != (now := goal(services.settings, services.store, actor.district)):
            view = GoalForm(typed, now, _CLOSE)
    return goal_form(GoalForm(view.typed, view.was, _CLOSE, answer)), no_update


def register(guard: Guard, services: Services) -> None:
    """Bind the buttons of the form."""

    @guard.callback(
        Output(ids.Adoption.GOAL, "children"),
        Output(ids.Adoption.URL, "search"),
        Input({"type": ids.Adoption.GOAL_DO, "do": ALL}, "n_clicks"),
        State({"type": ids.Adoption.GOAL_FIELD, "name": ALL}, "value"),
        State({"type": ids.Adoption.GOAL_FIELD, "name": ALL}, "id"),
        permission=Permission.DISTRICT_ADMINISTER,
        prevent_initial_call=True,
    )
    def _goal(_clicks: list[int | None], values: Any, names: Any) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update, no_update
        pairs = zip(names, values, strict=False)
        given = {str(one.get("name")): str(value or "")[:20] for one, value in pairs}
        was = given.get("was", "")
        return act(services, guard.actor(), str(pressed["do"]), given.get("percent", ""),
                   int(was) if was.isascii() and was.isdigit() else 0)  # fmt: skip
