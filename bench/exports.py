"""Long exports: the most memory that the process holds which writes a million rows.

Each runs in a process of its own that has put the whole application together first, so that the
figure is that of a web process or of the worker, whichever writes the file.
"""

from __future__ import annotations

from typing import Final

from bench.district import CODE, District
from bench.load import spent_by
from bench.measure import Effort, Mark, bounded

ROWS: Final = 1_000_000
MOST_MB: Final = 500


def marks(district: District, effort: Effort) -> list[Mark]:
    """A year's transactions as CSV and as a workbook, as many as there are up to a million."""
    del effort
    asked = "select least(count(*), $most) from fct_ledger where fiscal_year = $year"
    year = district.closed_year
    rows = int(district.asked(asked, year=year, most=ROWS))
    found = []
    for form in ("csv", "xlsx"):
        spent = spent_by("bench.alone", "export", district.settings.var, CODE, form, year, rows)
        print(f"{rows:,} rows as {form}: {spent.peak_mb:.0f} MB, {spent.seconds:.0f} s", flush=True)
        item = f"most memory of a process that writes {rows:,} rows as {form.upper()}"
        found.append(bounded(item, spent.peak_mb, MOST_MB, "MB"))
    return found
