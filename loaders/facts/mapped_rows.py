"""The mapped columns of a pupil or position file as text, and rows that are set aside.

Only headings that the mapping names are read, so that a name or a contact standing beside them
reaches no table, not even the raw text of a row that is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.erp.columns import NOTHING, Bindings, Texts, text_of
from loaders.erp.context import Context
from loaders.erp.filters import skip_rule
from loaders.erp.privacy import masked
from loaders.erp.typed_columns import texts_of


@dataclass(frozen=True, slots=True)
class MappedRows:
    """What a statement over the raw rows of one file needs."""

    context: Context
    texts: Texts

    @property
    def bindings(self) -> Bindings:
        """Values of the statement's `$parameters`."""
        return self.texts.bindings

    @property
    def line(self) -> str:
        """SQL for the physical line of a row."""
        return "line" if self.context.raw.is_materialised else "row_number() OVER () + 1"

    def text(self, column: str) -> str:
        """SQL for the text of a canonical column: its rule, a constant, or nothing."""
        file = self.context.file
        if column in file.columns:
            return text_of(file.columns[column], self.texts)
        if column in file.constants:
            return self.bindings.bind(file.constants[column])
        return NOTHING

    def unnamed(self, columns: Iterable[str]) -> str:
        """SQL for the problem of a text that `map` or `crosswalk` must name and does not."""
        rules = self.context.file.columns
        cases = []
        for name in columns:
            rule = rules.get(name)
            if rule is None or rule.unmapped != "reject" or not (rule.map or rule.crosswalk):
                continue
            plain = rule.model_copy(update={"map": {}, "crosswalk": None, "pad_left": None})
            written = text_of(plain, self.texts)
            expected = ", ".join(list(rule.map)[:12]) or f"a code of {rule.crosswalk}"
            cases.append(
                f"WHEN {self.text(name)} IS NULL AND {written} IS NOT NULL"
                f" THEN ['VALUE_UNMAPPED', {self.bindings.bind(name)}, {written},"
                f" {self.bindings.bind(f'expected one of {expected}')}]"
            )
        return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR[]"

    def skipped(self, key: str | None) -> str:
        """SQL for the rule that drops a row; `key` is a text that every row of data has."""
        whole = "text" if self.context.raw.is_positional else None
        return skip_rule(self.context.file, self.texts, key, [], whole)

    def raw_text(self, headings: Iterable[str]) -> str:
        """SQL for the row as text: `heading=text` of the named headings, as far as they exist."""
        parts = [
            f"concat({self.bindings.bind(f'{heading}=')}, {self.texts.column(heading)})"
            for heading in dict.fromkeys(headings)
            if self.texts.has(heading)
        ]
        return masked(f"concat_ws(' | ', {', '.join(parts)})") if parts else NOTHING

    def run(self, sql: str, values: dict[str, object]) -> None:
        """Run a statement over the raw rows."""
        bound = self.bindings.values | self.context.raw.parameters | values
        self.context.con.execute(sql, {k: v for k, v in bound.items() if f"${k}" in sql})


def mapped_rows(context: Context) -> MappedRows:
    """The raw rows of the file in hand, by heading."""
    return MappedRows(context, texts_of(context, Bindings()))


def year_shift(context: Context) -> int:
    """What to add to a single year of the files to get the ending year."""
    return 1 if context.mapping.fiscal_calendar.year_label == "starting" else 0


def settle(context: Context, table: str) -> None:
    """Write the rows set aside and the counts of the report.

    `table` has one row per figure: line, skip (the rule that drops the row), problem (reason,
    heading, text found, message; NULL where the figure is good), fiscal_year and raw. A row of
    which a part is good is kept, and its bad figures become warnings.
    """
    con, report = context.con, context.report

    def over(sql: str) -> str:
        return f"{_LINES} {sql}".replace("@figures", table)

    values = {"import_id": report.import_id, "district": context.mapping.district}
    con.execute(f"INSERT INTO stage.quarantine_row BY NAME {over(_QUARANTINE)}", values)
    ((read, accepted, quarantined),) = con.execute(over(_COUNTS)).fetchall()
    report.rows_read += read
    report.rows_accepted += accepted
    report.rows_quarantined += quarantined
    for rule, count in con.execute(over(_SKIPPED)).fetchall():
        report.skipped[rule] = report.skipped.get(rule, 0) + count
    years = con.execute(over(_YEARS)).fetchall()
    report.fiscal_years = tuple(sorted({*report.fiscal_years, *(year for (year,) in years)}))


# One row per line of the file, with the rule that drops it and its good and bad figures.
_LINES = """
WITH lines AS (
    SELECT line, any_value(skip) AS rule, count(*) FILTER (is_good) AS good,
        count(*) FILTER (problem IS NOT NULL) AS bad
    FROM @figures GROUP BY line
), judged AS (
    SELECT line, good, bad,
        CASE WHEN rule IS NOT NULL THEN rule WHEN good = 0 AND bad = 0 THEN 'no figure' END AS rule
    FROM lines
)
"""
_COUNTS = """
SELECT count(*), count(*) FILTER (rule IS NULL AND good > 0),
    count(*) FILTER (rule IS NULL AND good = 0)
FROM judged
"""
_SKIPPED = "SELECT rule, count(*) FROM judged WHERE rule IS NOT NULL GROUP BY 1 ORDER BY 1"
_YEARS = "SELECT DISTINCT fiscal_year FROM @figures WHERE is_good ORDER BY 1"
_QUARANTINE = """
SELECT $import_id AS import_id, $district AS district_id, f.line::INTEGER AS source_row,
    arg_min(f.problem[2], f.figure) AS column_name, f.problem[1] AS reason_code,
    arg_min(f.problem[3], f.figure) AS found, arg_min(f.problem[4], f.figure) AS message,
    any_value(f.fiscal_year)::SMALLINT AS fiscal_year, any_value(j.good) > 0 AS is_warning,
    any_value(f.raw) AS raw
FROM @figures f JOIN judged j ON j.line = f.line
WHERE f.problem IS NOT NULL AND j.rule IS NULL
GROUP BY f.line, f.problem[1] ORDER BY f.line, f.problem[1]
"""
