"""A request whose body is a whole file, beyond the limit of every other request."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote

import flask
from werkzeug.exceptions import RequestEntityTooLarge

_BLOCK: Final = 1 << 20
Take = Callable[[str, bytes, str], tuple[int, str]]


def large_body(take: Take, most: int) -> Callable[[str], flask.Response]:
    """A view that hands `take` the kind in the address, the body and the file's own name.

    `take` answers with a status and a text. A body of more than `most` bytes is refused.
    """

    def view(kind: str) -> flask.Response:
        flask.request.max_content_length = most
        name = unquote(flask.request.headers.get("X-File-Name", ""))
        try:
            content = _body()
        except RequestEntityTooLarge:
            status, text = 413, f"The file is larger than {most >> 20} MB."
        else:
            status, text = take(kind, content, name)
        return flask.Response(text, status=status, content_type="text/plain; charset=utf-8")

    return view


def _body() -> bytes:
    """The body, by way of the disk: put together in memory it would stand there twice."""
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(flask.request.stream, file, _BLOCK)
        file.seek(0)
        return file.read()
