"""People, one person and mail as functions, over a real store."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from python_calamine import CalamineWorkbook

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from callbacks.basis import Services
from callbacks.configure import team
from callbacks.configure.mail import mail_page
from callbacks.configure.people import people_page
from callbacks.configure.people_list import as_file, in_order
from callbacks.configure.person import act, page
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import open_store
from data.store.accounts import Account
from data.store.records import Record
from exports.flat import Format
from pages.account_state import MailState, PeopleState, PersonState
from pages.configure import mail as mail_layout
from pages.configure import people as people_layout
from pages.configure.team import REMOVE
from planning import people
from planning.configure.commands import save
from tests.data.serving_sample import DISTRICT
from tests.planning.configure.test_commands import builder, somebody


@pytest.fixture
def desk(services, tmp_path):
    settings = services.settings.model_copy(
        update={"var": tmp_path, "database_url": "", "secret_key": "", "demo": True}
    )
    store = open_store(settings)
    yield Services(settings, services.warehouse, store, services.clock)
    store.close()


@pytest.fixture
def chief(desk):
    email = "chief@d.example"
    number = people.create_user(SYSTEM, desk.store, email=email, name="The chief")
    people.assign(SYSTEM, desk.store, email=email, district=DISTRICT, role=Role.ADMINISTRATOR)
    actor = actor_in_district((number, "The chief", email), Role.ADMINISTRATOR, DISTRICT,
                              (DISTRICT,), None)  # fmt: skip
    save(
        actor,
        desk.store,
        DISTRICT,
        ENTITIES["district_user"],
        somebody("new@d.example", manage_access="view"),
    )
    return actor


def words(components) -> str:
    def plain(one):
        return one.to_plotly_json()

    return json.dumps(components, default=plain)


def person(desk, chief, email: str) -> PersonState:
    rows = people_page(desk, chief, PeopleState()).rows
    href = next(one.href for one in rows if one.email == email)
    return PersonState.from_query(href.partition("?")[2])


def test_everybody_is_listed_by_state_and_found_by_words(desk, chief):
    view = people_page(desk, chief, PeopleState())
    assert [(one.email, one.state) for one in view.rows] == [
        ("new@d.example", "invited"), ("chief@d.example", "invited"),
    ]  # fmt: skip
    assert view.rows[0].access == "Manage (view)"
    assert "2 people of this district" in words(people_layout.body(view))
    found = people_page(desk, chief, PeopleState(search="everything"))
    assert [one.email for one in found.rows] == ["chief@d.example"]
    assert people_page(desk, chief, PeopleState(state="deactivated")).rows == []
    assert len(people_page(desk, chief, PeopleState(state="made-up")).rows) == 2


def test_a_deactivation_is_asked_for_then_done_and_taken_back(desk, chief):
    state = person(desk, chief, "new@d.example")
    assert "Not yet: invited" in words(page(desk, chief, state))
    assert "every session ends at once" in words(act(desk, chief, state, "deactivate"))
    assert people_page(desk, chief, PeopleState()).counts == {"invited": 2}
    assert "is deactivated." in words(act(desk, chief, state, "deactivate-now"))
    assert "No: the account is deactivated" in words(page(desk, chief, state))
    assert "active again" in words(act(desk, chief, state, "activate"))


def test_what_cannot_be_done_is_told(desk, chief):
    mine = person(desk, chief, "chief@d.example")
    told = words(act(desk, chief, mine, "deactivate-now"))
    assert "without an active administrator" in told
    assert "There is no such person" in words(act(desk, chief, PersonState(person=999), "reset"))
    assert "There is no such person" in words(page(desk, chief, PersonState()))


def test_a_team_is_reviewed_and_changed_on_its_page(desk, chief):
    for name, content in (
        ("role", builder()),
        ("organization", Content({"code": "E101", "name": "Elm", "type": "School"})),
        ("budget", Content({"code": "B101", "name": "Elm", "organization_code": "E101",
                            "autonomy": "all", "is_active": True})),
    ):  # fmt: skip
        save(chief, desk.store, DISTRICT, ENTITIES[name], content)
    given = ("new@d.example", "BLD")
    assert "Choose a person" in words(team.act(desk, chief, "B101", "review", "", ""))
    assert "Nothing is saved yet" in words(team.act(desk, chief, "B101", "review", *given))
    assert "Nobody yet" in words(team.page(desk, chief, "B101"))
    assert "holds the role BLD" in words(team.act(desk, chief, "B101", "confirm", *given))
    assert "1 person" in words(team.page(desk, chief, "B101"))
    leaving = ("new@d.example", REMOVE)
    assert "Not in the team" in words(team.act(desk, chief, "B101", "review", *leaving))
    assert "no longer in the team" in words(team.act(desk, chief, "B101", "confirm", *leaving))
    assert "no team here" in words(team.page(desk, chief, "B999"))
    nobody = replace(chief, permissions=frozenset())
    assert "no team here" in words(team.page(desk, nobody, "B101"))
    assert "no team here" in words(team.act(desk, nobody, "B101", "confirm", *given))


def test_mail_of_the_demonstration_is_read_and_its_link_is_there(desk, chief):
    act(desk, chief, person(desk, chief, "new@d.example"), "invite")
    listed = mail_page(desk, chief, MailState())
    assert len(listed.rows) == 2
    assert "No mail server is set" in words(mail_layout.body(listed))
    opened = mail_page(desk, chief, MailState.from_query(listed.rows[0].href))
    assert "/password?link=" in words(mail_layout.body(opened))
    assert mail_page(desk, chief, MailState(mail=999)).open is None


NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


ACCOUNTS = [
    Account(1, "Ada", "zoe@d.example", "administrator", None, False, True, NOW, None),
    Account(2, "bea", "bea@d.example", "viewer", "101", False, True, ago(31), None),
    Account(3, "Cyn", "cyn@d.example", "principal", "102", True, True, ago(91), None),
    *(
        Account(number, name, f"{name.lower()}@d.example", "viewer", None, False, False, None,
                Record(number, 1, somebody(name, administrator=False, **held).values))
        for number, (name, held) in enumerate(
            {"Dan": {"manage_access": "view"}, "Eve": {"manage_access": "admin"},
             "Fay": {"evaluate_access": "view"}, "Gil": {}}.items(), 4)
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", "Ada bea Cyn Dan Eve Fay Gil"),
        ("?down=1", "Gil Fay Eve Dan Cyn bea Ada"),
        ("?sort=email", "bea Cyn Dan Eve Fay Gil Ada"),
        ("?sort=last&down=1", "Ada bea Cyn Dan Eve Fay Gil"),
        ("?sort=made-up", "Ada bea Cyn Dan Eve Fay Gil"),
        ("?state=invited", "Dan Eve Fay Gil"),
        ("?state=deactivated", "Cyn"),
        ("?product=everything", "Ada"),
        ("?product=manage", "Ada Dan Eve"),
        ("?product=manage&level=admin", "Ada Eve"),
        ("?product=manage&level=view", "Dan"),
        ("?product=manage&level=none", "bea Cyn Fay Gil"),
        ("?level=view", "Dan Fay"),
        ("?seen=never", "Dan Eve Fay Gil"),
        ("?seen=30", "bea Cyn Dan Eve Fay Gil"),
        ("?seen=90", "Cyn Dan Eve Fay Gil"),
        ("?seen=7", "Ada bea Cyn Dan Eve Fay Gil"),
        ("?search=d.example+manage&state=invited", "Dan Eve"),
    ],
)
def test_people_are_filtered_and_sorted(asked, expected):
    found = in_order(ACCOUNTS, PeopleState.from_query(asked), NOW)
    assert " ".join(one.name for one in found) == expected


def test_the_file_holds_the_people_on_screen_in_their_order():
    state = PeopleState.from_query("?product=manage&sort=name&down=1")
    facts = ("elm", "The chief", NOW)
    plain, name = as_file(ACCOUNTS, state, Format.CSV, facts)
    first, *rows = plain.decode().splitlines()
    assert name == "elm_people.csv"
    assert "filters: product manage, order name descending" in first
    assert "exported 2026-11-26 12:00 UTC by The chief" in first
    found = list(csv.DictReader(rows))
    assert [(one["name"], one["manage_access"], one["state"]) for one in found] == [
        ("Eve", "admin", "invited"), ("Dan", "view", "invited"), ("Ada", "", "active"),
    ]  # fmt: skip
    assert found[2]["last_sign_in_utc"] == "2026-11-26 12:00 UTC"
    book, name = as_file(ACCOUNTS, state, Format.XLSX, facts)
    assert name == "elm_people.xlsx"
    cells = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in cells[2:]] == ["Eve", "Dan", "Ada"]


def test_the_list_offers_every_filter_order_and_form(desk, chief):
    text = words(people_layout.body(people_page(desk, chief, PeopleState(level="view"))))
    assert "1 of 2 people" in text
    for part in ("product=everything", "level=admin", "seen=never", "sort=last", "people-xlsx"):
        assert part in text, part
