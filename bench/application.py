"""The real application over a benchmark district, with a signed-in person."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from dash import Dash
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.serving import make_server
from werkzeug.test import EnvironBuilder

import app as composed
from access.actor import SYSTEM
from access.roles import Role
from access.sessions import SessionCookie
from bench.answers import check
from bench.district import CODE, District
from data.small_process import give_back
from data.store import Store, StoreError, open_store
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from planning import people

EMAIL = "superintendent@bench.example"
UPDATE = "/_dash-update-component"


def application(district: District) -> Dash:
    """The composed application, with the district's own store, as the web server starts it."""
    give_back()
    app = composed.create_app(district.settings)
    composed.keep_for_good()
    return app


def session(
    district: District,
    email: str = EMAIL,
    role: Role = Role.SUPERINTENDENT,
    location_id: str | None = None,
) -> str:
    """The secret of a new session; by default of a superintendent, whose home has the charts."""
    store = open_store(district.settings)
    with store.transaction() as tx:
        user = user_by_email(tx, email)
    if user is None:
        _add_person(store, email, role, location_id)
    with store.transaction() as tx:
        user = user_by_email(tx, email)
        if user is None:
            raise RuntimeError("the person of the comparison is not there")
        secret = open_session(tx, user.id, district_id=CODE, address="", now=utc_now())
    store.close()
    return secret


def _add_person(store: Store, email: str, role: Role, location_id: str | None) -> None:
    try:
        people.create_user(SYSTEM, store, email=email, name=role.value.title())
        people.assign(SYSTEM, store, email=email, district=CODE, role=role, location_id=location_id)
    except (StoreError, SQLAlchemyError) as error:
        raise RuntimeError("the person of the comparison could not be added") from error


def cookie(secret: str) -> tuple[str, str]:
    """Name and value of the cookie that carries a session."""
    return SessionCookie(secure=False, max_age_seconds=3600).name, secret


def posting(
    wsgi: Callable[..., Any], path: str, body: dict[str, Any], secret: str = ""
) -> Callable[[], bytes]:
    """Post a JSON body straight into a WSGI application, as a web server would."""
    sent = json.dumps(body).encode()
    headers = {"Cookie": "=".join(cookie(secret))} if secret else {}
    builder = EnvironBuilder(
        path=path, method="POST", data=sent, content_type="application/json", headers=headers
    )
    environ = builder.get_environ()
    builder.close()

    def post() -> bytes:
        status: list[str] = []
        given = {**environ, "wsgi.input": io.BytesIO(sent)}
        chunks = wsgi(given, lambda code, _headers: status.append(code))
        answer = b"".join(chunks)
        chunks.close()
        check(path, int(status[0].split()[0]), answer)
        return answer

    return post


def callback_body(output: str, prop: str, source: str, value: object) -> dict[str, Any]:
    """What the browser sends for a callback with one input and one output."""
    return {
        "output": f"{output}.{prop}",
        "outputs": {"id": output, "property": prop},
        "inputs": [{"id": source, "property": "value", "value": value}],
        "state": [],
        "changedPropIds": [f"{source}.value"],
    }


@contextmanager
def served(wsgi: Callable[..., Any]) -> Iterator[str]:
    """The application on a free local port; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, wsgi, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
