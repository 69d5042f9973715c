"""The note beside a bucket: read for the page, kept when its button is pressed."""

from __future__ import annotations

from typing import Any, TypedDict

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Basis, Services, basis
from data.store import StoreError
from pages import ids
from pages.components.switch import CHECKED, checked
from pages.format import moment
from pages.manage.bucket.note import NoteView, TeamNote, problem
from pages.state import BucketState
from planning.notes import IN_BUDGET, Beside, Subject, Written, notes, write


class Kept(TypedDict):
    """What the page remembers of the note: its version, and whether the team reads it."""

    version: int
    share: bool


def note_view(services: Services, actor: Actor, ground: Basis, code: str) -> NoteView:
    """The reader's note on the bucket at this place, and those that the team shares."""
    found = [one for one in _notes(services, actor, ground) if one.code == code]
    own = next((one for one in found if one.is_own), None)
    team = [TeamNote(one.writer, one.text, one.changed) for one in found if not one.is_own]
    if own is None:
        return NoteView(team=team)
    return NoteView(own.text, own.is_shared, own.version, own.fiscal_year, own.changed, team)


def keep(
    services: Services, actor: Actor, search: str | None, text: str | None, kept: Kept
) -> tuple[Any, Any]:
    """Keep the text; what is said about it, and what the page remembers then."""
    state = BucketState.from_query(search)
    ground = basis(services, actor, state)
    beside = Beside(Subject.BUCKET, state.bucket or "", place_of(ground))
    try:
        version = write(
            actor, services.store, beside, text=text or "", is_shared=bool(kept["share"]),
            fiscal_year=ground.year.year, version=int(kept["version"]), clock=services.clock,
        )  # fmt: skip
    except StoreError as error:
        return problem(str(error)), no_update
    said = f"Kept {moment(services.clock())} UTC." if version else "Removed."
    return said, {**kept, "version": version}


def register(guard: Guard, services: Services) -> None:
    """Bind the switch and the button of the note."""

    @guard.callback(
        Output(ids.Bucket.KEPT, "data"),
        Output(ids.Bucket.SHARE, CHECKED),
        Input(ids.Bucket.SHARE, "n_clicks"),
        State(ids.Bucket.KEPT, "data"),
        permission=Permission.BUCKET_READ,
        prevent_initial_call=True,
    )
    def _share(clicks: int | None, kept: Kept) -> Any:
        if not clicks:
            return no_update, no_update
        is_on = not kept["share"]
        return {**kept, "share": is_on}, checked(is_on=is_on)

    @guard.callback(
        Output(ids.Bucket.SAID, "children"),
        Output(ids.Bucket.KEPT, "data", allow_duplicate=True),
        Input(ids.Bucket.KEEP, "n_clicks"),
        State(ids.Bucket.URL, "search"),
        State(ids.Bucket.NOTE, "value"),
        State(ids.Bucket.KEPT, "data"),
        permission=Permission.BUCKET_READ,
        prevent_initial_call=True,
    )
    def _keep(clicks: int | None, search: str | None, text: str | None, kept: Kept) -> Any:
        if not clicks:
            return no_update, no_update
        return keep(services, guard.actor(), search, text, kept)


def _notes(services: Services, actor: Actor, ground: Basis) -> list[Written]:
    if services.store is None or not may_note(actor, ground):
        return []
    return notes(actor, services.store, Subject.BUCKET, place_of(ground))


def may_note(actor: Actor, ground: Basis) -> bool:
    """Whether the reader sees the whole place, so that notes of the team there are for them."""
    place = ground.place
    if place is None:
        return actor.scope.is_whole
    return place.is_budget or actor.scope.allows(place.code)


def place_of(ground: Basis) -> str:
    """Where a note stands: at a location, in a budget, or over the whole district."""
    if ground.place is None:
        return ""
    return f"{IN_BUDGET}{ground.place.code}" if ground.place.is_budget else ground.place.code
