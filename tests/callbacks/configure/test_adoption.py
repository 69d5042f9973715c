"""The cockpit over a district of its own, its numbers counted again from what was put in."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete

from access.account_rules import BudgetRule
from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from callbacks.configure.adoption import adoption_page
from callbacks.configure.adoption_file import adoption_file
from callbacks.configure.call_list import call_list_file, call_list_page, keep_call
from callbacks.manage.money import money_view
from data.store import open_store
from data.store.audit import entries
from data.store.users import user_by_email
from data.store.visits import Look, Visit, budget_days, keep
from pages.account_state import AdoptionState, CallListState
from pages.components.sentence import plain
from pages.configure.adoption import body, sentence
from pages.configure.adoption_budgets import _sentence
from pages.state import MoneyState
from planning import people
from planning.visits import Visits
from tests.data.serving_sample import DISTRICT

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LOOKS = {
    "ada": ("101", (0, 3, 31, 62)),
    "ben": ("102", (29,)),
    "cyd": ("102", (30, 45)),
    "dee": ("103", ()),
    "eva": ("103", (200,)),
}
"""By person: the school, and how many days ago it was looked at."""


@pytest.fixture(scope="module")
def house(services, tmp_path_factory):
    """A district with five principals of three schools, on its own store."""
    settings = services.settings.model_copy(update={"var": tmp_path_factory.mktemp("adoption")})
    store = open_store(settings)
    for name, (place, backs) in LOOKS.items():
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, store, email=email, name=name.capitalize())
        people.assign(SYSTEM, store, email=email, district=DISTRICT, role=Role.PRINCIPAL,
                      location_id=place)  # fmt: skip
        days = [(NOON - timedelta(days=back)).date() for back in backs]
        with store.transaction() as tx:
            keep(tx, [Look(number, DISTRICT, place, "", day) for day in days])
            keep(tx, [Look(number, "fir", place, "", NOON.date())])
    yield replace(services, store=store, clock=lambda: NOON)
    store.close()


def reader(role=Role.BUDGET_DIRECTOR, places=None):
    return actor_in_district((99, "Dora", "dora@demo.example"), role, DISTRICT, (DISTRICT,), places)


def names(view):
    return [one.name for one in view.rows]


def test_the_share_against_the_goal(house):
    view = adoption_page(house, reader(), AdoptionState())
    assert (view.people, view.looked, view.share, view.goal) == (5, 2, 0.4, 40)
    assert (view.lacking, view.never) == (1, 1)
    # Ada alone looked in each of the last three months: one of three schools, not two of five.
    assert (view.regular, view.budgets) == (1, 3)
    assert plain(sentence(view)) == (
        "1 of 3 budgets is looked at regularly, in each of the last three months of 30 days: 33%. "
        "The goal is 40%: 1 more would reach it."
    )
    lower = replace(house, settings=house.settings.model_copy(update={"adoption_goal": 33}))
    view = adoption_page(lower, reader(), AdoptionState())
    assert view.lacking == 0
    assert plain(sentence(view)).endswith("The goal is 33%: it is reached.")
    few = adoption_page(lower, reader(places=frozenset({"101"})), AdoptionState())
    assert plain(sentence(few)).endswith("not called reached while only 1 person holds a budget.")


def test_every_number_opens_to_as_many_people(house):
    view = adoption_page(house, reader(), AdoptionState())
    pairs = [
        *((one.people, one.people_href) for one in (*view.roles, *view.schools)),
        *((one.looked, one.looked_href) for one in (*view.roles, *view.schools)),
        *((one.people, one.href) for one in (*view.weeks, *view.steps)),
        *((one.people, one.people_href) for one in view.budget_lines),
        (view.looked, "?show=looked"), (view.never, "?show=never"),
    ]  # fmt: skip
    for number, href in pairs:
        state = AdoptionState.from_query(href.partition("?")[2])
        assert len(adoption_page(house, reader(), state).rows) == number, href
    assert sum(one.looked for one in view.schools) == 2
    assert sorted(one.share for one in view.schools) == [0, 0.5, 1]


def test_weeks_and_milestones(house):
    view = adoption_page(house, reader(), AdoptionState())
    expected: dict[str, set[str]] = {}
    for name, (_, backs) in LOOKS.items():
        for back in backs:
            day = NOON - timedelta(days=back)
            expected.setdefault(f"{day:%G-%V}", set()).add(name)
    for week in view.weeks:
        assert week.people == len(expected.get(f"{week.monday:%G-%V}", ()))
    assert [one.people for one in view.steps] == [0, 4, 0, 0]


def test_places_of_the_reader_alone_and_only_with_the_right(house):
    view = adoption_page(house, reader(places=frozenset({"102"})), AdoptionState())
    assert (view.people, view.looked, names(view)) == (2, 1, ["Ben", "Cyd"])
    with pytest.raises(NotPermitted):
        adoption_page(house, reader(Role.SUPERINTENDENT), AdoptionState())
    with pytest.raises(NotPermitted):
        adoption_file(house, reader(Role.PRINCIPAL, frozenset({"102"})), "csv", {})


def test_files_hold_the_rows_of_the_screen(house):
    given = {"show": ["not"]}
    text = b"".join(adoption_file(house, reader(), "csv", given).chunks).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(one["name"], one["has_looked"], one["last_looked"]) for one in rows] == [
        ("Cyd", "false", "2026-10-27"), ("Dee", "false", ""), ("Eva", "false", "2026-05-10"),
    ]  # fmt: skip
    sheet = load_workbook(
        io.BytesIO(b"".join(adoption_file(house, reader(), "xlsx", given).chunks))
    ).active
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["Cyd", "Dee", "Eva"]
    nobody = {"show": ["report"]}
    assert b"".join(adoption_file(house, reader(), "csv", nobody).chunks).startswith(b'"name"')


def test_calls_are_those_away_with_what_was_said(house):
    def away(days):
        page = call_list_page(house, reader(), CallListState(days=days))
        return [(one.name, [each.text for each in one.calls]) for one in page.rows]

    assert away(30) == [("Dee", []), ("Eva", []), ("Cyd", [])]
    assert away(31) == [("Dee", []), ("Eva", [])]
    assert away(None) == away(30)
    with house.store.reading() as tx:
        cyd = user_by_email(tx, "cyd@demo.example").id
        ada = user_by_email(tx, "ada@demo.example").id
    author = replace(reader(), user_id=ada)
    search = f"?days=30&person={cyd}"
    for day, text, problem in (
        ("2026-11-25", "  ", "Write a word"), ("yesterday", "Hello", "Write the day as"),
        ("2026-11-27", "Hello", "not in the future"), ("2026-11-25", "x" * 501, "at most 500"),
    ):  # fmt: skip
        page = str(keep_call(house, author, search, day, text))
        assert problem in page
        assert "was not kept" in page
        assert text in page
    page = str(keep_call(house, author, search, "2026-11-25", "Will look\non Friday"))
    assert "The call with Cyd is noted." in page
    assert away(30)[2] == ("Cyd", ["Will look on Friday"])
    with house.store.reading() as tx:
        [entry] = entries(tx, limit=1)
    assert (entry.action, entry.entity_id, entry.district_id) == ("call.note", str(cyd), DISTRICT)
    text = b"".join(call_list_file(house, reader(), "csv", {"days": ["30"]}).chunks).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(one["name"], one["last_called"], one["called_by"]) for one in rows] == [
        ("Dee", "", ""), ("Eva", "", ""), ("Cyd", "2026-11-25", "Ada"),
    ]  # fmt: skip


def test_nobody_writes_on_a_call_outside_the_own_places(house):
    with house.store.reading() as tx:
        ada = user_by_email(tx, "ada@demo.example").id
    elsewhere = reader(places=frozenset({"102"}))
    page = str(keep_call(house, elsewhere, f"?person={ada}", "2026-11-25", "Hello"))
    assert "There is no such person" in page
    with pytest.raises(NotPermitted):
        call_list_page(house, reader(Role.VIEWER), CallListState())


LATER = NOON + timedelta(days=500)
ASH = BudgetRule("B1", "Ash", (("site", "is", "101"),), frozenset({"101"}), "b")
ELM = BudgetRule("B2", "Elm", (("site", "is", "102"),), frozenset({"102"}), "b")


@pytest.mark.parametrize(
    ("budgets", "asked", "expected"),
    [
        ((), None, {"101"}),
        ((ASH,), None, {"B1"}),
        ((ASH, ELM), None, set()),
        ((ASH, ELM), "B2", {"B2"}),
    ],
    ids=["a school", "one budget", "totals of two", "one of two"],
)
def test_a_look_is_kept_under_the_budget_that_is_held(house, budgets, asked, expected):
    """The codes under which the cockpit looks for it: those of `budget_holders`."""
    with house.store.transaction() as tx:
        ada = user_by_email(tx, "ada@demo.example").id
        tx.execute(delete(Visit).where(Visit.day == LATER.date()))
    places = frozenset({"101"}).union(*(one.locations for one in budgets))
    actor = replace(reader(Role.PRINCIPAL, places), user_id=ada)
    scope = replace(actor.scope, budgets=budgets)
    actor = replace(actor, scope=scope, location_id=scope.only_location)
    visits = Visits(house.store)
    money_view(
        replace(house, visits=visits, clock=lambda: LATER), actor, MoneyState(location=asked)
    )
    visits.wait()
    with house.store.reading() as tx:
        rows = budget_days(tx, DISTRICT, LATER.date())
    assert {budget for _, budget, _ in rows} == expected


def test_without_anybody_the_page_says_what_to_do(house):
    view = adoption_page(house, reader(places=frozenset({"999"})), AdoptionState())
    assert view.share is None
    assert "Nobody holds a budget yet" in str(body(view))


def test_each_budget_has_its_people_and_looks_the_longest_unseen_first(house):
    lines = adoption_page(house, reader(), AdoptionState()).budget_lines
    by_place: dict[str, list[str]] = {}
    for name, (place, _) in LOOKS.items():
        by_place.setdefault(place, []).append(name)
    assert len(lines) == len(by_place)
    for line in lines:
        place = parse_qs(line.people_href.partition("?")[2])["budget"][0]
        backs = [back for name in by_place[place] for back in LOOKS[name][1]]
        assert line.people == len(by_place[place])
        assert line.last == (NOON - timedelta(days=min(backs))).date()
        assert line.days == len({back for back in backs if back < 30})
        assert line.is_regular == (place == "101")
        assert (line.mails, line.opened, line.without_effect) == (0, None, 0)
    assert [line.last for line in lines] == sorted(line.last for line in lines)
    said = plain(_sentence(lines))
    assert said == "1 of 3 budgets was looked at by nobody in the last 30 days."
    [one] = adoption_page(house, reader(places=frozenset({"101"})), AdoptionState()).budget_lines
    assert one.people == 1


def test_the_file_of_one_budget_holds_its_people(house):
    made = adoption_file(house, reader(), "csv", {"budget": ["102"]})
    text = b"".join(made.chunks).decode()
    assert {row["name"] for row in csv.DictReader(io.StringIO(text))} == {"Ben", "Cyd"}
