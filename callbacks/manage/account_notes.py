"""Notes beside accounts: cells of the grid that the reader may write in."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Basis, Services, basis
from callbacks.manage.bucket_note import may_note, place_of
from data.store import StoreError
from pages import ids
from pages.manage.bucket.note import problem
from pages.manage.row_state import AccountsState
from planning.notes import Beside, NoteError, Subject, Written, notes, write

NOTE, READER, TEAM = "note", "note_reader", "note_team"
ONLY_ME, MY_TEAM = "Only me", "My team"
READERS: Final = (ONLY_ME, MY_TEAM)
Cells = dict[str, str]


def note_cells(services: Services, actor: Actor, ground: Basis) -> dict[str, Cells]:
    """The cells of every account that has a note here, by the account as printed."""
    found: dict[str, Cells] = {}
    for one in _notes(services, actor, ground):
        cells = found.setdefault(one.code, {NOTE: "", READER: "", TEAM: ""})
        if one.is_own:
            cells |= {NOTE: one.text, READER: MY_TEAM if one.is_shared else ONLY_ME}
        else:
            cells[TEAM] = "; ".join(part for part in (cells[TEAM], _said(one)) if part)
    return found


def keep(services: Services, actor: Actor, state: AccountsState, change: dict[str, Any]) -> str:
    """Keep the note of one account as the row has it now; returns what to say.

    What stood in the cell before must be what is kept, so that no text is overwritten unseen.
    """
    row, field = change.get("data"), change.get("colId")
    if not isinstance(row, dict) or field not in (NOTE, READER):
        raise NoteError("Only the note of an account can be written here.")
    ground = basis(services, actor, state)
    account, text = str(row.get("account") or ""), str(row.get(NOTE) or "")
    own = next(
        (one for one in _notes(services, actor, ground) if one.is_own and one.code == account), None
    )
    before = str(change.get("oldValue") or "") if field == NOTE else text
    if (own.text if own else "") != before:
        raise NoteError(
            f"The note on {account} was changed in another window. Load the page again and put "
            "both together."
        )
    version = write(
        actor,
        services.store,
        Beside(Subject.ACCOUNT, account, place_of(ground)),
        text=text,
        is_shared=row.get(READER) == MY_TEAM,
        fiscal_year=ground.year.year,
        version=own.version if own else 0,
        clock=services.clock,
    )
    return f"Note on {account} {'kept' if version else 'removed'}."


def register(guard: Guard, services: Services) -> None:
    """Bind the cells."""

    @guard.callback(
        Output(ids.Accounts.SAID, "children"),
        Input(ids.Accounts.GRID, "cellValueChanged"),
        State(ids.Accounts.STATE, "data"),
        permission=Permission.ACCOUNT_READ,
        prevent_initial_call=True,
    )
    def _keep(changes: list[dict[str, Any]] | None, kept: str | None) -> Any:
        if not isinstance(changes, list) or not changes:
            return no_update
        actor, state = guard.actor(), AccountsState.from_query(kept)
        try:
            return " ".join(keep(services, actor, state, one) for one in changes)
        except StoreError as error:
            return problem(str(error))


def _notes(services: Services, actor: Actor, ground: Basis) -> list[Written]:
    if services.store is None or not may_note(actor, ground):
        return []
    return notes(actor, services.store, Subject.ACCOUNT, place_of(ground))


def _said(one: Written) -> str:
    return f"{one.writer}: {one.text}"
