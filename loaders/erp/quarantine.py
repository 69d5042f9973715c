"""Rows set aside: each with its line, the heading at fault, a reason and its readable dollars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from loaders.erp.amounts import AmountForm
from loaders.erp.columns import Bindings
from loaders.erp.context import FileReport
from loaders.erp.delimited import Reject
from loaders.erp.privacy import masked

_MOST_RAW = 4000

BAD_COLUMN_COUNT = "BAD_COLUMN_COUNT"
BAD_QUOTE = "BAD_QUOTE"
BAD_ENCODING = "BAD_ENCODING"
DUPLICATE_KEY = "DUPLICATE_KEY"
REQUIRED_NULL = "REQUIRED_NULL"


class Sql(str):
    """Text that is SQL already, where plain text would be bound as a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """One way in which a row can be at fault; `test` is SQL over the rows of the file.

    `column`, `reason`, `found` and `message` are plain text, or `Sql` over the same rows.
    """

    test: str
    column: str
    reason: str
    found: str
    message: str

    def struct(self, bindings: Bindings) -> str:
        """SQL for the fault of a row, NULL where it has none."""

        def value(text: str) -> str:
            return text if isinstance(text, Sql) else bindings.bind(text)

        return (
            f"CASE WHEN {self.test} THEN {{'heading': {value(self.column)}::VARCHAR,"
            f" 'reason': {value(self.reason)}::VARCHAR, 'found': {value(self.found)}::VARCHAR,"
            f" 'message': {value(self.message)}::VARCHAR}} END"
        )


def write_troubles(
    con: duckdb.DuckDBPyConnection,
    report: FileReport,
    district: str,
    rows: str,
    troubles: Sequence[Trouble],
    raw: tuple[str, dict[str, object]],
    amount: str,
) -> None:
    """Set aside the rows of data that have any of the troubles, and count them in the report.

    `rows` stands after FROM and has `record`, `source_row` and `the_year`; `raw` is SQL for a
    relation of (record, raw) over `erp_fault` with its parameters; `amount` is SQL for dollars.
    """
    bindings = Bindings()
    structs = ", ".join(trouble.struct(bindings) for trouble in troubles)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE erp_fault AS
        SELECT record, source_row, the_year, {amount} AS amount,
            list_filter([{structs}], lambda fault: fault IS NOT NULL) AS faults
        FROM {rows} WHERE skip IS NULL AND ({any_of(troubles)})
        """,  # noqa: S608 - expressions of this loader; values are bound
        bindings.values,
    )
    con.execute(
        f"""
        INSERT INTO stage.quarantine_row BY NAME
        WITH texts AS ({raw[0]}), faults AS (
            SELECT record, source_row, the_year, unnest(faults) AS fault, amount,
                generate_subscripts(faults, 1) AS number
            FROM erp_fault
        )
        SELECT $import_id AS import_id, $district AS district_id, source_row,
            fault.heading AS column_name, fault.reason AS reason_code,
            left(fault.found, 200) AS found, concat(rtrim(fault.message, '.'), '.') AS message,
            CASE WHEN number = 1 THEN amount END AS amount, the_year AS fiscal_year,
            false AS is_warning, left({masked("texts.raw")}, {_MOST_RAW}) AS raw
        FROM faults LEFT JOIN texts USING (record)
        QUALIFY row_number() OVER (PARTITION BY source_row, fault.reason ORDER BY number) = 1
        ORDER BY source_row, number
        """,  # noqa: S608
        {**raw[1], "import_id": report.import_id, "district": district},
    )
    count, dollars = con.execute("SELECT count(*), sum(amount) FROM erp_fault").fetchone() or (0, 0)
    report.rows_quarantined += count
    report.amount_quarantined = added(report.amount_quarantined, dollars)


def any_of(troubles: Sequence[Trouble]) -> str:
    """SQL that is true where a row has any of the troubles."""
    tests = " OR ".join(f"({trouble.test})" for trouble in troubles)
    return f"coalesce({tests}, false)" if tests else "false"


def added(total: Decimal | None, more: Decimal | None) -> Decimal | None:
    """A sum in which missing is not zero."""
    if total is None or more is None:
        return more if total is None else total
    return total + more


@dataclass(frozen=True, slots=True)
class AmountCell:
    """Where a line that does not fit the columns may still hold its dollars."""

    number: int
    form: AmountForm


def write_rejects(
    con: duckdb.DuckDBPyConnection,
    report: FileReport,
    district: str,
    rejects: Sequence[Reject],
    columns: int,
    delimiter: str,
    amount: AmountCell | None,
) -> None:
    """Set aside the lines that do not fit the columns, one row for each physical line.

    A short line keeps its cells up to the break, so its dollars can still be read.
    """
    lines = [
        (line, text, reject)
        for reject in rejects
        for line, text in zip(reject.numbers, reject.lines, strict=True)
        if text.strip()
    ]
    if not lines:
        return
    value = "NULL::DECIMAL(18,2)"
    if amount is not None:
        cell = f"split_part(raw, $delimiter, {amount.number})"
        value = (
            f"CASE WHEN is_short AND NOT contains(raw, chr(34)) AND {cell} <> ''"
            f" THEN {amount.form.value(cell)} END"
        )
    inserted = con.execute(
        f"""
        INSERT INTO stage.quarantine_row BY NAME
        WITH rejected AS (
            SELECT unnest($lines::INTEGER[]) AS source_row, unnest($reasons) AS reason_code,
                unnest($found) AS found, unnest($messages) AS message, unnest($raws) AS raw,
                unnest($columns) AS column_name,
                unnest($short::BOOLEAN[]) AS is_short
        )
        SELECT $import_id AS import_id, $district AS district_id, source_row, column_name,
            reason_code, found, message,
            CASE WHEN $delimiter <> '' THEN {value} END AS amount, NULL::SMALLINT AS fiscal_year,
            false AS is_warning, left({masked("raw")}, {_MOST_RAW}) AS raw
        FROM rejected
        """,  # noqa: S608
        {
            "lines": [line for line, _, _ in lines],
            "reasons": [_reason(reject) for _, _, reject in lines],
            "found": [f"{text.count(delimiter) + 1} columns" for _, text, _ in lines],
            "messages": [_message(reject, columns) for _, _, reject in lines],
            "columns": [_place(reject) for _, _, reject in lines],
            "raws": [text for _, text, _ in lines],
            "short": [reject.kind == "MISSING COLUMNS" for _, _, reject in lines],
            "import_id": report.import_id,
            "district": district,
            "delimiter": delimiter,
        },
    ).fetchone()
    report.rows_quarantined += inserted[0] if inserted else 0
    dollars = con.execute(
        "SELECT sum(amount) FROM stage.quarantine_row WHERE import_id = $import_id",
        {"import_id": report.import_id},
    ).fetchone()
    report.amount_quarantined = dollars[0] if dollars else None


def _place(reject: Reject) -> str:
    """The heading at fault; a wrong number of columns is the fault of none."""
    return reject.column if "QUOTE" in reject.kind else ""


def _reason(reject: Reject) -> str:
    if "COLUMNS" in reject.kind:
        return BAD_COLUMN_COUNT
    return BAD_QUOTE if "QUOTE" in reject.kind else BAD_ENCODING


def _message(reject: Reject, columns: int) -> str:
    if "COLUMNS" in reject.kind:
        return f"The row does not have the columns of the headings; expected {columns}."
    if "QUOTE" in reject.kind:
        return "A quote opens and does not close at the end of its column."
    return "The line cannot be read as text."
