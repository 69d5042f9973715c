"""What a person sees when something fails: what to do, and a number to name; never a trace."""

from __future__ import annotations

import secrets
from typing import Final

import flask
import structlog
from dash.exceptions import CallbackException, PreventUpdate
from markupsafe import escape
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

_LOG = structlog.get_logger()
_WORDS: Final = {
    400: "This request could not be understood.",
    403: "You may not do this.",
    404: "There is nothing at this address.",
    405: "This address does not take this kind of request.",
    413: "This is larger than what may be sent here.",
    429: "Too many requests. Please wait a moment.",
    500: "Something failed on our side. It has been noted.",
}
_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{status} – Plumbline</title>
<link rel="stylesheet" href="/assets/01-tokens.css"><script src="/assets/theme.js"></script>
<style>body {{ margin: 0; min-height: 100vh; display: grid; place-content: center;
padding: var(--pl-6); background: var(--pl-canvas); color: var(--pl-text);
font-family: var(--pl-font); font-size: var(--pl-fs-body); line-height: var(--pl-lh-body); }}
h1 {{ font-size: var(--pl-fs-lead); line-height: var(--pl-lh-lead); margin: 0 0 var(--pl-2); }}
p {{ color: var(--pl-text-2); margin: 0 0 var(--pl-2); }} a {{ color: var(--pl-accent); }}</style>
</head><body><main><h1>{words}</h1><p><a href="/">Go to your home page</a></p>
<p>Number of this request: {request_id}</p></main></body></html>
"""


def install(server: flask.Flask) -> None:
    """Number every request, and answer every failure with the page."""
    server.before_request(_number)
    server.after_request(_show_number)
    server.register_error_handler(HTTPException, _known)
    server.register_error_handler(Exception, _unknown)


def request_id() -> str:
    """The number of this request, for the person and for the log."""
    if not flask.has_request_context():
        return ""
    if "request_id" not in flask.g:
        flask.g.request_id = secrets.token_hex(8)
    number: str = flask.g.request_id
    return number


def _number() -> None:
    request_id()


def _show_number(response: flask.Response) -> flask.Response:
    response.headers["X-Request-Id"] = request_id()
    return response


def _known(error: HTTPException) -> Response:
    if error.response is not None:
        return flask.make_response(error.response)
    made = _page(error.code or 500)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            made.headers[name] = value
    return made


def _unknown(error: Exception) -> Response:
    if isinstance(error, PreventUpdate):
        return flask.Response(status=204)
    if flask.request.path.startswith("/_dash-component-suites/"):
        return _page(404)  # Dash raises for a file that is not in its list.
    if isinstance(error, CallbackException):
        # The answer does not fit the components that the browser named.
        _LOG.warning("callback refused", request_id=request_id(), reason=str(error)[:500])
        return _page(400)
    _LOG.error("request failed", request_id=request_id(), path=flask.request.path, exc_info=error)
    return _page(500)


def _page(status: int) -> Response:
    words = escape(_WORDS.get(status, _WORDS[500] if status >= 500 else _WORDS[400]))  # noqa: PLR2004
    body = _PAGE.format(status=status, words=words, request_id=request_id())
    return flask.Response(body, status=status, mimetype="text/html")
