"""Reports by mail on the page of reports: what is arranged, arranged anew, ended, got again."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

import dash
from dash import ALL, Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted
from callbacks.basis import Services
from data.districts import district
from data.store import StoreError
from data.store.report_mails import Every
from pages.format import clock, moment, money
from pages.manage.report_ids import Reports
from pages.manage.report_mail_form import WEEKDAYS, WHEN, MailLine
from pages.manage.row_state import ReportsState
from planning import report_mails
from planning.report_mails import SeenMail, Wish
from planning.reports import ReportError

_AMOUNT: Final = re.compile(r"[0-9]{1,11}(\.[0-9]{1,2})?")
Drawn = Callable[[Actor, str | None, str], Any]


def lines(services: Services, actor: Actor, number: int) -> list[MailLine]:
    """What is arranged for a report, in words."""
    zone = _zone(services, actor)
    return [_line(one, zone) for one in report_mails.listed(actor, services.store, number)]


def arrange(services: Services, actor: Actor, number: int, given: dict[str, str]) -> str:
    """Have the report sent as the form says; a word about it, or why not."""
    try:
        wish = _wish(given)
        report_mails.arrange(
            actor, services.store, number, wish, _zone(services, actor), clock=services.clock
        )
    except (StoreError, NotPermitted) as error:
        return str(error)
    who = "you and everybody it is shared with" if wish.is_shared else "you"
    return f"{_when(wish)[:1].upper()}{_when(wish)[1:]} a mail goes to {who}."


def _wish(given: dict[str, str]) -> Wish:
    if given["when"] not in WHEN or not given["hour"].isdigit():
        raise ReportError("Say when the mail goes out.")
    every, _, day = given["when"].partition("-")
    cents = _cents(given["amount"]) if every == Every.CHANGE else None
    return Wish(every, int(day or 0), int(given["hour"]), given["to"] == "shared", cents)


def _cents(text: str) -> int | None:
    """Dollars as people type them, in cents; none for an empty field, which means any new row."""
    plain = text.replace("$", "").replace(",", "").strip()
    if not plain:
        return None
    if not _AMOUNT.fullmatch(plain):
        raise ReportError(f"“{text.strip()[:40]}” is no amount: write 5000 or 5,000.00.")
    return int(Decimal(plain).scaleb(2))


def _when(wish: Wish) -> str:
    if wish.every == Every.CHANGE:
        if wish.change_cents is None:
            return "when there are new rows"
        dollars = Decimal(wish.change_cents).scaleb(-2)
        return f"when its dollars have changed by {money(dollars, cents=True)}"
    at = f"at {clock(wish.hour)}"
    if wish.every == Every.WEEK:
        return f"every {WEEKDAYS[wish.day]} {at}"
    return f"every month on day {wish.day} {at}" if wish.every == Every.MONTH else f"every day {at}"


def _line(one: SeenMail, zone: ZoneInfo) -> MailLine:
    who = "everybody it is shared with" if one.wish.is_shared else one.by
    following = "" if one.wish.every == Every.CHANGE else f"; next {_moment(one, zone)}"
    by = f", arranged by {one.by}" if one.wish.is_shared and not one.is_own else ""
    words = f"To {who}, {_when(one.wish)}{by}{following}"
    return MailLine(one.id, words, "End it" if one.may_end else "Stop it for me", one.is_off)


def _moment(one: SeenMail, zone: ZoneInfo) -> str:
    return f"{moment(one.next.astimezone(zone))} ({zone.key})"


def clock_of(services: Services, actor: Actor) -> str:
    """The time zone by which mail of the actor's district goes out, as America/Denver."""
    return _zone(services, actor).key


def _zone(services: Services, actor: Actor) -> ZoneInfo:
    return district(services.warehouse, actor.district).zone


def _pressed(services: Services, actor: Actor, pressed: dict[str, Any]) -> str:
    """End an arrangement, or get it again."""
    number = int(pressed.get("mail", 0))
    try:
        if pressed.get("type") == Reports.MAIL_AGAIN:
            report_mails.get_again(actor, services.store, number)
            return "You get this mail again."
        report_mails.take_back(actor, services.store, number)
    except (StoreError, NotPermitted) as error:
        return str(error)
    return "You get no more of this mail."


def register(guard: Guard, services: Services, drawn: Drawn) -> None:
    """Bind the form and the buttons beside what is arranged; `drawn` makes the page anew."""

    @guard.callback(
        Output(Reports.BODY, "children", allow_duplicate=True),
        Input(Reports.MAIL_SAVE, "n_clicks"),
        State(Reports.MAIL_WHEN, "value"),
        State(Reports.MAIL_HOUR, "value"),
        State(Reports.MAIL_AMOUNT, "value"),
        State(Reports.MAIL_TO, "value"),
        State(Reports.URL, "search"),
        permission=Permission.ACCOUNT_READ,
        prevent_initial_call=True,
    )
    def _arrange(clicks: int | None, *values: Any) -> Any:
        *texts, search = values
        number = ReportsState.from_query(search).report
        if not clicks or number is None:
            return no_update
        names = ("when", "hour", "amount", "to")
        given = {name: str(text or "") for name, text in zip(names, texts, strict=True)}
        actor = guard.actor()
        return drawn(actor, search, arrange(services, actor, number, given))

    @guard.callback(
        Output(Reports.BODY, "children", allow_duplicate=True),
        Input({"type": Reports.MAIL_END, "mail": ALL}, "n_clicks"),
        Input({"type": Reports.MAIL_AGAIN, "mail": ALL}, "n_clicks"),
        State(Reports.URL, "search"),
        permission=Permission.ACCOUNT_READ,
        prevent_initial_call=True,
    )
    def _end(ends: list[int | None], agains: list[int | None], search: str | None) -> Any:
        pressed = dash.ctx.triggered_id
        if not isinstance(pressed, dict) or not any([*ends, *agains]):
            return no_update
        actor = guard.actor()
        return drawn(actor, search, _pressed(services, actor, pressed))
