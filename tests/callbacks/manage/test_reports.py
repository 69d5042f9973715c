"""Reports end to end: kept from a page, shared, opened with the reader's rights, as files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from callbacks.grid_rows import page
from callbacks.manage import kept_rows, report_mails, reports, transactions
from callbacks.manage.report_files import pinned_reports, report_order
from callbacks.table_orders import begun
from config import Settings
from data.districts import district
from data.store import open_store
from pages.manage.report_ids import Reports
from pages.manage.reports import body
from pages.manage.row_state import ReportsState, TransactionsState
from planning import people
from planning import reports as commands
from tests.data.serving_sample import DISTRICT

WHERE = TransactionsState(where="object is 4300, type is actual", group="Vendor")


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
        places = None if place is None else frozenset({place})
        return actor_in_district((number, name, email), role, DISTRICT, (DISTRICT,), places)

    return made


def rows_of(made):
    text = b"".join(made.chunks).decode()
    assert text.startswith("# ")
    return text.partition("\n")[0], list(csv.DictReader(io.StringIO(text.partition("\n")[2])))


def report_file(kept, actor, number, form):
    return begun(kept, actor, report_order(kept, actor, number, form))


def number_of(query):
    return TransactionsState.from_query(query).of


def test_a_shared_report_shows_each_reader_the_own_rows_alone(kept, someone, lines):
    director = someone("ada", Role.BUDGET_DIRECTOR)
    query, _ = kept_rows.kept(kept, director, "transactions", replace(WHERE, group=""), "Paper")
    number = number_of(query)
    commands.share(director, kept.store, number, "role", "principal")
    seen = {}
    for place in ("101", "102"):
        reader = someone(f"head{place}", Role.PRINCIPAL, place)
        asked = TransactionsState(report=number)
        state = kept_rows.opened(kept, reader, "transactions", asked)
        assert state.where == WHERE.where
        view = transactions.view(kept, reader, state)
        line, found = rows_of(report_file(kept, reader, number, "csv"))
        own = [
            one for one in lines
            if one["fiscal_year"] == 2025 and one["location_id"] == place
            and one["account"]["object_code"] == "4300" and one["line_type"] == "actual"
        ]  # fmt: skip
        assert view.row_count == len(found) == len(own) > 0
        assert {row["location_id"] for row in found} == {place}
        assert sum(Decimal(row["amount_usd"]) for row in found) == sum(one["usd"] for one in own)
        assert reader.label in line
        assert "where object is 4300" in line
        seen[place] = {row["line_key"] for row in found}
    assert not seen["101"] & seen["102"]


def test_a_report_that_is_not_shared_is_not_there(kept, someone):
    director, other = someone("ada", Role.BUDGET_DIRECTOR), someone("bo", Role.PRINCIPAL, "101")
    query, _ = kept_rows.kept(kept, director, "transactions", WHERE, "Paper")
    asked = TransactionsState(report=number_of(query))
    state = kept_rows.opened(kept, other, "transactions", asked)
    assert state == asked
    assert "not there" in str(page(kept, other, transactions.SOURCE, state)[2])
    with pytest.raises(commands.ReportError):
        report_file(kept, other, number_of(query), "csv")
    assert reports.view(kept, other, ReportsState()).reports == []


def test_a_viewer_gets_no_payments_through_a_share(kept, someone):
    director, guest = someone("ada", Role.BUDGET_DIRECTOR), someone("guest", Role.VIEWER)
    query, _ = kept_rows.kept(kept, director, "transactions", WHERE, "Paper")
    commands.share(director, kept.store, number_of(query), "user", "guest@demo.example")
    with pytest.raises((NotPermitted, commands.ReportError)):
        report_file(kept, guest, number_of(query), "csv")


def test_an_open_report_knows_when_the_page_shows_something_else(kept, someone):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    query, _ = kept_rows.kept(kept, ada, "transactions", WHERE, "Paper")
    state = TransactionsState.from_query(query)
    assert not kept_rows.open_report(kept, ada, state).is_changed
    state = replace(state, where="fund is 10")
    assert kept_rows.open_report(kept, ada, state).is_changed
    kept_rows.changed(kept, ada, state)
    assert not kept_rows.open_report(kept, ada, state).is_changed
    assert "where=fund+is+10" in commands.one(ada, kept.store, state.of).query


def test_what_is_done_on_the_page_of_reports(kept, someone):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    query, _ = kept_rows.kept(kept, ada, "transactions", WHERE, "Paper")
    state = ReportsState(report=number_of(query))
    given = {"name": "Paper and ink", "kind": "role", "code": "principal", "edit": "edit"}
    for what, says in [
        (Reports.RENAME, "Renamed"), (Reports.SHARE, "Shared with “Principal”."),
        (Reports.PIN, "On your home page"), (Reports.COPY, "own copy"),
    ]:  # fmt: skip
        after, words = reports.act(kept, ada, state, what, given)
        assert says in words
    names = [one.name for one in reports.view(kept, ada, state).reports]
    assert names == ["Paper and ink", "Paper and ink (copy)"]
    assert "Paper and ink" in str(pinned_reports(kept, ada))
    _, words = reports.act(kept, ada, state, {"share": "role|principal"}, given)
    assert words == "No longer shared with “Principal”."
    after, words = reports.act(kept, ada, state, Reports.DELETE, given)
    assert (after.report, words) == (None, "Deleted.")
    assert pinned_reports(kept, ada) == []
    _, words = reports.act(kept, ada, state, Reports.RENAME, given)
    assert "not there" in words


def test_a_copy_is_what_the_address_names_afterwards(kept, someone):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    query, _ = kept_rows.kept(kept, ada, "transactions", WHERE, "Paper")
    state = ReportsState(report=number_of(query))
    address, _ = reports.pressed(kept, ada, state.to_query(), Reports.COPY, {})
    copy = ReportsState.from_query(address)
    assert copy.report != state.report
    assert reports.SAID[copy.said] == "This is your own copy."
    reports.pressed(kept, ada, address, Reports.RENAME, {"name": "Ink"})
    assert commands.one(ada, kept.store, state.report).name == "Paper"
    assert commands.one(ada, kept.store, copy.report).name == "Ink"


def test_the_form_says_by_which_clock_a_mail_goes_out(kept, someone):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    number = number_of(kept_rows.kept(kept, ada, "transactions", WHERE, "Paper")[0])
    zone = district(kept.warehouse, DISTRICT).zone.key
    shown = str(body(reports.view(kept, ada, ReportsState(report=number))))
    assert f"the clock of {zone}" in shown
    assert "At (district time)" in shown


@pytest.mark.parametrize(
    ("kind", "code", "is_blind", "name"),
    [
        ("role", "principal", False, "Principal"),
        ("role", "budget_director", False, "Budget director"),
        ("role", "viewer", True, "Viewer"),
        ("role", "Viewer", True, "Viewer"),
        ("user", "guest@demo.example", True, "guest@demo.example"),
        ("user", "head@demo.example", False, "head@demo.example"),
    ],
)
def test_who_has_no_right_to_the_rows_is_not_said_to_share_them(
    kept, someone, kind, code, is_blind, name
):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    for one, role, place in (("guest", Role.VIEWER, None), ("head", Role.PRINCIPAL, "101")):
        email = someone(one, role, place).email
        people.assign(SYSTEM, kept.store, email=email, district=DISTRICT, role=role,
                      location_id=place)  # fmt: skip
    number = number_of(kept_rows.kept(kept, ada, "transactions", WHERE, "Paper")[0])
    state, given = ReportsState(report=number), {"kind": kind, "code": code, "edit": "view"}
    _, words = reports.act(kept, ada, state, Reports.SHARE, given)
    assert f"“{name}”" in words
    assert ("has no right to see transactions" in words) == is_blind
    assert words.startswith("Shared") != is_blind
    shown = str(body(reports.view(kept, ada, state)))
    assert ("has no right to see these rows" in shown) == is_blind
    assert ("may view it" in shown) != is_blind


@pytest.mark.parametrize(
    ("when", "amount", "told"),
    [
        ("week-2", "", "Every Wednesday at 6:00 am a mail goes to you."),
        ("month-15", "", "Every month on day 15 at 6:00 am a mail goes to you."),
        ("change", "", "When there are new rows a mail goes to you."),
        ("change", "$5,000.50", "When its dollars have changed by $5,000.50 a mail goes to you."),
        ("change", "much", "“much” is no amount: write 5000 or 5,000.00."),
        ("change", "nan", "“nan” is no amount: write 5000 or 5,000.00."),
        ("change", "1e999", "“1e999” is no amount: write 5000 or 5,000.00."),
        ("change", "0.00", "A change is an amount above zero, or nothing for any new row."),
        ("hourly", "", "Say when the mail goes out."),
    ],
)
def test_a_report_is_arranged_as_mail_in_words(kept, someone, when, amount, told):
    ada = someone("ada", Role.BUDGET_DIRECTOR)
    number = number_of(kept_rows.kept(kept, ada, "transactions", WHERE, "Paper")[0])
    given = {"when": when, "hour": "6", "amount": amount, "to": "me"}
    assert report_mails.arrange(kept, ada, number, given) == told
    assert len(report_mails.lines(kept, ada, number)) == ("a mail goes" in told)


@pytest.mark.parametrize(("year", "goes_on"), [(2025, True), (None, True), (2024, False)])
def test_a_report_of_the_newest_year_goes_on_with_the_data(kept, someone, year, goes_on):
    director = someone("ada", Role.BUDGET_DIRECTOR)
    query, _ = kept_rows.kept(kept, director, "transactions", replace(WHERE, year=year), "Paper")
    number = number_of(query)
    opened = kept_rows.opened(kept, director, "transactions", TransactionsState(report=number))
    assert opened.year == (None if goes_on else year)
    assert not kept_rows.open_report(kept, director, opened).is_changed
    other = replace(opened, year=2024 if goes_on else 2025)
    assert kept_rows.open_report(kept, director, other).is_changed
