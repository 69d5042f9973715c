"""Proof that a plain form was sent from a page of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

import flask
from flask_wtf.csrf import ValidationError, generate_csrf, validate_csrf

FIELD = "csrf_token"


def form_token() -> str:
    """The token for a hidden field named `csrf_token`, bound to this browser."""
    token: str = generate_csrf()
    return token


def has_token(request: flask.Request) -> bool:
    """Whether the form carries the token of this browser."""
    try:
        validate_csrf(request.form.get(FIELD, ""))
    except ValidationError:
        return False
    return True


def is_ours(request: flask.Request) -> bool:
    """Whether a form of a signed-in page is our own: by the browser's word, or by its token.

    Pages of other sites can forge neither Sec-Fetch-Site nor Origin. The sign-in form, which
    has no session behind it, always needs the token.
    """
    if request.headers.get("Sec-Fetch-Site") == "same-origin":
        return True
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.netloc == request.host or has_token(request)
