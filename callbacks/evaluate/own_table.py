"""A person's own table: read, reckoned and shown in one request; nothing of it is kept."""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from dash import Input, Output, State, ctx, dcc, no_update

from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.own_table_view import own_table_view
from exports import equity_files
from exports.equity_rows import Told
from loaders.errors import LoaderError
from loaders.uploads.unit_table import OwnTable, read_unit_table
from metrics.equity import EquityStatistics, Weighting, statistics
from metrics.vertical.need import STARTING, Counting, Need, changed
from pages import ids
from pages.components.file_drop import LARGEST
from pages.components.switch import CHECKED, checked
from pages.evaluate.own_table import asked, body, refused
from pages.state import OwnTableState, settled

Kept = dict[str, Any]
_READ: Final = Permission.EVALUATE_READ


class UploadError(LoaderError):
    """What the browser sent is no file that can be read."""


def reckoned(
    contents: object, name: object, state: OwnTableState
) -> tuple[EquityStatistics, OwnTable, Told]:
    """The statistics of an uploaded file under the choices of the page."""
    read = _read(contents, name)
    counting = Counting.UNDUPLICATED if state.once else Counting.ADDITIVE
    extra = {need: float(text) for need in Need if (text := getattr(state, need))}
    weighting = Weighting.EACH if state.each else Weighting.PUPILS
    found = statistics(read.table, changed(extra, counting), weighting)
    return found, read, Told.of(_file_name(name), read)


def _read(contents: object, name: object) -> OwnTable:
    """The table in a data address such as `data:text/csv;base64,...`."""
    _, _, packed = contents.partition(";base64,") if isinstance(contents, str) else ("", "", "")
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UploadError("the file did not arrive whole: upload it again.") from error
    if len(raw) > LARGEST:
        raise UploadError(f"the file is larger than {LARGEST // 10**6} MB.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _file_name(name)
        path.write_bytes(raw)
        return read_unit_table(path)


def _file_name(name: object) -> str:
    """The last part of the file's name, harmless as a name here."""
    last = re.split(r"[\\/]", name)[-1] if isinstance(name, str) else ""
    return re.sub(r"[^\w .()-]", "_", last)[-80:].lstrip(". ") or "table.csv"


def own_table_state(
    search: str | None, typed: dict[str, Any], clicks: dict[str, int | None], kept: Kept | None
) -> tuple[OwnTableState, Kept, bool]:
    """State of the page from its address, inputs and switches; whether the address must change."""
    address = OwnTableState.from_query(search)
    before = None if kept is None else OwnTableState.from_query(str(kept.get("query") or ""))
    controls = address
    if kept is not None and before is not None:
        changes: dict[str, Any] = {
            name: getattr(before, name) != ((clicks[name] or 0) > (kept.get(name) or 0))
            for name in clicks
        }
        controls = replace(before, **changes, **_weights(typed, before))
    state = settled(before, address, controls)
    numbers = {name: number or 0 for name, number in clicks.items()}
    return state, {"query": state.to_query(), **numbers}, state != address


def _weights(typed: dict[str, Any], before: OwnTableState) -> dict[str, Any]:
    """The weights as typed; what is none, or the starting weight, stands for the starting one."""
    found: dict[str, Any] = {}
    for need, text in typed.items():
        if text is None:
            found[need] = getattr(before, need)
            continue
        value = getattr(OwnTableState.from_query(f"{need}={text}"), need)
        is_start = bool(value) and float(value) == STARTING.of(Need(need))
        found[need] = "" if is_start else value
    return found


def shown_weights(state: OwnTableState) -> list[str]:
    """What the inputs show: the weight in force of each need."""
    return [getattr(state, need) or f"{STARTING.of(need):g}" for need in Need]


def register(guard: Guard, services: Services) -> None:  # noqa: ARG001 - one shape for all modules
    """Bind state, content and downloads."""

    @guard.callback(
        Output(ids.OwnTable.URL, "search"),
        Output(ids.OwnTable.FRL, "value"),
        Output(ids.OwnTable.ELL, "value"),
        Output(ids.OwnTable.SPED, "value"),
        Output(ids.OwnTable.EACH, CHECKED),
        Output(ids.OwnTable.ONCE, CHECKED),
        Output(ids.OwnTable.STATE, "data"),
        Input(ids.OwnTable.URL, "search"),
        Input(ids.OwnTable.FRL, "value"),
        Input(ids.OwnTable.ELL, "value"),
        Input(ids.OwnTable.SPED, "value"),
        Input(ids.OwnTable.EACH, "n_clicks"),
        Input(ids.OwnTable.ONCE, "n_clicks"),
        State(ids.OwnTable.STATE, "data"),
        permission=_READ,
    )
    def _state(
        search: str | None,
        frl: Any,
        ell: Any,
        sped: Any,
        each: int | None,
        once: int | None,
        kept: Kept | None,
    ) -> Any:
        typed = dict(zip(Need, (frl, ell, sped), strict=True))
        clicks = {"each": each, "once": once}
        state, keep, is_new = own_table_state(search, typed, clicks, kept)
        return (
            keep["query"] if is_new else no_update,
            *(
                no_update if weight == value else weight
                for weight, value in zip(shown_weights(state), (frl, ell, sped), strict=True)
            ),
            checked(is_on=state.each),
            checked(is_on=state.once),
            keep if keep != kept else no_update,
        )

    @guard.callback(
        Output(ids.OwnTable.BODY, "children"),
        Input(ids.OwnTable.UPLOAD, "contents"),
        Input(ids.OwnTable.STATE, "data"),
        State(ids.OwnTable.UPLOAD, "filename"),
        permission=_READ,
        prevent_initial_call=True,
    )
    def _body(contents: Any, kept: Kept | None, name: Any) -> Any:
        if not contents:
            return asked()
        try:
            found, _, told = reckoned(contents, name, _kept_state(kept))
        except LoaderError as error:
            return refused(str(error))
        return body(own_table_view(found, told))

    @guard.callback(
        Output(ids.OwnTable.FILE, "data"),
        Input(ids.OwnTable.XLSX, "n_clicks"),
        Input(ids.OwnTable.CSV, "n_clicks"),
        Input(ids.OwnTable.JSON, "n_clicks"),
        State(ids.OwnTable.UPLOAD, "contents"),
        State(ids.OwnTable.UPLOAD, "filename"),
        State(ids.OwnTable.STATE, "data"),
        permission=_READ,
        prevent_initial_call=True,
    )
    def _file(xlsx: Any, csv: Any, json: Any, contents: Any, name: Any, kept: Kept | None) -> Any:
        if not contents or not any((xlsx, csv, json)):
            return no_update
        found, _, told = reckoned(contents, name, _kept_state(kept))
        stem = Path(told.file).stem or "table"
        if ctx.triggered_id == ids.OwnTable.XLSX:
            return dcc.send_bytes(equity_files.as_xlsx(found, told), f"{stem}-equity.xlsx")
        if ctx.triggered_id == ids.OwnTable.JSON:
            return dcc.send_bytes(equity_files.as_json(found, told), f"{stem}-equity.json")
        return dcc.send_bytes(equity_files.as_csv(found), f"{stem}-equity.csv")


def _kept_state(kept: Kept | None) -> OwnTableState:
    return OwnTableState.from_query(str((kept or {}).get("query") or ""))
