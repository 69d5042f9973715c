"""How figures are written: the only place that rounds for the eye.

Half a unit rounds away from zero. Missing is `–` and never zero.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from metrics.metric import Unit

MISSING: Final = "–"
HIDDEN: Final = "*"
MINUS: Final = "−"

Number = Decimal | int | float

_WORDS: Final = (
    *("none", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_DOLLARS: Final = (Unit.DOLLARS, Unit.DOLLARS_PER_PUPIL, Unit.DOLLARS_PER_WEIGHTED_PUPIL)
_COUNTS: Final = (Unit.PUPILS, Unit.SCHOOLS, Unit.SQUARE_FEET, Unit.MEALS)
_UNITS: Final = tuple(Decimal(1).scaleb(-places) for places in range(10))
_LARGE: Final = 1e9
_NEAR_HALF: Final = 1e-5
_SCALES: Final = ((Decimal(1_000_000), "M"), (Decimal(1_000), "k"))


def rounded(value: Number, places: int = 0) -> Decimal:
    """The value with so many decimals, half away from zero."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(_UNITS[places], ROUND_HALF_UP)


def _amount(value: Number | None, places: int = 0, times: int = 1) -> tuple[bool, str] | None:
    """Whether the rounded value is negative, and its size with thousands separators.

    `times` multiplies first; missing stays missing. The same as `rounded`, which tables of
    thousands of figures would wait for: only near a half must every decimal be looked at.
    """
    if value is None:
        return None
    if isinstance(value, int) and not places:
        return value < 0, f"{abs(value) * times:,}"
    if isinstance(value, float):
        tens = 10**places
        size = abs(value) * times * tens
        if size < _LARGE and abs(size % 1 - 0.5) > _NEAR_HALF:
            whole = round(size)
            text = f"{whole / tens:,.{places}f}" if places else f"{whole:,}"
            return value < 0 < whole, text
        if math.isnan(value):
            return None
    number = rounded(_decimal(value) * times, places)
    return number < 0, f"{abs(number):,}"


def is_missing(value: Number | None) -> bool:
    """Whether there is no figure: None or not a number."""
    return value is None or (isinstance(value, float) and math.isnan(value))


def money(value: Number | None, *, cents: bool = False) -> str:
    """Dollars as `$1,234`, negative `($1,234)`, missing `–`; with cents where cents matter."""
    amount = _amount(value, 2 if cents else 0)
    if amount is None:
        return MISSING
    return f"(${amount[1]})" if amount[0] else f"${amount[1]}"


def money_short(value: Number | None) -> str:
    """Dollars for axes and charts: `$925.0M`, `$12.4k`, `$950`."""
    if value is None or is_missing(value):
        return MISSING
    amount = rounded(value, 2)
    for scale, letter in _SCALES:
        if abs(amount) >= scale:
            text = f"${abs(rounded(amount / scale, 1)):,}{letter}"
            return f"({text})" if amount < 0 else text
    return money(amount)


def money_change(value: Number | None) -> str:
    """A difference in dollars with its sign: `+$865`, `−$23`, `$0`."""
    if value is None or is_missing(value):
        return MISSING
    amount = rounded(value)
    return _signed(amount, f"${abs(amount):,}")


def share(value: Number | None, places: int = 0) -> str:
    """A share of 1 as percent: 0.583 is `58%`."""
    percent = _amount(value, places, 100)
    return MISSING if percent is None else f"{MINUS if percent[0] else ''}{percent[1]}%"


def share_change(value: Number | None, places: int = 1) -> str:
    """A relative change with its sign: `+16.5%`."""
    if value is None or is_missing(value):
        return MISSING
    percent = rounded(_decimal(value) * 100, places)
    return _signed(percent, f"{abs(percent):,}%")


def count(value: Number | None, places: int = 0) -> str:
    """A number with thousands separators: `17,829`, missing `–`."""
    number = _amount(value, places)
    return MISSING if number is None else f"{MINUS if number[0] else ''}{number[1]}"


def by_unit(value: Number | None, unit: Unit) -> str:
    """A figure as its unit is written: `$1,694`, `7.2%`, `1,281`, `0.1800`."""
    if unit in _DOLLARS:
        return money(value)
    if unit is Unit.SHARE:
        return share(value, 1)
    return count(value, 0 if unit in _COUNTS else 4)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: `1 order`, `32 orders`."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def word(number: int, *, start: bool = False) -> str:
    """A small number as a word, as sentences write it: `eight`, and `13` from thirteen on."""
    text = _WORDS[number] if 0 <= number < len(_WORDS) else count(number)
    return text.capitalize() if start else text


def upper(text: str) -> str:
    """The text with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(names: list[str], last: str = "and") -> str:
    """Names in a sentence: `A`, `A and B`, `A, B and C`."""
    if len(names) <= 1:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def day(value: date | None) -> str:
    """A day as `1 Mar 2027`."""
    return MISSING if value is None else f"{value.day} {value:%b %Y}"


def day_month(value: date) -> str:
    """A day without its year, for sentences: `30 June`."""
    return f"{value.day} {value:%B}"


def moment(value: datetime | None) -> str:
    """A time as `2 Mar 2027, 4:10 am`."""
    if value is None:
        return MISSING
    return f"{day(value)}, {clock(value.hour, value.minute)}"


def clock(hour: int, minute: int = 0) -> str:
    """A time of the day as `4:10 am`; 0 is midnight."""
    half = "am" if hour < 12 else "pm"  # noqa: PLR2004 - noon
    return f"{hour % 12 or 12}:{minute:02d} {half}"


def fiscal_year(year: int) -> str:
    """A fiscal year, named by the year in which it ends: `FY2027`."""
    return f"FY{year}"


def fiscal_year_long(year: int) -> str:
    """A fiscal year with both its calendar years: `FY2027 (2026–27)`."""
    return f"FY{year} ({year - 1}–{year % 100:02d})"


def _decimal(value: Number) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _signed(value: Decimal, text: str) -> str:
    if value == 0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"
