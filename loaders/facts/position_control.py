"""Positions: job, place, share, dates, pay. Of people nothing is kept, not even a number.

A file that tells vacant positions by an empty name maps `status` from that name: an empty cell
becomes `vacant`, any text but filled, vacant or frozen becomes `filled`.
"""

from __future__ import annotations

from loaders.erp.columns import Reading, reading
from loaders.erp.context import Context
from loaders.erp.mapping import FIELDS, ColumnRule, FileKind
from loaders.erp.privacy import refuse_private_values
from loaders.facts.mapped_rows import MappedRows, mapped_rows, settle, year_shift

_TEXTS = (
    "fte",
    "position_id",
    "fiscal_year",
    "job_code",
    "job_title",
    "job_group",
    "location_id",
    "status",
    "fund_code",
)
_READ_AS = {
    "start_date": "date",
    "end_date": "date",
    "annual_pay": "amount",
    "annual_benefits": "amount",
}
_NO_RULE = ColumnRule(constant="")
# Shares come as .5 and, out of spreadsheets, as 0.40000000000000002.
_SHARE = Reading(
    r"CASE WHEN regexp_full_match(fte, '-?(\d{1,4}(\.\d{0,20})?|\.\d{1,20})')"
    " THEN TRY_CAST(fte AS DECIMAL(24,8)) END",
    "fte IS NOT NULL",
    "a share such as 1, 0.5 or .5",
    "NUMBER_UNPARSED",
)


def load_positions(context: Context) -> None:
    """Fill `stage.position` from one file; what cannot be read is set aside."""
    rows = mapped_rows(context)
    _lay_out(rows)
    headings = {name: _heading(context, name) for name in ("position_id", "job_title")}
    refuse_private_values(context.con, context.source, "position_text", headings)
    _read(context)
    report = context.report
    context.con.execute(
        _STAGE, {"import_id": report.import_id, "district": context.mapping.district}
    )
    settle(context, "position_figure")


def _lay_out(rows: MappedRows) -> None:
    """Every row as text, in `position_text`."""
    columns = rows.context.file.columns
    texts = ", ".join(
        f"{rows.text(name)}::VARCHAR AS {name}" for name in (*_TEXTS, *_READ_AS, "fte")
    )
    open_columns = [name for name in columns if name != "status"]
    headings = [heading for name in open_columns for heading in columns[name].headings]
    key = rows.text("position_id")
    rows.run(
        f"CREATE OR REPLACE TEMP TABLE position_text AS SELECT {rows.line} AS line,"  # noqa: S608
        f" {rows.skipped(key)} AS skip, {texts}, {rows.unnamed(columns)} AS unnamed,"
        f" {rows.raw_text(headings)} AS raw"
        f" FROM {rows.context.raw.name}",
        {},
    )


def _read(context: Context) -> None:
    """Texts become values, in `position_figure`; a row with a bad one carries its problem."""
    file, bindings = context.file, mapped_rows(context).bindings
    read = {
        name: reading(kind, name, file.columns.get(name, _NO_RULE), file.format, bindings)
        for name, kind in _READ_AS.items()
    } | {"fte": _SHARE}
    values = ", ".join(f"{one.value} AS {name}_value" for name, one in read.items())
    problems = " ".join(
        f"WHEN {one.is_bad} AND {name}_value IS NULL"
        f" THEN ['{one.reason}', {bindings.bind(_heading(context, name))}, {name},"
        f" {bindings.bind(f'expected {one.expected}')}]"
        for name, one in read.items()
    )
    required = " ".join(
        f"WHEN {name} IS NULL THEN ['REQUIRED_NULL',"
        f" {bindings.bind(_heading(context, name))}, NULL, 'the position has no {name}']"
        for name, field in FIELDS[FileKind.POSITION_CONTROL].items()
        if field.required
    )
    sql = _READ.replace("@values", values).replace("@problems", problems)
    context.con.execute(
        sql.replace("@required", required),
        {
            **bindings.values,
            "shift": year_shift(context),
            "tells_status": "status" in file.columns,
        },
    )


def _heading(context: Context, column: str) -> str:
    """Heading of the file behind a canonical column, for the message."""
    rule = context.file.columns.get(column)
    return rule.headings[0] if rule and rule.headings else column


_READ = """
CREATE OR REPLACE TEMP TABLE position_figure AS
WITH typed AS (
    SELECT *, erp_year(fiscal_year, $shift)::SMALLINT AS year_told, @values FROM position_text
), dated AS (
    SELECT t.*, CASE WHEN t.fiscal_year IS NULL THEN c.fiscal_year ELSE t.year_told END AS the_year
    FROM typed t LEFT JOIN erp_calendar c ON c.kind = 'regular'
        AND coalesce(t.start_date_value, t.end_date_value) BETWEEN c.start_date AND c.end_date
), judged AS (
    SELECT * EXCLUDE (fiscal_year), fiscal_year AS year_text,
        CASE WHEN skip IS NOT NULL THEN NULL
            WHEN unnamed IS NOT NULL THEN unnamed
            @required
            @problems
            WHEN the_year IS NULL AND fiscal_year IS NOT NULL
            THEN ['YEAR_UNPARSED', 'fiscal_year', fiscal_year,
                'expected a fiscal year such as 2025, 24-25 or FY25']
            WHEN the_year IS NULL
            THEN ['REQUIRED_NULL', 'fiscal_year', NULL, 'no fiscal year and no first day']
            WHEN fte_value < 0 OR fte_value > 99
            THEN ['NUMBER_OUT_OF_RANGE', 'fte', fte, 'expected a share between 0 and 99']
            END AS problem
    FROM dated
)
SELECT *, the_year AS fiscal_year, 1 AS figure, skip IS NULL AND problem IS NULL AS is_good,
    CASE WHEN NOT $tells_status::BOOLEAN THEN 'filled'
        WHEN status IS NULL THEN 'vacant'
        WHEN lower(status) IN ('filled', 'vacant', 'frozen') THEN lower(status)
        ELSE 'filled' END AS status_told
FROM judged
"""
_STAGE = """
INSERT INTO stage.position BY NAME
SELECT $district AS district_id, fiscal_year, position_id, job_code, job_title,
    lower(job_group) AS job_group, location_id, fte_value::DECIMAL(9,4) AS fte,
    start_date_value AS start_date, end_date_value AS end_date, annual_pay_value AS annual_pay,
    annual_benefits_value AS annual_benefits, status_told AS status, fund_code,
    $import_id AS import_id, line::INTEGER AS source_row
FROM position_figure WHERE is_good ORDER BY fiscal_year, location_id, position_id, source_row
"""
