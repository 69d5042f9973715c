"""The Data page: a load that waits is told at the top, and who may release it is led there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callbacks.manage.loads import body, view
from data.store import Store, jobs, migrate
from tests.data.serving_sample import DISTRICT

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
def house(services, tmp_path):
    address = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(address)
    store = Store(address, audit_key=b"k" * 32)
    with store.transaction() as tx:
        made = jobs.add_job(tx, "load", district_id=DISTRICT, requested_by=0, arguments={}, now=NOW)
        number = made.id
        jobs.start_job(tx, number, NOW)
        jobs.fail_job(tx, number, "A third of the rows is gone.", NOW, is_held=True)
    yield replace(services, store=store), number
    store.close()


def test_a_held_load_is_told_and_leads_an_administrator_to_its_release(house, person):
    here, number = house
    shown = {role: str(body(here, person(role))) for role in ("administrator", "budget_director")}
    for text in shown.values():
        assert "1 load is held" in text
    assert "Look and release" in shown["administrator"]
    assert "Look and release" not in shown["budget_director"]
    with here.store.transaction() as tx:
        jobs.mark_released(tx, number, "another")
    assert view(here, person("administrator")).held == 0


def test_files_say_what_they_brought_used_and_set_aside(house, person):
    here, _ = house
    text = str(body(here, person("administrator")))
    for cell in ("100", "98", "$1,234.56", "$7.89"):
        assert cell in text


def test_rows_set_aside_open_as_the_list_that_was_asked_for(house, person):
    here, _ = house
    admin = person("administrator")
    assert view(here, admin, "nonsense").part == ""
    opened = view(here, admin, "others")
    assert (opened.opened, opened.rows) == ("Other rows without an account", [])
    assert "/export/quarantine.csv?part=others" in str(body(here, admin, "?aside=others"))
