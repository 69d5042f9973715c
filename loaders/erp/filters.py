"""Which rows of a file are data: each row that is not carries the name of the rule that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.erp.columns import Texts
from loaders.erp.headings_row import tidy
from loaders.erp.mapping import Condition, FileMapping

BLANK = "blank row"
OTHER_DISTRICT = "another district"
REPEATED = "repeated headings"
BANNER = "banner or page header"
CONTROL = "control total"
DROPPED = "drop_if"
NOT_KEPT = "keep_if"
GRAND = "grand total"
TOTAL = "total"
SKIPPED_EVENT = "event skip"
NO_POSTING = "no account and no amounts"

TOTAL_WORD = (
    r"(?i)^\W*(sub-?\s?total|grand\s+total|report\s+total|totals?|end\s+of\s+(report|file))\b"
)
_GRAND_WORD = r"(?i)^\W*(grand|report)\s+total\b"


def condition(test: Condition, texts: Texts) -> str:
    """SQL for one test of a column of the file; empty text stands for a missing one."""
    text = f"coalesce({texts.stripped(texts.column(test.column))}, '')"
    bind = texts.bindings.bind
    if test.matches is not None:
        return f"regexp_matches({text}, {bind(f'^(?:{test.matches})')})"
    values = ", ".join(bind(value) for value in (test.in_ or test.not_in or ()))
    if not values:
        return "false" if test.in_ is not None else "true"
    return f"{text} {'IN' if test.in_ is not None else 'NOT IN'} ({values})"


def skip_rule(
    file: FileMapping, texts: Texts, key: str | None, amounts: list[str], line: str | None
) -> str:
    """SQL for the name of the rule that drops a row, NULL for a row of data.

    `key` is the text that every row of data has (the account, a number), `amounts` the texts of
    the amount columns, `line` the whole line of a file that is cut by position.
    """
    cells = ", ".join(texts.columns.values())
    everything = f"coalesce({cells})" if len(texts.columns) > 1 else cells
    everything = f"nullif(trim({line}), '')" if line else everything
    nothing = f"{everything} IS NULL" if key is None else f"{key} IS NULL AND {everything} IS NULL"
    rules = [(nothing, _named(BLANK))]
    if line is None and file.format.header_row != "none":
        rules.append((_repeats(texts), _named(REPEATED)))
    if file.format.skip_lines:
        rules.append((_banner(file.format.skip_lines, texts, line), _named(BANNER)))
    filters = file.filters
    if file.filters.control_total:
        rules.append((condition(file.filters.control_total.row, texts), _named(CONTROL)))
    rules += [(condition(test, texts), _named(DROPPED)) for test in filters.drop_if]
    if key is not None:
        first = line or f"coalesce({cells})"
        total = _total(TOTAL_WORD, key, first)
        grand = f"CASE WHEN {_total(_GRAND_WORD, key, first)} THEN '{GRAND}' ELSE '{TOTAL}' END"
        rules.append((total, grand))
    if file.district_column:
        rules.append((f"NOT ({condition(file.district_column, texts)})", _named(OTHER_DISTRICT)))
    rules += [(f"NOT ({condition(test, texts)})", _named(NOT_KEPT)) for test in filters.keep_if]
    if key is not None and amounts:
        blank = " AND ".join(f"erp_is_blank({amount})" for amount in amounts)
        rules.append((f"{key} IS NULL AND {blank}", _named(NO_POSTING)))
    cases = " ".join(f"WHEN {test} THEN {name}" for test, name in rules)
    return f"CASE {cases} END"


def _named(rule: str) -> str:
    return f"'{rule}'"


def _repeats(texts: Texts) -> str:
    """A row whose first cells are the headings themselves."""
    return " AND ".join(
        f"{texts.stripped(column)} = {texts.bindings.bind(texts.written.get(column, ''))}"
        for column in list(texts.columns.values())[:3]
    )


def _banner(patterns: Sequence[str], texts: Texts, line: str | None) -> str:
    """A line that begins like any of the patterns; it is put together once for all of them."""
    whole = line or f"concat_ws(' ', {', '.join(texts.columns.values())})"
    begins = "|".join(f"(?:{pattern})" for pattern in patterns)
    return f"regexp_matches({whole}, {texts.bindings.bind(f'^(?:{begins})')})"


def _total(word: str, key: str, first: str) -> str:
    """A total says so in place of the account, or at the beginning of a row that has none."""
    return (
        f"regexp_matches({key}, '{word}') OR ({key} IS NULL AND regexp_matches({first}, '{word}'))"
    )


def skipped_line(
    file: FileMapping, lines: Sequence[str], delimiter: str, headings: Sequence[str]
) -> str | None:
    """The rule that drops a line which does not fit the columns; None where it is a row.

    Banners, repeated headings and totals are often shorter than the rows around them.
    """
    if len(lines) > 1:
        return None
    cells = [cell.strip().strip('"').strip() for cell in lines[0].split(delimiter or "\x01")]
    first = next((cell for cell in cells if cell), "")
    if not first:
        return BLANK
    if any(re.match(f"(?:{pattern})", lines[0]) for pattern in file.format.skip_lines):
        return BANNER
    if [tidy(cell) for cell in cells[:3]] == [tidy(heading) for heading in headings[:3]]:
        return REPEATED
    if re.match(TOTAL_WORD, first):
        return GRAND if re.match(_GRAND_WORD, first) else TOTAL
    return None
