"""The second step at sign-in: codes of an app that change every thirty seconds, and spare codes."""

from __future__ import annotations

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

STEP_SECONDS: Final = 30
SPARE_CODES: Final = 10
_ISSUER: Final = "Plumbline"
_SPARE_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_SPARE_LENGTH: Final = 12


class SecondStepNeeded(Exception):  # noqa: N818 - it is asked for, nothing is wrong
    """The password was right and a code is asked for next; `pending` stands for the person."""

    def __init__(self, pending: str) -> None:
        self.pending = pending
        super().__init__("a code is needed")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app needs to make codes: a picture (address of an SVG), and the same as text."""

    picture: str
    secret: str


@dataclass(frozen=True, slots=True)
class Entered:
    """The secret of a new session, and spare codes where the second step was just set up."""

    secret: str
    spare_codes: tuple[str, ...] = ()


def new_secret() -> str:
    """A secret for an app: 160 random bits, in the letters that apps take."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def enrolment(secret: str, email: str) -> Enrolment:
    """The secret as a picture to scan, and in groups of four to type."""
    import pyotp  # noqa: PLC0415 - few processes ever draw one
    import segno  # noqa: PLC0415

    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)
    picture = segno.make(uri, micro=False).svg_data_uri(scale=5, border=4, light="white")
    return Enrolment(picture, " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)))


def matching_step(secret: str, code: str, now: datetime, after: int) -> int | None:
    """The half minute whose code this is: this one, the one before or the next, never a used one.

    `after` is the last half minute whose code was taken: each code works once.
    """
    import pyotp  # noqa: PLC0415 - few people ever need it

    typed = "".join(code.split())
    this = int(now.timestamp()) // STEP_SECONDS
    made = pyotp.TOTP(secret)
    fitting = [
        step for step in (this - 1, this, this + 1)
        if hmac.compare_digest(made.generate_otp(step).encode(), typed.encode())
    ]  # fmt: skip
    return next((step for step in fitting if step > after), None)


def new_spare_codes() -> tuple[str, ...]:
    """Codes for the day the telephone is lost; each works once."""

    def one() -> str:
        letters = "".join(secrets.choice(_SPARE_LETTERS) for _ in range(_SPARE_LENGTH))
        return "-".join(letters[i : i + 4] for i in range(0, _SPARE_LENGTH, 4))

    return tuple(one() for _ in range(SPARE_CODES))


def spare_hash(key: bytes, code: str) -> str:
    """What is kept of a spare code; the key lies outside the database."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hmac.new(key, plain.encode(), sha256).hexdigest()
