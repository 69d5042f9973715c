"""What the demonstration's people leave behind: figures of the cockpit that come from its rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from access.actor import SYSTEM
from access.roles import Role
from config import Settings
from data.districts import District
from data.entities.registry import ENTITIES
from data.store import open_store
from data.store.audit import verify
from data.store.campaigns import MailTrace
from data.store.outbox import OutboxMail
from data.store.users import user_by_email
from data.store.visits import Visit
from jobs.demo_engagement import AUTHOR, CALLED, HABITS, WEEKS, keep_engagement
from jobs.demo_records import TITLE_ONE, _budget, _person
from metrics.adoption import weeks_in_a_row
from planning import campaigns, people
from planning.adoption import adoption, not_looked
from planning.configure.commands import save
from planning.configure.presets import preset_role
from planning.milestones import WEEKS_IN_A_ROW
from planning.sign_in import actor_of
from tests.planning.configure.test_assigned import CHART, pair

PLACE = District("cedar-valley", "Cedar Valley", "CA", "", {"timezone": "America/Los_Angeles"})
# A Monday before and after seven o'clock there, and days around it.
NOWS = [datetime(2026, 11, 23, 13, tzinfo=UTC), datetime(2026, 11, 23, 16, tzinfo=UTC),
        datetime(2026, 11, 28, 2, tzinfo=UTC), datetime(2026, 11, 29, 23, tzinfo=UTC)]  # fmt: skip
# Records of people post invitations beside it.
OF_CAMPAIGN = select(OutboxMail).where(OutboxMail.key.startswith("campaign:"))


@pytest.fixture
def store(tmp_path):
    made = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    people.create_user(SYSTEM, made, email=AUTHOR, name="Budget director")
    people.assign(SYSTEM, made, email=AUTHOR, district=PLACE.code, role=Role.BUDGET_DIRECTOR)

    def keep(entity, content):
        save(SYSTEM, made, PLACE.code, ENTITIES[entity], content, chart=CHART)

    keep("role", preset_role("Builder"))
    for content in (_budget("112", "Maple Grove"), TITLE_ONE):
        keep("budget", content)
    for email, habit in HABITS.items():
        keep("district_user", _person(email, email.partition("@")[0], "view", ()))
        keep("budget_role", pair(habit.budget, "BUILDER", email=email))
    yield made
    made.close()


def director(store):
    with store.reading() as tx:
        return actor_of(store, user_by_email(tx, AUTHOR).id, PLACE.code)


@pytest.mark.parametrize("now", NOWS, ids=lambda now: f"{now:%a %H}")
def test_every_figure_comes_from_a_row_and_no_row_lies_ahead(store, now):
    keep_engagement(store, PLACE, now)
    [known] = campaigns.listed(director(store), store)
    assert "sample" in known.campaign.name
    assert known.campaign.next_utc > now
    with store.reading() as tx:
        mails = list(tx.scalars(OF_CAMPAIGN))
        traced = tx.scalar(select(func.max(MailTrace.first_utc)))
        days = list(tx.scalars(select(Visit.day)))
        assert verify(tx) == []
    assert {mail.recipient for mail in mails} == set(HABITS)
    assert len(mails) == WEEKS * len(HABITS) == known.sums["posted"] == known.sums["sent"]
    assert all(mail.sent_utc <= now for mail in mails)
    assert traced <= now
    assert max(days) <= now.date()
    for what in ("opened", "clicked"):
        told = sum(len(getattr(habit, what)) for habit in HABITS.values())
        assert known.sums[what] == told > 0
    found = adoption(director(store), store, now.date())
    by_email = {one.holder.email: one for one in found.people}
    assert set(by_email) == set(HABITS)
    for email, one in by_email.items():
        assert one.holder.last_sign_in_utc.date() == one.last == max(one.days)
        assert [each.code for each in one.budgets] == [HABITS[email].budget]
        assert weeks_in_a_row(one.days, now.date()) < WEEKS_IN_A_ROW
        # Who pressed the button of a mail looked on its day.
        assert {mail.day for mail in one.mails if mail.is_clicked} <= one.days
    assert [one.holder.email for one in not_looked(found, 30)] == ["grants@demo.example"]
    assert [call.text for call in by_email["grants@demo.example"].calls] == [CALLED]


def test_what_is_there_is_left_as_it_is(store):
    now = NOWS[2]
    keep_engagement(store, PLACE, now)
    keep_engagement(store, PLACE, now + timedelta(days=30))
    assert len(campaigns.listed(director(store), store)) == 1
    with store.reading() as tx:
        assert len(tx.scalars(OF_CAMPAIGN).all()) == WEEKS * len(HABITS)
