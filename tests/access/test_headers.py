from __future__ import annotations

import base64
from hashlib import sha256

import pytest
from dash import Dash, Input, Output, html
from flask import make_response

from access import headers
from access.guard import UPDATE
from access.roles import Role
from access.sessions import SessionCookie
from tests.access.conftest import add

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def check(answer) -> None:
    for name, value in WANTED.items():
        assert answer.headers[name] == value
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    policy = answer.headers["Content-Security-Policy"]
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
    ):
        assert part in policy
    script = policy.split("script-src ")[1].split(";")[0]
    assert "unsafe" not in script
    assert "http" not in policy


def test_every_route_and_every_failure_carries_them(house):
    administrator = house.client(add(house.store, Role.ADMINISTRATOR))
    paths = [r.rule for r in house.app.server.url_map.iter_rules() if "<" not in r.rule]
    for client in (house.client(), administrator):
        for path in [*paths, "/nothing/here", "/assets/none.css", "/_dash-component-suites/a/b.js"]:
            for method in ("GET", "POST", "PUT"):
                answer = client.open(path, method=method)
                check(answer)
                assert answer.headers["X-Request-Id"]
                if not path.startswith(("/assets", "/_dash-component")):
                    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_crash_shows_a_number_and_no_trace(house):
    def crash() -> str:
        raise RuntimeError("secret detail 4711")

    house.guard.route("/crash", crash, permission=None)
    answer = house.client(add(house.store, Role.VIEWER)).get("/crash")
    check(answer)
    assert answer.status_code == 500
    assert "4711" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_errors_of_callbacks_do_not_leave_the_server(house):
    client = house.client(add(house.store, Role.VIEWER))
    answer = client.post(UPDATE, data=b"[]", content_type="application/json")
    assert answer.text == "This request is malformed."


def test_inline_scripts_of_dash_are_allowed_by_hash():
    app = Dash("hashes", suppress_callback_exceptions=True)
    app.layout = html.Div()
    script = "function(a) { return a + 1 }"
    app.clientside_callback(script, Output("a", "b"), Input("c", "d"))
    policy = headers.content_security_policy(app.csp_hashes())
    renderer = base64.b64encode(sha256(app.renderer.encode()).digest()).decode()
    assert f"'sha256-{renderer}'" in policy
    assert policy.count("sha256-") == 2


@pytest.mark.parametrize(
    ("secure", "name", "has_hsts"), [(True, "__Host-plumbline", True), (False, "plumbline", False)]
)
def test_https_only_when_set(secure, name, has_hsts):
    app = Dash("https")
    app.layout = html.Div()
    headers.install(app, secure=secure)
    cookie = SessionCookie(secure=secure, max_age_seconds=60)

    @app.server.get("/give")
    def give():
        response = make_response("x")
        cookie.write(response, "s3cret")
        return response

    answer = app.server.test_client().get("/give")
    assert ("Strict-Transport-Security" in answer.headers) is has_hsts
    written = answer.headers["Set-Cookie"]
    assert written.startswith(f"{name}=s3cret")
    assert ("Secure" in written) is secure
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(written.split("; "))
    assert "Domain" not in written
