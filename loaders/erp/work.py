"""The rows of one file, typed and placed in time and chart: what every ERP handler starts from.

Dates and accounts are reckoned on their distinct texts only. `Work.rows` joins all of it and is
what handlers select from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.erp import accounts, calendar
from loaders.erp.account_text import EXPONENT_ACCOUNT
from loaders.erp.account_years import expand_masters
from loaders.erp.columns import NOTHING, Bindings, reading
from loaders.erp.context import Context
from loaders.erp.dates import expected as expected_date
from loaders.erp.mapping import FIELDS, ColumnRule
from loaders.erp.privacy import refuse_private_values, watched
from loaders.erp.quarantine import BAD_ENCODING, DUPLICATE_KEY, Sql, Trouble, any_of
from loaders.erp.repeats import fill_twice
from loaders.erp.typed_columns import Pass, account_parts, fill_work
from loaders.errors import AccountsDestroyedError, LoaderError


@dataclass(slots=True)
class Work:
    """The typed rows of a file.

    `rows` stands after FROM. Every row has `record`, `source_row`, `skip`, the canonical columns
    that the mapping fills, and, as far as they apply, `the_day`, `the_year`, `the_period`,
    `is_adjustment`, `account_id`, `kind`, `normal_sign` and `account_is_transfer`.
    """

    context: Context
    rows: str
    headings: dict[str, str]
    troubles: list[Trouble] = field(default_factory=list)
    measure: str | None = None
    is_timed: bool = False

    def has(self, name: str) -> bool:
        """Whether the mapping fills a canonical column."""
        return name in self.headings

    def value(self, name: str, otherwise: str = "NULL") -> str:
        """SQL for a canonical column, or for what stands in its place."""
        return name if self.has(name) else otherwise

    @property
    def amount(self) -> str:
        """SQL for the dollars of a row as the file writes them."""
        return self.measure or "NULL::DECIMAL(18,2)"

    @property
    def good(self) -> str:
        """SQL that is true for rows of data without any trouble."""
        return f"skip IS NULL AND NOT ({any_of(self.troubles)})"

    def content(self) -> str:
        """SQL for the hash of everything that the mapping reads from a row."""
        names = [name for name in self.headings if not name.startswith("s_")]
        sides = ["debit", "credit"] if _has_sides(self.context) else []
        segments = [f"s_{name}" for name in self.context.file.segment_columns]
        return f"hash({', '.join([*names, *segments, *sides])})"


def typed_rows(context: Context, *, day: str | None, measures: tuple[str, ...]) -> Work:
    """Read the file into `erp_work` and place its rows in time and in the chart of accounts.

    `day` is the canonical date that places a row in the calendar; the first of `measures` that
    the mapping fills is the amount that control totals are compared with.
    """
    read = fill_work(context, day=day)
    rows = context.numbered()
    measure = next((name for name in measures if name in read.headings), None)
    work = Work(context, rows, read.headings, list(read.troubles), measure)
    if context.has_bad_lines:
        work.troubles.append(_BAD_LINE)
    personal = {name: work.headings[name] for name in watched(work.headings)}
    refuse_private_values(context.con, context.source, rows, personal, line="source_row")
    if {"fiscal_year", "period"} & set(FIELDS[context.file.kind]):
        _place_in_time(work, read, day)
    else:
        work.rows = f"(SELECT *, NULL::SMALLINT AS the_year FROM {rows})"  # noqa: S608
    if context.file.has_account:
        _place_in_chart(work, read)
    return work


_BAD_LINE = Trouble(
    "line_trouble IS NOT NULL",
    "",
    BAD_ENCODING,
    Sql("line_trouble"),
    "The line holds what is no text; expected letters, digits and signs.",
)


def _has_sides(context: Context) -> bool:
    return any(rule.debit for rule in context.file.columns.values())


def _place_in_time(work: Work, read: Pass, day: str | None) -> None:
    """Reckon day, fiscal year and period of the distinct texts, and join them to the rows."""
    context, bindings = work.context, Bindings()
    names = {"day_text": day or "", "period_text": "period", "year_text": "fiscal_year"}
    texts = [
        f"{name if name in read.headings else NOTHING} AS {alias}" for alias, name in names.items()
    ]
    rule = context.file.columns.get(day or "", ColumnRule(constant=""))
    how = reading("date", "day_text", rule, context.file.format, bindings)
    context.con.execute(
        "CREATE OR REPLACE TEMP TABLE erp_clock_text AS"  # noqa: S608 - own names, bound values
        f" SELECT *, {how.value} AS day, day IS NULL AND {how.is_bad} AS day_is_bad FROM"
        f" (SELECT DISTINCT clock_key, {', '.join(texts)} FROM erp_work WHERE skip IS NULL)",
        bindings.values,
    )
    _check_keys(context, "erp_clock_text", "clock_key")
    work.is_timed = True
    calendar.reckon_clock(context.con, context.mapping, expected_date(rule.formats))
    work.rows = (
        "(SELECT r.*, k.day AS the_day, k.fiscal_year AS the_year, k.period AS the_period,"  # noqa: S608
        " k.is_adjustment, k.is_opening, k.is_undated, k.trouble AS clock_trouble"
        f" FROM {work.rows} r LEFT JOIN erp_clock k USING (clock_key))"
    )
    heading = {
        "day": read.headings.get(day or "", "date"),
        "period": read.headings.get("period", "period"),
        "year": read.headings.get("fiscal_year", "fiscal_year"),
    }
    work.troubles += [
        Trouble(
            f"clock_trouble[2] = '{part}'",
            shown,
            Sql("clock_trouble[1]"),
            Sql("clock_trouble[3]"),
            Sql("concat('Expected ', clock_trouble[4], '.')"),
        )
        for part, shown in heading.items()
    ]


def _check_keys(context: Context, table: str, keys: str) -> None:
    """Two texts with one hash would share a day or an account: refuse to guess."""
    found = context.con.execute(
        f"SELECT count(*) - count(DISTINCT ({keys})) FROM {table}"  # noqa: S608 - own names
    ).fetchone()
    if found and found[0]:
        raise LoaderError("two different texts have the same hash.", file=context.source)


def _place_in_chart(work: Work, read: Pass) -> None:
    """Read the distinct accounts, and join them to the rows."""
    context, file = work.context, work.context.file
    parts = account_parts(read)
    kind = "account_kind" if "account_kind" in read.headings else None
    named = [part for part in parts if part != "account_kind"]
    text = accounts.segment_text(named) if file.segment_columns else f"coalesce({named[0]}, '')"
    context.con.execute(
        "CREATE OR REPLACE TEMP TABLE erp_account_asked AS"  # noqa: S608 - own names
        f" SELECT DISTINCT account_key, the_year AS fiscal_year, {text} AS account_text,"
        f" {kind or 'NULL::VARCHAR'} AS account_kind"
        f" FROM {work.rows} WHERE skip IS NULL AND the_year IS NOT NULL"
    )
    _check_keys(context, "erp_account_asked", "account_key, fiscal_year")
    _parse(context, read, kind)
    _refuse_destroyed(work, read)
    context.con.execute(_ACCOUNTS)
    if "account_description" in read.headings:
        _describe(work)
    work.rows = (
        "(SELECT r.*, a.account_id, a.kind, a.normal_sign, a.is_transfer AS account_is_transfer,"  # noqa: S608
        " a.account_text, a.reason_code AS account_reason, a.message AS account_message"
        f" FROM {work.rows} r LEFT JOIN erp_account a"
        " ON a.account_key = r.account_key AND a.fiscal_year = r.the_year)"
    )
    shown = "account" if file.segment_columns else read.headings[named[0]]
    work.troubles.append(
        Trouble(
            "account_reason IS NOT NULL",
            shown,
            Sql("account_reason"),
            Sql("replace(account_text, chr(31), '|')"),
            Sql("account_message"),
        )
    )


_ACCOUNTS = """
CREATE OR REPLACE TEMP TABLE erp_account AS
SELECT q.account_key, q.fiscal_year, q.account_text, w.account_id, w.kind, w.normal_sign,
    w.is_transfer,
    CASE WHEN w.account_id IS NULL THEN coalesce(r.reason_code, 'ACCOUNT_UNPARSED') END
        AS reason_code,
    CASE WHEN w.account_id IS NULL THEN coalesce(r.message, 'The account cannot be read.') END
        AS message
FROM erp_account_asked q
LEFT JOIN work_account w ON w.account_text = q.account_text AND w.fiscal_year = q.fiscal_year
    AND w.account_kind = coalesce(lower(trim(q.account_kind)), '')
LEFT JOIN work_account_reject r ON r.account_text = q.account_text
    AND r.fiscal_year = q.fiscal_year AND r.account_kind = coalesce(lower(trim(q.account_kind)), '')
"""


def _describe(work: Work) -> None:
    """Take titles of accounts from the rows, where no master has given them yet."""
    work.context.con.execute(
        "CREATE OR REPLACE TEMP TABLE erp_described AS"  # noqa: S608 - own names
        " SELECT account_text AS account, the_year AS fiscal_year,"
        f" min(account_description) AS description FROM {work.rows}"
        " JOIN erp_account_asked q USING (account_key)"
        " WHERE skip IS NULL AND the_year = q.fiscal_year GROUP BY ALL"
    )
    accounts.describe_accounts(work.context.con, "erp_described", {"description": "description"})


def _parse(context: Context, read: Pass, kind: str | None) -> None:
    """Have the accounts read, by the layout or by the short keys of the master."""
    file, report = context.file, context.report
    if not file.segment_columns and "account" not in read.headings:
        expand_masters(context)
        accounts.resolve_short_keys(
            context.con,
            "erp_account_asked",
            key_column="account_text",
            sign=dict(file.sign.items()),
        )
        return
    counts = accounts.parse_accounts(
        context.con,
        context.mapping,
        "erp_account_asked",
        account_column="account_text",
        kind_column=kind,
        segments=tuple(file.segment_columns),
        sign=dict(file.sign.items()),
        provisional=context.has_master,
        import_id=report.import_id,
    )
    if counts.padded:
        report.notes.append(f"leading zeros restored in {counts.padded} accounts")


def _refuse_destroyed(work: Work, read: Pass) -> None:
    """Refuse a file most of whose accounts a spreadsheet has turned into numbers."""
    found = work.context.con.execute(
        "SELECT count(*) FILTER (reason_code = $reason), count(*), any_value(account_text)"
        " FILTER (reason_code = $reason) FROM erp_account_asked"
        " LEFT JOIN work_account_reject USING (account_text, fiscal_year)",
        {"reason": EXPONENT_ACCOUNT},
    ).fetchone()
    if not found or found[0] * 2 <= found[1]:
        return
    line = work.context.con.execute(
        f"SELECT min(source_row) FROM {work.rows} JOIN erp_account_asked USING (account_key)"  # noqa: S608
        " WHERE skip IS NULL AND account_text = $text",
        {"text": found[2]},
    ).fetchone()
    raise AccountsDestroyedError(
        "a spreadsheet has turned the accounts into numbers; their last digits are lost.",
        file=work.context.source,
        row=line[0] if line else None,
        column=read.headings.get("account", "account"),
        found=found[2],
        expected="accounts as text, exported again from the ERP",
    )


def set_duplicates_aside(work: Work, key: Sequence[str] = ()) -> None:
    """Find rows whose key stands earlier in the file; they become a trouble.

    `key` are columns of the rows, by default the natural key of the mapping.
    """
    columns = list(key) or key_columns(work)
    if not columns:
        return
    con, hashed = work.context.con, f"hash({', '.join(columns)})"
    keys = f"SELECT {hashed} AS key FROM {work.rows} WHERE {work.good}"  # noqa: S608 - own names
    if not fill_twice(con, "erp_twice", keys):
        return
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE erp_duplicate AS
        SELECT record, first_line FROM (
            SELECT record, first_value(source_row) OVER same AS first_line,
                row_number() OVER same AS turn
            FROM (SELECT record, source_row, {hashed} AS key FROM {work.rows} WHERE {work.good})
            WHERE key IN (SELECT key FROM erp_twice)
            WINDOW same AS (PARTITION BY key ORDER BY record)
        ) WHERE turn > 1
        """  # noqa: S608
    )
    work.rows = (
        "(SELECT r.*, d.first_line AS twice_line"  # noqa: S608
        f" FROM {work.rows} r LEFT JOIN erp_duplicate d USING (record))"
    )
    names = key or work.context.file.identity.natural_key
    texts = ", ".join(f"{column}::VARCHAR" for column in columns)
    work.troubles.append(
        Trouble(
            "twice_line IS NOT NULL",
            ", ".join(work.headings.get(name, name) for name in names),
            DUPLICATE_KEY,
            Sql(f"concat_ws(' | ', {texts})"),
            Sql("concat('The same key stands in row ', twice_line, '; expected it once.')"),
        )
    )


def key_columns(work: Work) -> list[str]:
    """The natural key as columns of the rows; year and period are the reckoned ones."""
    reckoned = {"fiscal_year": "the_year", "period": "the_period", "account": "account_id"}
    names = work.context.file.identity.natural_key
    return [reckoned.get(name, name.replace("segment.", "s_")) for name in names]


def natural_key(work: Work) -> str | None:
    """SQL for the hash of the natural key, or None where the mapping names none."""
    names = key_columns(work)
    return f"hash({', '.join(names)})" if names else None
