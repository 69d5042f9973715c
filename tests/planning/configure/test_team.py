"""Team Access: given, changed and taken away, by whoever may and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from access.policy import NotPermitted
from access.roles import Role
from data.store import Conflict, StoreError
from data.store.audit import entries
from planning.configure.problems import RecordRefused
from planning.team import TeamDesk
from tests.planning.configure.test_assigned import (  # noqa: F401 - the last three are fixtures
    CHIEF,
    EMAIL,
    PAIR,
    ROLE,
    USER,
    door,
    inside,
    keep,
    pair,
    town,
)
from tests.planning.configure.test_commands import builder, somebody

HEAD = "head@d.example"


@pytest.fixture
def head(store, town):  # noqa: F811
    """A person who manages the team of B101 by the role held there, and users nowhere."""
    keep(store, ROLE, builder("HEAD", "Head", manage_team=True))
    keep(store, USER, somebody(HEAD, manage_access="view"))
    keep(store, PAIR, replace(pair("B101", "HEAD"), values={
        "email": HEAD, "budget_code": "B101", "role_code": "HEAD"}))  # fmt: skip
    return replace(CHIEF, user_id=9, email=HEAD, label=HEAD, permissions=frozenset(),
                   role=Role.PRINCIPAL)  # fmt: skip


def roles(desk: TeamDesk) -> dict[str, str]:
    return {one.email: one.role_code for one in desk.team().members}


def test_a_role_is_reviewed_given_changed_and_taken_away(store, town, door, inside):  # noqa: F811
    desk = TeamDesk(CHIEF, store, "b101")
    keep(store, USER, somebody("new@d.example", manage_access="view"))
    step = desk.review("new@d.example", "BLD")
    assert (step.before, step.after, list(step.problems)) == ("", "BLD", [])
    assert "new@d.example" not in roles(desk)
    assert "holds the role BLD" in desk.change("new@d.example", "bld")
    assert desk.review("new@d.example", "PUR").before == "BLD"
    desk.change("new@d.example", "PUR")
    assert roles(desk) == {"new@d.example": "PUR", EMAIL: "BLD"}
    assert "101" in door.find(inside).scope.locations
    desk.change(EMAIL, "")
    assert "101" not in door.find(inside).scope.locations
    assert roles(desk) == {"new@d.example": "PUR"}
    with store.reading() as tx:
        logged = [one.action for one in entries(tx, limit=3)]
    assert logged == ["budget_role.delete", "budget_role.update", "budget_role.create"]


def test_what_does_not_exist_is_refused(store, town):  # noqa: F811
    desk = TeamDesk(CHIEF, store, "B101")
    for email, role in (("nobody@d.example", "BLD"), (EMAIL, "NONE")):
        assert desk.review(email, role).problems
        with pytest.raises(RecordRefused):
            desk.change(email, role)
    with pytest.raises(StoreError, match="holds no role"):
        desk.change("nobody@d.example", "")
    assert TeamDesk(CHIEF, store, "B999").team() is None


def test_a_role_that_manages_the_team_does_so_in_its_budget_alone(store, head):
    desk = TeamDesk(head, store, "B101")
    desk.change(EMAIL, "PUR")
    assert roles(desk)[EMAIL] == "PUR"
    other = TeamDesk(head, store, "B102")
    assert other.team() is None
    for attempt in (other.review, other.change):
        with pytest.raises(NotPermitted, match="do not manage the team"):
            attempt(EMAIL, "PUR")


def test_nobody_gives_a_role_to_oneself(store, head):
    desk = TeamDesk(head, store, "B101")
    with pytest.raises(RecordRefused, match="oneself"):
        desk.change(HEAD, "BLD")


def test_without_the_right_the_team_is_closed(store, town):  # noqa: F811
    stranger = replace(CHIEF, email=EMAIL, permissions=frozenset())
    assert TeamDesk(stranger, store, "B101").team() is None
    with pytest.raises(NotPermitted):
        TeamDesk(stranger, store, "B101").change(EMAIL, "")
    elsewhere = replace(CHIEF, district="south")
    assert TeamDesk(elsewhere, store, "B101").team() is None


def test_somebody_elses_change_is_not_overwritten(store, town, monkeypatch):  # noqa: F811
    desk = TeamDesk(CHIEF, store, "B101")
    looked_at = desk._pairs()
    desk.change(EMAIL, "PUR")
    monkeypatch.setattr(TeamDesk, "_pairs", lambda _desk: looked_at)
    with pytest.raises(Conflict):
        desk.change(EMAIL, "BLD")
