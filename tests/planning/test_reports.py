"""Reports of rows: whose they are, who shares them, and what the log says."""

from __future__ import annotations

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from config import Settings
from data.store import open_store
from data.store.audit import entries, verify
from planning import people
from planning import reports as commands
from planning.reports import ReportError


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield opened
    opened.close()


@pytest.fixture
def someone(store):
    def made(name, role=Role.PRINCIPAL, district="elm"):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, store, email=email, name=name)
        return actor_in_district((number, name, email), role, district, (district,), None)

    return made


def names(actor, store):
    return [one.name for one in commands.visible(actor, store)]


def test_a_report_is_its_owners_until_it_is_shared(store, someone):
    ada, bo, far = someone("ada"), someone("bo"), someone("cy", district="oak")
    number = commands.save(ada, store, "transactions", "Paper\n", "?where=vendor is Acme")
    assert names(ada, store) == ["Paper"]
    assert names(bo, store) == names(far, store) == []
    for doing in (
        lambda: commands.one(bo, store, number),
        lambda: commands.rename(bo, store, number, "Mine"),
        lambda: commands.delete(bo, store, number),
        lambda: commands.pin(bo, store, number, is_pinned=True),
        lambda: commands.duplicate(far, store, number),
    ):
        with pytest.raises(ReportError, match="not there, or not shared"):
            doing()
    commands.share(ada, store, number, "user", " BO@demo.example ")
    assert names(bo, store) == ["Paper"]
    assert commands.one(bo, store, number).shares == ()
    commands.unshare(ada, store, number, "user", "bo@demo.example")
    assert names(bo, store) == []


@pytest.mark.parametrize(("kind", "code"), [("user", "bo@demo.example"), ("role", "principal")])
def test_sharing_for_viewing_and_for_editing(store, someone, kind, code):
    ada, bo = someone("ada", Role.BUDGET_DIRECTOR), someone("bo")
    number = commands.save(ada, store, "accounts", "Funds", "?group=Fund")
    commands.share(ada, store, number, kind, code)
    with pytest.raises(ReportError, match="somebody else"):
        commands.change(bo, store, number, "?group=Site")
    commands.share(ada, store, number, kind, code, may_edit=True)
    commands.change(bo, store, number, "?group=Site")
    assert commands.one(ada, store, number).query == "?group=Site"
    assert len(commands.one(ada, store, number).shares) == 1
    for doing in (
        lambda: commands.delete(bo, store, number),
        lambda: commands.share(bo, store, number, "role", "viewer"),
    ):
        with pytest.raises(ReportError, match="somebody else"):
            doing()
    copy = commands.duplicate(bo, store, number)
    assert commands.one(bo, store, copy).is_own
    assert "Funds (copy)" not in names(ada, store)


def test_a_role_without_the_rows_does_not_see_the_report(store, someone):
    ada, guest = someone("ada"), someone("guest", Role.VIEWER)
    for rows in ("transactions", "accounts"):
        number = commands.save(ada, store, rows, rows, "")
        commands.share(ada, store, number, "role", "viewer", may_edit=True)
    assert names(guest, store) == ["accounts"]
    with pytest.raises(NotPermitted):
        commands.save(guest, store, "purchase orders", "Orders", "")


def test_pins_are_a_persons_own_and_go_with_the_report(store, someone):
    ada, bo = someone("ada"), someone("bo")
    number = commands.save(ada, store, "accounts", "Funds", "")
    commands.share(ada, store, number, "role", "principal")
    commands.pin(bo, store, number, is_pinned=True)
    commands.pin(bo, store, number, is_pinned=True)
    assert commands.one(bo, store, number).is_pinned
    assert not commands.one(ada, store, number).is_pinned
    commands.delete(ada, store, number)
    assert names(bo, store) == []


def test_every_change_is_in_the_log(store, someone):
    ada = someone("ada")
    number = commands.save(ada, store, "accounts", "Funds", "")
    commands.rename(ada, store, number, "All funds")
    commands.rename(ada, store, number, "All funds")
    commands.share(ada, store, number, "role", "principal")
    commands.delete(ada, store, number)
    with store.reading() as tx:
        found = [one for one in entries(tx) if one.entity == "report"]
        assert verify(tx) == []
    assert sorted(one.action for one in found) == [
        "report.change", "report.change", "report.delete", "report.save",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "doing",
    [
        lambda actor, store, _: commands.save(actor, store, "accounts", " \n ", ""),
        lambda actor, store, _: commands.save(actor, store, "pay", "x", ""),
        lambda actor, store, number: commands.share(actor, store, number, "user", "nobody@x.org"),
        lambda actor, store, number: commands.share(actor, store, number, "everybody", "x"),
        lambda actor, store, number: commands.share(actor, store, number, "role", " "),
        lambda actor, store, number: commands.share(actor, store, number, "role", "princpal"),
        lambda actor, store, number: commands.share(actor, store, number, "budget", "principal"),
    ],
)
def test_what_cannot_be_done_is_said(store, someone, doing):
    ada = someone("ada")
    number = commands.save(ada, store, "accounts", "Funds", "")
    with pytest.raises(ReportError):
        doing(ada, store, number)
