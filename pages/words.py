"""The words of the reader's district in place of the product's own: a campus is a school.

Headings, names of columns and entries of the navigation are renamed whole (`label`). In other
text (`told`) small letters are, and a capital where a sentence begins: what is written with a
capital elsewhere may be a name - Lincoln School stays Lincoln School. Names that the district
has given, and that hold such a word, are known and never touched, nor is what stands in quotation
marks, for somebody is quoted. What has been renamed says so (`Said`): it can pass here again and
stays as it is. Each request says first whose words it speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

Pair = tuple[str, str]


class Name(str):
    """A name or text of the district's own, which is never renamed."""

    __slots__ = ()


class Said(Name):
    """Text in the words of its reader, which must not be renamed once more."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words with what the district calls them; `in_text` are those that running text takes.

    `names` are names that the district has given and that hold such a word; those `alone` are
    the word itself.
    """

    pairs: tuple[Pair, ...] = ()
    in_text: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()
    said: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """The pairs by the word in small letters."""
        object.__setattr__(self, "said", {word.lower(): label for word, label in self.pairs})


NOBODYS: Final = Words()
_SPOKEN: ContextVar[Words] = ContextVar("words", default=NOBODYS)
# Neither part of a longer word nor of an address or a file's name.
_BEFORE: Final = r"(?<![\w/-])"
_AFTER: Final = r"(?![\w-]|\.\w)"
_BEGINS: Final = r"(?:^|(?<=^ )|(?<=[.:;·!?] )|(?<=[>(\n]))"
# The end, a mark, a small letter or a code; another capital makes a name of it.
_GOES_ON: Final = r"(?=[,:;.)]|[’']s|$| (?:[a-z]|[A-Z0-9]{2,}\b))"
# What somebody has typed or loaded stands in quotation marks, in messages as Python writes them.
_QUOTED: Final = re.compile(r"""“[^”]*”|(?<!\w)'[^'\n]*'(?!\w)|(?<![\w=])"[^"\n]*"(?!\w)""")
_BREAK: Final = re.compile(r"<br>|\n")
_SPELLINGS: Final = (str.upper, str.lower)


def speak(words: Words) -> None:
    """Everything from here on is for a reader of these words."""
    _SPOKEN.set(words)


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """What is made inside is for a reader of these words, what comes after it for the former."""
    former = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(former)


def spoken() -> Words:
    """The words that are spoken now."""
    return _SPOKEN.get()


def label(text: str) -> str:
    """A heading, the name of a column or page, with every known word renamed."""
    words = _SPOKEN.get()
    if not words.pairs or isinstance(text, Name):
        return text
    return _renamed(text, _anywhere(tuple(words.said)), words)


def told(text: str) -> str:
    """Any other text: words in small letters renamed, capitals only where something begins.

    A word that stands alone is a heading. Terms of money and segments are renamed there and in
    parentheses, for sentences use them as verbs: `paid (spent)`.
    """
    words = _SPOKEN.get()
    if not words.pairs or isinstance(text, Name):
        return text
    if text.strip().lower() in words.said:
        return text if text in words.alone else label(text)
    return _renamed(text, _running(tuple(words.said), words.in_text), words)


def heading(column: str) -> str:
    """The name of a column of a file: `school_name` of campuses is `campus_name`."""
    words = _SPOKEN.get()
    if not words.pairs:
        return column
    # Files call the budgeted amount by the shorter word.
    known = words.said | ({"budget": words.said["budgeted"]} if "budgeted" in words.said else {})
    parts = [_plain(known[part]) if part in known else part for part in column.split("_")]
    return "_".join(parts)


def spoken_words(pairs: Iterable[Pair], in_text: Iterable[str], names: Iterable[str] = ()) -> Words:
    """The words of a district; `in_text` are the product's words that running text takes.

    Of the `names` those are kept that hold one of the words; sentences may begin with them in a
    capital or have them in small letters.
    """
    known = tuple(pairs)
    said = {word.lower() for word, _ in known}
    holds = _anywhere(tuple(said))
    own = {name for name in names if holds.search(name)}
    spelled = {one for name in own for one in (name, *(f(name[0]) + name[1:] for f in _SPELLINGS))}
    alone = frozenset(name for name in own if name.lower() in said)
    text = frozenset(word.lower() for word in in_text)
    return Words(
        known, text, tuple(sorted(one for one in spelled if one.lower() not in said)), alone
    )


def _renamed(text: str, pattern: re.Pattern[str], words: Words) -> str:
    """The text with what the pattern finds renamed, but for quotations and the district's names."""
    if not pattern.search(text):
        return text
    plain = _BREAK.sub(" ", text)
    own = [place for name in words.names if name in plain for place in _places(name, text)]
    own += [found.span() for found in _QUOTED.finditer(text)]

    def one(found: re.Match[str]) -> str:
        is_named = any(start <= found.start() and found.end() <= end for start, end in own)
        return found[0] if is_named else _like(found[0], words)

    return Said(pattern.sub(one, text))


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the name stands in the text as whole words, also over several lines of a chart."""
    spelled = re.escape(name).replace("\\ ", rf"(?: |{_BREAK.pattern})")
    for found in re.finditer(rf"(?<!\w){spelled}(?!\w)", text):
        yield found.span()


@lru_cache(maxsize=64)
def _anywhere(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words in any spelling, the longest first."""
    return re.compile(rf"{_BEFORE}(?:{_either(words)}){_AFTER}", re.IGNORECASE)


@lru_cache(maxsize=64)
def _running(words: tuple[str, ...], in_text: frozenset[str]) -> re.Pattern[str]:
    """Whole words as running text has them: small, or at a beginning before a small letter."""
    said = [word for word in words if word in in_text]
    small = rf"{_BEFORE}(?:{_either(said)}){_AFTER}"
    begins = rf"{_BEGINS}(?:{_either(one.capitalize() for one in said)}){_GOES_ON}"
    term = rf"(?<=\()(?:{_either(words)})(?=\))"
    return re.compile(f"{small}|{begins}|{term}")


def _either(words: Iterable[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) for word in longest) or r"(?!)"


def _like(found: str, words: Words) -> str:
    """The label, in small letters where the word was; abbreviations keep their capitals."""
    made = words.said[found.lower()]
    if found[:1].isupper():
        return made[:1].upper() + made[1:]
    return " ".join(one if one[1:].lower() != one[1:] else one.lower() for one in made.split(" "))


def _plain(text: str) -> str:
    return re.sub(r"\W+", "_", text.lower()).strip("_")
