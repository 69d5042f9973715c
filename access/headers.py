"""What every answer tells the browser it may do, and what may be kept of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import flask
from dash import Dash

_FINGERPRINT: Final = re.compile(r"\.v\d+_\d+_\d+m\d+\.|\.[0-9a-f]{8,}\.")
_YEAR: Final = 31_536_000
_FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def content_security_policy(script_hashes: Sequence[str]) -> str:
    """The policy: only our own host, and of inline scripts only Dash's own, by hash.

    Plotly and AG Grid write inline styles, hence `unsafe-inline` for styles alone.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *script_hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        )
    )


def install(app: Dash, *, secure: bool) -> None:
    """Put the headers on every answer, errors and downloads included."""

    def complete(response: flask.Response) -> flask.Response:
        for name, value in _FIXED.items():
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = content_security_policy(app.csp_hashes())
        response.headers["Cache-Control"] = _cache_control(response)
        if secure:
            response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}; includeSubDomains"
        return response

    app.server.after_request(complete)


def _cache_control(response: flask.Response) -> str:
    path = flask.request.path
    if not path.startswith(("/assets/", "/_dash-component-suites/")):
        return "private, no-store"
    if response.status_code not in {200, 304}:
        return "no-store"
    # Dash names an asset's version in `?m=`, a component's in its file name.
    if "m" in flask.request.args or _FINGERPRINT.search(path):
        return f"public, max-age={_YEAR}, immutable"
    return "public, max-age=0, must-revalidate"
