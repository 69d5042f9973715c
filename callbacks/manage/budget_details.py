"""What makes a budget: its record, its accounts, its team, and the notes beside its buckets."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from dash import Input, Output

from access.account_rules import BudgetRule
from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Basis, Services, basis
from callbacks.configure.kinds import TEAM
from callbacks.freshness import banner
from callbacks.manage.bucket_details import named_line
from callbacks.manage.bucket_note import may_note, place_of
from callbacks.manage.budget_tabs import DETAILS, budget_tabs, budgets_of
from data.scope_reach import Reach, reach
from pages import ids
from pages.components.sentence import Part, Sentence, strong
from pages.format import count, counted, fiscal_year, money, upper
from pages.manage.budget_details import (
    BudgetView,
    DetailsPage,
    NoteLine,
    ReachView,
    body,
    missing,
)
from pages.state import PageState
from planning.budget_details import budget_details
from planning.notes import Subject, notes

_KINDS: Final = {"expenditure": "Expenditure", "revenue": "Revenue"}
_RECORD: Final = "/configuration/records?entity=budget"


def page(services: Services, actor: Actor, search: str | None) -> list[Any]:
    """The whole page."""
    ground = basis(services, actor, PageState.from_query(search))
    found = view(services, actor, ground)
    return missing() if found is None else [*banner(services, actor), *body(found)]


def view(services: Services, actor: Actor, ground: Basis) -> DetailsPage | None:
    """The budgets of the place with every cell as text; none where no budget is looked at."""
    rules = budgets_of(actor, ground)
    if not rules:
        return None
    reached = {rule.code: _reached(services, ground, rule) for rule in rules}
    budgets = [_budget(services, actor, ground, rule, reached[rule.code]) for rule in rules]
    return DetailsPage(
        place=ground.place_name,
        sentence=_sentence(ground, [one for found in reached.values() for one in found]),
        tabs=budget_tabs(actor, ground),
        current=DETAILS,
        budgets=budgets,
        notes=_notes(services, actor, ground),
        method=f"{ground.district_name}, {fiscal_year(ground.year.year)}; {ground.loaded_words}.",
    )


def _reached(services: Services, ground: Basis, rule: BudgetRule) -> list[Reach]:
    """What the lines of a budget choose in the year, by kind of account."""
    year = ground.year.year
    found = reach(services.warehouse, ground.scope, rule.lines, fiscal_year=year)
    return [one for one in found if one.account_count]


def _budget(
    services: Services, actor: Actor, ground: Basis, rule: BudgetRule, reached: list[Reach]
) -> BudgetView:
    kept = budget_details(actor, services.store, rule.code)
    members = None if kept is None else kept.team
    return BudgetView(
        code=rule.code,
        name=rule.name,
        role=upper(rule.role or ""),
        organization=kept.organization if kept else "",
        autonomy=kept.autonomy if kept else "",
        is_active=kept is None or kept.is_active,
        lines=[named_line(services, ground, line) for line in rule.lines],
        reach=[_reach(actor, ground, one) for one in reached],
        team=None
        if members is None
        else [
            (one.name, one.role_name or one.role_code, "Active" if one.is_active else "Deactivated")
            for one in members
        ],
        team_href=f"{TEAM}?budget={rule.code}",
        record_href=_RECORD if may(actor, Permission.MANAGE_CONFIGURE) else "",
    )


def _reach(actor: Actor, ground: Basis, one: Reach) -> ReachView:
    opens = may(actor, Permission.ACCOUNT_READ)
    return ReachView(
        kind=_KINDS.get(one.kind, one.kind),
        accounts=count(one.account_count),
        budget=money(one.budget, cents=True),
        spent=money(one.spent, cents=True),
        href=ground.address("/current/accounts", kind=one.kind) if opens else "",
    )


def _sentence(ground: Basis, found: list[Reach]) -> Sentence:
    year = fiscal_year(ground.year.year)
    spent_from = [one for one in found if one.kind == "expenditure"]
    comes_in = [one for one in found if one.kind == "revenue"]
    parts: list[Part | str] = []
    for some, words in ((spent_from, "budgeted"), (comes_in, "of revenue expected")):
        if some:
            number = counted(sum(one.account_count for one in some), "account")
            dollars = money(sum((one.budget for one in some), Decimal(0)))
            parts += [*([" and "] if parts else []), strong(f"{dollars} {words}"), f" in {number}"]
    if not parts:
        return [strong("No account with a figure"), f" lies in it in {year}."]
    return [*parts, f" of {year}."]


def _notes(services: Services, actor: Actor, ground: Basis) -> list[NoteLine] | None:
    if not may_note(actor, ground):
        return None
    names = {one.code: one.name for one in services.warehouse.bucket_rules(ground.scope)}
    return [
        NoteLine(
            names[one.code],
            ground.address("/current/bucket", bucket=one.code),
            one.text,
            "You" if one.is_own else one.writer,
            one.changed,
        )
        for one in notes(actor, services.store, Subject.BUCKET, place_of(ground))
        if one.code in names
    ]


def register(guard: Guard, services: Services) -> None:
    """Bind the page."""

    @guard.callback(
        Output(ids.BudgetDetails.BODY, "children"),
        Input(ids.BudgetDetails.URL, "search"),
        permission=Permission.BUCKET_READ,
    )
    def _page(search: str | None) -> Any:
        return page(services, guard.actor(), search)
