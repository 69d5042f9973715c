"""One purchase order: what was ordered, what became of it, and what is still open."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Basis, Services, basis
from callbacks.freshness import banner
from callbacks.manage.purchase_orders import STATES
from data.condition import Condition
from data.districts import district
from data.order_detail import OrderDetail, OrderEvent, order_detail
from data.scope import Operator
from pages import ids
from pages.components.sentence import Part, Sentence, dig, strong
from pages.components.strip import KeyFigure
from pages.format import MISSING, counted, day, fiscal_year, listed, money
from pages.manage.order import LIST_PATH, PATH, EventView, LineView, OrderPage, body, missing
from pages.manage.row_state import OrderState

MOST_EVENTS: Final = 200
_LINES: Final = "/current/transactions"
# No heading of a file: those that it has may be called anything.
_DESCRIPTION: Final = ""
_TERMS: Final = ("original", "changed", "liquidated", "cancelled", "open")
EVENTS: Final = {
    "pre": "Requested",
    "encumber": "Ordered",
    "change": "Changed",
    "liquidate": "Relieved by a bill",
    "cancel": "Cancelled",
    "close": "Closed",
    "reopen": "Opened again",
    "roll_out": "Carried into the next year",
    "roll_in": "Brought from the year before",
    "void_reinstate": "Payment voided, on order again",
    "encumbrance_memo": "Noted by the ledger",
    "expense": "Paid",
    "payroll": "Paid as pay",
    "reversal": "Payment taken back",
    "accrual": "Accrued",
    "transfer": "Transferred",
    "actual": "Paid",
    "encumbrance": "On order",
}
"""What happens to an order, in words."""


def page(services: Services, actor: Actor, search: str | None) -> list[Any]:
    """The whole page."""
    state = OrderState.from_query(search)
    ground = basis(services, actor, state)
    found = None
    if state.number:
        found = order_detail(
            services.warehouse, ground.scope, po_no=state.number, fiscal_year=ground.year.year
        )
    if found is None:
        return missing()
    limit = district(services.warehouse, ground.scope.district).old_order_days
    shown = body(view(ground, state.number, found, limit))
    return [*banner(services, actor), *shown]


def view(ground: Basis, number: str, found: OrderDetail, limit_days: int) -> OrderPage:
    """Every cell as text; an order open for more than the limit is marked."""
    named = str(Condition("PO", Operator.IS, number))
    shown = found.events[:MOST_EVENTS]
    days, by_line = _days(found), _by_line(found)
    return OrderPage(
        number=number,
        facts=_facts(ground, found),
        back=ground.address(LIST_PATH),
        sentence=[*_sentence(ground, found, days), *_elsewhere(ground, number, found)],
        waits=f"Open for over {limit_days} days." if (days or 0) > limit_days else "",
        figures=_figures(found, days),
        headings=[heading or "As written" for heading in by_line],
        lines=[_line(ground, line, by_line) for line in found.lines],
        totals=[money(found.sum_of(term), cents=True) for term in _TERMS],
        lines_export=ground.export("purchase-order-lines", po_no=number),
        events=[_event(one) for one in shown],
        hidden=len(found.events) - len(shown),
        events_words=_events_words(found),
        events_method=_agreement(ground, found),
        events_href=ground.address(_LINES, where=named),
        method=f"{ground.district_name}, {fiscal_year(ground.year.year)}; {ground.loaded_words}.",
    )


def _days(found: OrderDetail) -> int | None:
    known = [head["days_open"] for head in found.heads if head["days_open"] is not None]
    return max(known, default=None)


def _facts(ground: Basis, found: OrderDetail) -> str:
    first = found.heads[0] if found.heads else {}
    same = _same(found)
    issued: list[date] = [head["issued_on"] for head in found.heads if head["issued_on"]]
    states = dict.fromkeys(
        STATES.get(head["status"], head["status"] or MISSING) for head in found.heads
    )
    words = [
        same.pop(_DESCRIPTION, ""),
        listed(list(states)) if states else "",
        f"ordered on {day(min(issued))}" if issued else "",
        "a standing order" if first.get("is_blanket") else "",
        "brought from an earlier year" if first.get("is_carryforward") else "",
        f"asked for by {first['requester']}" if first.get("requester") else "",
        *(f"{heading}: {text}" for heading, text in same.items()),
    ]
    return f"{ground.place_name}. " + "; ".join(word for word in words if word) + "."


def _texts(line: dict[str, Any]) -> dict[str, str]:
    """What is written on a line: its description, and the further columns of its file."""
    kept: dict[str, str | None] = json.loads(line["extra"] or "{}")
    said = {_DESCRIPTION: line["description"], **kept}
    return {heading: text for heading, text in said.items() if text}


def _same(found: OrderDetail) -> dict[str, str]:
    """What is written alike on every line, which is said of the order as a whole."""
    first, *rest = [_texts(line).items() for line in found.lines]
    return {heading: text for heading, text in first if all((heading, text) in one for one in rest)}


def _by_line(found: OrderDetail) -> list[str]:
    """Headings of what differs from line to line."""
    said = dict.fromkeys(heading for line in found.lines for heading in _texts(line))
    same = _same(found)
    return [heading for heading in said if heading not in same]


def _sentence(ground: Basis, found: OrderDetail, days: int | None) -> Sentence:
    vendor = next((head["vendor_name"] for head in found.heads if head["vendor_name"]), "")
    whom: Sentence = (
        [" with ", dig(vendor, ground.address(_LINES, vendor=vendor))] if vendor else []
    )
    still, ordered = found.sum_of("open"), found.sum_of("original") + found.sum_of("changed")
    if all(head["status"] == "requisition" for head in found.heads) and found.heads:
        return [strong(money(ordered, cents=True)), " is asked for", *whom,
                ": a request, not an order yet."]  # fmt: skip
    if any(head["is_open"] for head in found.heads):
        after = f", {counted(days, 'day')} after the order" if days is not None else ""
        return [strong(f"{money(still, cents=True)} is still open"),
                f" of {money(ordered, cents=True)} ordered", *whom, f"{after}."]  # fmt: skip
    became = [
        f"{money(found.sum_of(term), cents=True)} was {words}"
        for term, words in (("liquidated", "relieved by bills"), ("cancelled", "cancelled"))
        if found.sum_of(term)
    ]
    why = f": {listed(became)}." if became else "."
    return [strong("Nothing is open any more"), f" of {money(ordered, cents=True)} ordered", *whom,
            why]  # fmt: skip


def _elsewhere(ground: Basis, number: str, found: OrderDetail) -> Sentence:
    """Ways to the same order in other years, into which or from which it was carried."""
    words: list[Part | str] = []
    for year in found.other_years:
        href = ground.address(PATH, number=number, year=str(year))
        words += [" It stands in " if not words else " and in ", dig(fiscal_year(year), href)]
    return [*words, " as well."] if words else []


def _figures(found: OrderDetail, days: int | None) -> list[KeyFigure]:
    amounts = {term: money(found.sum_of(term), cents=True) for term in _TERMS}
    lines = counted(len(found.lines), "line")
    waited = f"{counted(days, 'day')} open" if days is not None else "not waiting"
    return [
        KeyFigure("Ordered", amounts["original"], lines),
        KeyFigure("Changed", amounts["changed"], "change orders"),
        KeyFigure("Relieved", amounts["liquidated"], "by bills"),
        KeyFigure("Cancelled", amounts["cancelled"], "given up"),
        KeyFigure("Still open", amounts["open"], waited, "encumbered"),
    ]


def _line(ground: Basis, line: dict[str, Any], by_line: Sequence[str]) -> LineView:
    texts = _texts(line)
    return LineView(
        line=" · ".join(part for part in (line["release"], line["line"]) if part) or MISSING,
        account=line["account"],
        title=line["account_description"] or "",
        href=ground.address(_LINES, account=line["account"]),
        texts=[texts.get(heading, "") for heading in by_line],
        terms=[money(line[f"{term}_usd"], cents=True) for term in _TERMS],
    )


def _event(one: OrderEvent) -> EventView:
    def written(amount: Decimal | None) -> str:
        return "" if amount is None else money(amount, cents=True)

    is_request = one.kind == "pre"
    return EventView(
        day=day(one.day),
        what=EVENTS.get(one.kind, one.kind),
        text=f"{one.text} ({written(one.amount)})" if is_request else one.text,
        account=one.account,
        bill=" · ".join(
            part for part in (one.bill, f"check {one.check}" if one.check else "") if part
        ),
        ordered=written(one.ordered),
        paid=written(one.paid),
        open=written(one.open),
        origin=f"{one.file}, line {one.source_row}" if one.file else "",
    )


def _events_words(found: OrderDetail) -> Sentence:
    bills = sum(one.paid is not None for one in found.events)
    if not bills:
        return ["Nothing was paid on it so far."]
    return [strong(money(found.paid, cents=True)), f" was paid in {counted(bills, 'posting')}."]


def _agreement(ground: Basis, found: OrderDetail) -> str:
    """Whether the events of the ledger and the list of orders tell the same."""
    told, still = found.event_sum, found.sum_of("open")
    if told is None:
        return (
            "The ledger carries no event of this order; what was paid under its number is listed."
        )
    if told == still:
        return f"The events add up to what is still open, {money(still, cents=True)}."
    words = (
        f"The list of orders says that {money(still, cents=True)} is open, the events of the "
        f"ledger leave {money(told, cents=True)}."
    )
    if ground.scope.sees_compensation:
        return words
    return f"{words} Postings of pay are left out: they need compensation rights."


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""

    @guard.callback(
        Output(ids.Order.BODY, "children"),
        Input(ids.Order.URL, "search"),
        permission=Permission.TRANSACTION_READ,
    )
    def _page(search: str | None) -> Any:
        return page(services, guard.actor(), search)
