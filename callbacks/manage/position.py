"""One position: its page, and the mark that a person sets or takes away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import Input, Output, State, html, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import NotPermitted, may
from callbacks.basis import Services
from callbacks.freshness import banner
from callbacks.manage.staffing_ground import StaffingGround, staffing_ground
from callbacks.manage.staffing_groups import fte
from data.position_detail import ANOTHER_BUDGET, NO_ACCOUNT, PositionDetail, position_detail
from data.positions import dollars
from data.store import StoreError
from pages import ids
from pages.components.sentence import Sentence, strong
from pages.components.strip import KeyFigure
from pages.format import MISSING, counted, day, money
from pages.manage.position import FlagView, PositionPage, body, missing
from pages.manage.staffing_state import PositionState
from planning.position_flags import Mark, Place, flag, unflag


@dataclass(frozen=True, slots=True)
class Opened:
    """The position that the address names, as far as the reader may see it."""

    ground: StaffingGround
    detail: PositionDetail | None
    code: str

    @property
    def day(self) -> date:
        """The day looked at."""
        return self.ground.day


def opened(services: Services, actor: Actor, search: str | None) -> Opened:
    """Read the address; the position is missing where there is none for this reader."""
    state = PositionState.from_query(search)
    ground = staffing_ground(services, actor, state, state.day)
    code = state.code or ""
    found = position_detail(ground.positions, code, ground.day) if code else None
    return Opened(ground, found, code)


def page(services: Services, actor: Actor, search: str | None) -> list[Any]:
    """The whole page."""
    one = opened(services, actor, search)
    if one.detail is None:
        return missing()
    return [*banner(services, actor), *body(view(actor, one.ground, one.detail))]


def view(actor: Actor, ground: StaffingGround, detail: PositionDetail) -> PositionPage:
    """Every cell as text."""
    seat, pays = detail.position.seat, ground.scope.sees_compensation
    return PositionPage(
        code=seat.code,
        job=seat.job_name or seat.job_code or "Position",
        back=ground.address(),
        sentence=_sentence(detail, pays=pays),
        figures=_figures(detail, pays=pays),
        people=_people(detail),
        funding=_funding(actor, ground, detail),
        cost=_cost(detail) if pays else None,
        cost_total=money(dollars(detail.cents), cents=True),
        cost_words=_unpaid(detail),
        accounts=[
            (one.account, one.object_code, money(dollars(one.cents), cents=True),
             _lines(actor, ground, one.account))
            for one in detail.accounts
        ],
        flag=_flag(actor, detail),
        method=f"{ground.basis.district_name}, as recorded for {day(ground.day)}.",
    )  # fmt: skip


def _lines(actor: Actor, ground: StaffingGround, account: str) -> str:
    """What was spent from an account, as a page; nothing for accounts that are not named."""
    if account in ("", NO_ACCOUNT, ANOTHER_BUDGET) or not may(actor, Permission.TRANSACTION_READ):
        return ""
    return ground.basis.address("/current/transactions", account=account, type="actual")


def _sentence(detail: PositionDetail, *, pays: bool) -> Sentence:
    seat = detail.position.seat
    place = detail.position.location_name or seat.location_code
    at = f" at {place}" if place else ""
    words: Sentence = [
        strong(f"{fte(seat.fte)} FTE approved"), f"{at}, {fte(seat.assigned)} assigned",
        f", {fte(seat.vacant)} vacant" if seat.vacant else "",
    ]  # fmt: skip
    if seat.assigned > seat.fte:
        words = [*words, ": ", strong(f"{fte(seat.assigned - seat.fte)} more than approved")]
    if pays and detail.cents:
        cost = money(dollars(detail.cents), cents=True)
        words = [*words, "; its people cost ", strong(cost), " a year"]
    return [*words, "."]


def _figures(detail: PositionDetail, *, pays: bool) -> list[KeyFigure]:
    seat = detail.position.seat
    figures = [
        KeyFigure("Approved", fte(seat.fte), "full-time equivalents", "FTE"),
        KeyFigure("Assigned", fte(seat.assigned), counted(seat.people, "person", "people")),
        KeyFigure("Vacant", fte(seat.vacant), "approved and not assigned"),
    ]
    if pays:
        missing_cost = detail.position.missing_cost
        value = MISSING if missing_cost else money(dollars(seat.cost_cents), cents=True)
        figures.append(KeyFigure("Cost a year", value, missing_cost or "pay and benefits"))
    return figures


def _people(detail: PositionDetail) -> list[tuple[str, ...]]:
    return [
        (
            one.who.label or "A person (name not shown)",
            fte(one.who.fte),
            day(one.who.start),
            day(one.who.end) if one.who.end else "open",
            "own accounts" if one.has_own_funding else "the position",
        )
        for one in detail.people
    ]


def _funding(actor: Actor, ground: StaffingGround, detail: PositionDetail) -> list[tuple[str, ...]]:
    names = {one.who.employee_code: one.who.label for one in detail.people}
    return [
        (
            line.account_code or "Another budget",
            (names.get(line.employee_code) or "a person in it") if line.is_own else "the position",
            f"{line.percentage.normalize():f}%",
            _lines(actor, ground, line.account_code),
        )
        for line in detail.position.funding
    ]


def _cost(detail: PositionDetail) -> list[tuple[str, ...]]:
    several = len(detail.people) > 1
    return [
        (
            f"{one.who.label}: {line.name}" if several else line.name,
            line.how,
            line.object_code,
            money(dollars(line.cents), cents=True),
        )
        for one in detail.people
        for line in one.lines
    ]


def _unpaid(detail: PositionDetail) -> Sentence:
    unpaid = [one.who.label for one in detail.people if not one.lines]
    return [f"Without pay on this day: {', '.join(unpaid)}."] if unpaid else []


def _flag(actor: Actor, detail: PositionDetail) -> FlagView:
    seat = detail.position.seat
    return FlagView(
        expected="" if seat.flagged is None else f"{seat.flagged.normalize():f}",
        note=seat.note or "",
        is_set=seat.is_flagged,
        version=seat.flag_version or 0,
        may_change=may(actor, Permission.POSITION_FLAG),
    )


def register(guard: Guard, services: Services) -> None:
    """Bind the page and its mark."""

    @guard.callback(
        Output(ids.Position.BODY, "children"),
        Input(ids.Position.URL, "search"),
        permission=Permission.STAFFING_READ,
    )
    def _page(search: str | None) -> Any:
        return page(services, guard.actor(), search)

    def answered(
        search: str | None, version: object, act: Callable[[Actor, Place], object]
    ) -> tuple[Any, Any]:
        actor, state = guard.actor(), PositionState.from_query(search)
        ground = staffing_ground(services, actor, state, state.day)
        place = Place(state.code or "", ground.day, version if isinstance(version, int) else 0)
        try:
            act(actor, place)
        except (StoreError, NotPermitted) as error:
            return no_update, html.P(str(error), className="bad")
        return page(services, actor, search), no_update

    @guard.callback(
        Output(ids.Position.BODY, "children", allow_duplicate=True),
        Output(ids.Position.ANSWER, "children"),
        Input(ids.Position.KEEP, "n_clicks"),
        Input(ids.Position.EXPECTED, "n_submit"),
        Input(ids.Position.NOTE, "n_submit"),
        State(ids.Position.URL, "search"),
        State(ids.Position.VERSION, "data"),
        State(ids.Position.EXPECTED, "value"),
        State(ids.Position.NOTE, "value"),
        permission=Permission.POSITION_FLAG,
        prevent_initial_call=True,
    )
    def _keep(
        clicks: int | None, entered: int | None, noted: int | None, search: str | None,
        version: Any, expected: Any, note: Any,
    ) -> Any:  # fmt: skip
        if not (clicks or entered or noted):
            return no_update, no_update
        mark = Mark(str(expected or ""), str(note or ""))
        return answered(
            search, version,
            lambda actor, place: flag(actor, services.warehouse, services.store, place, mark,
                                      clock=services.clock),
        )  # fmt: skip

    @guard.callback(
        Output(ids.Position.BODY, "children", allow_duplicate=True),
        Output(ids.Position.ANSWER, "children", allow_duplicate=True),
        Input(ids.Position.CLEAR, "n_clicks"),
        State(ids.Position.URL, "search"),
        State(ids.Position.VERSION, "data"),
        permission=Permission.POSITION_FLAG,
        prevent_initial_call=True,
    )
    def _clear(clicks: int | None, search: str | None, version: Any) -> Any:
        if not clicks:
            return no_update, no_update
        return answered(
            search, version,
            lambda actor, place: unflag(actor, services.warehouse, services.store, place,
                                        clock=services.clock),
        )  # fmt: skip
