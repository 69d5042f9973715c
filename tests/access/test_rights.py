"""The page of rights, cell by cell, and what must hold for every combination there is."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from access.permissions import Permission
from access.rights import (
    PRESETS,
    Autonomy,
    BudgetRights,
    Depth,
    Holding,
    Level,
    Person,
    RoleRights,
    permissions_in_district,
    rights_in_budget,
)

PAGE = yaml.safe_load((Path(__file__).parents[1] / "cases" / "rights.yaml").read_text())
TICKS = {
    "administrator": "is_administrator",
    "users": "manages_users",
    "compensation": "views_compensation",
    "flags": "flags_positions",
}
OPENS = {
    "home": Permission.HOME_READ,
    "accounts": Permission.ACCOUNT_READ,
    "buckets": Permission.BUCKET_READ,
    "transactions": Permission.TRANSACTION_READ,
    "jobs": Permission.JOB_READ,
    "starts jobs": Permission.JOB_RUN,
    "evaluate": Permission.EVALUATE_READ,
    "presentations": Permission.PRESENTATION_MAKE,
    "district": Permission.DISTRICT_READ,
    "loads": Permission.LOAD_READ,
    "starts loads": Permission.LOAD_RUN,
    "users": Permission.USER_MANAGE,
    "positions": Permission.STAFFING_READ,
    "flags": Permission.POSITION_FLAG,
    "pay": Permission.COMPENSATION_READ,
    "configuration": Permission.CONFIGURATION_READ,
    "configures manage": Permission.MANAGE_CONFIGURE,
    "configures allocate": Permission.ALLOCATE_CONFIGURE,
    "configures evaluate": Permission.EVALUATE_CONFIGURE,
}


def role(name: str) -> RoleRights:
    told = PAGE["roles"][name]
    if told == "preset":
        return PRESETS[name]
    return RoleRights(
        name,
        staffing_is_visible=told["staffing"] == "visible",
        personnel=Depth(told["personnel"]),
        non_personnel=Depth(told["purchases"]),
        supplemental=Depth(told["extra pay"]),
        can_submit=told.get("submits", False),
        is_active=told.get("active", True),
    )


def person(name: str) -> Person:
    told = PAGE["people"][name]
    levels = [Level(level) for level in told["levels"]]
    ticks = dict.fromkeys((TICKS[tick] for tick in told.get("ticks", [])), True)
    return Person(*levels, is_active=told.get("active", True), **ticks)


def holding(name: str, budget: str) -> Holding | None:
    held = PAGE["people"][name]["holds"].get(budget)
    told = PAGE["budgets"][budget]
    if held is None:
        return None
    return Holding(role(held), Autonomy(told["autonomy"]), told.get("active", True))


def words(rights: BudgetRights) -> set[str]:
    """Everything that is allowed, in the words of the page."""
    plain = {
        "money": rights.sees_money,
        "every bucket": rights.sees_every_bucket,
        "allocations": rights.sees_allocations,
        "positions": rights.sees_positions,
        "staffing": rights.sees_staffing,
        "pay": rights.sees_pay,
        "plans locked": rights.plans_locked,
        "submits": rights.submits,
        "approves": rights.approves,
        "manages team": rights.manages_team,
        "flags positions": rights.flags_positions,
    }
    found = {word for word, allowed in plain.items() if allowed}
    for word, depth in (
        ("personnel", rights.personnel),
        ("purchases", rights.non_personnel),
        ("extra pay", rights.supplemental),
    ):
        if depth is not Depth.HIDDEN:
            found.add(f"{'plans' if depth is Depth.PLAN else 'sees'} {word}")
    return found


@pytest.mark.parametrize("budget", PAGE["budgets"])
@pytest.mark.parametrize("name", PAGE["people"])
def test_every_cell_of_the_page(name, budget):
    cells = PAGE["cells"][name]
    expected = cells.get(budget, cells["everywhere"])
    assert words(rights_in_budget(person(name), holding(name, budget))) == set(expected)


@pytest.mark.parametrize("name", PAGE["people"])
def test_what_opens_for_each_person(name):
    expected = PAGE["opens"][name]
    wanted = set(Permission) if expected == "everything" else {OPENS[word] for word in expected}
    budgets = [
        rights_in_budget(person(name), holding(name, budget))
        for budget in PAGE["people"][name]["holds"]
    ]
    assert permissions_in_district(person(name), budgets) == wanted


def test_the_page_names_every_person():
    assert set(PAGE["cells"]) == set(PAGE["opens"]) == set(PAGE["people"])


@pytest.mark.parametrize(
    ("held", "listed", "shown"),
    [("Builder", {"BUILDER"}, True), ("Builder", {"VIEWER"}, False), ("Former", {"Former"}, False)],
)
def test_a_bucket_shows_to_the_roles_it_lists(held, listed, shown):
    rights = rights_in_budget(Person(manage=Level.VIEW), Holding(role(held)))
    assert rights.sees_bucket(frozenset(listed)) is shown


def test_v94_administrators_see_personnel_and_every_bucket_whatever_their_role():
    hidden = Holding(RoleRights("HIDDEN"), Autonomy.VIEW_ONLY)
    for one in (Person(budget=Level.ADMIN), Person(is_administrator=True)):
        assert rights_in_budget(one, hidden).personnel is Depth.PLAN
    assert rights_in_budget(Person(manage=Level.ADMIN)).sees_bucket(frozenset())


DEPTHS = {Depth.HIDDEN: 0, Depth.DISPLAY: 1, Depth.PLAN: 2}


def size(rights: BudgetRights) -> list[int]:
    """Every right as a number, more being more."""
    values = [getattr(rights, name) for name in BudgetRights.__slots__ if name != "bucket_roles"]
    return [DEPTHS[one] if isinstance(one, Depth) else int(one) for one in values]


def combinations():
    for manage, allocate, budget in itertools.product(Level, repeat=3):
        for ticks in itertools.product([False, True], repeat=3):
            users, pay, flags = ticks
            one = Person(manage, allocate, budget, manages_users=users,
                         views_compensation=pay, flags_positions=flags)  # fmt: skip
            for held, autonomy in itertools.product(PAGE["roles"], Autonomy):
                yield one, Holding(role(held), autonomy)


def test_taking_something_away_never_gives_anything():
    weaker = {Level.ADMIN: Level.VIEW, Level.VIEW: Level.NONE}
    caps = {Autonomy.ALL: Autonomy.DISCRETIONARY, Autonomy.DISCRETIONARY: Autonomy.VIEW_ONLY}
    for one, held in combinations():
        full = size(rights_in_budget(one, held))
        lesser = [
            *((replace(one, **{p: weaker[getattr(one, p)]}), held)
              for p in ("manage", "allocate", "budget") if getattr(one, p) in weaker),
            *((replace(one, **{t: False}), held)
              for t in ("manages_users", "views_compensation", "flags_positions")),
            (one, None),
            (replace(one, is_active=False), held),
            (one, replace(held, autonomy=caps.get(held.autonomy, held.autonomy))),
            (one, replace(held, budget_is_active=False)),
        ]  # fmt: skip
        for person_, held_ in lesser:
            less = size(rights_in_budget(person_, held_))
            assert all(a <= b for a, b in zip(less, full, strict=True)), (one, held, person_, held_)


def test_without_a_level_or_a_tick_nothing_is_seen_in_a_budget():
    for held, autonomy in itertools.product(PAGE["roles"], Autonomy):
        rights = rights_in_budget(Person(), Holding(role(held), autonomy))
        assert words(rights) == set()
        assert not rights.sees_bucket(frozenset(PAGE["roles"]))


def test_pay_needs_the_tick_and_visible_staffing():
    for one, held in combinations():
        rights = rights_in_budget(one, held)
        if rights.sees_pay:
            assert one.views_compensation
            assert held.role.staffing_is_visible or Level.ADMIN in {one.manage, one.budget}
