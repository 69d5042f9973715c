"""What the demonstration's budget director shares: every report opens, and for a principal too."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from access.actor import SYSTEM
from access.roles import Role
from access.scope import Scope
from config import Settings
from data.orders import STILL_OPEN
from data.row_filter import where_lines
from data.store import open_store
from data.store.users import user_by_email
from data.warehouse import Warehouse
from jobs.demo_reports import OWNER, READER, REPORTS, keep_reports
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState
from pages.manage.staffing_state import StaffingState
from planning import people, reports
from planning.sign_in import actor_of
from tests.data.serving_sample import DISTRICT, publish, sample

STATES = {"accounts": AccountsState, "purchase orders": OrdersState,
          "transactions": TransactionsState, "positions": StaffingState}  # fmt: skip


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    for email, role, place in (
        (OWNER, Role.BUDGET_DIRECTOR, None),
        (READER, Role.PRINCIPAL, "101"),
    ):
        people.create_user(SYSTEM, opened, email=email, name=email)
        people.assign(SYSTEM, opened, email=email, district=DISTRICT, role=role, location_id=place)
    keep_reports(opened, DISTRICT)
    yield opened
    opened.close()


def actor(store, email):
    with store.reading() as tx:
        return actor_of(store, user_by_email(tx, email).id, DISTRICT)


def test_the_reports_are_kept_once_and_shared_with_principals(store):
    director = actor(store, OWNER)
    reports.delete(director, store, reports.visible(director, store)[0].id)
    keep_reports(store, DISTRICT)
    seen = reports.visible(actor(store, READER), store)
    assert len(seen) == len(REPORTS) - 1
    assert not any(one.is_own or one.may_edit for one in seen)


def test_the_first_is_on_both_home_pages(store):
    for email in (OWNER, READER):
        pinned = [one.name for one in reports.visible(actor(store, email), store) if one.is_pinned]
        assert pinned == [REPORTS[0][1]]


def test_their_addresses_say_what_the_pages_understand(tmp_path):
    publish(tmp_path, sample())
    warehouse = Warehouse(Settings(var=tmp_path))
    for rows_of, name, query in REPORTS:
        state = STATES[rows_of].from_query(query)
        assert parse_qs(state.to_query()[1:]) == parse_qs(query[1:]), name
        where_lines(warehouse, Scope.whole(DISTRICT), rows_of, state.where)


def test_old_orders_are_all_that_hold_dollars_partly_paid_ones_too():
    """As the cards beside the report count them: an order is partly paid and waits all the same."""
    assert OrdersState.from_query(REPORTS[0][2]).state == STILL_OPEN
