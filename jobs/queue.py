"""The queue that carries job numbers from web processes to the worker."""

from __future__ import annotations

from pathlib import Path

from huey import Huey, PostgresHuey, SqliteHuey
from sqlalchemy.engine import make_url

from config import Settings

NAME = "plumbline"
MAIL = "plumbline-mail"
"""Mail has a queue of its own: a link for a password does not wait behind a load."""


def queue(settings: Settings, name: str = NAME) -> Huey:
    """A queue of this deployment: SQLite in the var folder, or PostgreSQL by setting."""
    url = make_url(settings.queue_url)
    if url.get_backend_name() == "postgresql":
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey(name, dsn=plain, results=False)
    file = Path(url.database or "")
    file.parent.mkdir(parents=True, exist_ok=True)
    return SqliteHuey(name, filename=str(file), results=False, fsync=True, strict_fifo=True)
