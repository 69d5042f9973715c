"""Which columns of a row a condition may name, beside the segments of its account.

Names are matched without regard to case. `sql` is an expression over the columns that the
statements of the rows have at their mark `{rows}`; it is never made from a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class FieldKind(StrEnum):
    """How the values of a field are compared."""

    TEXT = "text"
    MONEY = "money"
    DATE = "date"
    WHOLE = "whole"
    FTE = "fte"


@dataclass(frozen=True, slots=True)
class RowField:
    """A column of a row: `label` is what people call it, `key` the heading of a loaded column.

    One that `is_of_line` is not the row's own but that of the lines which it sums up: a condition
    leaves the lines that meet it, and the row is summed over those.
    """

    label: str
    kind: FieldKind
    sql: str
    key: str = ""
    is_of_line: bool = False

    @property
    def name(self) -> str:
        """The label as it is compared."""
        return self.label.lower()


def _fields(*lines: str) -> tuple[RowField, ...]:
    parsed = []
    for line in lines:
        head, _, sql = line.partition("|")
        said = head.strip().removesuffix(" line")
        label, _, kind = said.rpartition(" ")
        field = RowField(label, FieldKind(kind), sql.strip(), is_of_line=said != head.strip())
        parsed.append(field)
    return tuple(parsed)


_LEFT: Final = (
    "(b.budget_cents - b.spent_cents - case when a.kind = 'revenue' then 0 "
    "else coalesce(b.encumbered_cents, 0) + coalesce(b.reserved_cents, 0) end)"
)
ROW_FIELDS: Final = {
    "accounts": _fields(
        "Description text | a.description",
        "Spending class text | a.spend_class",
        "Category text | a.category_code",
        "Provisional text | case when a.is_provisional then 'yes' else 'no' end",
        "Original budget money | b.original_cents",
        "Adjustments money | b.adjustments_cents",
        "Have money | b.budget_cents",
        "Paid money | b.spent_cents",
        "On order money | b.encumbered_cents",
        "Requested money | b.requested_cents",
        f"Left money | {_LEFT}",
    ),
    "transactions": _fields(
        "Date date | posted_date",
        "Amount money | amount_cents",
        "Vendor text | vendor_name",
        "Vendor number text | vendor_id",
        "Description text | description",
        "Type text | line_type",
        "Period whole | period",
        "PO text | po_no",
        "Invoice text | invoice_no",
        "Check text | check_no",
        "Journal text | journal_no",
        "Source text | source_code",
    ),
    "purchase orders": _fields(
        "Order text | po_no",
        "Ordered on date | issued_on",
        "Vendor text | vendor_name",
        "Vendor number text | vendor_id",
        "Description text line | o.description",
        "Requester text | requester",
        "State text | status",
        "Ordered money | original_cents",
        "Relieved money | liquidated_cents",
        "Still open money | open_cents",
        "Days open whole | days_open",
    ),
    "positions": _fields(
        "Position text | s.code",
        "Job text | s.job_name",
        "Job code text | s.job_code",
        "Class text | s.class_name",
        "Place text | s.location_code",
        "Employee text | employee",
        "Note text | s.note",
        "FTE fte | s.fte",
        "Assigned FTE fte | s.assigned",
        "Vacant FTE fte | s.vacant",
        "Flagged FTE fte | s.flagged",
        "Annual cost money | case when s.unpaid = 0 then s.cents end",
    ),
}
"""The fields of each kind of row; positions are asked of the store, everything else of a load."""

AMOUNTS: Final = {FieldKind.MONEY: "an amount", FieldKind.FTE: "a number"}
"""What only `is` and `between` compare, in words."""

LOADED: Final = "json_extract_string(extra, $KEY)"


def loaded_field(heading: str, *, is_of_line: bool = False) -> RowField:
    """A further column of the extract, kept as it was loaded."""
    return RowField(heading, FieldKind.TEXT, LOADED, heading, is_of_line)
