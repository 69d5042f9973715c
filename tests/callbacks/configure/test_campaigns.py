"""Campaigns on the page: written, looked at with one's own figures, tried out, sent, deleted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from access.actor import SYSTEM
from access.policy import NotPermitted
from access.roles import Role
from callbacks.configure import campaigns
from callbacks.configure.campaign_draft import new_values
from config import Settings
from data.store import Conflict, StoreError, open_store
from data.store.audit import entries
from data.store.campaigns import Campaign
from data.store.outbox import OutboxMail
from pages.account_state import CampaignsState
from pages.format import money
from planning import people
from planning.sign_in import actor_of
from tests.data.serving_sample import DISTRICT

NEW = CampaignsState(new="week", language="en")


@pytest.fixture
def kept(services, tmp_path):
    store = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield replace(services, store=store)
    store.close()


@pytest.fixture
def someone(kept):
    def made(name, role, place=None):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, kept.store, email=email, name=name)
        people.assign(SYSTEM, kept.store, email=email, district=DISTRICT, role=role,
                      location_id=place)  # fmt: skip
        return actor_of(kept.store, number, DISTRICT)

    return made


def test_a_campaign_from_its_first_text_to_its_sending(kept, someone, lines):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    someone("bo", Role.PRINCIPAL, "101")
    given = new_values("week", "en") | {"role": "principal"}
    _, preview = campaigns.act(kept, ada, NEW, "preview", given)
    assert (preview.subject, preview.people) == ("Your budgets this week", ["bo"])
    rows = {row[0]: row for row in preview.rows}
    paid = sum(
        one["usd"] for one in lines
        if one["fiscal_year"] == 2025 and one["line_type"] == "actual"
        and one["account"]["object_code"] == "4300"
    )  # fmt: skip
    assert rows["Supplies"][2] == money(Decimal(paid))
    assert campaigns.campaigns_page(kept, ada, NEW).rows == []

    state, _ = campaigns.act(kept, ada, NEW, "save", given)
    view = campaigns.campaigns_page(kept, ada, state)
    assert view.form.values == given
    assert "Goes out next on" in view.form.next
    assert [row.audience for row in view.rows] == ["Role Principal"]
    with pytest.raises(StoreError, match="not saved yet"):
        campaigns.act(kept, ada, state, "send", given | {"subject": "Hello"})
    campaigns.act(kept, ada, state, "try", given)
    with kept.store.reading() as tx:
        assert tx.scalars(select(OutboxMail.recipient)).all() == ["ada@demo.example"]
    campaigns.act(kept, ada, state, "send", given)
    with kept.store.reading() as tx:
        assert tx.scalars(select(Campaign.next_utc)).all() == [kept.clock()]
    campaigns.act(kept, ada, state, "stop", given)
    assert campaigns.campaigns_page(kept, ada, state).form.next == ""
    gone, _ = campaigns.act(kept, ada, state, "delete", given)
    assert campaigns.campaigns_page(kept, ada, gone).rows == []
    with kept.store.reading() as tx:
        actions = [one.action for one in entries(tx) if one.entity == "campaign"]
    assert actions[::-1] == [f"campaign.{one}" for one in ("save", "try", "send", "stop", "delete")]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"days": "soon"}, "whole number"),
        ({"days": "0"}, "from 1 to 3650"),
        ({"looked": "9999"}, "from 1 to 3650"),
        ({"when": "hourly"}, "when the mail goes out"),
        ({"language": "fr"}, "Choose a language"),
        ({"text": "{secret}"}, "cannot stand in the text"),
        ({"name": ""}, "needs a name"),
        ({"text": "x" * 5001}, "longer than 5,000"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_kept(kept, someone, changed, told):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    given = new_values("reminder", "es") | changed
    for what in ("save", "preview"):
        with pytest.raises(StoreError, match=told):
            campaigns.act(kept, ada, NEW, what, given)
    assert campaigns.campaigns_page(kept, ada, NEW).rows == []


def test_of_two_who_change_a_campaign_the_second_is_told(kept, someone):
    """Sending in between is no change of its words."""
    ada, bo = someone("ada", Role.BUDGET_DIRECTOR), someone("bo", Role.ADMINISTRATOR)
    given = new_values("reminder", "en")
    state, _ = campaigns.act(kept, ada, NEW, "save", given)
    seen = {"seen": campaigns.campaigns_page(kept, ada, state).form.seen}
    campaigns.act(kept, bo, state, "send", given | seen)
    campaigns.act(kept, ada, state, "save", given | seen | {"subject": "First"})
    stale = given | seen | {"subject": "Second"}
    with pytest.raises(Conflict, match="changed by somebody else"):
        campaigns.act(kept, bo, state, "save", stale)
    assert campaigns.campaigns_page(kept, bo, state, stale).form.seen == seen["seen"], "no way past"
    form = campaigns.campaigns_page(kept, bo, state).form
    assert form.values["subject"] == "First"
    campaigns.act(kept, bo, state, "save", stale | {"seen": form.seen})
    assert campaigns.campaigns_page(kept, bo, state).form.values["subject"] == "Second"


def test_nobody_without_the_right_reads_or_sends(kept, someone):
    head, ada = someone("bo", Role.PRINCIPAL, "101"), someone("ada", Role.BUDGET_DIRECTOR)
    given = new_values("reminder", "en")
    state, _ = campaigns.act(kept, ada, NEW, "save", given)
    with pytest.raises(NotPermitted):
        campaigns.campaigns_page(kept, head, state)
    for what in ("save", "preview", "try", "send", "stop", "delete"):
        with pytest.raises(NotPermitted):
            campaigns.act(kept, head, state, what, given)
