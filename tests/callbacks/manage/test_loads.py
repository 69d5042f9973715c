"""The Data page: a load that waits is told at the top, and who may release it is led there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from callbacks.manage.loads import body, view
from callbacks.manage.reconciliation import _accounts_of
from data.balances import account_totals
from data.condition import typed_conditions
from data.store import Store, jobs, migrate
from pages.manage.loaded_files import loaded_files
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
        jobs.fail_job(tx, number, "A third of the rows is gone.", NOW, held="d")
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


def test_dollars_set_aside_add_up_whichever_way_they_would_count():
    file = {"notes": "", "file_kind": "ledger", "fiscal_years": "2027", "rows_read": 2,
            "rows_accepted": 1, "rows_quarantined": 1, "accepted_usd": Decimal("5.00")}  # fmt: skip
    files = [
        file | {"file": name, "quarantined_usd": usd}
        for name, usd in (("a", Decimal(100)), ("b", Decimal(-40)), ("c", None))
    ]
    text = str(loaded_files(files))
    for cell in ("'$100.00'", "'$40.00'", "'–'", "'$140.00'"):
        assert cell in text
    assert "'$15.00'" not in text, "dollars of a ledger and of a budget have no sum"


@pytest.mark.parametrize("code", ["01", ""])
def test_the_accounts_of_a_fund_open_also_where_it_has_no_code(services, person, code):
    where = parse_qs(urlsplit(_accounts_of({"fund_code": code, "kind": "asset"}, 2027)).query)
    [one] = typed_conditions(where["where"])
    assert (one.value, one.field) == (code or "*", "fund")
    account_totals(services.warehouse, person("administrator").scope, where=where["where"][0])


def test_rows_set_aside_open_as_the_list_that_was_asked_for(house, person):
    here, _ = house
    admin = person("administrator")
    assert view(here, admin, "nonsense").part == ""
    opened = view(here, admin, "others")
    assert (opened.opened, opened.rows) == ("Other rows without an account", [])
    assert "/export/quarantine.csv?part=others" in str(body(here, admin, "?aside=others"))
