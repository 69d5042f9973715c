"""Questions to the budget office: to whom, about what, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from config import Settings
from data.store import StoreError, open_store
from data.store.audit import entries
from data.store.outbox import OutboxMail
from planning import people
from planning.questions import ask, page_of

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
ROLES = {
    "ada": (Role.PRINCIPAL, "101", "elm"), "dora": (Role.BUDGET_DIRECTOR, None, "elm"),
    "gone": (Role.BUDGET_DIRECTOR, None, "elm"), "chief": (Role.ADMINISTRATOR, None, "elm"),
    "far": (Role.BUDGET_DIRECTOR, None, "fir"),
}  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path, secret_key="", database_url="")


@pytest.fixture
def store(settings):
    made = open_store(settings)
    for name, (role, place, district) in ROLES.items():
        email = f"{name}@demo.example"
        people.create_user(SYSTEM, made, email=email, name=name.capitalize())
        people.assign(SYSTEM, made, email=email, district=district, role=role, location_id=place)
    people.deactivate(SYSTEM, made, email="gone@demo.example")
    yield made
    made.close()


ADA = actor_in_district((1, "Ada", "ada@demo.example"), Role.PRINCIPAL, "elm", ("elm",),
                        frozenset({"101"}))  # fmt: skip


def posted(store):
    with store.reading() as tx:
        return list(tx.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def asked(store, settings, text="Why is supplies red?", at="/current/money?year=2027"):
    return ask(ADA, store, settings, at, text, clock=lambda: NOON)


def test_it_reaches_the_budget_director_of_the_district_with_the_page(store, settings):
    asked(store, settings, "Why is supplies red?\n\nThanks")
    [mail] = posted(store)
    assert (mail.recipient, mail.district_id) == ("dora@demo.example", "elm")
    assert mail.link_path == "/current/money?year=2027"
    assert mail.paragraphs[:3] == [
        "Ada (ada@demo.example) asks:", "Why is supplies red?", "Thanks",
    ]  # fmt: skip
    with store.reading() as tx:
        [entry] = entries(tx, limit=1)
    assert (entry.action, entry.district_id) == ("question.ask", "elm")
    assert json.loads(entry.after)["page"] == "/current/money?year=2027"


def test_the_set_address_comes_first_and_an_administrator_last(store, settings):
    office = settings.model_copy(update={"budget_office": "budget@elm.example"})
    asked(store, office)
    people.deactivate(SYSTEM, store, email="dora@demo.example")
    asked(store, settings)
    assert [one.recipient for one in posted(store)] == ["budget@elm.example", "chief@demo.example"]


def test_what_cannot_be_sent_is_said_and_nothing_leaves(store, settings):
    for text, problem in ((" \n ", "Write your question"), ("x" * 2_001, "at most 2,000")):
        with pytest.raises(StoreError, match=problem):
            asked(store, settings, text)
    for _ in range(20):
        asked(store, settings)
    with pytest.raises(StoreError, match="enough for today"):
        asked(store, settings)
    assert len(posted(store)) == 20


@pytest.mark.parametrize(
    "at", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "/a\nb", "/" * 400]
)
def test_a_link_leads_nowhere_but_to_us(at):
    assert page_of(at) == "/"
