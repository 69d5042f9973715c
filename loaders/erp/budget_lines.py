"""Budget detail: adopted budgets, amendments and transfers, line by line."""

from __future__ import annotations

from loaders.erp.context import Context
from loaders.erp.ledger import line_id
from loaders.erp.roll_ups import drop_parents
from loaders.erp.stage import insert, settle
from loaders.erp.work import set_duplicates_aside, typed_rows

_TYPES = ("original", "amendment", "transfer_in", "transfer_out", "carryforward", "other")
_STATUSES = ("proposed", "adopted", "posted")


def load_budget_lines(context: Context) -> None:
    """Read one budget file into `stage.budget_line`."""
    work = typed_rows(context, day="effective_date", measures=("amount",))
    if context.file.filters.drop_parents:
        drop_parents(work)
    set_duplicates_aside(work)
    columns = {
        "budget_line_id": line_id(work),
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "period": "the_period",
        "type": _one_of(work.value("type"), _TYPES, "other"),
        "status": _one_of(work.value("status"), _STATUSES, "posted"),
        "amount": "amount * normal_sign",
        "effective_date": "the_day",
        "document_no": work.value("document_no"),
        "reason": work.value("reason"),
        "extra": work.value("extra"),
    }
    settle(work, insert(work, "budget_line", columns))


def _one_of(text: str, names: tuple[str, ...], otherwise: str) -> str:
    """SQL for a word of a closed list."""
    known = ", ".join(f"'{name}'" for name in names)
    return f"CASE WHEN lower({text}) IN ({known}) THEN lower({text}) ELSE '{otherwise}' END"
