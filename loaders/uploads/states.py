"""Where an upload stands and what may be done with it: one table of states and actions."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from data.store.store import StoreError


class State(StrEnum):
    """Where an upload stands. Nothing has changed before it is confirmed."""

    UPLOADED = "uploaded"
    MAPPED = "mapped"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    DISCARDED = "discarded"


class Action(StrEnum):
    """What a person does with an upload."""

    MAP = "map"
    REVIEW = "review"
    CONFIRM = "confirm"
    DISCARD = "discard"
    UNDO = "undo"


STEPS: Final[dict[tuple[State, Action], State]] = {
    (State.UPLOADED, Action.MAP): State.MAPPED,
    (State.UPLOADED, Action.DISCARD): State.DISCARDED,
    (State.MAPPED, Action.MAP): State.MAPPED,
    (State.MAPPED, Action.REVIEW): State.REVIEWED,
    (State.MAPPED, Action.DISCARD): State.DISCARDED,
    (State.REVIEWED, Action.MAP): State.MAPPED,
    (State.REVIEWED, Action.REVIEW): State.REVIEWED,
    (State.REVIEWED, Action.CONFIRM): State.CONFIRMED,
    (State.REVIEWED, Action.DISCARD): State.DISCARDED,
    (State.CONFIRMED, Action.UNDO): State.UNDONE,
}


class StepError(StoreError):
    """An action that the upload's state does not allow; the message names those it does."""


def step(state: State, action: Action) -> State:
    """The state after an action; raises `StepError` where the table has no such step."""
    after = STEPS.get((state, action))
    if after is None:
        allowed = [str(other) for (at, other) in STEPS if at is state]
        may = f"it can be: {', '.join(allowed)}" if allowed else "nothing more can be done with it"
        raise StepError(f"The upload is {state}, so this step ({action}) is not open; {may}.")
    return after
