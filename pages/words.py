"""The words of the reader's district in place of the product's own: a campus is a school.

Headings, names of columns and entries of the navigation are renamed whole (`label`). In running
text only small letters are (`told`), and several of something at its beginning: what is written
with a capital may be a name - Lincoln School stays Lincoln School. Each request says first whose
words it speaks (`speak`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

Pair = tuple[str, str]


class Name(str):
    """A name of the district's own, which is never renamed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Words with what the district calls them; `in_text` are those that running text takes."""

    pairs: tuple[Pair, ...] = ()
    in_text: frozenset[str] = frozenset()
    said: dict[str, str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """The pairs by the word in small letters."""
        object.__setattr__(self, "said", {word.lower(): label for word, label in self.pairs})


NOBODYS: Final = Words()
_SPOKEN: ContextVar[Words] = ContextVar("words", default=NOBODYS)


def speak(words: Words) -> None:
    """Everything from here on is for a reader of these words."""
    _SPOKEN.set(words)


def label(text: str) -> str:
    """A heading, the name of a column or page, with every known word renamed."""
    words = _SPOKEN.get()
    if not words.pairs or isinstance(text, Name):
        return text
    return _pattern(tuple(words.said), re.IGNORECASE).sub(
        lambda found: _like(found[0], words), text
    )


def told(text: str) -> str:
    """Running text with words in small letters renamed."""
    words = _SPOKEN.get()
    if not words.in_text or isinstance(text, Name):
        return text
    known = tuple(word for word in words.said if word in words.in_text)
    begun = _begins(tuple(word for word in known if word.endswith("s"))).match(text)
    if begun:
        text = _like(begun[0], words) + text[begun.end() :]
    return _pattern(known, re.RegexFlag(0)).sub(lambda found: _like(found[0], words), text)


def heading(column: str) -> str:
    """The name of a column of a file: `school_name` of campuses is `campus_name`."""
    words = _SPOKEN.get()
    if not words.pairs:
        return column
    # Files call the budgeted amount by the shorter word.
    known = words.said | ({"budget": words.said["budgeted"]} if "budgeted" in words.said else {})
    parts = [_plain(known[part]) if part in known else part for part in column.split("_")]
    return "_".join(parts)


def spoken_words(pairs: Iterable[Pair], in_text: Iterable[str]) -> Words:
    """The words of a district; `in_text` are the product's words that running text takes."""
    return Words(tuple(pairs), frozenset(word.lower() for word in in_text))


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
    """Whole words, the longest first."""
    longest = sorted(words, key=len, reverse=True)
    text = "|".join(re.escape(word) for word in longest) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{text})(?![\w-])", flags)


@lru_cache(maxsize=256)
def _begins(several: tuple[str, ...]) -> re.Pattern[str]:
    """Several of something as the first words, before a word in small letters."""
    text = "|".join(re.escape(word.capitalize()) for word in several) or r"(?!)"
    return re.compile(rf"(?:{text})(?= [a-z])")


def _like(found: str, words: Words) -> str:
    """The label, in small letters where the word was; abbreviations keep their capitals."""
    made = words.said[found.lower()]
    if found[:1].isupper():
        return made[:1].upper() + made[1:]
    return " ".join(one if one[1:].lower() != one[1:] else one.lower() for one in made.split(" "))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower()).strip("_")
