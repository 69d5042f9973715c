"""The canonical columns that each kind of file can fill, with type and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """The logical files that a district can send."""

    ACCOUNT_MASTER = "account_master"
    SEGMENT_VALUES = "segment_values"
    LOCATION_MASTER = "location_master"
    VENDOR_MASTER = "vendor_master"
    PERIOD_CALENDAR = "period_calendar"
    BUDGET_BALANCE = "budget_balance"
    BUDGET_DETAIL = "budget_detail"
    LEDGER_DETAIL = "ledger_detail"
    PO_DETAIL = "po_detail"
    ENCUMBRANCE_DETAIL = "encumbrance_detail"
    POSITION_CONTROL = "position_control"
    SCHOOL_FACTS = "school_facts"
    ACCOUNT_CROSSWALK = "account_crosswalk"


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical column of a file kind: how its text is read, and what it means."""

    name: str
    type: str
    doc: str
    required: bool = False


def _fields(*lines: str) -> dict[str, Field]:
    """Read lines of the form `name type | meaning`; `!` after the type: required."""
    parsed = []
    for line in lines:
        head, _, doc = line.partition("|")
        name, kind = head.split()
        parsed.append(Field(name, kind.rstrip("!"), doc.strip(), kind.endswith("!")))
    return {field.name: field for field in parsed}


_YEAR = "fiscal_year year | fiscal year; without it, the year of the posting date"
_ACCOUNT = (
    "account text | account as printed; or one column `segment.<name>` per part",
    "short_key text | short key, spelled out by the account master",
    "account_kind text | expenditure, revenue, ...: picks the layout where there are several",
    "account_description text | title of the account",
    _YEAR,
)
_VENDOR = ("vendor_id text | vendor's number", "vendor_name text | vendor's name")
_PERIOD = "period integer | accounting period; without it, the period of the date"

FIELDS: dict[FileKind, dict[str, Field]] = {
    FileKind.ACCOUNT_MASTER: _fields(
        *_ACCOUNT,
        "description text | title of the account",
        "is_active boolean | open for postings",
    ),
    FileKind.SEGMENT_VALUES: _fields(
        "segment text! | name of the part",
        "code text! | code as the district writes it",
        "label text! | description",
        "fiscal_year year | year in which the label holds; without it, every year",
        "parent_code text | code it rolls up to",
        "state_code text | code in the state's chart",
        "is_active boolean | still in use",
    ),
    FileKind.LOCATION_MASTER: _fields(
        "location_id text! | code used in Plumbline; the code of the account",
        "erp_code text | code in the ledger, where it differs",
        "state_id text | state school number",
        "nces_id text | NCES school number",
        "name text! | readable name",
        "type text | school, department, district or undistributed",
        "level text | elementary, middle, high, k12 or other",
        "grade_low text | lowest grade taught",
        "grade_high text | highest grade taught",
        "parent_id text | location this one belongs to",
        "latitude number | degrees north, -90 to 90",
        "longitude number | degrees east, -180 to 180 (negative in the Americas)",
        "opened_on date | first day",
        "closed_on date | last day",
    ),
    FileKind.VENDOR_MASTER: _fields(
        "vendor_id text! | number",
        "name text! | name",
        "type text | kind of vendor",
        "is_employee boolean | a reimbursed employee: the name is withheld",
        "is_active boolean | still in use",
    ),
    FileKind.PERIOD_CALENDAR: _fields(
        "fiscal_year year! | fiscal year",
        "period integer! | accounting period",
        "label text | what people call it",
        "start_date date! | first day",
        "end_date date! | last day",
        "kind text | open_balance, regular or adjustment",
        "is_closed boolean | postings are complete",
    ),
    FileKind.BUDGET_BALANCE: _fields(
        *_ACCOUNT,
        "as_of_date date | day of the report; without it, the last day of the fiscal year",
        "original_budget amount | dollars adopted",
        "adjustments amount | dollars of amendments and transfers",
        "current_budget amount | dollars of the adjusted budget",
        "actual_ytd amount | dollars spent or received since the year began",
        "encumbered amount | dollars of open orders",
        "pre_encumbered amount | dollars requested, not yet ordered",
        "available_reported amount | what the ERP says is left",
    ),
    FileKind.BUDGET_DETAIL: _fields(
        *_ACCOUNT,
        _PERIOD,
        "type text | original, amendment, transfer_in, transfer_out, carryforward or other",
        "status text | proposed, adopted or posted",
        "amount amount! | dollars",
        "effective_date date | day it takes effect",
        "document_no text | amendment or transfer number",
        "reason text | as written",
    ),
    FileKind.LEDGER_DETAIL: _fields(
        *_ACCOUNT,
        _PERIOD,
        "posted_date date | day of posting",
        "amount amount | dollars of the posting",
        "budget_amount amount | dollars of budget, in ledgers that keep it on the same lines",
        "encumbrance_amount amount | dollars of encumbrance, in such ledgers",
        "event_type text | event, instead of the events map",
        "source_code text | source of the posting, looked up in `events`",
        "journal_no text | journal",
        "journal_line text | line in the journal",
        "description text | as written",
        *_VENDOR,
        "po_no text | purchase order",
        "po_line text | line of the order",
        "invoice_no text | invoice",
        "check_no text | check",
    ),
    FileKind.PO_DETAIL: _fields(
        *_ACCOUNT,
        "po_no text! | number",
        "release text | release or version",
        "line text | line of the order",
        *_VENDOR,
        "issued_on date | order date",
        "status text | requisition, open, partial, closed or cancelled",
        "is_blanket boolean | standing order",
        "is_carryforward boolean | brought from an earlier year",
        "description text | as written",
        "requester text | who asked for it: a person or an office",
        "ordered amount | dollars first ordered",
        "changed amount | dollars of change orders",
        "liquidated amount | dollars relieved by invoices",
        "cancelled amount | dollars cancelled",
        "open_amount amount | dollars still open",
    ),
    FileKind.ENCUMBRANCE_DETAIL: _fields(
        *_ACCOUNT,
        _PERIOD,
        "event_date date | day",
        "event text | encumber, change, liquidate, cancel, ...; or a source_code and `events`",
        "source_code text | source of the event, looked up in `events`",
        "amount amount! | dollars, signed",
        "po_no text | number",
        "line text | line of the order",
        *_VENDOR,
        "description text | as written",
        "source text | po, payroll, contract or manual",
    ),
    FileKind.POSITION_CONTROL: _fields(
        "position_id text! | number",
        _YEAR,
        "job_code text | job",
        "job_title text | title",
        "job_group text | certificated, classified, administrative or other",
        "location_id text | location",
        "fte number! | full-time equivalent of the row",
        "start_date date | first day",
        "end_date date | last day",
        "annual_pay amount | dollars a year",
        "annual_benefits amount | dollars a year",
        "status text | filled, vacant or frozen",
        "fund_code text | funding source code",
    ),
    FileKind.SCHOOL_FACTS: _fields(
        "location_id text! | location",
        "fiscal_year year! | school year",
        "metric text | enrollment, or an id of the metric list; required without unpivot",
        "count_type text | october, adm, ada, membership, cumulative, projection or none",
        "count_date date | day of the count",
        "grade text | grade, or all",
        "group_code text | all, frl, ell, sped, ...",
        "value fact | the value, or a mark of suppression; required without unpivot",
        "denominator number | pupils behind a rate",
    ),
    FileKind.ACCOUNT_CROSSWALK: _fields(
        "from_account text! | old account as printed",
        "from_fy year! | last fiscal year of the old account",
        "to_account text! | new account as printed",
        "to_fy year! | first fiscal year of the new account",
        "share number | part of the old account that moved; 1 without it",
        "note text | why",
    ),
}

SEGMENT_PREFIX = "segment."
ACCOUNT_KINDS = frozenset(kind for kind, fields in FIELDS.items() if "account" in fields)
