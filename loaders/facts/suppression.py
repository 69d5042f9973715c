"""Marks that states put in place of small or extreme figures: `*`, `N<10`, `>95%`, `LE10`.

A figure of a pupil file becomes a value, its lowest and highest possible value and a status. A
suppressed figure is never zero and never a number: its value is missing, and only the range that
the mark itself states is kept. A percentage becomes a share between 0 and 1.

`figure` reads one text in Python; `status_sql` and its companions say the same over a column.
Both are built from the patterns below, and a test holds them together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

import duckdb


class Unit(StrEnum):
    """What the figures of a column are, which decides how a mark is read."""

    COUNT = "count"
    PERCENT = "percent"
    SHARE = "share"
    NUMBER = "number"


class Status(StrEnum):
    """What is known of a figure; `UNREADABLE` ones are set aside by the caller."""

    OK = "ok"
    SUPPRESSED = "suppressed"
    TOP_CODED = "top_coded"
    BOTTOM_CODED = "bottom_coded"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as read; `value` is NULL unless the status is ok or coded at that bound."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    status: Status
    is_share: bool


_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,3}(?:\.\d{0,18})?|\d{1,12}(?:\.\d{0,18})?|\.\d{1,18})"
_BLANK = ""
_MISSING = r"N/A|NA|NULL|NONE|\.|NO DATA"
_HIDDEN = r"\*+|-|S|DS|~|PS|†+"
_SMALL_GROUP = rf"N ?(<=?) ?({_NUMBER})"
_PLAIN = rf"(-?{_NUMBER}) ?(%?)"
_BOUND = rf"(<=|>=|<|>) ?({_NUMBER}) ?(%?)"
_BAND = rf"({_NUMBER}) ?% ?- ?({_NUMBER}) ?(%)|({_NUMBER}) ?- ?({_NUMBER}) ?(%?)"
_WORDS = {"LE": "<=", "GE": ">=", "LT": "<", "GT": ">"}
_PLACES = Decimal("0.0001")


def tidy(text: str | None) -> str:
    """The text in capitals, with plain dashes and signs instead of typographic ones."""
    plain = re.sub(r"\s+", " ", text or "").strip().upper()
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    plain = plain.replace("\u2265", ">=").replace("\u2264", "<=")
    word = re.match(r"(LE|GE|LT|GT) ?(?=[\d.])", plain)
    return f"{_WORDS[word[1]]}{plain[word.end() :]}" if word else plain


def figure(text: str | None, unit: Unit, sentinels: Mapping[str, Status] | None = None) -> Figure:
    """Read one text; `sentinels` are the texts for which the file's owner declared a status.

    A negative count or percentage that is no declared sentinel is unreadable: taken for a
    figure it would turn enrollment negative.
    """
    mark = tidy(text)
    declared = (sentinels or {}).get(mark)
    if declared is not None:
        zero = Decimal(0).quantize(_PLACES) if declared is Status.OK else None
        return Figure(zero, None, None, declared, is_share=False)
    if mark == _BLANK or re.fullmatch(_MISSING, mark):
        return Figure(None, None, None, Status.MISSING, is_share=False)
    if re.fullmatch(_HIDDEN, mark):
        return Figure(None, None, None, Status.SUPPRESSED, is_share=False)
    return _readable(mark, unit)


def _readable(mark: str, unit: Unit) -> Figure:
    """A mark that carries digits."""
    if found := re.fullmatch(_PLAIN, mark):
        value, is_share = _scaled(found[1], found[2], unit)
        if value < 0 and unit is not Unit.NUMBER:
            return Figure(None, None, None, Status.UNREADABLE, is_share=False)
        return Figure(value, None, None, Status.OK, is_share)
    if found := re.fullmatch(_SMALL_GROUP, mark):
        low, high = _below(found[1], found[2]) if unit is Unit.COUNT else (None, None)
        return Figure(None, low, high, Status.SUPPRESSED, is_share=False)
    if found := re.fullmatch(_BOUND, mark):
        return _bounded(found[1], found[2], found[3], unit)
    if found := re.fullmatch(_BAND, mark):
        parts = [part for part in found.groups() if part is not None]
        low, is_share = _scaled(parts[0], parts[2], unit)
        high, _ = _scaled(parts[1], parts[2], unit)
        return Figure(None, low, high, Status.SUPPRESSED, is_share)
    return Figure(None, None, None, Status.UNREADABLE, is_share=False)


def _bounded(sign: str, digits: str, percent: str, unit: Unit) -> Figure:
    """`<5%`, `>=95`, and `<10` in a column of counts, where it hides a small group."""
    bound, is_share = _scaled(digits, percent, unit)
    if sign.startswith(">"):
        high = Decimal(1).quantize(_PLACES) if is_share else None
        return Figure(bound, bound, high, Status.TOP_CODED, is_share)
    if unit is Unit.COUNT and not is_share:
        low, high = _below(sign, digits)
        return Figure(None, low, high, Status.SUPPRESSED, is_share)
    floor = Decimal(0).quantize(_PLACES) if is_share else None
    return Figure(bound, floor, bound, Status.BOTTOM_CODED, is_share)


def _scaled(digits: str, percent: str, unit: Unit) -> tuple[Decimal, bool]:
    """The number in shares where it is a percentage, and whether it is a share."""
    number = Decimal(digits.replace(",", ""))
    per_hundred = bool(percent) or unit is Unit.PERCENT
    scaled = number / 100 if per_hundred else number
    return scaled.quantize(_PLACES, ROUND_HALF_UP), per_hundred or unit is Unit.SHARE


def _below(sign: str, digits: str) -> tuple[Decimal, Decimal]:
    """The whole numbers that a hidden count may be."""
    bound = Decimal(digits.replace(",", ""))
    high = bound if sign == "<=" else bound - 1
    return Decimal(0).quantize(_PLACES), high.quantize(_PLACES)


# --- the same over a column --------------------------------------------------------------------


def _pattern(expression: str) -> str:
    """A pattern as SQL text; RE2 reads these patterns like Python does."""
    return "'" + expression.replace("'", "''") + "'"


def _full(expression: str) -> str:
    return f"regexp_full_match(t, {_pattern(expression)})"


_DIGITS = rf"regexp_extract_all(t, {_pattern(_NUMBER)})"
_IS_SHARE = "(u IN ('percent', 'share') OR contains(t, '%'))"
_IS_HIDDEN_COUNT = f"({_full(_BOUND)} AND starts_with(t, '<') AND u = 'count' AND NOT {_IS_SHARE})"
_IS_SMALL_COUNT = f"({_full(_SMALL_GROUP)} AND u = 'count')"
_SCALED = (
    "CAST(CAST(replace(d, ',', '') AS DECIMAL(32,18)) "
    "* (CASE WHEN u = 'percent' OR contains(t, '%') THEN 0.01 ELSE 1.00 END) AS DECIMAL(18,4))"
)
_BELOW = (
    f"CAST(CAST(replace({_DIGITS}[1], ',', '') AS DECIMAL(32,18)) "
    "- (CASE WHEN contains(t, '=') THEN 0 ELSE 1 END) AS DECIMAL(18,4))"
)

# `t` is a tidied text, `u` a unit.
_MACROS = (
    r"""fact_plain(t) AS replace(replace(regexp_replace(upper(trim(regexp_replace(
        coalesce(t, ''), '[\s\x{A0}\x{2000}-\x{200A}\x{202F}]+', ' ', 'g'))),
        '[\x{2010}-\x{2015}\x{2212}]', '-', 'g'), chr(8805), '>='), chr(8804), '<=')""",
    r"""fact_tidy(t) AS regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        fact_plain(t), '^LE ?([0-9.])', '<=\1'), '^GE ?([0-9.])', '>=\1'),
        '^LT ?([0-9.])', '<\1'), '^GT ?([0-9.])', '>\1')""",
    f"""fact_number(d, t, u) AS {_SCALED}""",
    f"""fact_status(t, u) AS CASE
        WHEN t = '' OR {_full(_MISSING)} THEN 'missing'
        WHEN {_full(_HIDDEN)} OR {_full(_SMALL_GROUP)} OR {_IS_HIDDEN_COUNT} THEN 'suppressed'
        WHEN {_full(_PLAIN)} THEN CASE WHEN starts_with(t, '-') AND u <> 'number'
            AND {_DIGITS}[1] SIMILAR TO '[0-9,.]*[1-9][0-9,.]*' THEN 'unreadable' ELSE 'ok' END
        WHEN {_full(_BOUND)} THEN
            CASE WHEN starts_with(t, '>') THEN 'top_coded' ELSE 'bottom_coded' END
        WHEN {_full(_BAND)} THEN 'suppressed'
        ELSE 'unreadable' END""",
    f"""fact_is_share(t, u) AS {_IS_SHARE} AND fact_status(t, u) <> 'unreadable'
        AND regexp_matches(t, '[0-9]') AND NOT {_full(_SMALL_GROUP)}""",
    f"""fact_value(t, u) AS CASE fact_status(t, u)
        WHEN 'ok' THEN fact_number(
            concat(CASE WHEN starts_with(t, '-') THEN '-' ELSE '' END, {_DIGITS}[1]), t, u)
        WHEN 'top_coded' THEN fact_number({_DIGITS}[1], t, u)
        WHEN 'bottom_coded' THEN fact_number({_DIGITS}[1], t, u) END""",
    f"""fact_low(t, u) AS CASE
        WHEN fact_status(t, u) = 'top_coded' THEN fact_number({_DIGITS}[1], t, u)
        WHEN fact_status(t, u) = 'bottom_coded' AND {_IS_SHARE} THEN 0.0000::DECIMAL(18,4)
        WHEN {_IS_HIDDEN_COUNT} OR {_IS_SMALL_COUNT} THEN 0.0000::DECIMAL(18,4)
        WHEN fact_status(t, u) = 'suppressed' AND {_full(_BAND)}
        THEN fact_number({_DIGITS}[1], t, u) END""",
    f"""fact_high(t, u) AS CASE
        WHEN fact_status(t, u) = 'bottom_coded' THEN fact_number({_DIGITS}[1], t, u)
        WHEN fact_status(t, u) = 'top_coded' AND {_IS_SHARE} THEN 1.0000::DECIMAL(18,4)
        WHEN {_IS_HIDDEN_COUNT} OR {_IS_SMALL_COUNT} THEN {_BELOW}
        WHEN fact_status(t, u) = 'suppressed' AND {_full(_BAND)}
        THEN fact_number({_DIGITS}[2], t, u) END""",
)


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the `fact_*` macros known to a connection."""
    for macro in _MACROS:
        con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
