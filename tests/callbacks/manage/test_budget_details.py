"""What makes a budget, on screen: own budgets alone, their accounts, team and notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from access.account_rules import BucketRule, BudgetRule, Rulebook
from access.policy import NotPermitted
from access.roles import Role
from callbacks.basis import basis
from callbacks.manage.budget_details import page, view
from callbacks.manage.budget_tabs import budget_tabs
from data.entities.registry import ENTITIES
from data.store import Store, migrate
from data.store.records import Draft, add_records
from data.store.users import User
from pages.components.sentence import plain
from pages.format import money
from pages.state import PageState
from planning.budget_details import budget_details
from planning.notes import Beside, Subject, write
from tests.data.serving_sample import DISTRICT, sample

YEAR = 2025
HEAD = "head@elm.example"
ASH = BudgetRule("B1", "Ash", (("site", "is", "101"),), frozenset({"101"}), "HEAD")
PAPER = BudgetRule("B2", "Paper", (("object", "is", "4300"), ("site", "is", "102")),
                   frozenset(), "BLD")  # fmt: skip
FAR = BudgetRule("B3", "Far", (("site", "is", "103"),), frozenset({"103"}))
GENERAL = BucketRule("GEN", "General", "expenditure", (("fund", "is", "10"),),
                     frozenset({"HEAD", "BLD"}))  # fmt: skip
BOOK = Rulebook.of([GENERAL], [ASH, PAPER, FAR])


def role(code, **more):
    return {"code": code, "name": f"The {code}", "staffing_visibility": "hidden",
            "pe_access": "hidden", "npe_access": "hidden", "supplemental_access": "hidden",
            "can_submit": False, "can_approve": False, "edit_locked_allocations": False,
            "manage_team": False, "is_active": True, **more}  # fmt: skip


ROWS = {
    "organization": [{"code": "E1", "name": "Ash School", "type": "School"}],
    "budget": [
        {"code": "B1", "name": "Ash", "organization_code": "E1", "autonomy": "view_only",
         "is_active": True},
        {"code": "B2", "name": "Paper", "autonomy": "all", "is_active": True},
        {"code": "B3", "name": "Far", "autonomy": "all", "is_active": True},
    ],
    "role": [role("HEAD", manage_team=True), role("BLD")],
    "district_user": [{"email": HEAD, "name": "The head", "manage_access": "view",
                       "is_active": True}],
    "budget_role": [
        {"email": HEAD, "budget_code": "B1", "role_code": "HEAD"},
        {"email": HEAD, "budget_code": "B2", "role_code": "BLD"},
    ],
}  # fmt: skip


@pytest.fixture
def house(services, tmp_path):
    migrate(f"sqlite:///{tmp_path / 'store.db'}")
    store = Store(f"sqlite:///{tmp_path / 'store.db'}", audit_key=b"k" * 32)
    with store.transaction() as tx:
        tx.add(
            User(id=1, email=HEAD, name="The head", is_active=True, created_utc=datetime.now(UTC))
        )
        for name, rows in ROWS.items():
            add_records(tx, DISTRICT, ENTITIES[name], [Draft(row) for row in rows])
    yield replace(services, store=store)
    store.close()


@pytest.fixture
def head(person):
    """Whoever holds both budgets, one of them with its team to manage."""
    actor = person(Role.PRINCIPAL, "101")
    scope = replace(actor.scope, budgets=(ASH, PAPER), book=BOOK)
    return replace(actor, scope=scope, location_id=None, email=HEAD)


def seen(house, actor, place=None):
    state = PageState(YEAR, place)
    return view(house, actor, basis(house, actor, state))


def sums(choose):
    """Accounts, budget and spending of each kind in the year, from the sample's own rows."""
    made, found = sample(), {}
    for row in made.rows("balances"):
        account = made.account(row["account_key"])
        if row["fiscal_year"] == YEAR and choose(account):
            some = found.setdefault(account["kind"], [0, 0, 0])
            some[0] += 1
            some[1] += row["budget_cents"] or 0
            some[2] += row["spent_cents"] or 0
    return found


def test_the_accounts_of_a_budget_are_counted_and_summed_by_kind(house, head):
    found = seen(house, head, "B2")
    [budget] = found.budgets
    expected = sums(lambda one: one["display"].split("-")[1:3] == ["102", "4300"])
    assert expected
    shown = {one.kind.lower(): (one.accounts, one.budget, one.spent) for one in budget.reach}
    assert shown == {
        kind: (str(number), *(money(Decimal(cents) / 100, cents=True) for cents in terms))
        for kind, (number, *terms) in expected.items()
    }
    number, cents, _ = expected["expenditure"]
    assert f"{money(Decimal(cents) / 100)} budgeted in {number} account" in plain(found.sentence)
    assert next(line[1] for line in budget.lines) == "is"
    assert (budget.role, budget.organization) == ("BLD", "")
    assert budget.team is None
    assert [tab.name for tab in found.tabs][-1] == found.current == "Details"


def test_who_manages_the_team_sees_it_and_finds_the_way_to_change_it(house, head):
    [budget] = seen(house, head, "B1").budgets
    assert budget.organization == "E1 Ash School"
    assert budget.autonomy == "view_only"
    assert list(budget.team) == [("The head", "The HEAD", "Active")]
    assert budget.team_href == "/current/team?budget=B1"
    assert "/current/team?budget=B1" in str(page(house, head, "?location=B1"))
    assert "/current/team" not in str(page(house, head, "?location=B2"))


def test_a_budget_of_somebody_else_is_not_told(house, head):
    assert seen(house, head, "B3") is None
    assert budget_details(head, house.store, "B3") is None
    assert budget_details(head, house.store, "b1").code == "B1"
    with pytest.raises(NotPermitted):
        budget_details(replace(head, permissions=frozenset()), house.store, "B1")
    assert "No budget is chosen." in str(page(house, head, "?location=B3"))


def test_whoever_sees_the_district_sees_the_budgets_of_a_location(house, person):
    actor = person(Role.BUDGET_DIRECTOR)
    actor = replace(actor, scope=replace(actor.scope, book=BOOK))
    [budget] = seen(house, actor, "103").budgets
    assert (budget.code, budget.role) == ("B3", "")
    assert seen(house, actor) is None
    assert "Details" not in [
        tab.name for tab in budget_tabs(actor, basis(house, actor, PageState(YEAR)))
    ]


def test_old_data_are_told_over_the_details(house, head):
    late = replace(house, clock=lambda: house.clock() + timedelta(days=5))
    words = "The last load is 5 days old."
    assert words in str(page(late, head, "?location=B1")[0].to_plotly_json())
    assert words not in str(page(house, head, "?location=B1")[0].to_plotly_json())


def test_own_notes_beside_its_buckets_stand_there_and_open_them(house, head):
    assert seen(house, head, "B1").notes == []
    for place, text in (("budget:B1", "Ask about paper"), ("budget:B2", "Elsewhere")):
        write(head, house.store, Beside(Subject.BUCKET, "GEN", place), text=text,
              is_shared=False, fiscal_year=YEAR, version=0)  # fmt: skip
    [note] = seen(house, head, "B1").notes
    assert (note.bucket, note.text, note.writer) == ("General", "Ask about paper", "You")
    assert "bucket=GEN" in note.href
    assert "location=B1" in note.href
