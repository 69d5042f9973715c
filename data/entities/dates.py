"""Dates: `YYYY-MM-DD` is read; other spellings are refused with the date they probably mean."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from data.entities.field import Field
from data.entities.problem import Problem

_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEARS: Final = (1900, 2200)
# Day 1 of a spreadsheet is 1900-01-01, and it counts a 29 February 1900 that never was.
_SPREADSHEET: Final = date(1899, 12, 30)
_SERIALS: Final = (20_000, 80_000)


def parsed_date(field: Field, text: str) -> date | Problem:
    """The date, or what is wrong with it (V4). A midnight that a spreadsheet adds is ignored."""
    found = _ISO.fullmatch(text)
    made = _day(*(int(part) for part in found.groups())) if found else None
    if made is None:
        message = f"{field.label} is a date written YYYY-MM-DD, found {text!r}."
        return Problem("V4", message + _doubt(text), _guess(text), field.name)
    return made


def _day(year: int, month: int, number: int) -> date | None:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _readings(text: str) -> list[date]:
    """Every date that day/month/year or month/day/year can mean, each once."""
    found = _SLASHED.fullmatch(text)
    if found is None:
        return []
    first, second, year = (int(part) for part in found.groups())
    made = [_day(year, first, second), _day(year, second, first)]
    return list(dict.fromkeys(day for day in made if day is not None))


def _doubt(text: str) -> str:
    readings = _readings(text)
    both = " or ".join(day.isoformat() for day in readings)
    return f" It may mean {both}." if len(readings) > 1 else ""


def _guess(text: str) -> str:
    readings = _readings(text)
    if len(readings) == 1:
        return readings[0].isoformat()
    if text.isascii() and text.isdigit() and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return (_SPREADSHEET + timedelta(days=int(text))).isoformat()
    return ""
