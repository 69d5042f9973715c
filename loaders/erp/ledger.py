"""Posting lines: ledger detail becomes ledger lines, budget lines and encumbrance events.

Some ledgers keep budget and encumbrance on the same rows, in columns of their own or told apart
by the source of the posting; each amount goes to the table it belongs to.
"""

from __future__ import annotations

from loaders.erp.context import Context
from loaders.erp.quarantine import REQUIRED_NULL, Trouble
from loaders.erp.stage import insert, settle
from loaders.erp.work import Work, natural_key, set_duplicates_aside, typed_rows

_MEASURES = ("amount", "encumbrance_amount", "budget_amount")
BUDGET_TYPES = {
    "budget_original": "original",
    "budget_amendment": "amendment",
    "budget_transfer_in": "transfer_in",
    "budget_transfer_out": "transfer_out",
    "budget_carryforward": "carryforward",
}
ENCUMBRANCE_EVENTS = {
    "pre_encumbrance": "pre",
    "encumbrance": "encumber",
    "encumbrance_change": "change",
    "encumbrance_cancel": "cancel",
    "liquidation": "liquidate",
}


def load_ledger(context: Context) -> None:
    """Read one ledger file into `stage.ledger_line`, `budget_line` and `encumbrance_event`."""
    work = typed_rows(context, day="posted_date", measures=_MEASURES)
    amounts = [name for name in _MEASURES if work.has(name)]
    _require_an_amount(work, amounts)
    set_duplicates_aside(work)
    add_event(work)
    work.rows = f"(SELECT *, {_event(work)} AS event FROM {work.rows})"  # noqa: S608 - own names
    routes = _routes(work, amounts)
    inserted = insert(work, "ledger_line", _ledger_columns(work), where=routes["ledger_line"])
    others = 0
    if "budget_line" in routes:
        others += insert(work, "budget_line", _budget_columns(work), where=routes["budget_line"])
    if "encumbrance_event" in routes:
        columns = _encumbrance_columns(work)
        where = routes["encumbrance_event"]
        others += insert(work, "encumbrance_event", columns, where=where)
    settle(work, _rows_kept(work) if others else inserted)
    _note_unknown_sources(work)


def _require_an_amount(work: Work, amounts: list[str]) -> None:
    """A posting without any amount says nothing."""
    sides = ["debit", "credit"] if "debit" in _sides(work) else []
    bad = [f"{name}__bad IS NULL" for name in (*amounts, *sides) if not _is_difference(work, name)]
    empty = [f"{name} IS NULL" for name in amounts]
    shown = work.headings[amounts[0]] if amounts else "amount"
    work.troubles.append(
        Trouble(
            " AND ".join([*empty, *bad]) or "true",
            shown,
            REQUIRED_NULL,
            "",
            "The row has no amount; expected dollars.",
        )
    )


def _sides(work: Work) -> list[str]:
    return ["debit", "credit"] if any(r.debit for r in work.context.file.columns.values()) else []


def _is_difference(work: Work, name: str) -> bool:
    rule = work.context.file.columns.get(name)
    return rule is not None and rule.debit is not None


def add_event(work: Work) -> None:
    """Give each row `mapped_event`, what the events map says of its source code."""
    events = work.context.file.events
    named = {code: event for code, event in events.items() if code != "*"}
    work.context.con.execute(
        "CREATE OR REPLACE TEMP TABLE erp_event AS SELECT unnest($codes::VARCHAR[]) AS code,"
        " unnest($events::VARCHAR[]) AS event",
        {"codes": list(named), "events": list(named.values())},
    )
    other = f"'{events['*']}'" if "*" in events else "NULL::VARCHAR"
    work.rows = (
        f"(SELECT r.*, coalesce(e.event, {other}) AS mapped_event FROM {work.rows} r"  # noqa: S608 - own names
        f" LEFT JOIN erp_event e ON e.code = {work.value('source_code', 'NULL::VARCHAR')})"
    )


def _note_unknown_sources(work: Work) -> None:
    """Name the source codes that the events map does not know: their event is implied."""
    events = work.context.file.events
    if not events or "*" in events or not work.has("source_code"):
        return
    found = work.context.con.execute(
        "SELECT DISTINCT source_code FROM erp_work WHERE skip IS NULL AND source_code IS NOT NULL"
        " AND source_code NOT IN (SELECT code FROM erp_event) ORDER BY 1 LIMIT 20"
    ).fetchall()
    if found:
        codes = ", ".join(code for (code,) in found)
        work.context.report.notes.append(f"source codes without an event: {codes}")


def _event(work: Work) -> str:
    """SQL for the event of a posting: its own word, the map, or what its account implies."""
    implied = (
        "CASE WHEN is_opening THEN 'opening' WHEN kind = 'revenue' THEN 'revenue'"
        " WHEN kind = 'expenditure' THEN 'expense' ELSE 'accrual' END"
    )
    return f"coalesce({work.value('event_type')}, mapped_event, {implied})"


def _routes(work: Work, amounts: list[str]) -> dict[str, str]:
    """Which rows go to which table, by canonical table.

    With columns of their own, budget and encumbrance go where they are not zero, and a row of
    nothing but zeros stays a ledger line. Otherwise the event decides.
    """
    budget = _listed("budget", *BUDGET_TYPES)
    encumbrance = _listed(*ENCUMBRANCE_EVENTS)
    own = [name for name in ("budget_amount", "encumbrance_amount") if name in amounts]
    if not own:
        told = set(work.context.file.events.values())
        routes = {"ledger_line": f"event NOT IN ({budget}, {encumbrance})"}
        if told & {"budget", *BUDGET_TYPES} or work.has("event_type"):
            routes["budget_line"] = f"event IN ({budget})"
        if told & set(ENCUMBRANCE_EVENTS) or work.has("event_type"):
            routes["encumbrance_event"] = f"event IN ({encumbrance})"
        return routes
    blank = " AND ".join(f"coalesce({name}, 0) = 0" for name in own)
    posting = f"(amount <> 0 OR ({blank}))" if "amount" in amounts else "false"
    routes = {"ledger_line": posting}
    if "budget_amount" in amounts:
        routes["budget_line"] = "budget_amount <> 0"
    if "encumbrance_amount" in amounts:
        routes["encumbrance_event"] = "encumbrance_amount <> 0"
    return routes


def _listed(*names: str) -> str:
    return ", ".join(f"'{name}'" for name in names)


def line_id(work: Work) -> str:
    """SQL for the key of a line: its natural key, else everything that it says."""
    source = f"hash('{work.context.mapping.source}', '{work.context.file.name}')"
    return f"hash({source}, {natural_key(work) or work.content()})"


def _ledger_columns(work: Work) -> dict[str, str]:
    sides = _sides(work)
    plain = ("source_code", "journal_no", "journal_line", "description", "vendor_id",
             "vendor_name", "po_no", "invoice_no", "check_no", "extra")  # fmt: skip
    event = (
        f"CASE WHEN event IN ({_listed('budget', *BUDGET_TYPES, *ENCUMBRANCE_EVENTS)})"
        " THEN 'expense' ELSE event END"
    )
    return {
        "ledger_line_id": line_id(work),
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "period": "the_period",
        "posted_date": "the_day",
        "amount": f"coalesce({work.value('amount')}, 0) * normal_sign",
        "debit": "debit" if sides else "NULL",
        "credit": "credit" if sides else "NULL",
        "event_type": event,
        **{name: work.value(name) for name in plain},
        "is_transfer": "account_is_transfer OR event = 'transfer'",
        "is_adjustment_period": "is_adjustment",
    }


def _budget_columns(work: Work) -> dict[str, str]:
    amount = "budget_amount" if work.has("budget_amount") else "amount"
    cases = " ".join(f"WHEN '{event}' THEN '{kind}'" for event, kind in BUDGET_TYPES.items())
    # A ledger that only says "budget" enters the adopted budget as the year opens.
    opening = "CASE WHEN the_period <= 1 THEN 'original' ELSE 'amendment' END"
    return {
        "budget_line_id": f"hash('budget', {line_id(work)})",
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "period": "the_period",
        "type": f"CASE event {cases} ELSE {opening} END",
        "status": "'posted'",
        "amount": f"{amount} * normal_sign",
        "effective_date": "the_day",
        "document_no": work.value("journal_no"),
        "reason": work.value("description"),
        "extra": work.value("extra"),
    }


def _encumbrance_columns(work: Work) -> dict[str, str]:
    amount = "encumbrance_amount" if work.has("encumbrance_amount") else "amount"
    cases = " ".join(f"WHEN '{event}' THEN '{name}'" for event, name in ENCUMBRANCE_EVENTS.items())
    return {
        "event_id": f"hash('encumbrance', {line_id(work)})",
        "account_id": "account_id",
        "fiscal_year": "the_year",
        "period": "the_period",
        "event_date": "the_day",
        "event": f"CASE event {cases} ELSE CASE WHEN {amount} < 0 THEN 'liquidate'"
        " ELSE 'encumber' END END",
        "amount": f"{amount} * normal_sign",
        "po_no": work.value("po_no"),
        "line": work.value("po_line"),
        "vendor_id": work.value("vendor_id"),
        "vendor_name": work.value("vendor_name"),
        "description": work.value("description"),
        "source": "CASE WHEN event = 'payroll' THEN 'payroll'"
        f" WHEN {work.value('po_no')} IS NOT NULL THEN 'po' ELSE 'manual' END",
    }


def _rows_kept(work: Work) -> int:
    """Rows that became facts, where one row may become several."""
    found = work.context.con.execute(
        f"SELECT count(*) FROM {work.rows} WHERE {work.good}"  # noqa: S608 - own names
    ).fetchone()
    return int(found[0]) if found else 0
