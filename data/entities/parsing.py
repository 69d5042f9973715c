"""Text to value and back: one reading of every field, for screens and files.

Rules by number: V3 required, V4 type and limits, V5 allowed words, V12 codes that a spreadsheet
has spoilt, V15 text that looks like a formula stays text, V16 e-mail addresses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final

from data.entities.dates import parsed_date
from data.entities.field import Field, Kind, Value
from data.entities.numbers import parsed_number
from data.entities.problem import Problem
from data.resemblance import most_like

_NEAR: Final = 60
_ITEMS: Final = 500
_TRUE: Final = frozenset({"true", "yes", "y", "t", "1"})
_FALSE: Final = frozenset({"false", "no", "n", "f", "0"})
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]\d+")
_SPOILT: Final = re.compile(r"#{2,}|#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", re.IGNORECASE)
_EMAIL: Final = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62})(?:\.[a-z0-9][a-z0-9-]{0,62})+"
)


def parse(field: Field, written: str) -> Value | Problem:
    """The value that a text stands for in a field, or what is wrong with it.

    An empty text gives the default of an optional field.
    """
    text = unicodedata.normalize("NFC", written).strip()
    if not text:
        if field.required:
            return _problem(field, "V3", "must be filled.")
        return field.default
    if _is_unreadable(text, field):
        return _problem(field, "V4", "holds characters that cannot be kept.", _printable(text))
    return _READERS[field.kind](field, text)


def written(field: Field, value: Value) -> str:
    """The value as a file or form writes it; `parse` reads it back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, Decimal):
        return f"{value:.2f}" if field.kind is Kind.MONEY else plain(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def nearest(text: str, words: list[str] | tuple[str, ...]) -> str:
    """The word most like the text, or nothing when none is near."""
    folded = {word.casefold(): word for word in words}
    found = most_like(text.casefold(), list(folded), least=_NEAR)
    return "" if found is None else folded[found[0]]


def _text(field: Field, text: str) -> Value | Problem:
    if field.limit is not None and len(text) > field.limit:
        message = f"may have {field.limit} characters, found {len(text)}."
        return _problem(field, "V4", message, text[: field.limit].strip())
    return text


def _code(field: Field, text: str) -> Value | Problem:
    if _SPOILT.fullmatch(text):
        return _problem(field, "V12", f"holds {text}, which a spreadsheet wrote in its place.")
    if _SCIENTIFIC.fullmatch(text):
        message = f"holds {text}: a spreadsheet turned the code into a number."
        return _problem(field, "V12", f"{message} Format the column as text and enter it again.")
    if re.search(r"[\r\n\t]", text):
        return _problem(field, "V4", "is a code and stands on one line.", " ".join(text.split()))
    return _text(field, text)


def _flag(field: Field, text: str) -> Value | Problem:
    word = text.casefold()
    if word in _TRUE | _FALSE:
        return word in _TRUE
    return _problem(field, "V5", f"is true or false (also yes/no, 1/0), found {text!r}.")


def _choice(field: Field, text: str) -> Value | Problem:
    meant = {word.casefold(): word for word in field.choices}
    meant |= {word.casefold(): choice for word, choice in field.synonyms}
    found = meant.get(" ".join(text.split()).casefold())
    if found is not None:
        return found
    message = f"is one of {', '.join(field.choices)}; found {text!r}."
    return _problem(field, "V5", message, nearest(text, field.choices))


def _list(field: Field, text: str) -> Value | Problem:
    items: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        read = _choice(field, part.strip()) if field.choices else _code(field, part.strip())
        if isinstance(read, Problem):
            return read
        items.setdefault(str(read).casefold(), str(read))
    if len(items) > _ITEMS:
        return _problem(field, "V4", f"holds {len(items)} items, at most {_ITEMS} are kept.")
    if not items and field.required:
        return _problem(field, "V3", "must be filled.")
    return tuple(items.values()) or field.default


def _email(field: Field, text: str) -> Value | Problem:
    address = unicodedata.normalize("NFKC", text).casefold()
    local = address.partition("@")[0]
    if not _EMAIL.fullmatch(address) or ".." in address or local[0] == "." or local[-1] == ".":
        return _problem(field, "V16", f"is no e-mail address: {text!r}. Write name@district.org.")
    return _text(field, address)


def _number(field: Field, text: str) -> Value | Problem:
    return parsed_number(field, text)


def _date(field: Field, text: str) -> Value | Problem:
    return parsed_date(field, text)


_READERS: Final[dict[Kind, Callable[[Field, str], Value | Problem]]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.REFERENCE: _code,
    Kind.WHOLE: _number,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.EMAIL: _email,
}


def _is_unreadable(text: str, field: Field) -> bool:
    if text.isprintable():
        return False
    allowed = "\n\r\t" if field.kind in {Kind.TEXT, Kind.CODE, Kind.REFERENCE, Kind.LIST} else ""
    return any(unicodedata.category(c) in {"Cc", "Cs", "Cn"} and c not in allowed for c in text)


def _printable(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cs", "Cn"}).strip()


def _problem(field: Field, code: str, message: str, suggestion: str = "") -> Problem:
    return Problem(code, f"{field.label} {message}", suggestion, field.name)
