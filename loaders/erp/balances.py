"""Budget reports: what the ERP itself says of each account on a day."""

from __future__ import annotations

from loaders.erp.context import Context
from loaders.erp.roll_ups import drop_parents
from loaders.erp.stage import insert, settle
from loaders.erp.work import Work, set_duplicates_aside, typed_rows

_AMOUNTS = (
    "original_budget",
    "adjustments",
    "current_budget",
    "actual_ytd",
    "encumbered",
    "pre_encumbered",
    "available_reported",
)
_MEASURES = ("actual_ytd", "current_budget", "original_budget", "encumbered", *_AMOUNTS)


def load_balances(context: Context) -> None:
    """Read one balance file into `stage.balance_snapshot`."""
    work = typed_rows(context, day="as_of_date", measures=_MEASURES)
    if context.file.filters.drop_parents:
        drop_parents(work)
    set_duplicates_aside(work)
    columns = {
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "as_of_date": "coalesce(the_day, year_end)",
        **{name: f"{name} * normal_sign" for name in _AMOUNTS if work.has(name)},
    }
    settle(work, insert(work, "balance_snapshot", columns, source=_with_year_end(work)))


def _with_year_end(work: Work) -> str:
    """The rows with the last day of their fiscal year, for reports that carry no day."""
    return (
        f"(SELECT r.*, y.year_end FROM {work.rows} r LEFT JOIN"  # noqa: S608 - own names
        " (SELECT fiscal_year, max(end_date) AS year_end FROM erp_calendar"
        " WHERE kind = 'regular' GROUP BY fiscal_year) y ON y.fiscal_year = r.the_year)"
    )
