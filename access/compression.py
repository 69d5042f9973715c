"""Compressed answers; static files are compressed once and kept."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Final

import flask
from flask_compress import Compress

STATIC: Final = ("/assets/", "/_dash-component-suites/")
_MOST_KEPT: Final = 400


class KeptFiles:
    """The compressed bodies of static files, the least used forgotten first."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """The kept body; keys without a file (see `file_key`) keep nothing."""
        with self._lock:
            if key in self._bodies:
                self._bodies.move_to_end(key)
            return self._bodies.get(key)

    def set(self, key: str, body: bytes) -> None:
        """Keep a body."""
        if key.endswith(";"):
            return
        with self._lock:
            self._bodies[key] = body
            self._bodies.move_to_end(key)
            while len(self._bodies) > _MOST_KEPT:
                self._bodies.popitem(last=False)


def install(server: flask.Flask, assets: Path) -> None:
    """Compress what is worth it. Register before other `after_request` functions."""

    def file_key(request: flask.Request) -> str:
        # The query is the browser's word and would fill the cache; the file's age is ours.
        path = request.path
        if path.startswith("/assets/"):
            file = assets / path.removeprefix("/assets/")
            return f"{path}@{file.stat().st_mtime_ns}" if file.is_file() else ""
        return path if path.startswith(STATIC) else ""

    server.config.update(
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=["br", "gzip"],
        COMPRESS_CACHE_KEY=file_key,
        COMPRESS_CACHE_BACKEND=KeptFiles,
        COMPRESS_BR_LEVEL=5,
    )
    Compress(server)
    server.after_request(_whole_file)


def _whole_file(response: flask.Response) -> flask.Response:
    """Read a static file into memory: only a whole body can be kept compressed."""
    if flask.request.path.startswith(STATIC) and response.status_code == 200:  # noqa: PLR2004
        file = response.response
        response.direct_passthrough = False
        response.get_data()
        if hasattr(file, "close"):
            file.close()
    return response
