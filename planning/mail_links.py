"""Links in mail that work without a sign-in: to stop it, and to tell that it was opened.

A token names one mail and is sealed with a key of this deployment, so nobody can make one for
somebody else's mail. It lets its holder stop that kind of mail, and nothing more.
"""

from __future__ import annotations

import hmac
from enum import StrEnum
from hashlib import sha256
from typing import Final

from config import Settings
from data.store.keys import Purpose, key
from data.store.outbox import OutboxMail

PATH: Final = "/mail-link"
COUNTED: Final = "campaign:"
_SEAL: Final = 32


class Do(StrEnum):
    """What an address does: stop mail of a kind, go where the button leads, count an opening."""

    STOP = "stop"
    GO = "go"
    SEEN = "seen"


def token(settings: Settings, mail_id: int) -> str:
    """The token of a mail."""
    return f"{mail_id}-{_seal(settings, mail_id)}"


def mail_of(settings: Settings, text: str) -> int | None:
    """The number of the mail that a token names; none where nobody of ours has made it."""
    number, _, seal = text[:80].partition("-")
    if not (number.isascii() and number.isdigit()):
        return None
    is_ours = hmac.compare_digest(seal.encode(), _seal(settings, int(number)).encode())
    return int(number) if is_ours else None


def address_of(settings: Settings, mail_id: int, do: Do) -> str:
    """The address that does something for the recipient of a mail."""
    return f"{settings.base_address}{PATH}?{do}={token(settings, mail_id)}"


def is_counted(mail: OutboxMail) -> bool:
    """Whether it is counted that a mail is opened and its button pressed: for campaigns alone."""
    return mail.key.startswith(COUNTED)


def _seal(settings: Settings, mail_id: int) -> str:
    made = hmac.new(key(settings, Purpose.MAIL), str(mail_id).encode(), sha256)
    return made.hexdigest()[:_SEAL]
