"""Links in mail that work without a sign-in: to stop it, and to tell that it was opened.

A token names one mail and is sealed with a key of this deployment, so nobody can make one for
somebody else's mail. It lets its holder stop that kind of mail, and nothing more.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final

from config import Settings
from data.store.keys import Purpose, key

PATH: Final = "/mail-link"
_SEAL: Final = 32


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


def off_address(settings: Settings, mail_id: int) -> str:
    """Where the recipient of a mail stops it."""
    return f"{settings.base_address}{PATH}?stop={token(settings, mail_id)}"


def _seal(settings: Settings, mail_id: int) -> str:
    made = hmac.new(key(settings, Purpose.MAIL), str(mail_id).encode(), sha256)
    return made.hexdigest()[:_SEAL]
