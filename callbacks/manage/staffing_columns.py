"""Columns of the list of positions: those of the page, those that may be chosen, and of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from data.store.staffing.seat_terms import CHECKS, Listing
from pages.components.grid import GridColumn

_COST: Final = GridColumn("cost", "Annual cost", 148, is_number=True, stays=True)
_WRONG: Final = GridColumn("finding", "What is wrong", 240, sortable=False)
_PAID: Final = GridColumn("paid", "Bucket FTE", 104, is_number=True, sortable=False)
_AFTER_VACANT: Final = 7
COLUMNS: Final = (
    GridColumn("code", "Position", 100, is_code=True, opens=True, phone=1),
    GridColumn("job", "Job", 140, phone=2),
    GridColumn("class", "Class", 100),
    GridColumn("location", "Location", 200),
    GridColumn("fte", "FTE", 64, is_number=True),
    GridColumn("assigned", "Assigned", 90, is_number=True),
    GridColumn("vacant", "Vacant", 82, is_number=True),
    GridColumn("people", "Employees", 140, grows=True, sortable=False, phone=3),
    GridColumn("funding", "Funding", 230, is_code=True, sortable=False),
    GridColumn("flagged", "Flagged FTE", 110, is_number=True),
    GridColumn("note", "Note", 150, sortable=False),
)
MORE: Final = (
    GridColumn("job_code", "Job code", 100, is_code=True, sortable=False),
    GridColumn("people_count", "People", 90, is_number=True, sortable=False),
)
"""Columns that may be chosen besides."""
FILES: Final = {
    "code": ("position",),
    "job": ("job_code", "job_title"),
    "class": ("job_class",),
    "location": ("location_id", "location_name"),
    "assigned": ("assigned_fte",),
    "vacant": ("vacant_fte",),
    "paid": ("bucket_fte",),
    "people": ("employees",),
    "people_count": ("employee_count",),
    "flagged": ("flagged_fte",),
    "cost": ("annual_cost_usd", "cost_reason"),
}
"""What columns are called in a file, where it is something else."""


def usual(listing: Listing, *, pays: bool, paid: str) -> tuple[GridColumn, ...]:
    """The columns without a choice; what a list is about stands right after the position.

    `pays` adds what positions cost, for who may read it; `paid` is the heading of the FTE
    that some accounts pay, empty where none are asked for.
    """
    first, *rest = (*COLUMNS, _COST) if pays else COLUMNS
    if paid:
        rest.insert(_AFTER_VACANT - 1, replace(_PAID, label=paid))
    if listing in CHECKS:
        return (first, _WRONG, *rest)
    if listing is Listing.FLAGGED:
        marks = [one for one in rest if one.field in ("flagged", "note")]
        return (first, *marks, *(one for one in rest if one not in marks))
    return (first, *rest)
