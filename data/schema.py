"""The contract between loaders, which write these tables, and SQL, which reads them.

`CANONICAL` tables are the truth and the exchange format: one Parquet folder each inside a
snapshot, money as DECIMAL(18,2) in its natural sign, codes as text exactly as the district
writes them. `SERVING` (in `data.serving_schema`) is built from them for fast questions.
"""

from __future__ import annotations

from dataclasses import dataclass

MONEY = "DECIMAL(18,2)"
LINEAGE = "lineage"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: SQL type, unit (where the type does not say it) and meaning."""

    name: str
    type: str
    doc: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its grain in words, its columns in order and its key."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    def ddl(self) -> str:
        """The column list of a CREATE TABLE statement."""
        return ", ".join(f"{column.name} {column.type}" for column in self.columns)


def table(name: str, grain: str, key: str, *columns: str) -> Table:
    """Return a table made from lines of the form `name TYPE | meaning`."""
    parsed = tuple(
        Column(head.split(" ", 1)[0], head.split(" ", 1)[1].strip(), doc.strip())
        for head, _, doc in (line.partition("|") for line in columns)
    )
    return Table(name, grain, parsed, tuple(key.split()))


_DISTRICT = "district_id VARCHAR | district the row belongs to"
_YEAR = "fiscal_year SMALLINT | fiscal year, named by the year in which it ends"
_ORIGIN = (
    "import_id VARCHAR | import_file row that brought this line",
    "source_row INTEGER | physical line of that file, the first line being 1",
)

_TABLES = (
    table(
        "district",
        "one row per district",
        "district_id",
        _DISTRICT,
        "name VARCHAR | full name",
        "state VARCHAR | two-letter state",
        "nces_id VARCHAR | NCES district number",
        "settings VARCHAR | district settings as canonical JSON",
    ),
    table(
        "fiscal_calendar",
        "one row per district, fiscal year and period",
        "district_id fiscal_year period",
        _DISTRICT,
        _YEAR,
        "period SMALLINT | accounting period",
        "label VARCHAR | what people call it",
        "start_date DATE | first day",
        "end_date DATE | last day",
        "kind VARCHAR | open_balance, regular or adjustment",
        "is_closed BOOLEAN | postings are complete",
    ),
    table(
        "location",
        "one row per district and place that money or pupils belong to",
        "district_id location_id",
        _DISTRICT,
        "location_id VARCHAR | code used throughout Plumbline",
        "erp_code VARCHAR | code in the ledger",
        "state_id VARCHAR | state school number",
        "nces_id VARCHAR | NCES school number",
        "name VARCHAR | readable name",
        "type VARCHAR | school, department, district or undistributed",
        "level VARCHAR | elementary, middle, high, k12, other; NULL where not a school",
        "grade_low VARCHAR | lowest grade taught",
        "grade_high VARCHAR | highest grade taught",
        "parent_id VARCHAR | location this one belongs to",
        "latitude DOUBLE | degrees north",
        "longitude DOUBLE | degrees east",
        "opened_on DATE | first day",
        "closed_on DATE | last day, NULL while open",
        *_ORIGIN,
    ),
    table(
        "segment_def",
        "one row per district, account layout and segment",
        "district_id layout_id segment",
        _DISTRICT,
        "layout_id VARCHAR | account layout",
        "segment VARCHAR | name of the part",
        "position SMALLINT | place in the printed account, from 1",
        "min_len SMALLINT | shortest code",
        "max_len SMALLINT | longest code",
        "role VARCHAR | fund, function, object, program, project, location, source, ... or NULL",
        "label VARCHAR | what people call the part",
    ),
    table(
        "segment_value",
        "one row per district, fiscal year, segment and code",
        "district_id fiscal_year segment code",
        _DISTRICT,
        "fiscal_year SMALLINT | fiscal year; 0 where the label holds for every year",
        "segment VARCHAR | name of the part",
        "code VARCHAR | code as the district writes it",
        "label VARCHAR | description",
        "parent_code VARCHAR | code it rolls up to",
        "state_code VARCHAR | code in the state's chart",
        "is_active BOOLEAN | still in use",
        "label_source VARCHAR | erp, district_override or preset",
        *_ORIGIN,
    ),
    table(
        "account",
        "one row per district, fiscal year and account",
        "account_id",
        "account_id UBIGINT | hash of district, fiscal year and canonical string",
        _DISTRICT,
        _YEAR,
        "display VARCHAR | account as the ERP prints it",
        "canonical VARCHAR | segments in layout order joined by the unit separator",
        "layout_id VARCHAR | account layout",
        "short_key VARCHAR | ERP short key, where there is one",
        "description VARCHAR | account title",
        "kind VARCHAR | expenditure, revenue, asset, liability, equity, balance or control",
        "spend_class VARCHAR | salary, benefit, non_personnel, capital, debt, transfer or n/a",
        "category_code VARCHAR | first matching spending category of the district, or 'other'",
        "is_federal BOOLEAN | paid from restricted federal money",
        "is_transfer BOOLEAN | moves money, spends none",
        "location_id VARCHAR | location; NULL where the account has no such segment",
        "normal_sign SMALLINT | 1 or -1: factor from the ERP's sign to the natural sign",
        "is_active BOOLEAN | open for postings",
        "is_provisional BOOLEAN | posted to, but missing in the account master",
        *_ORIGIN,
    ),
    table(
        "account_segment",
        "one row per account and segment",
        "account_id segment",
        "account_id UBIGINT | account",
        _YEAR,
        "segment VARCHAR | name of the part",
        "code VARCHAR | code as the district writes it",
    ),
    table(
        "account_crosswalk",
        "one row per recoded account pair",
        "district_id from_account from_fy to_account to_fy",
        _DISTRICT,
        "from_account VARCHAR | old account as printed",
        "from_fy SMALLINT | last fiscal year of the old account",
        "to_account VARCHAR | new account as printed",
        "to_fy SMALLINT | first fiscal year of the new account",
        "share DECIMAL(9,6) | part of the old account that moved; 1 in sum",
        "note VARCHAR | why",
        *_ORIGIN,
    ),
    table(
        "budget_line",
        "one row per posted budget line",
        "budget_line_id",
        "budget_line_id UBIGINT | hash of import and line",
        "account_id UBIGINT | account",
        _YEAR,
        "period SMALLINT | accounting period",
        "type VARCHAR | original, amendment, transfer_in, transfer_out, carryforward or other",
        "status VARCHAR | proposed, adopted or posted",
        f"amount {MONEY} | dollars, natural sign",
        "effective_date DATE | day it takes effect",
        "document_no VARCHAR | amendment or transfer number",
        "reason VARCHAR | as written",
        *_ORIGIN,
    ),
    table(
        "ledger_line",
        "one row per posting line",
        "ledger_line_id",
        "ledger_line_id UBIGINT | hash of natural key, or of the row and its occurrence",
        "account_id UBIGINT | account",
        _YEAR,
        "period SMALLINT | accounting period; 0 opening, 13 and above adjustments",
        "posted_date DATE | day of posting",
        f"amount {MONEY} | dollars, natural sign: a credit to expense is negative",
        f"debit {MONEY} | as the ERP wrote it",
        f"credit {MONEY} | as the ERP wrote it",
        "event_type VARCHAR | expense, revenue, payroll, accrual, reversal, transfer, void, "
        "opening, closing or encumbrance_memo",
        "source_code VARCHAR | ERP source",
        "journal_no VARCHAR | journal",
        "journal_line VARCHAR | line in the journal",
        "description VARCHAR | as written",
        "vendor_id VARCHAR | vendor",
        "vendor_name VARCHAR | vendor's name as written on the line",
        "po_no VARCHAR | purchase order",
        "invoice_no VARCHAR | invoice",
        "check_no VARCHAR | check",
        "is_transfer BOOLEAN | moves money, spends none",
        "is_adjustment_period BOOLEAN | period 13 and above",
        "extra VARCHAR | further loaded columns as JSON text, searchable; NULL where none",
        *_ORIGIN,
    ),
    table(
        "purchase_order",
        "one row per purchase order and release",
        "district_id po_no release",
        _DISTRICT,
        "po_no VARCHAR | number",
        "release VARCHAR | release or version; '' where the ERP has none",
        "vendor_id VARCHAR | vendor",
        "vendor_name VARCHAR | vendor's name",
        _YEAR,
        "issued_on DATE | order date",
        "status VARCHAR | requisition, open, partial, closed or cancelled",
        "is_blanket BOOLEAN | standing order",
        "is_carryforward BOOLEAN | brought from an earlier year",
        "description VARCHAR | as written",
        *_ORIGIN,
    ),
    table(
        "po_line_account",
        "one row per purchase order line and account",
        "district_id po_no release line account_id",
        _DISTRICT,
        "po_no VARCHAR | number",
        "release VARCHAR | release or version",
        "line VARCHAR | line of the order",
        "account_id UBIGINT | account",
        _YEAR,
        f"ordered {MONEY} | dollars first ordered",
        f"changed {MONEY} | dollars of change orders",
        f"liquidated {MONEY} | dollars relieved by invoices",
        f"cancelled {MONEY} | dollars cancelled",
        f"open_amount {MONEY} | dollars still open",
        *_ORIGIN,
    ),
    table(
        "encumbrance_event",
        "one row per event of an order, contract or payroll encumbrance",
        "event_id",
        "event_id UBIGINT | hash of import and line",
        "account_id UBIGINT | account",
        _YEAR,
        "period SMALLINT | accounting period",
        "event_date DATE | day",
        "event VARCHAR | pre, encumber, change, liquidate, cancel, close, reopen, roll_out, "
        "roll_in or void_reinstate",
        f"amount {MONEY} | dollars, signed: the sum is the open encumbrance",
        "po_no VARCHAR | number",
        "line VARCHAR | line of the order",
        "vendor_id VARCHAR | vendor",
        "vendor_name VARCHAR | vendor's name",
        "description VARCHAR | as written",
        "source VARCHAR | po, payroll, contract or manual",
        *_ORIGIN,
    ),
    table(
        "balance_snapshot",
        "one row per account line and day, as the ERP itself reports it",
        "account_id as_of_date import_id source_row",
        "account_id UBIGINT | account; the rows of one account and day add up",
        _YEAR,
        "as_of_date DATE | day of the report",
        f"original_budget {MONEY} | dollars adopted",
        f"adjustments {MONEY} | dollars of amendments and transfers",
        f"current_budget {MONEY} | dollars of the adjusted budget",
        f"actual_ytd {MONEY} | dollars spent or received",
        f"encumbered {MONEY} | dollars open",
        f"pre_encumbered {MONEY} | dollars requested, not yet ordered",
        f"available_reported {MONEY} | what the ERP says is left",
        *_ORIGIN,
    ),
    table(
        "vendor",
        "one row per district and vendor",
        "district_id vendor_id",
        _DISTRICT,
        "vendor_id VARCHAR | number",
        "name VARCHAR | as written",
        "type VARCHAR | as written",
        "is_employee BOOLEAN | a reimbursed employee: the name is withheld",
        "is_active BOOLEAN | still in use",
        *_ORIGIN,
    ),
    table(
        "position",
        "one row per district, fiscal year and position row",
        "district_id fiscal_year position_id source_row",
        _DISTRICT,
        _YEAR,
        "position_id VARCHAR | number",
        "job_code VARCHAR | job",
        "job_title VARCHAR | title",
        "job_group VARCHAR | certificated, classified, administrative, other",
        "location_id VARCHAR | location",
        "fte DECIMAL(9,4) | full-time equivalent of the row",
        "start_date DATE | first day",
        "end_date DATE | last day, NULL while open",
        f"annual_pay {MONEY} | dollars a year; NULL where not loaded",
        f"annual_benefits {MONEY} | dollars a year; NULL where not loaded",
        "status VARCHAR | filled, vacant or frozen",
        "fund_code VARCHAR | funding source code, where the row carries one",
        *_ORIGIN,
    ),
    table(
        "school_year_fact",
        "one row per location, fiscal year, metric, count type, grade and group",
        "district_id location_id fiscal_year metric count_type grade group_code",
        _DISTRICT,
        "location_id VARCHAR | location",
        "fiscal_year SMALLINT | school year, named by the year in which it ends",
        "metric VARCHAR | enrollment, or an id of the district's metric list",
        "count_date DATE | day of the count",
        "count_type VARCHAR | october, adm, ada, membership, cumulative, projection or none",
        "grade VARCHAR | grade, or 'all'",
        "group_code VARCHAR | all, frl, ell, sped, homeless, foster, or as loaded",
        "value DECIMAL(18,4) | the value; NULL unless status is ok or coded",
        "value_low DECIMAL(18,4) | lowest possible value",
        "value_high DECIMAL(18,4) | highest possible value",
        "denominator DECIMAL(18,4) | pupils behind a rate, where loaded",
        "status VARCHAR | ok, suppressed, top_coded, bottom_coded, missing or not_applicable",
        "raw VARCHAR | text as loaded",
        *_ORIGIN,
    ),
    table(
        "import_file",
        "one row per loaded file",
        "import_id",
        "import_id VARCHAR | short hash of content and mapping",
        _DISTRICT,
        "source VARCHAR | source name of the mapping",
        "file_name VARCHAR | name of the file in the mapping",
        "kind VARCHAR | logical file kind",
        "path VARCHAR | path below the source folder",
        "sha256 VARCHAR | hash of the raw bytes",
        "mapping_sha256 VARCHAR | hash of the mapping",
        "encoding VARCHAR | encoding found",
        "delimiter VARCHAR | delimiter used",
        "rows_read BIGINT | data rows in the file",
        "rows_accepted BIGINT | rows that became facts",
        "rows_skipped BIGINT | rows dropped by a rule of the mapping (totals, filters)",
        "rows_quarantined BIGINT | rows set aside",
        f"amount_accepted {MONEY} | dollars of the accepted rows",
        f"amount_quarantined {MONEY} | dollars of the rows set aside, as far as readable",
        "fiscal_years VARCHAR | fiscal years present, comma separated",
        "notes VARCHAR | what the reader did: padded codes, dropped columns",
    ),
    table(
        "quarantine_row",
        "one row per row set aside, and reason",
        "import_id source_row reason_code",
        "import_id VARCHAR | file",
        _DISTRICT,
        "source_row INTEGER | physical line of the file",
        "column_name VARCHAR | heading of the column at fault",
        "reason_code VARCHAR | BAD_COLUMN_COUNT, AMOUNT_UNPARSED, ...",
        "found VARCHAR | offending value",
        "message VARCHAR | what is wrong and what was expected",
        f"amount {MONEY} | dollars of the row, as far as readable",
        "fiscal_year SMALLINT | fiscal year, as far as readable",
        "is_warning BOOLEAN | the row was kept all the same",
        "raw VARCHAR | the row as text",
    ),
    table(
        "check_result",
        "one row per check of a load",
        "import_id check_code scope",
        "import_id VARCHAR | file, or '' for a check of the whole snapshot",
        _DISTRICT,
        "check_code VARCHAR | L3, B1, ...",
        "scope VARCHAR | what it covers: 'all', 'fund 10', ...",
        "fiscal_year SMALLINT | fiscal year, NULL for all",
        "severity VARCHAR | error, warn or info",
        "status VARCHAR | ok, failed or held",
        f"expected {MONEY} | control total",
        f"actual {MONEY} | loaded total",
        f"difference {MONEY} | actual less expected",
        "message VARCHAR | in words",
    ),
)

CANONICAL: dict[str, Table] = {entry.name: entry for entry in _TABLES}
