"""Dates as ERPs write them: declared formats, sentinels for "no date", nothing guessed.

The parsers run on the distinct texts of a file, so a slow form costs little.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

# Unambiguous forms, and the month-first form of the United States.
DEFAULT_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%Y%m%d", "%m/%d/%y", "%d-%b-%Y", "%d-%b-%y")
EXCEL = "excel"

_MACROS = (
    # The time of day is cut off: the date stands as the district's own clock wrote it.
    r"""erp_day_text(t) AS regexp_replace(trim(t),
        '(?i)[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)? ?([ap]\.?m\.?|z|[+-]\d{2}:?\d{2})?$', '')""",
    r"""erp_is_no_date(t) AS t IS NULL OR regexp_full_match(erp_day_text(t),
        '|0+|0000-00-00|00/00/0000|00/00/00|9999-12-31|12/31/9999|99991231|31-DEC-9999')""",
    r"""erp_plausible(d) AS CASE WHEN year(d) BETWEEN 1950 AND 2199 THEN d END""",
    # %Y also reads a year of two digits, which would be one of antiquity.
    r"""erp_date(t, form) AS erp_plausible(CAST(try_strptime(erp_day_text(t), form) AS DATE))""",
    r"""erp_excel_date(t) AS CASE WHEN regexp_full_match(trim(t), '\d{5}(\.\d+)?')
        THEN erp_plausible(DATE '1899-12-30' + CAST(trim(t)[:5] AS INTEGER)) END""",
)


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the date macros known to a connection and its cursors."""
    for macro in _MACROS:
        con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")


def date_value(text: str, formats: Sequence[str], *, excel: bool) -> str:
    """SQL for the DATE of the SQL text `text`; `formats` are SQL for one format each.

    NULL where the text is blank, a sentinel such as 12/31/9999, or unreadable.
    """
    ways = [f"erp_date({text}, {form})" for form in formats]
    ways += [f"erp_excel_date({text})"] if excel else []
    return f"CASE WHEN NOT erp_is_no_date({text}) THEN coalesce({', '.join(ways)}) END"


def date_is_bad(text: str, value: str) -> str:
    """SQL that is true where a text says something, but no date."""
    return f"({value} IS NULL AND NOT erp_is_no_date({text}))"


def formats_in_force(formats: tuple[str, ...]) -> list[str]:
    """The strptime formats of a column rule, or the default ones."""
    return [form for form in formats if form != EXCEL] or list(DEFAULT_FORMATS)


def expected(formats: tuple[str, ...]) -> str:
    """What a readable date looks like, for the message about one that is not."""
    return "a date as " + " or ".join(formats or DEFAULT_FORMATS[:2])
