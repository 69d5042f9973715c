"""Refuses writes that another site started in the person's browser."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import flask

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def is_cross_site(request: flask.Request) -> bool:
    """Whether an unsafe request comes from elsewhere, by Sec-Fetch-Site and Origin.

    Browsers send both with every write and pages cannot forge them. A client that sends
    neither is no browser: it carries nobody's cookies by accident.
    """
    if request.method in _SAFE:
        return False
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host
