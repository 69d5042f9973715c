"""The deployment's secret: one file outside the database, one key per purpose from it."""

from __future__ import annotations

import hmac
import os
import secrets
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from config import Settings


class Purpose(StrEnum):
    """What a key is for. A key of one purpose says nothing about another."""

    AUDIT = "audit"
    COOKIES = "cookies"
    MAIL = "mail"
    PEPPER = "pepper"
    SECOND_STEP = "second step"


def key(settings: Settings, purpose: Purpose) -> bytes:
    """The 256-bit key for a purpose, from the secret of this deployment."""
    return hmac.new(secret(settings), f"plumbline:{purpose}".encode(), sha256).digest()


def secret(settings: Settings) -> bytes:
    """`PLUMBLINE_SECRET_KEY`, or the content of var/secret.key, which is made once.

    Losing it makes every password and the audit log's seals worthless: back it up, apart from
    the database.
    """
    if settings.secret_key:
        return settings.secret_key.encode()
    path = settings.var / "secret.key"
    if not path.exists():
        _make(path)
    return path.read_text().strip().encode()


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link fails where the file is there already: of two processes the first one wins.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
