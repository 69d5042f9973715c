"""The Money tab: state of the page in its address, buckets of the chosen budget."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypedDict

from dash import Input, Output, State, no_update

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Basis, Services, basis, note_look
from callbacks.bucket_lines import bucket_list
from callbacks.bucket_links import link, spent_lines
from callbacks.bucket_sums import groups, total, who_decides
from callbacks.bucket_words import method
from callbacks.freshness import banner
from callbacks.location_lines import location_alerts
from callbacks.manage.budget_tabs import budget_tabs
from data.bucket_coverage import coverage_totals
from data.buckets import buckets
from data.districts import district, latest_fiscal_year
from pages import ids
from pages.components.bucket_amounts import Amounts
from pages.components.switch import CHECKED, checked
from pages.manage.money import MoneyPage, Outside, body, ending, head
from pages.manage.money_in import RevenueLine
from pages.state import MoneyState, settled


class Kept(TypedDict):
    """What the page remembers: its address and how often the switch was pressed."""

    query: str
    clicks: int


def money_state(search: str | None, clicks: int | None, kept: Kept | None) -> tuple[Any, str, Kept]:
    """Address, switch and memory, from whichever of address and switch has changed."""
    address = MoneyState.from_query(search)
    pressed = clicks or 0
    before = None if kept is None else MoneyState.from_query(kept["query"])
    controls = address
    if before is not None and kept is not None:
        # Year and budget are chosen in the top bar; the switch alone belongs to the page.
        before = replace(address, empty=before.empty)
        # Back and Forward may put the page up anew while the memory stays: the count then
        # starts again at none, and nobody has pressed.
        controls = replace(before, empty=before.empty != (pressed > kept["clicks"]))
    state = settled(before, address, controls)
    query = state.to_query()
    return (
        no_update if state == address else query,
        checked(is_on=state.empty),
        {"query": query, "clicks": pressed},
    )


def money_view(services: Services, actor: Actor, state: MoneyState) -> MoneyPage:
    """What the page shows for the state."""
    ground = basis(services, actor, state)
    note_look(services, actor, ground)
    found = bucket_list(services.warehouse, ground, show_empty=state.empty)
    sums = total(services.warehouse, ground, [bucket.line for bucket in found])
    return MoneyPage(
        place=ground.place_name,
        roles=sorted({one.role for one in ground.scope.budgets if one.role}),
        year=ground.year.year,
        year_end=ground.year_end,
        is_closed=ground.is_closed,
        periods=ground.periods,
        groups=groups(services.warehouse, ground, found, who_decides(actor, ground)),
        revenue=_revenue(services, actor, ground, show_empty=state.empty),
        total=sums,
        method=method(
            found,
            district(services.warehouse, ground.scope.district),
            is_closed=ground.is_closed,
            is_shared=sums.is_shared,
        ),
        link=link(actor, ground),
        export=ground.export("buckets"),
        district=ground.district_name,
        loaded=ground.loaded_words,
        tabs=budget_tabs(actor, ground),
        outside=_outside(services, actor, ground),
        locations=location_alerts(services, actor, ground),
    )


def _outside(services: Services, actor: Actor, ground: Basis) -> Outside | None:
    """Spending accounts in no bucket, for readers of the whole district; none where all lie in one.

    The page of the coverage knows the newest year alone: other years name no way there.
    """
    if ground.place is not None or not ground.scope.is_whole:
        return None
    year = ground.year.year
    for held in coverage_totals(services.warehouse, ground.scope, fiscal_year=year):
        if held.kind == "expenditure" and held.bucket_count == 0:
            newest = latest_fiscal_year(services.warehouse, ground.scope.district)
            may_open = may(actor, Permission.MANAGE_CONFIGURE) and year == newest
            return Outside(
                held.account_count, held.budget, "/configuration/coverage" if may_open else ""
            )
    return None


def _revenue(
    services: Services, actor: Actor, ground: Basis, *, show_empty: bool
) -> list[RevenueLine]:
    """Revenue of every bucket that holds some, never netted with its spending."""
    rows = buckets(
        services.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        location_ids=ground.location_ids,
        show_empty=show_empty,
    ).to_pylist()
    sees_rows = Permission.TRANSACTION_READ in actor.permissions
    return [
        RevenueLine(
            name=row["bucket_name"],
            detail=row["description"] or "",
            amounts=Amounts(row["budget_usd"], row["spent_usd"], None, row["remaining_usd"]),
            href=ground.address("/current/bucket", bucket=row["bucket_code"]),
            receipts=spent_lines(ground, row["bucket_code"], "revenue") if sees_rows else "",
            accounts=ground.address("/current/accounts", bucket=row["bucket_code"], kind="revenue"),
        )
        for row in rows
        if row["kind"] == "revenue"
    ]


def register(guard: Guard, services: Services) -> None:
    """Bind state and content; the state goes both ways between address and switch."""

    @guard.callback(
        Output(ids.Money.URL, "search"),
        Output(ids.Money.EMPTY, CHECKED),
        Output(ids.Money.STATE, "data"),
        Input(ids.Money.URL, "search"),
        Input(ids.Money.EMPTY, "n_clicks"),
        State(ids.Money.STATE, "data"),
        permission=Permission.BUCKET_READ,
    )
    def _state(search: str | None, clicks: int | None, kept: Kept | None) -> Any:
        return money_state(search, clicks, kept)

    @guard.callback(
        Output(ids.Money.HEAD, "children"),
        Output(ids.Money.BODY, "children"),
        Output(ids.Money.FOOT, "children"),
        Input(ids.Money.STATE, "data"),
        permission=Permission.BUCKET_READ,
        prevent_initial_call=True,
    )
    def _page(kept: Kept) -> Any:
        actor = guard.actor()
        view = money_view(services, actor, MoneyState.from_query(kept["query"]))
        return [*banner(services, actor), *head(view)], body(view), ending(view)
