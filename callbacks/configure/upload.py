"""Binds the steps of an upload; rights, states and what is saved are the desk's to decide."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dash import ALL, Input, Output, State, ctx, dcc, no_update

from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted, may
from callbacks.basis import Services
from callbacks.configure.upload_view import (
    address,
    complete_view,
    map_view,
    prepare_view,
    review_view,
)
from data.chart import chart
from data.store.store import StoreError
from data.store.uploads import Upload
from loaders.errors import LoaderError
from loaders.uploads.catalogue import CATALOGUE
from loaders.uploads.desk import Desk, UploadError
from loaders.uploads.error_file import error_file
from loaders.uploads.sheet import Format
from loaders.uploads.states import State as At
from pages import ids
from pages.components.file_drop import LARGEST
from pages.components.switch import CHECKED, checked
from pages.configure import upload_steps as steps
from pages.configure.upload import nothing_chosen, prepare, refused
from pages.state import UploadState

_RIGHT: Final = Permission.CONFIGURATION_READ
_AGAIN: Final = {"allow_duplicate": True}
_TOLD: Final = (StoreError, NotPermitted, LoaderError)
_URL = State(ids.Uploads.URL, "search")
_FIELDS = (
    State({"type": ids.Uploads.FIELD, "place": ALL}, "value"),
    State({"type": ids.Uploads.FIELD, "place": ALL}, "id"),
)
Ids = Sequence[Mapping[str, Any]]
Opener = Callable[[], Desk]


def page(desk: Desk, state: UploadState) -> Any:
    """The step at which an upload is, or what to bring."""
    if state.entity not in CATALOGUE:
        return nothing_chosen()
    try:
        if not state.upload:
            return prepare(prepare_view(desk, state.entity))
        return _at(desk, desk.kept(state.upload))
    except _TOLD as error:
        return [*nothing_chosen(), refused(str(error))]


def _at(desk: Desk, kept: Upload) -> Any:
    if kept.state in {At.UPLOADED, At.MAPPED}:
        return steps.mapping(map_view(kept, desk.mapped(kept.id)))
    if kept.state == At.REVIEWED:
        return steps.review(review_view(kept, desk.reviewed(kept.id)))
    administers = may(desk.actor, Permission.DISTRICT_ADMINISTER, district=desk.district)
    may_undo = administers or kept.user_id == desk.actor.user_id
    return steps.complete(complete_view(kept, may_undo=may_undo))


def taken(desk: Desk, kind: str | None, contents: object, name: object) -> str:
    """Keep the file that the browser sent; returns the address of its upload."""
    _, _, packed = contents.partition(";base64,") if isinstance(contents, str) else ("", "", "")
    try:
        raw = base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UploadError("The file did not arrive whole: choose it again.") from error
    if len(raw) > LARGEST:
        raise UploadError(f"The file is larger than {LARGEST // 10**6} MB.")
    number = desk.start(kind or "", raw, str(name or "")[:255])
    desk.map(number)
    return address(kind or "", number)


def to_review(desk: Desk, upload_id: str, values: Sequence[Any], places: Ids) -> Any:
    """Keep the mapping as chosen and go to the review, or say what is missing."""
    headings = [column.heading for column in desk.mapped(upload_id).columns]
    chosen = {
        headings[place]: "" if value in (None, steps.NONE) else str(value)
        for value, one in zip(values, places, strict=False)
        if isinstance(place := one.get("place"), int) and 0 <= place < len(headings)
    }
    if desk.map(upload_id, chosen).problems:
        return steps.mapping(map_view(desk.kept(upload_id), desk.mapped(upload_id)))
    found = desk.review(upload_id)
    return steps.review(review_view(desk.kept(upload_id), found))


def register(guard: Guard, services: Services) -> None:
    """Bind every step."""

    def desk() -> Desk:
        actor = guard.actor()
        codes = chart(services.warehouse, actor.district)
        return Desk(services.store, actor, actor.district, codes, services.clock)

    _register_page(guard, desk)
    _register_files(guard, desk)
    _register_buttons(guard, desk)
    _register_end(guard, desk)


def _register_page(guard: Guard, desk: Opener) -> None:
    @guard.callback(
        Output(ids.Uploads.BODY, "children"),
        Input(ids.Uploads.URL, "search"),
        permission=_RIGHT,
    )
    def _body(search: str | None) -> Any:
        return page(desk(), UploadState.from_query(search))

    @guard.callback(
        Output(ids.Uploads.URL, "search"),
        Output(ids.Uploads.ANSWER, "children"),
        Input(ids.Uploads.FILE, "contents"),
        State(ids.Uploads.FILE, "filename"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _file(contents: Any, name: Any, search: str | None) -> Any:
        if not contents:
            return no_update, no_update
        state = UploadState.from_query(search)
        try:
            return taken(desk(), state.entity, contents, name), []
        except _TOLD as error:
            return no_update, refused(str(error))


def _register_files(guard: Guard, desk: Opener) -> None:
    @guard.callback(
        Output(ids.Uploads.DOWNLOAD, "data"),
        Input(ids.Uploads.TEMPLATE_XLSX, "n_clicks"),
        Input(ids.Uploads.TEMPLATE_CSV, "n_clicks"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _template(xlsx: int | None, csv: int | None, search: str | None) -> Any:
        kind = UploadState.from_query(search).entity
        if not (xlsx or csv) or kind not in CATALOGUE:
            return no_update
        form = Format.XLSX if ctx.triggered_id == ids.Uploads.TEMPLATE_XLSX else Format.CSV
        return dcc.send_bytes(desk().template(kind, form), f"{kind}.{form}")

    @guard.callback(
        Output(ids.Uploads.DOWNLOAD, "data", **_AGAIN),
        Input(ids.Uploads.ERRORS, "n_clicks"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _errors(clicks: int | None, search: str | None) -> Any:
        upload_id = UploadState.from_query(search).upload
        if not clicks or not upload_id:
            return no_update
        found = desk().reviewed(upload_id)
        name = f"{Path(found.sheet.name).stem or 'rows'}-errors.{found.sheet.form}"
        return dcc.send_bytes(error_file(found.sheet, found.columns, found.review), name)


def _register_buttons(guard: Guard, desk: Opener) -> None:
    @guard.callback(
        Output(ids.Uploads.BODY, "children", **_AGAIN),
        Output(ids.Uploads.ANSWER, "children", **_AGAIN),
        Input(ids.Uploads.TO_REVIEW, "n_clicks"),
        _URL,
        *_FIELDS,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _review(clicks: int | None, search: str | None, values: Any, places: Any) -> Any:
        return _step(clicks, search, lambda one: to_review(desk(), one, values, places))

    @guard.callback(
        Output(ids.Uploads.BODY, "children", **_AGAIN),
        Output(ids.Uploads.ANSWER, "children", **_AGAIN),
        Input(ids.Uploads.BACK, "n_clicks"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _back(clicks: int | None, search: str | None) -> Any:
        def back(upload_id: str) -> Any:
            opened = desk()
            opened.map(upload_id, opened.kept(upload_id).mapping)
            return _at(opened, opened.kept(upload_id))

        return _step(clicks, search, back)

    @guard.callback(
        Output(ids.Uploads.IGNORE, CHECKED),
        Input(ids.Uploads.IGNORE, "n_clicks"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _ignore(clicks: int | None) -> str:
        return checked(is_on=bool((clicks or 0) % 2))


def _register_end(guard: Guard, desk: Opener) -> None:
    @guard.callback(
        Output(ids.Uploads.BODY, "children", **_AGAIN),
        Output(ids.Uploads.ANSWER, "children", **_AGAIN),
        Input(ids.Uploads.CONFIRM, "n_clicks"),
        _URL,
        State(ids.Uploads.IGNORE, "n_clicks"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _confirm(clicks: int | None, search: str | None, ignoring: int | None) -> Any:
        def confirm(upload_id: str) -> Any:
            opened = desk()
            opened.confirm(upload_id, ignoring_errors=bool((ignoring or 0) % 2))
            return _at(opened, opened.kept(upload_id))

        return _step(clicks, search, confirm)

    for button, action in ((ids.Uploads.DISCARD, Desk.discard), (ids.Uploads.UNDO, Desk.undo)):
        _register_one(guard, desk, button, action)


def _register_one(
    guard: Guard, desk: Opener, button: str, action: Callable[[Desk, str], Any]
) -> None:
    @guard.callback(
        Output(ids.Uploads.BODY, "children", **_AGAIN),
        Output(ids.Uploads.ANSWER, "children", **_AGAIN),
        Input(button, "n_clicks"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _act(clicks: int | None, search: str | None) -> Any:
        def act(upload_id: str) -> Any:
            opened = desk()
            action(opened, upload_id)
            return _at(opened, opened.kept(upload_id))

        return _step(clicks, search, act)


def _step(clicks: int | None, search: str | None, work: Callable[[str], Any]) -> Any:
    """The page after a step, or why the step cannot be."""
    upload_id = UploadState.from_query(search).upload
    if not clicks or not upload_id:
        return no_update, no_update
    try:
        return work(upload_id), []
    except _TOLD as error:
        return no_update, refused(str(error))
