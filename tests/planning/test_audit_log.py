"""The log as people use it: searched within the own district, verified from a terminal."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner

from access.actor import actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from cli import cli
from config import Settings
from data.store import open_store
from data.store.audit import Change, append
from planning.audit_log import Search, entities, found, verification

CHANGES = [
    ("2026-07-01", "a@d.example", Change("role.create", "role", 1, None, {"name": "Builder"}, "n")),
    ("2026-07-02", "b@d.example", Change(
        "budget.update", "budget", 2,
        {"name": "Elm", "is_active": True, "lines": [{"field": "Funds", "value": None}]},
        {"name": "Elm 100%", "is_active": False, "lines": []}, "n")),
    ("2026-07-02", "a@d.example", Change("role.delete", "role", 1, {"name": "Builder"}, None, "n")),
    ("2026-07-03", "a@d.example", Change("role.create", "role", 9, None, {"name": "Builder"}, "s")),
]  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path)


@pytest.fixture
def store(settings):
    made = open_store(settings)
    for day, author, change in CHANGES:
        with made.transaction() as tx:
            append(tx, (1, author), change, datetime.fromisoformat(day).replace(tzinfo=UTC))
    yield made
    made.close()


def person(role: Role):
    return actor_in_district((1, "Label", "x@d.example"), role, "n", ("n",), None)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (Search(), [3, 2, 1]),
        (Search(words="builder A@D"), [3, 1]),
        (Search(words="100%"), [2]),
        (Search(words="1_0"), []),
        (Search(words="role.delete"), [3]),
        (Search(entity="budget"), [2]),
        (Search(since=date(2026, 7, 2)), [3, 2]),
        (Search(until=date(2026, 7, 1)), [1]),
        (Search(before_seq=3), [2, 1]),
        (Search(words="' or 1=1 --"), []),
    ],
)
def test_what_is_found(store, search, expected):
    assert [one.seq for one in found(person(Role.ADMINISTRATOR), store, search)] == expected


def test_an_entry_tells_what_differs(store):
    [entry] = found(person(Role.ADMINISTRATOR), store, Search(entity="budget"))
    assert entry.changed == (
        ("is_active", "yes", "no"),
        ("lines", "Funds", ""),
        ("name", "Elm", "Elm 100%"),
    )
    assert entities(person(Role.ADMINISTRATOR), store) == ["budget", "role"]


@pytest.mark.parametrize("role", [r for r in Role if r != Role.ADMINISTRATOR])
def test_only_administrators_read_the_log(store, role):
    for read in (
        lambda: found(person(role), store, Search()),
        lambda: entities(person(role), store),
    ):
        with pytest.raises(NotPermitted):
            read()


def run(settings, *words):
    environment = {"PLUMBLINE_VAR": str(settings.var)}
    return CliRunner().invoke(cli, ["verify-audit", *words], env=environment)


def test_a_sound_log_prints_its_anchor(store, settings):
    shown = run(settings)
    assert shown.exit_code == 0
    assert "4 entries, sound" in shown.output
    anchor = shown.output.strip().splitlines()[-1].removeprefix("anchor: ")
    assert run(settings, "--anchor", anchor).exit_code == 0
    assert verification(store, anchor).broken == ()


def test_a_changed_entry_is_named_and_the_command_fails(store, settings):
    store.close()
    plain = sqlite3.connect(settings.var / "plumbline.db")
    plain.execute("drop trigger audit_entry_no_update")
    plain.execute("update audit_entry set after = '{}' where seq = 2")
    plain.commit()
    plain.close()
    shown = run(settings)
    assert shown.exit_code == 1
    assert "entry 2: the entry does not carry its own seal" in shown.output


@pytest.mark.parametrize("anchor", ["nonsense", "x:y", "12:short"])
def test_an_anchor_that_cannot_be_read_is_told(store, settings, anchor):
    shown = run(settings, "--anchor", anchor)
    assert shown.exit_code != 0
    assert "COUNT:SEAL" in shown.output
