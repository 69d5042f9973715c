"""Fiscal years and periods: from the columns of a file, or from the posting date.

Years are named by the year in which they end. Only the distinct triples of date, period and year
texts of a file are reckoned; postings join to the result.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
import itertools
from collections.abc import Iterator

import duckdb

from data.schema import CANONICAL
from loaders.erp.mapping import FiscalCalendar, Mapping

FIRST_YEAR, LAST_YEAR = 1990, 2080

# A year as text: 2025, 24-25, 2024-25, 2024/2025, FY25, 2425, 25. One digit is not enough.
_MACROS = (
    r"""erp_century(y) AS CASE WHEN y < 100 THEN y + 2000 ELSE y END""",
    r"""erp_first(t) AS erp_century(
        CAST(regexp_extract(t, '(\d{4}|\d{2}) ?[-/]', 1) AS INTEGER))""",
    r"""erp_second(t) AS erp_century(CAST(regexp_extract(t, '(\d{4}|\d{2})$', 1) AS INTEGER))""",
    r"""erp_is_pair(t) AS regexp_full_match(t, '\d{4}')
        AND (CAST(left(t, 2) AS INTEGER) + 1) % 100 = CAST(right(t, 2) AS INTEGER)
        AND CAST(t AS INTEGER) NOT BETWEEN 1990 AND 2080""",
    r"""erp_year(t, shift) AS CASE
        WHEN erp_is_pair(t) THEN 2000 + CAST(right(t, 2) AS INTEGER)
        WHEN regexp_full_match(t, '(?i)(fy|sy)?[ -]?(\d{4}|\d{2})')
        THEN erp_century(CAST(regexp_extract(t, '(\d{4}|\d{2})$', 1) AS INTEGER)) + shift
        WHEN regexp_full_match(t, '(?i)(fy|sy)?[ -]?(\d{4}|\d{2}) ?[-/] ?(\d{4}|\d{2})')
        THEN CASE WHEN erp_second(t) = erp_first(t) + 1 THEN erp_second(t) END END""",
    r"""erp_month(t) AS nullif(list_position(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul',
        'aug', 'sep', 'oct', 'nov', 'dec'], lower(left(t, 3))), 0)""",
)


def install_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Make the year and month macros known to a connection and its cursors."""
    for macro in _MACROS:
        con.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")


def year_shift(calendar: FiscalCalendar) -> int:
    """What to add to a single year of the files to get the ending year."""
    return 1 if calendar.year_label == "starting" else 0


def periods(
    calendar: FiscalCalendar, fiscal_year: int
) -> Iterator[tuple[int, str, dt.date, dt.date, str]]:
    """The periods of one year in order: number, label, first day, last day, kind."""
    start, end = _year_span(calendar, fiscal_year)
    if calendar.opening_period is not None:
        number = calendar.opening_period
        yield number, _label(calendar, number, "Opening balance"), start, start, "open_balance"
    for index, (first, last) in enumerate(_spans(calendar, start, end)):
        number = index + 1
        name = f"{months.month_name[first.month]} {first.year}"
        monthly = calendar.regular_periods == 12  # noqa: PLR2004 - months of a year
        shown = name if monthly else f"Period {number}"
        yield number, _label(calendar, number, shown), first, last, "regular"
    for number in calendar.adjustment_periods:
        yield number, _label(calendar, number, f"Adjustment {number}"), end, end, "adjustment"


def _label(calendar: FiscalCalendar, number: int, otherwise: str) -> str:
    return calendar.labels.get(str(number), otherwise)


def _year_span(calendar: FiscalCalendar, fiscal_year: int) -> tuple[dt.date, dt.date]:
    """First and last day of the year that ends in `fiscal_year`."""
    month = calendar.start_month
    first = fiscal_year if month == 1 else fiscal_year - 1
    start = dt.date(first, month, 1)
    return start, dt.date(first + 1, month, 1) - dt.timedelta(days=1)


def _spans(
    calendar: FiscalCalendar, start: dt.date, end: dt.date
) -> Iterator[tuple[dt.date, dt.date]]:
    """Twelve months, or as many even stretches of days as the year has periods."""
    count = calendar.regular_periods
    if count == 12:  # noqa: PLR2004 - months of a year
        for offset in range(12):
            month = (start.month - 1 + offset) % 12 + 1
            year = start.year + (start.month - 1 + offset) // 12
            yield dt.date(year, month, 1), dt.date(year, month, months.monthrange(year, month)[1])
        return
    days = (end - start).days + 1
    edges = [start + dt.timedelta(days=days * n // count) for n in range(count + 1)]
    for first, after in itertools.pairwise(edges):
        yield first, after - dt.timedelta(days=1)


def install_calendar(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Fill `erp_calendar` with every period of every year that a file may name."""
    calendar = mapping.fiscal_calendar
    rows = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        closed = calendar.closed.get(str(year), -1)
        rows += [
            (year, number, label, first, last, kind, number <= closed)
            for number, label, first, last, kind in periods(calendar, year)
        ]
    columns = list(zip(*rows, strict=True))
    names = ("fiscal_year", "period", "label", "start_date", "end_date", "kind", "is_closed")
    types = ("SMALLINT", "SMALLINT", "VARCHAR", "DATE", "DATE", "VARCHAR", "BOOLEAN")
    picked = ", ".join(f"unnest(${n}::{t}[]) AS {n}" for n, t in zip(names, types, strict=True))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE erp_calendar AS SELECT {picked}",
        {name: list(values) for name, values in zip(names, columns, strict=True)},
    )


def stage_calendar(con: duckdb.DuckDBPyConnection, mapping: Mapping, years: list[int]) -> None:
    """Write the periods of the years present; those of a calendar file are there already."""
    columns = ", ".join(CANONICAL["fiscal_calendar"].names)
    con.execute(
        f"""
        INSERT INTO stage.fiscal_calendar ({columns})
        SELECT $district, fiscal_year, period, label, start_date, end_date, kind, is_closed
        FROM erp_calendar WHERE list_contains($years::SMALLINT[], fiscal_year)
          AND fiscal_year NOT IN (SELECT fiscal_year FROM stage.fiscal_calendar)
        ORDER BY fiscal_year, period
        """,  # noqa: S608 - column names of the schema
        {"district": mapping.district, "years": years},
    )


def adopt_calendar(con: duckdb.DuckDBPyConnection) -> None:
    """Let the periods of a calendar file take the place of the reckoned ones."""
    con.execute(
        "DELETE FROM erp_calendar WHERE fiscal_year IN"
        " (SELECT fiscal_year FROM stage.fiscal_calendar)"
    )
    con.execute(
        "INSERT INTO erp_calendar BY NAME SELECT * EXCLUDE (district_id) FROM stage.fiscal_calendar"
    )


# A year in the file is trusted over the date: payments for the old year are entered in the new
# one. A date outside its year falls into the first or the last regular period.
_CLOCK = """
CREATE OR REPLACE TEMP TABLE erp_clock AS
WITH years AS (
    SELECT fiscal_year, min(start_date) AS first, max(end_date) AS last,
        min(period) AS opens, max(period) AS closes
    FROM erp_calendar WHERE kind = 'regular' GROUP BY fiscal_year
), read AS (
    SELECT clock_key, day_text, period_text, year_text, day, day_is_bad,
        erp_year(year_text, $shift) AS year_found,
        CASE WHEN regexp_full_match(period_text, '\\d{1,3}') THEN period_text::INTEGER END
            AS period_found,
        CASE WHEN regexp_full_match(period_text, '(?i)[a-z]{3,9}\\.?([ -]?\\d{2,4})?')
            THEN erp_month(period_text) END AS month_found
    FROM erp_clock_text
), dated AS (
    SELECT r.*, coalesce(r.year_found, y.fiscal_year) AS fiscal_year,
        CASE WHEN r.period_found IS NOT NULL THEN r.period_found
            WHEN r.month_found IS NOT NULL THEN (r.month_found - $start_month + 12) % 12 + 1
            END AS period_named
    FROM read r
    LEFT JOIN years y ON r.year_text IS NULL AND r.day BETWEEN y.first AND y.last
), placed AS (
    SELECT d.*, y.fiscal_year IS NOT NULL AS has_year,
        coalesce(d.period_named, p.period,
            CASE WHEN d.day < y.first THEN y.opens ELSE y.closes END) AS period
    FROM dated d
    LEFT JOIN years y ON y.fiscal_year = d.fiscal_year
    LEFT JOIN erp_calendar p ON p.fiscal_year = d.fiscal_year AND p.kind = 'regular'
        AND d.day BETWEEN p.start_date AND p.end_date
)
SELECT p.clock_key, p.day, p.fiscal_year::SMALLINT AS fiscal_year, p.period::SMALLINT AS period,
    coalesce(c.kind = 'adjustment', false) AS is_adjustment,
    coalesce(c.kind = 'open_balance', false) AS is_opening,
    p.day IS NULL AND p.period_named IS NULL AS is_undated,
    CASE
        WHEN p.day_is_bad THEN ['DATE_UNPARSED', 'day', p.day_text, $day_expected]
        WHEN p.year_text IS NOT NULL AND p.year_found IS NULL
        THEN ['YEAR_UNPARSED', 'year', p.year_text, 'a fiscal year such as 2025, 24-25 or FY25']
        WHEN p.period_text IS NOT NULL AND p.period_named IS NULL
        THEN ['PERIOD_OUT_OF_CALENDAR', 'period', p.period_text, 'a period number or month name']
        WHEN p.fiscal_year IS NULL
        THEN ['REQUIRED_NULL', 'year', NULL, 'a fiscal year, or a date within one']
        WHEN NOT p.has_year
        THEN ['PERIOD_OUT_OF_CALENDAR', 'year', p.fiscal_year::VARCHAR,
            'a fiscal year of the calendar']
        WHEN c.period IS NULL
        THEN ['PERIOD_OUT_OF_CALENDAR', 'period', p.period_text, 'a period of the fiscal calendar']
        END AS trouble
FROM placed p
LEFT JOIN erp_calendar c ON c.fiscal_year = p.fiscal_year AND c.period = p.period
"""


def reckon_clock(con: duckdb.DuckDBPyConnection, mapping: Mapping, day_expected: str) -> None:
    """Fill `erp_clock` from the distinct texts in `erp_clock_text`.

    Each row has the day, the fiscal year and period, or a `trouble` list: reason code, which of
    day, period and year is at fault, what was found, what was expected.
    """
    con.execute(
        _CLOCK,
        {
            "shift": year_shift(mapping.fiscal_calendar),
            "start_month": mapping.fiscal_calendar.start_month,
            "day_expected": day_expected,
        },
    )
