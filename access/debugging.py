"""Debugging shows source and runs code: never where another machine can reach it."""

from __future__ import annotations

import ipaddress

from dash._configs import get_combined_config
from flask.helpers import get_debug_flag


def refuse_debug(host: str) -> None:
    """Raise `RuntimeError` where debugging is on and `host` can be reached by others."""
    is_debug = get_debug_flag() or get_combined_config("debug", None, default=False) is True
    try:
        is_local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if is_debug and not is_local:
        raise RuntimeError(f"Debugging is on and {host} can be reached by others: not started.")
