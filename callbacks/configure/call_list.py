"""Who has not looked: the list, the note of a call, and the list as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.configure.adoption import budget_words, school_names
from callbacks.configure.adoption_file import asked_state, people_file
from data.adoption_rows import CALL_LIST
from data.store import StoreError
from exports.flat import Export
from pages import account_ids as ids
from pages.account_state import CallListState
from pages.configure import answers
from pages.configure.adoption import CALLS
from pages.configure.call_list import USUAL, AwayLine, CallLine, CallListPage, body
from pages.configure.person import told
from planning.adoption import Looker, adoption, not_looked, write_call


def call_list_page(services: Services, actor: Actor, state: CallListState) -> CallListPage:
    """The people away, and the one of the state, who may have looked meanwhile."""
    days, today = _days(state), services.clock().date()
    found, names = adoption(actor, services.store, today), school_names(services, actor)
    called = next((one for one in found.people if one.holder.user_id == state.person), None)
    return CallListPage(
        days=days,
        people=len(found.people),
        rows=[_line(one, names, days) for one in not_looked(found, days)],
        export=f"/export/call-list?days={days}",
        today=today,
        open=_line(called, names, days) if called else None,
    )


def call_list_file(
    services: Services, actor: Actor, form: str, given: Mapping[str, Sequence[str]]
) -> Export:
    """The people away as a file; raises `ArgumentError`."""
    days = _days(asked_state(CallListState, CALL_LIST, given))
    rows = not_looked(adoption(actor, services.store, services.clock().date()), days)
    return people_file(services, actor, form, (CALL_LIST, rows, f"not looked for {days} days"))


def keep_call(services: Services, actor: Actor, search: str | None, day: str, text: str) -> Any:
    """Keep the note of a call; the page afterwards, with the words still there if refused."""
    state = CallListState.from_query(search)
    try:
        said = told(
            write_call(actor, services.store, state.person or 0, day, text, clock=services.clock)
        )
        text = ""
    except (StoreError, NotPermitted) as error:
        said = answers.refused("The note was not kept.", f" {error}")
    return body(replace(call_list_page(services, actor, state), text=text), said)


def _days(state: CallListState) -> int:
    return min(state.days or USUAL, 366)


def _line(one: Looker, names: dict[str, str], days: int) -> AwayLine:
    asked = urlencode({"days": days, "person": one.holder.user_id})
    return AwayLine(
        one.holder.name, one.holder.email, budget_words(one, names), one.last,
        one.holder.last_sign_in_utc,
        [CallLine(each.day, each.author, each.text) for each in one.calls], f"{CALLS}?{asked}",
    )  # fmt: skip


def register(guard: Guard, services: Services) -> None:
    """Bind the list to its address, and the note to its button."""

    @guard.callback(
        Output(ids.CallList.BODY, "children"),
        Input(ids.CallList.URL, "search"),
        permission=Permission.MANAGE_CONFIGURE,
    )
    def _body(search: str | None) -> Any:
        return body(call_list_page(services, guard.actor(), CallListState.from_query(search)))

    @guard.callback(
        Output(ids.CallList.BODY, "children", allow_duplicate=True),
        Input({"type": ids.CallList.DO, "do": ALL}, "n_clicks"),
        State(ids.CallList.URL, "search"),
        State({"type": ids.CallList.FIELD, "name": ALL}, "value"),
        State({"type": ids.CallList.FIELD, "name": ALL}, "id"),
        permission=Permission.MANAGE_CONFIGURE,
        prevent_initial_call=True,
    )
    def _keep(_clicks: list[int | None], search: str | None, values: Any, names: Any) -> Any:
        if not dash.ctx.triggered or not dash.ctx.triggered[0]["value"]:
            return no_update
        pairs = zip(names, values, strict=False)
        typed = {str(one.get("name")): str(value or "") for one, value in pairs}
        day, text = typed.get("day", ""), typed.get("text", "")
        return keep_call(services, guard.actor(), search, day, text)
