"""Flask with its limits, and the cookie that carries form tokens (never an identity)."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import flask
from werkzeug.middleware.proxy_fix import ProxyFix

MOST_BYTES: Final = 14 * 1024 * 1024


def made_server(
    root: Path, secret: bytes, *, is_secure: bool, session_hours: int, proxies: int
) -> flask.Flask:
    """The server; it believes what `proxies` before it say of the sender, and of nobody else."""
    server = flask.Flask("plumbline", root_path=str(root), static_folder=None)
    prefix = "__Host-" if is_secure else ""
    server.config.update(
        SECRET_KEY=secret,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        SESSION_COOKIE_NAME=f"{prefix}plumbline-form",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=session_hours * 3600,
    )
    if proxies:
        wsgi: Any = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        server.wsgi_app = wsgi  # type: ignore[method-assign]
    return server
