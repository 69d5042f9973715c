"""Accounts of an extract, read set by set inside DuckDB.

Only distinct accounts are read, never posting lines. A caller joins its rows to `work_account`
by account text and fiscal year, and sets rows aside that stand in `work_account_reject`:

    parse_accounts(con, mapping, "gl_rows", account_column="account", kind_column=None)
    ... FROM gl_rows AS r
        JOIN work_account AS a ON a.account_text = r.account AND a.fiscal_year = r.fiscal_year

In a file with one column per part, the caller's account text is `segment_text(columns)`, and
`segments` names the parts in the same order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Pairs
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data.schema import CANONICAL
from loaders.erp.account_sql import LayoutSql, Parameters, Statement, trimmed
from loaders.erp.account_statements import (
    ASKED,
    CHOSEN,
    DESCRIBE,
    DISTINCT,
    KNOWN,
    NEW,
    REJECTS,
    SHORT_KEY_REJECTS,
    SHORT_KEYS,
    STAGE_ACCOUNTS,
    STAGE_SEGMENTS,
    TRIED,
    TRY,
    TYPED,
    TYPES,
    UNREAD,
)
from loaders.erp.account_text import (
    DATE_ACCOUNT,
    DATE_LIKE,
    EXPONENT,
    EXPONENT_ACCOUNT,
    KIND_UNKNOWN,
    UNPARSED,
    ParsedAccount,
    classify,
    parse_account,
)
from loaders.erp.crosswalks import crosswalk_codes
from loaders.erp.layout import Layout
from loaders.erp.mapping import Mapping

__all__ = [
    "AccountCounts",
    "ParsedAccount",
    "classify",
    "describe_accounts",
    "forget_accounts",
    "parse_account",
    "parse_accounts",
    "resolve_short_keys",
    "segment_text",
    "set_types",
    "write_segment_defs",
]


@dataclass(frozen=True, slots=True)
class AccountCounts:
    """What became of the distinct accounts of one file, by fiscal year."""

    accounts: int
    rejected: int
    padded: int


def segment_text(columns: Sequence[str]) -> str:
    """SQL that joins the columns of account parts into the account text of `parse_accounts`."""
    codes = ", ".join(f"coalesce({_identifier(column)}, '')" for column in columns)
    return f"concat_ws(chr(31), {codes})"


def set_types(con: duckdb.DuckDBPyConnection, types: Pairs[str, str]) -> None:
    """Account as printed -> expenditure or revenue, where a district has said so itself.

    Its word goes before the file's own and before the rules, of every fiscal year that is read.
    """
    con.execute(TYPES)
    if types:
        named = {account.lower(): kind for account, kind in types.items()}
        con.execute(TYPED, {"accounts": list(named), "kinds": list(named.values())})


def parse_accounts(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    source_table: str,
    *,
    account_column: str = "account",
    fiscal_year_column: str = "fiscal_year",
    kind_column: str | None = None,
    segments: Sequence[str] = (),
    sign: Pairs[str, str] | None = None,
    provisional: bool = False,
    import_id: str | None = None,
) -> AccountCounts:
    """Read the distinct accounts of `source_table`, and add the new ones to schema `stage`.

    Replaces two temporary tables:

    * `work_account(account_text, fiscal_year, account_kind, account_id, kind, spend_class,
      is_federal, is_transfer, location_id, normal_sign, layout_id, canonical, display, codes,
      is_padded)`, one row per distinct (account_text, fiscal_year, account_kind);
    * `work_account_reject(account_text, fiscal_year, account_kind, reason_code, message)`.

    `account_text` is the text of `account_column` untouched, NULL as ''; `account_kind` that of
    `kind_column`, '' without one. Rows without a fiscal year are left out of both. `segments`
    says that the text holds the codes of these parts, joined by `segment_text`. `sign` is the
    file's `sign`, from which `normal_sign` comes. `stage.account` and `stage.account_segment`
    take accounts that they do not have yet, marked `provisional` where a master is missing them.

    Most files name the accounts of the master again: what was read stays known to the connection
    until `forget_accounts`, by everything that shapes the reading.
    """
    _collect(con, source_table, account_column, fiscal_year_column, kind_column)
    reading = _reading(mapping, segments)
    con.execute(KNOWN)
    con.execute(TYPES)
    con.execute(UNREAD, {"reading": reading})
    con.execute(TRIED)
    for number, layout in enumerate(mapping.chart.layouts):
        if set(segments) <= set(layout.names):
            _try_layout(con, mapping, layout, number, segments)
    _choose(con, mapping, reading, sign or {})
    _stage(con, mapping.district, provisional=provisional, import_id=import_id)
    counted = con.execute(
        "SELECT (SELECT count(*) FROM work_account), (SELECT count(*) FROM work_account_reject),"
        " (SELECT count(*) FROM work_account WHERE is_padded)"
    ).fetchone()
    accounts, rejected, padded = counted or (0, 0, 0)
    return AccountCounts(accounts, rejected, padded)


def resolve_short_keys(
    con: duckdb.DuckDBPyConnection,
    source_table: str,
    *,
    key_column: str = "short_key",
    fiscal_year_column: str = "fiscal_year",
    sign: Pairs[str, str] | None = None,
) -> AccountCounts:
    """Find the accounts of short keys in `stage.account`; same tables as `parse_accounts`.

    `account_text` is the short key. The account master has to be read first.
    """
    _collect(con, source_table, key_column, fiscal_year_column, None)
    con.execute(SHORT_KEYS, {"flipped": _flipped(sign or {})})
    con.execute(SHORT_KEY_REJECTS, {"reason": UNPARSED})
    counted = con.execute(
        "SELECT (SELECT count(*) FROM work_account), (SELECT count(*) FROM work_account_reject)"
    ).fetchone()
    accounts, rejected = counted or (0, 0)
    return AccountCounts(accounts, rejected, 0)


def describe_accounts(
    con: duckdb.DuckDBPyConnection,
    source_table: str,
    columns: Pairs[str, str],
    *,
    account_column: str = "account",
    fiscal_year_column: str = "fiscal_year",
) -> None:
    """Fill columns of `stage.account` from the source, after `parse_accounts` of that source.

    `columns` maps description, short_key or is_active to a column of the source. What an earlier
    file said stays; of several texts for one account the smallest is taken, so that the order of
    rows does not matter.
    """
    for target, source in columns.items():
        if target not in {"description", "short_key", "is_active"}:
            raise ValueError(f"accounts are not described by {target!r}")
        statement = Statement(DESCRIBE).substitute(
            target=target,
            source=_identifier(source),
            table=_table(source_table),
            account=_identifier(account_column),
            year=_identifier(fiscal_year_column),
        )
        con.execute(statement)


def write_segment_defs(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Fill `stage.segment_def` with the parts of the layouts in force."""
    _create_stage(con, "segment_def")
    rows = [
        [mapping.district, layout.name, s.name, number, s.min_len, s.max_len, s.role, s.label]
        for layout in mapping.chart.layouts
        for number, s in enumerate((s for s in layout.segments if not s.ignore), start=1)
    ]
    con.execute("DELETE FROM stage.segment_def WHERE district_id = $d", {"d": mapping.district})
    if rows:
        con.executemany("INSERT INTO stage.segment_def VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def forget_accounts(con: duckdb.DuckDBPyConnection) -> None:
    """Free what `parse_accounts` knows, once the last file is read."""
    con.execute("DROP TABLE IF EXISTS work_account_known")


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _table(name: str) -> str:
    return ".".join(_identifier(part) for part in name.split("."))


def _flipped(sign: Pairs[str, str]) -> list[str]:
    return [kind for kind, way in sign.items() if way == "flip"]


def _create_stage(con: duckdb.DuckDBPyConnection, name: str) -> None:
    con.execute("CREATE SCHEMA IF NOT EXISTS stage")
    con.execute(f"CREATE TABLE IF NOT EXISTS stage.{name} ({CANONICAL[name].ddl()})")


def _collect(
    con: duckdb.DuckDBPyConnection, table: str, account: str, year: str, kind: str | None
) -> None:
    """Distinct accounts, and what a spreadsheet has destroyed of them."""
    statement = Statement(DISTINCT).substitute(
        table=_table(table),
        account=_identifier(account),
        year=_identifier(year),
        kind=f"lower(trim({_identifier(kind)}))" if kind else "''",
        trimmed=trimmed("account_text"),
    )
    destroyed = {
        "empty_reason": UNPARSED,
        "exponent": EXPONENT,
        "date_like": DATE_LIKE,
        "exponent_reason": EXPONENT_ACCOUNT,
        "date_reason": DATE_ACCOUNT,
    }
    con.execute(statement, destroyed)


def _try_layout(
    con: duckdb.DuckDBPyConnection,
    mapping: Mapping,
    layout: Layout,
    number: int,
    segments: Sequence[str],
) -> None:
    parameters = Parameters()
    sql = LayoutSql(mapping.chart, layout, parameters)
    bind = parameters.bind
    conditions = [f"fiscal_year BETWEEN {layout.fiscal_years.first} AND {layout.fiscal_years.last}"]
    if layout.matches:
        conditions.append(f"regexp_matches(text, {bind(f'^(?:{layout.matches})')})")
    if layout.applies_to:
        conditions.append(f"(account_kind = '' OR account_kind IN {bind(list(layout.applies_to))})")
    statement = Statement(TRY).substitute(
        candidates=" AND ".join(conditions),
        number=number,
        layout=bind(layout.name),
        raw=sql.raw(segments),
        parts=sql.parts(),
        padded=sql.is_padded(),
        verdict=sql.verdict(segments),
        kind=sql.kind(),
        no_kind=bind(KIND_UNKNOWN),
        spend_class=sql.spend_class(),
        category=sql.category(),
        federal=sql.any(mapping.chart.federal),
        transfer=sql.any(mapping.chart.transfer),
        location=sql.location(),
        canonical=sql.canonical(),
        display=sql.display(segments),
        codes=sql.codes(),
    )
    con.execute(statement, parameters)


def _reading(mapping: Mapping, segments: Sequence[str]) -> str:
    """What an account text means depends on this, and on its year and kind."""
    rules = mapping.chart.model_dump_json()
    shape = repr((mapping.district, rules, _translated(mapping), tuple(segments)))
    return hashlib.sha256(shape.encode()).hexdigest()


def _translated(mapping: Mapping) -> dict[str, str]:
    """Location codes of accounts that stand for another location."""
    return crosswalk_codes(mapping, "location") if "location" in mapping.crosswalks else {}


def _choose(
    con: duckdb.DuckDBPyConnection, mapping: Mapping, reading: str, sign: Pairs[str, str]
) -> None:
    """The first layout that reads an account wins; without one, the account is rejected."""
    translated = _translated(mapping)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE work_location AS"
        " SELECT unnest($codes::VARCHAR[]) AS code, unnest($ids::VARCHAR[]) AS location_id",
        {"codes": list(translated), "ids": list(translated.values())},
    )
    con.execute(CHOSEN, {"district": mapping.district, "reading": reading})
    con.execute(ASKED, {"flipped": _flipped(sign), "reading": reading})
    con.execute(REJECTS, {"reason": UNPARSED})


def _stage(
    con: duckdb.DuckDBPyConnection, district: str, *, provisional: bool, import_id: str | None
) -> None:
    for name in ("account", "account_segment"):
        _create_stage(con, name)
    con.execute(NEW)
    con.execute(
        STAGE_ACCOUNTS,
        {"district": district, "provisional": provisional, "import_id": import_id},
    )
    con.execute(STAGE_SEGMENTS)
