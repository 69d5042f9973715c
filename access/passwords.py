"""Passwords: what is asked of one, how one is kept, how one is compared."""

from __future__ import annotations

import base64
import hmac
import os
import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 15
LONGEST: Final = 128
_OWN_LETTERS: Final = 6
_OWN_CHARACTERS: Final = 5
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# Each hash takes 19 MiB and a core for a moment: never more at once than there are cores.
_AT_ONCE = threading.BoundedSemaphore(os.cpu_count() or 1)


class Passwords:
    """Hashes and compares with Argon2id. `pepper` is a key kept outside the database."""

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with _AT_ONCE:
            return _HASHER.hash(self._peppered(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one that was kept.

        Without a kept one (an unknown person) the same work is done for nothing, so that the
        time says nothing about who has an account.
        """
        with _AT_ONCE:
            try:
                return _HASHER.verify(kept or _dummy_hash(), self._peppered(password)) and (
                    kept is not None
                )
            except (VerificationError, InvalidHashError):
                return False

    @staticmethod
    def is_outdated(kept: str) -> bool:
        """Whether the kept hash was made with other parameters than today's."""
        return _HASHER.check_needs_rehash(kept)

    def _peppered(self, password: str) -> str:
        digest = hmac.new(self._pepper, normal_password(password).encode(), sha256).digest()
        return base64.b64encode(digest).decode()


@cache
def _dummy_hash() -> str:
    return _HASHER.hash(os.urandom(16).hex())


def normal_password(text: str) -> str:
    """The one form in which a password is measured and hashed, on every keyboard."""
    return unicodedata.normalize("NFKC", text)


def weakness(password: str, words: Iterable[str] = ()) -> str | None:
    """Why a password is refused, as a sentence for the person; `None` when it is fine.

    `words` are further texts that must not carry it: the person's name and address, the
    district. There are no rules about kinds of characters.
    """
    text = normal_password(password)
    if len(text) < SHORTEST:
        return f"A password has at least {SHORTEST} characters; a short sentence works well."
    if len(text) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if len(set(text.casefold())) < _OWN_CHARACTERS:
        return "This password repeats too few characters."
    if _own_letters(text, words) < _OWN_LETTERS:
        return "This password is made of common words, runs of keys or your own name."
    return None


def _own_letters(text: str, words: Iterable[str]) -> int:
    """How many letters remain without the common words, the given words and digits."""
    rest = text.casefold()
    parts = [part for word in words for part in re.split(r"[^\w]+", word.casefold())]
    for part in sorted({*_common_words(), *parts}, key=len, reverse=True):
        if len(part) > 2:  # noqa: PLR2004 - a word of two letters is in everything
            rest = rest.replace(part, " ")
    return sum(character.isalpha() for character in rest)


@cache
def _common_words() -> frozenset[str]:
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
