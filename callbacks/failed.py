"""A callback that failed, as a notice in the first place that it would have filled."""

from __future__ import annotations

from typing import Final

import dash
import structlog

from access import failures
from data.read_models import ArgumentError
from data.warehouse import NoSnapshotError, QueryError
from pages.components import notices
from pages.components.said import said

# Errors of questions whose message is written for a person.
_SPOKEN: Final = (ArgumentError, NoSnapshotError, QueryError)
_LOG = structlog.get_logger()


def notice(error: Exception) -> None:
    """Show it: in its own words where they are meant for a person, else by the request's number."""
    for_person = getattr(error, "for_person", False) or isinstance(error, _SPOKEN)
    text = str(error) if for_person else f"Request {failures.request_id()} failed; it was noted."
    if not for_person:
        _LOG.error("callback failed", request_id=failures.request_id(), exc_info=error)
    outputs = dash.ctx.outputs_list
    for output in outputs if isinstance(outputs, list) else [outputs]:
        if isinstance(output, dict) and output["property"].partition("@")[0] == "children":
            dash.set_props(output["id"], {"children": said(notices.error(text))})
            return
