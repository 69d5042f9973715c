"""The table of states and actions, written out once more by hand."""

from __future__ import annotations

import pytest

from loaders.uploads.states import Action, State, StepError, step

ALLOWED = {
    "uploaded": {"map": "mapped", "discard": "discarded"},
    "mapped": {"map": "mapped", "review": "reviewed", "discard": "discarded"},
    "reviewed": {
        "map": "mapped",
        "review": "reviewed",
        "confirm": "confirmed",
        "discard": "discarded",
    },
    "confirmed": {"undo": "undone"},
    "undone": {},
    "discarded": {},
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_every_state_and_action(state, action):
    after = ALLOWED[state].get(action)
    if after is not None:
        assert step(state, action) == after
        return
    with pytest.raises(StepError, match=f"The upload is {state}") as found:
        step(state, action)
    assert all(other in str(found.value) for other in ALLOWED[state])
