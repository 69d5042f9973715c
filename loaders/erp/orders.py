"""Purchase orders by line and account, and encumbrances event by event."""

from __future__ import annotations

from loaders.erp.context import Context
from loaders.erp.ledger import ENCUMBRANCE_EVENTS, add_event, line_id
from loaders.erp.stage import insert, settle
from loaders.erp.work import Work, set_duplicates_aside, typed_rows

_AMOUNTS = ("ordered", "changed", "liquidated", "cancelled", "open_amount")
_STATUSES = ("requisition", "open", "partial", "closed", "cancelled")
_EVENTS = (
    "pre",
    "encumber",
    "change",
    "liquidate",
    "cancel",
    "close",
    "reopen",
    "roll_out",
    "roll_in",
    "void_reinstate",
)
_SOURCES = ("po", "payroll", "contract", "manual")


def load_orders(context: Context) -> None:
    """Read one purchase order file into `stage.purchase_order` and `po_line_account`."""
    work = typed_rows(context, day="issued_on", measures=("open_amount", "ordered", *_AMOUNTS))
    set_duplicates_aside(work)
    release = f"coalesce({work.value('release')}, '')"
    columns = {
        "po_no": "po_no",
        "release": release,
        "line": _line(work, release),
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "description": work.value("description"),
        "extra": work.value("extra"),
        **{name: f"{name} * normal_sign" for name in _AMOUNTS[:-1] if work.has(name)},
        "open_amount": f"({_open(work)}) * normal_sign",
    }
    inserted = insert(work, "po_line_account", columns)
    _insert_heads(work, release)
    settle(work, inserted)


def _line(work: Work, release: str) -> str:
    """SQL for the line of an order; lines without a number, or with one twice, are counted."""
    line = work.value("line", "''::VARCHAR")
    turn = (
        f"row_number() OVER (PARTITION BY po_no, {release}, {line}, account_id ORDER BY record)"
        if work.has("line")
        else f"row_number() OVER (PARTITION BY po_no, {release} ORDER BY record)"
    )
    if not work.has("line"):
        return f"({turn})::VARCHAR"
    return f"concat(coalesce({line}, ''), CASE WHEN {turn} > 1 THEN concat('.', {turn}) END)"


def _open(work: Work) -> str:
    """SQL for what is still open: as written, else ordered and changed less the rest."""
    written = work.value("open_amount", "NULL::DECIMAL(18,2)")
    signs = {"ordered": "", "changed": "", "liquidated": "-", "cancelled": "-"}
    parts = [f"{sign}coalesce({name}, 0)" for name, sign in signs.items() if work.has(name)]
    if not work.has("ordered"):
        return written
    rest = f"CASE WHEN ordered IS NOT NULL THEN {' + '.join(parts)} END"
    return f"coalesce({written}, CAST({rest} AS DECIMAL(18,2)))"


def _insert_heads(work: Work, release: str) -> None:
    """One row for each order, release and year, from the first of its lines.

    An order carried into the next year has a head there too: its state is that year's.
    """
    context = work.context
    first = (
        f"(SELECT * FROM {work.rows} WHERE {work.good}"  # noqa: S608 - own names
        f" QUALIFY row_number() OVER (PARTITION BY po_no, {release}, the_year ORDER BY record) = 1)"
    )
    known = ", ".join(f"'{name}'" for name in _STATUSES)
    status = work.value("status")
    columns = {
        "po_no": "po_no",
        "release": release,
        "vendor_id": work.value("vendor_id"),
        "vendor_name": work.value("vendor_name"),
        "fiscal_year": "the_year",
        "issued_on": "the_day",
        "status": f"CASE WHEN lower({status}) IN ({known}) THEN lower({status}) ELSE 'open' END",
        "is_blanket": work.value("is_blanket", "false"),
        "is_carryforward": work.value("is_carryforward", "false"),
        "description": work.value("description"),
        "requester": work.value("requester"),
    }
    insert(work, "purchase_order", columns, source=first)
    # An order that an earlier file has brought already keeps its head.
    context.con.execute(
        "DELETE FROM stage.purchase_order p WHERE p.import_id = $import_id AND EXISTS ("
        "SELECT 1 FROM stage.purchase_order o WHERE o.import_id <> $import_id"
        " AND o.po_no = p.po_no AND o.release = p.release AND o.fiscal_year = p.fiscal_year)",
        {"import_id": context.report.import_id},
    )


def load_encumbrances(context: Context) -> None:
    """Read one encumbrance file into `stage.encumbrance_event`."""
    work = typed_rows(context, day="event_date", measures=("amount",))
    set_duplicates_aside(work)
    add_event(work)
    known = ", ".join(f"'{name}'" for name in _EVENTS)
    mapped = " ".join(f"WHEN '{event}' THEN '{name}'" for event, name in ENCUMBRANCE_EVENTS.items())
    own = f"lower({work.value('event')})"
    columns = {
        "event_id": line_id(work),
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "period": "the_period",
        "event_date": "the_day",
        "event": f"CASE WHEN {own} IN ({known}) THEN {own} ELSE CASE mapped_event {mapped}"
        " ELSE CASE WHEN amount < 0 THEN 'liquidate' ELSE 'encumber' END END END",
        "amount": "amount * normal_sign",
        "po_no": work.value("po_no"),
        "line": work.value("line"),
        "vendor_id": work.value("vendor_id"),
        "vendor_name": work.value("vendor_name"),
        "description": work.value("description"),
        "source": _source(work),
    }
    settle(work, insert(work, "encumbrance_event", columns))


def _source(work: Work) -> str:
    known = ", ".join(f"'{name}'" for name in _SOURCES)
    text = f"lower({work.value('source')})"
    po_no = work.value("po_no")
    return (
        f"CASE WHEN {text} IN ({known}) THEN {text} WHEN {po_no} IS NOT NULL THEN 'po'"
        " ELSE 'manual' END"
    )
