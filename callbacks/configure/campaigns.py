"""Campaigns: the list, the form of one, its preview, and what is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from callbacks.campaign_letter import campaign_content
from callbacks.configure import campaign_draft as drafts
from callbacks.role_names import role_names
from data.districts import District, district
from data.entities.registry import ENTITIES
from data.store import StoreError
from data.store.campaigns import Campaign, Trace
from data.store.records import records
from pages import account_ids as ids
from pages.account_state import CampaignsState
from pages.configure import answers
from pages.configure.campaign_form import SEEN, CampaignForm, Preview
from pages.configure.campaigns import PATH, CampaignLine, CampaignsPage, Reading, body
from pages.configure.mail import STATES
from pages.format import moment
from pages.words import Name
from planning import campaigns as commands
from planning.campaign_texts import LANGUAGES
from planning.placeholders import IN_TEXT, filled_subject

_NEW: Final = (
    ("Your budgets this week", "week", "en"),
    ("Sus presupuestos esta semana", "week", "es"),
    ("A reminder", "reminder", "en"),
    ("Un recordatorio", "reminder", "es"),
)
_SAID: Final = {
    "saved": "Saved.",
    "tried": "A test mail is on its way to you, with your own figures.",
    "sent": "It goes out within a minute.",
    "stopped": "Stopped: no more of it is sent.",
    "deleted": "Deleted.",
}
Given = Mapping[str, str]


def campaigns_page(
    services: Services, actor: Actor, state: CampaignsState, given: Given | None = None,
    preview: Preview | None = None,
) -> CampaignsPage:  # fmt: skip
    """The list, and the campaign that the address names; `given` is what is typed by now."""
    roles = role_names(services.store, actor.district)
    rows = [_line(one, roles) for one in commands.listed(actor, services.store)]
    known = commands.opened(actor, services.store, state.campaign) if state.campaign else None
    return CampaignsPage(
        rows=rows,
        turned_off=commands.turned_off(actor, services.store),
        new=[(words, f"{PATH}?{urlencode({'new': what, 'language': language})}")
             for words, what, language in _NEW],
        form=_form(services, actor, state, known, given),
        preview=preview,
        sums=known.sums if known else {},
        readings=[
            Reading(mail.recipient, STATES[mail.state],
                    bool(traces), Trace.CLICKED in traces)
            for mail, traces in (known.mails if known else ())
        ],
    )  # fmt: skip


def _line(one: commands.Known, roles: Mapping[str, str]) -> CampaignLine:
    found = one.campaign
    return CampaignLine(
        name=found.name,
        href=f"{PATH}?{urlencode({'campaign': found.id})}",
        audience=drafts.audience_words(found, roles),
        when=drafts.when_words(found),
        language=drafts.language_words(found),
        sums=one.sums,
    )


def _form(
    services: Services, actor: Actor, state: CampaignsState, known: commands.Known | None,
    given: Given | None,
) -> CampaignForm | None:  # fmt: skip
    if known is None and state.new is None:
        return None
    found = known.campaign if known else None
    usual = drafts.values_of(found) if found else drafts.new_values(
        state.new or "", state.language or "en")  # fmt: skip
    budgets = _codes(services, actor, "budget")
    zone = _district(services, actor).zone
    return CampaignForm(
        title=Name(found.name) if found else "A new campaign",
        values=given or usual,
        roles=role_names(services.store, actor.district),
        budgets=budgets,
        languages=LANGUAGES,
        placeholders=IN_TEXT,
        is_kept=found is not None,
        is_sent=bool(known and known.sums["posted"]),
        next=_next(found, zone) if found else "",
        clock=zone.key,
        seen=(given or {}).get(SEEN) or (commands.mark(found) if found else ""),
    )


def _next(found: Campaign, zone: ZoneInfo) -> str:
    if found.next_utc is None:
        return ""
    return f"Goes out next on {moment(found.next_utc.astimezone(zone))} ({zone.key})."


def _codes(services: Services, actor: Actor, entity: str) -> list[str]:
    with services.store.reading() as tx:
        return [str(one.values["code"]) for one in records(tx, actor.district, ENTITIES[entity])]


def _district(services: Services, actor: Actor) -> District:
    return district(services.warehouse, actor.district)


def looked_at(services: Services, actor: Actor, given: Given) -> Preview:
    """The mail that the form would send, as the actor would get it; nothing is kept or sent."""
    found = commands.drafted(actor, drafts.draft_of(given))
    place = _district(services, actor).name
    content = campaign_content(services, actor, found)
    people = commands.audience(services.store, found, services.clock())
    names = [who.own_label for who in people]
    subject = filled_subject(found.subject, {"name": actor.own_label, "district": place})
    if content is None:
        none = ("You would get none: there is no bucket with money among yours.",)
        return Preview(subject, none, (), (), (), names)
    head, rows = (content.table.head, content.table.rows) if content.table else ((), ())
    return Preview(subject, content.before, head, rows, content.after, names)


def act(
    services: Services, actor: Actor, state: CampaignsState, what: str, given: Given
) -> tuple[CampaignsState, Preview | None]:
    """Do what a button says; the state afterwards. Raises `StoreError` with the reason why not."""
    store, number, clock = services.store, state.campaign or 0, services.clock
    if what == "preview":
        return state, looked_at(services, actor, given)
    if what == "save":
        zone = _district(services, actor).zone
        draft, seen = drafts.draft_of(given), given.get(SEEN, "")
        number = commands.save(actor, store, state.campaign, draft, zone, seen=seen, clock=clock)
        return CampaignsState(campaign=number, said="saved"), None
    if what in ("try", "send"):
        _must_be_saved(services, actor, number, given)
    if what == "try":
        commands.try_out(actor, store, number, _district(services, actor).name, clock=clock)
        return replace(state, said="tried"), None
    if what == "send":
        commands.send_now(actor, store, number, clock=clock)
        return replace(state, said="sent"), None
    if what == "stop":
        commands.stop(actor, store, number, clock=clock)
        return replace(state, said="stopped"), None
    commands.delete(actor, store, number, clock=clock)
    return CampaignsState(said="deleted"), None


def _must_be_saved(services: Services, actor: Actor, number: int, given: Given) -> None:
    """What is sent is what is kept: raise where the form says something else."""
    known = commands.opened(actor, services.store, number)
    kept = drafts.values_of(known.campaign) if known else {}
    if {name: text.strip() for name, text in given.items() if name != SEEN} != kept:
        raise commands.CampaignError("There are changes that are not saved yet: save them first.")


def register(guard: Guard, services: Services) -> None:
    """Bind the page and its buttons."""

    @guard.callback(
        Output(ids.Campaigns.BODY, "children"),
        Input(ids.Campaigns.URL, "search"),
        permission=Permission.MANAGE_CONFIGURE,
    )
    def _body(search: str | None) -> Any:
        state = CampaignsState.from_query(search)
        said = answers.done(_SAID[state.said]) if state.said in _SAID else None
        return body(campaigns_page(services, guard.actor(), state), said)

    @guard.callback(
        Output(ids.Campaigns.URL, "search", allow_duplicate=True),
        Output(ids.Campaigns.BODY, "children", allow_duplicate=True),
        Input({"type": ids.Campaigns.DO, "do": ALL}, "n_clicks"),
        State(ids.Campaigns.URL, "search"),
        State({"type": ids.Campaigns.FIELD, "name": ALL}, "value"),
        State({"type": ids.Campaigns.FIELD, "name": ALL}, "id"),
        permission=Permission.MANAGE_CONFIGURE,
        prevent_initial_call=True,
    )
    def _act(_clicks: list[int | None], search: str | None, values: Any, names: Any) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not dash.ctx.triggered[0]["value"]:
            return no_update, no_update
        pairs = zip(names, values, strict=False)
        given = {str(one.get("name")): str(value or "") for one, value in pairs}
        return _answered(services, guard.actor(), search, str(pressed["do"]), given)


def _answered(
    services: Services, actor: Actor, search: str | None, what: str, given: Given
) -> tuple[Any, Any]:
    """The address afterwards, and the page; what is typed stays where nothing was saved."""
    state = CampaignsState.from_query(search)
    said = None
    try:
        after, preview = act(services, actor, state, what, given)
    except (StoreError, NotPermitted) as error:
        after, preview, said = state, None, answers.refused("Nothing was done.", f" {error}")
    if after != state:
        return after.to_query(), no_update
    if said is None and preview is None:
        said = answers.done(_SAID[state.said or "saved"])
    return no_update, body(campaigns_page(services, actor, state, given, preview), said)
