"""Answers that are no pages: files to be kept, and a few plain words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import flask


def attachment(content: Iterable[bytes] | bytes, media_type: str, name: str) -> flask.Response:
    """A file that is written while it is sent."""
    response = flask.Response(content, content_type=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def kept_file(path: Path, media_type: str, name: str) -> flask.Response:
    """A file that lies ready."""
    return flask.send_file(path, mimetype=media_type, as_attachment=True, download_name=name)


def plain(text: str) -> flask.Response:
    """A word without a page around it."""
    return flask.Response(text, mimetype="text/plain")
