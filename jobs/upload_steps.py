"""Takes the steps of an upload that a person or the command line left to a job."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import Any, Final

from access.actor import SYSTEM, Actor
from config import Settings
from data.chart import chart
from data.store import Store, open_store
from data.warehouse import Warehouse
from jobs.kinds import Outcome
from loaders.progress import Progress
from loaders.uploads.desk import Desk
from loaders.uploads.states import State
from planning.sign_in import actor_of

_ENDS: Final = {
    State.REVIEWED: "Reviewed",
    State.CONFIRMED: "Saved",
    State.UNDONE: "Taken back",
}


class NoLongerHere(Exception):  # noqa: N818 - reads as the sentence the person gets
    """Whoever asked does not belong to the district any more."""

    for_person = True


def carry_out(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Take the `steps` of the upload named by `arguments`, for the `person` who asked.

    A step that was taken already, by an attempt of the same job, is passed over.
    """
    with closing(open_store(settings)) as store:
        desk = desk_of(settings, store, district, _person(store, arguments, district))
        number = str(arguments["upload"])
        for step in arguments["steps"]:
            take(desk, number, step, arguments, progress)
        kept = desk.kept(number)
    told = ", ".join(f"{what} {count:,}" for what, count in kept.counts.items() if count)
    return Outcome(f"{_ENDS[State(kept.state)]}: {told}.", {"upload": number})


def take(desk: Desk, number: str, step: str, said: Mapping[str, Any], progress: Progress) -> None:
    """Take one step. A confirmation waits for a person where rows are in error or it is asked.

    `said` may hold `ignoring` (rows in error) and `agreeing` (to what is asked).
    """
    ignoring, agreeing = bool(said.get("ignoring")), bool(said.get("agreeing"))
    state = desk.kept(number).state
    if step == "review":
        desk.review(number, progress)
    elif step == "confirm" and state != State.CONFIRMED:
        is_clean = ignoring or not desk.kept(number).counts.get("error")
        if is_clean and (agreeing or not desk.summary(number).question):
            desk.confirm(number, ignoring_errors=ignoring, agreeing=agreeing, told=progress)
    elif step == "undo" and state != State.UNDONE:
        desk.undo(number, progress)


def desk_of(settings: Settings, store: Store, district: str, actor: Actor) -> Desk:
    """The desk of a job, with the codes of the loaded chart of accounts."""
    with closing(Warehouse(settings)) as warehouse:
        return Desk(store, actor, district, chart(warehouse, district), is_at_work=True)


def _person(store: Store, arguments: Mapping[str, Any], district: str) -> Actor:
    number = int(arguments["person"])
    actor = actor_of(store, number, district) if number else SYSTEM
    if actor is None:
        raise NoLongerHere("You do not belong to this district any more.")
    return actor
