"""Binds the steps of an upload; rights, states and what is saved are the desk's to decide."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from dash import ALL, Input, Output, State, ctx, dcc, no_update

from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted, may
from callbacks.basis import Services
from callbacks.configure.turned_accounts import moved_by
from callbacks.configure.upload_quota import daily
from callbacks.configure.upload_view import (
    address,
    complete_view,
    map_view,
    prepare_view,
    review_view,
)
from callbacks.configure.upload_work import at_work, cancel, is_left, notice, work_page
from data.chart import chart
from data.store.store import StoreError
from data.store.uploads import Upload
from loaders.errors import LoaderError
from loaders.uploads.catalogue import CATALOGUE
from loaders.uploads.desk import Desk, UploadError
from loaders.uploads.sheet import Format
from loaders.uploads.states import State as At
from pages import ids
from pages.components.file_drop import LARGEST
from pages.components.switch import CHECKED, checked
from pages.configure import upload_steps as steps
from pages.configure.state import UploadState
from pages.configure.upload import nothing_chosen, prepare, refused

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
Work = Callable[[Desk, str], Any]
_SHOWN = (
    Output(ids.Uploads.BODY, "children", **_AGAIN),
    Output(ids.Uploads.ANSWER, "children", **_AGAIN),
    Output(ids.Uploads.TICK, "disabled", **_AGAIN),
)


def page(desk: Desk, state: UploadState) -> Any:
    """The step at which an upload is, or what to bring."""
    if state.entity not in CATALOGUE:
        return nothing_chosen()
    try:
        if not state.upload:
            return prepare(prepare_view(desk, state.entity))
        return _at(desk, state.upload)
    except _TOLD as error:
        return [*nothing_chosen(), refused(str(error))]


def is_idle(desk: Desk, upload_id: str | None) -> bool:
    """Whether no job works on the upload, so that the page need not ask again."""
    try:
        return not upload_id or at_work(desk.work(upload_id)) is None
    except _TOLD:
        return True


def _at(desk: Desk, upload_id: str) -> Any:
    kept, job = desk.kept(upload_id), desk.work(upload_id)
    if (busy := at_work(job)) is not None:
        return work_page(kept, busy)
    shown = _step_of(desk, kept)
    # How the last job ended stands below the head and the steps.
    return [*shown[:2], *notice(kept, job), *shown[2:]]


def _step_of(desk: Desk, kept: Upload) -> list[Any]:
    if kept.state in {At.UPLOADED, At.MAPPED}:
        return steps.mapping(map_view(kept, desk.mapped(kept.id)))
    if kept.state == At.REVIEWED:
        found, entity = desk.summary(kept.id), CATALOGUE[kept.entity].entity
        moved = desk.moves(entity, found.changes)
        return steps.review(review_view(kept, desk.mapped(kept.id).sheet, found, moved))
    administers = may(desk.actor, Permission.DISTRICT_ADMINISTER, district=desk.district)
    may_undo = administers or kept.user_id == desk.actor.user_id
    return steps.complete(complete_view(kept, desk.summary(kept.id), may_undo=may_undo))


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


def to_review(
    services: Services, desk: Desk, upload_id: str, values: Sequence[Any], places: Ids
) -> Any:
    """Keep the mapping as chosen and go to the review, or say what is missing."""
    headings = [column.heading for column in desk.mapped(upload_id).columns]
    chosen = {
        headings[place]: "" if value in (None, steps.NONE) else str(value)
        for value, one in zip(values, places, strict=False)
        if isinstance(place := one.get("place"), int) and 0 <= place < len(headings)
    }
    is_ready = not desk.map(upload_id, chosen).problems
    if is_ready and not is_left(services, desk, upload_id, "review"):
        desk.review(upload_id)
    return _at(desk, upload_id)


def register(guard: Guard, services: Services) -> None:
    """Bind every step."""

    def desk() -> Desk:
        actor = guard.actor()
        codes = chart(services.warehouse, actor.district)
        moves = partial(moved_by, services, actor)
        return Desk(
            services.store,
            actor,
            actor.district,
            codes,
            services.clock,
            moves=moves,
            quota=daily(services),
        )

    _register_page(guard, desk)
    _register_files(guard, desk)
    _register_buttons(guard, services, desk)
    _register_end(guard, services, desk)


def _register_page(guard: Guard, desk: Opener) -> None:
    @guard.callback(
        Output(ids.Uploads.BODY, "children"),
        Output(ids.Uploads.TICK, "disabled"),
        Input(ids.Uploads.URL, "search"),
        Input(ids.Uploads.TICK, "n_intervals"),
        permission=_RIGHT,
    )
    def _body(search: str | None, _turns: int | None) -> Any:
        opened, state = desk(), UploadState.from_query(search)
        return page(opened, state), is_idle(opened, state.upload)

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
        name, content = desk().errors(upload_id)
        return dcc.send_bytes(content, name)


def _register_buttons(guard: Guard, services: Services, desk: Opener) -> None:
    @guard.callback(
        *_SHOWN,
        Input(ids.Uploads.TO_REVIEW, "n_clicks"),
        _URL,
        *_FIELDS,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _review(clicks: int | None, search: str | None, values: Any, places: Any) -> Any:
        def review(opened: Desk, upload_id: str) -> Any:
            return to_review(services, opened, upload_id, values, places)

        return _step(clicks, search, desk, review)

    @guard.callback(
        *_SHOWN,
        Input(ids.Uploads.BACK, "n_clicks"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _back(clicks: int | None, search: str | None) -> Any:
        def back(opened: Desk, upload_id: str) -> Any:
            opened.map(upload_id, opened.kept(upload_id).mapping)
            return _at(opened, upload_id)

        return _step(clicks, search, desk, back)

    for identity in (ids.Uploads.IGNORE, ids.Uploads.AGREE):
        _register_switch(guard, identity)


def _register_switch(guard: Guard, identity: str) -> None:
    @guard.callback(
        Output(identity, CHECKED),
        Input(identity, "n_clicks"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _switch(clicks: int | None) -> str:
        return checked(is_on=_is_on(clicks))


def _is_on(clicks: int | None) -> bool:
    return bool((clicks or 0) % 2)


def _register_end(guard: Guard, services: Services, desk: Opener) -> None:
    @guard.callback(
        *_SHOWN,
        Input(ids.Uploads.CONFIRM, "n_clicks"),
        _URL,
        State(ids.Uploads.IGNORE, "n_clicks"),
        State(ids.Uploads.AGREE, "n_clicks"),
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _confirm(
        clicks: int | None, search: str | None, ignored: int | None, agreed: int | None
    ) -> Any:
        ignoring, agreeing = _is_on(ignored), _is_on(agreed)

        def confirm(opened: Desk, upload_id: str) -> None:
            opened.may_go_on(upload_id, ignoring_errors=ignoring, agreeing=agreeing)
            said = {"ignoring": ignoring, "agreeing": agreeing}
            if not is_left(services, opened, upload_id, "confirm", **said):
                opened.confirm(upload_id, ignoring_errors=ignoring, agreeing=agreeing)

        return _step(clicks, search, desk, then_shown(confirm))

    def undo(opened: Desk, upload_id: str) -> None:
        if not is_left(services, opened, upload_id, "undo"):
            opened.undo(upload_id)

    def stop(opened: Desk, upload_id: str) -> None:
        cancel(services, opened, upload_id)

    for button, action in (
        (ids.Uploads.DISCARD, Desk.discard),
        (ids.Uploads.UNDO, undo),
        (ids.Uploads.CANCEL, stop),
    ):
        _register_one(guard, desk, button, then_shown(action))


def _register_one(guard: Guard, desk: Opener, button: str, action: Work) -> None:
    @guard.callback(
        *_SHOWN,
        Input(button, "n_clicks"),
        _URL,
        permission=_RIGHT,
        prevent_initial_call=True,
    )
    def _act(clicks: int | None, search: str | None) -> Any:
        return _step(clicks, search, desk, action)


def then_shown(action: Callable[[Desk, str], Any]) -> Work:
    """The page after an action."""

    def shown(opened: Desk, upload_id: str) -> Any:
        action(opened, upload_id)
        return _at(opened, upload_id)

    return shown


def _step(clicks: int | None, search: str | None, desk: Opener, work: Work) -> Any:
    """The page after a step, or why the step cannot be."""
    upload_id = UploadState.from_query(search).upload
    if not clicks or not upload_id:
        return no_update, no_update, no_update
    opened = desk()
    try:
        return work(opened, upload_id), [], is_idle(opened, upload_id)
    except _TOLD as error:
        return no_update, refused(str(error)), no_update
