"""Numbers as people and spreadsheets write them, read exactly or refused with a reason."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from data.entities.field import Field, Kind
from data.entities.problem import Problem

_DIGITS: Final = 15
_NUMBER: Final = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+", re.ASCII)
_EXPONENT: Final = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}", re.ASCII)
_CONTINENTAL: Final = re.compile(r"-?\d{1,3}(?:\.\d{3})*,\d{1,4}", re.ASCII)


def parsed_number(field: Field, text: str) -> int | Decimal | Problem:
    """The number, or what is wrong: no number, too many decimals, out of bounds (all V4).

    Thousands commas, a leading dollar sign on money, parentheses and a trailing minus are read.
    """
    found = _magnitude(text, is_money=field.kind is Kind.MONEY)
    if found is None:
        return _problem(field, f"is no number: {text!r}.", _guess(text))
    if len(found.as_tuple().digits) > _DIGITS + field.places or abs(found) >= 10**_DIGITS:
        return _problem(field, f"has more digits than can be kept: {text!r}.")
    step = Decimal(1).scaleb(-field.places)
    rounded = found.quantize(step, ROUND_HALF_UP) + 0
    if rounded != found:
        what = f"up to {field.places} decimals" if field.places else "a whole number"
        return _problem(field, f"is {what}, found {text!r}.", f"{rounded:f}")
    outside = _outside(field, rounded)
    if outside is not None:
        return _problem(field, f"{outside}, found {text!r}.")
    return int(rounded) if field.kind is Kind.WHOLE else rounded


def _magnitude(text: str, *, is_money: bool) -> Decimal | None:
    bare, negative = text.replace("\u2212", "-").replace("\u00a0", "").strip(), False
    if bare.startswith("(") and bare.endswith(")"):
        bare, negative = bare[1:-1].strip(), True
    elif bare.endswith("-"):
        bare, negative = bare[:-1].strip(), True
    elif bare.startswith(("-", "+")):
        bare, negative = bare[1:].strip(), bare[0] == "-"
    if is_money:
        bare = bare.removeprefix("$").strip()
    if not bare.isascii() or not _NUMBER.fullmatch(bare):
        return None
    found = Decimal(bare.replace(",", "").rstrip(".") or "0")
    return -found if negative and found else found


def _outside(field: Field, number: Decimal) -> str | None:
    if field.lowest is not None and number < field.lowest:
        return f"is at least {field.lowest:f}"
    if field.highest is not None and number > field.highest:
        return f"is at most {field.highest:f}"
    return None


def _guess(text: str) -> str:
    """What was probably meant by a text that is no number."""
    if _EXPONENT.fullmatch(text):
        return f"{Decimal(text):f}"
    if _CONTINENTAL.fullmatch(text):
        return text.replace(".", "").replace(",", ".")
    kept = re.sub(r"[^0-9.-]", "", text)
    return kept if _NUMBER.fullmatch(kept.removeprefix("-")) else ""


def _problem(field: Field, message: str, suggestion: str = "") -> Problem:
    return Problem("V4", f"{field.label} {message}", suggestion, field.name)
