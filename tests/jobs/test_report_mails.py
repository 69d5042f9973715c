"""Reports by mail over a real mail server: to whom, with whose figures, how often."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from access.actor import SYSTEM
from access.roles import Role
from callbacks.manage import report_rows
from config import Settings
from data.store import open_store
from data.store.audit import entries, verify
from data.store.outbox import STUCK, OutboxMail
from data.store.report_mails import Every, ReportMail
from jobs import mail as sending
from jobs import report_mails
from jobs.mail import bind_mail, send_due
from jobs.queue import MAIL, queue
from jobs.report_mails import post_reports
from pages.format import money
from pages.manage.row_state import TransactionsState
from planning import people, reports
from planning.mail_links import Do, address_of, mail_of
from planning.mail_off import MailOff
from planning.mail_times import next_time
from planning.report_mails import Wish, arrange, get_again, listed, take_back
from planning.reports import ReportError
from planning.sign_in import actor_of
from tests.data.serving_sample import DISTRICT, PLACES, publish, sample
from tests.jobs.mail_server import link_in, plain_server, text_of

ZONE = ZoneInfo("UTC")
MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)
AT_SEVEN = MONDAY + timedelta(hours=1)
WEEKLY = Wish(Every.WEEK, 0, 7, is_shared=True)
QUERY = TransactionsState(where="object is 4300, type is actual").to_query()
MORE_QUERY = TransactionsState(where="object is 4300, type is actual", group="Vendor").to_query()


@pytest.fixture
def world(tmp_path):
    """The small district with a store, a mail server and people: settings, store, server."""
    settings = Settings(var=tmp_path, secret_key="", database_url="")
    publish(tmp_path, sample())
    store = open_store(settings)
    for name, role, place in (
        ("director", Role.BUDGET_DIRECTOR, None),
        *((f"head{place}", Role.PRINCIPAL, place) for place in ("101", "102", "103")),
    ):
        email = f"{name}@demo.example"
        people.create_user(SYSTEM, store, email=email, name=name)
        people.assign(SYSTEM, store, email=email, district=DISTRICT, role=role, location_id=place)
    with plain_server(settings) as (mailing, server):
        yield mailing, store, server
    store.close()


def actor(store, name):
    with store.reading() as tx:
        number = tx.scalar(
            select(people.User.id).where(people.User.email == f"{name}@demo.example")
        )
    return actor_of(store, number, DISTRICT)


@pytest.fixture
def shared(world):
    """A report of the director that principals share; its number."""
    store, ada = world[1], actor(world[1], "director")
    number = reports.save(ada, store, "transactions", "Paper", QUERY)
    reports.share(ada, store, number, "role", "principal")
    return number


def own_lines(place):
    made = sample()
    return [
        line for line in made.rows("fct_ledger")
        if line["fiscal_year"] == 2025 and line["line_type"] == "actual"
        and made.account(line["account_key"])["object_code"] == "4300"
        and (place is None or PLACES[line["location_key"]][0] == place)
    ]  # fmt: skip


def total(place):
    return money(sum(Decimal(one["amount_cents"]) for one in own_lines(place)) / 100, cents=True)


def outbox(store):
    with store.reading() as tx:
        return list(tx.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_each_reader_gets_the_own_figures_and_a_link(world, shared):
    settings, store, server = world
    arrange(actor(store, "director"), store, shared, WEEKLY, ZONE, clock=lambda: MONDAY)
    assert post_reports(settings, store, MONDAY) == 0
    assert post_reports(settings, store, AT_SEVEN) == 4
    assert all(mail.paragraphs == [] for mail in outbox(store)), "figures at rest"
    assert send_due(settings, store, lambda: AT_SEVEN) == 4
    places = {"director@demo.example": None} | {
        f"head{place}@demo.example": place for place in ("101", "102", "103")
    }
    totals = {total(place) for place in places.values()}
    assert len(totals) == 4
    assert {mail["To"] for mail in server.mails} == set(places)
    for mail in server.mails:
        place, text = places[mail["To"]], text_of(mail)
        html = mail.get_body(("html",)).get_content()
        count = len(own_lines(place))
        assert f"{count} rows in FY2025 add up to {total(place)}." in " ".join(text.split())
        amounts = {money(Decimal(one["amount_cents"]) / 100, cents=True)
                   for one in own_lines(place)}  # fmt: skip
        shown = {word for word in text.split() if "$" in word} - {f"{total(place)}."}
        assert shown
        assert shown <= amounts
        assert not (totals - {total(place)}) & {word.rstrip(".") for word in text.split()}
        assert all(one in html for one in shown)
        assert link_in(mail, "/current/") == f"/current/transactions?report={shared}"
        assert "Data as of" in text


def test_what_is_handled_again_after_a_crash_posts_once(world, shared, monkeypatch):
    settings, store, _ = world
    arrange(actor(store, "director"), store, shared, WEEKLY, ZONE, clock=lambda: MONDAY)
    with monkeypatch.context() as broken:
        broken.setattr(report_mails, "next_time", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            post_reports(settings, store, AT_SEVEN)
    assert outbox(store) == []
    assert post_reports(settings, store, AT_SEVEN) == 4
    assert post_reports(settings, store, AT_SEVEN) == 0
    with store.transaction() as tx:  # as if the date had not been moved on
        tx.scalars(select(ReportMail)).one().next_utc = AT_SEVEN
    assert post_reports(settings, store, AT_SEVEN) == 0
    later = AT_SEVEN + timedelta(days=23)  # the worker was down for three weeks: one mail
    assert post_reports(settings, store, later) == 4
    assert post_reports(settings, store, later) == 0
    assert len({mail.key for mail in outbox(store)}) == 8


def test_a_crash_between_sending_and_marking_repeats_one_mail_and_flags_it(
    world, shared, monkeypatch
):
    settings, store, server = world
    arrange(actor(store, "head101"), store, shared, Wish(Every.DAY), ZONE, clock=lambda: MONDAY)
    assert post_reports(settings, store, AT_SEVEN) == 1
    with monkeypatch.context() as broken:
        broken.setattr(sending, "mark_sent", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            send_due(settings, store, lambda: AT_SEVEN)
    assert send_due(settings, store, lambda: AT_SEVEN) == 0
    assert send_due(settings, store, lambda: AT_SEVEN + STUCK + timedelta(seconds=1)) == 1
    assert [mail["X-Plumbline-Repeat"] for mail in server.mails] == [None, "perhaps sent before"]
    assert text_of(server.mails[0]) == text_of(server.mails[1])


def test_rights_are_those_of_the_moment_of_sending(world, shared):
    settings, store, server = world
    ada = actor(store, "director")
    arrange(ada, store, shared, WEEKLY, ZONE, clock=lambda: MONDAY)
    post_reports(settings, store, AT_SEVEN)
    reports.unshare(ada, store, shared, "role", "principal")
    assert send_due(settings, store, lambda: AT_SEVEN) == 1
    assert [mail["To"] for mail in server.mails] == ["director@demo.example"]
    dropped = [mail for mail in outbox(store) if mail.state == "dropped"]
    assert [mail.recipient for mail in dropped] == ["", "", ""]


def test_who_has_stopped_a_mail_gets_no_more_until_asking_again(world, shared):
    settings, store, server = world
    number = arrange(actor(store, "director"), store, shared, WEEKLY, ZONE, clock=lambda: MONDAY)
    post_reports(settings, store, AT_SEVEN)
    send_due(settings, store, lambda: AT_SEVEN)
    mail = next(one for one in server.mails if one["To"] == "head102@demo.example")
    token = link_in(mail, "/mail-link?stop=").partition("=")[2]
    assert (
        mail["List-Unsubscribe"] == f"<{address_of(settings, mail_of(settings, token), Do.STOP)}>"
    )
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    door = MailOff(settings, store)
    assert door.about(token) == {
        "subject": "Report: Paper", "chosen": "", "may_month": False
    }  # fmt: skip
    for made_up in ("", "1", "1-", f"2-{token.partition('-')[2]}", f"{token}0", "x-y", "９-1"):
        assert door.about(made_up) is None
        assert not door.choose(made_up, "off")
    assert not door.choose(token, "never")
    assert door.choose(token, "off")
    assert door.choose(token, "off")
    assert post_reports(settings, store, AT_SEVEN + timedelta(days=7)) == 3
    head = actor(store, "head102")
    assert [one.is_off for one in listed(head, store, shared)] == [True]
    get_again(head, store, number)
    assert post_reports(settings, store, AT_SEVEN + timedelta(days=14)) == 4
    take_back(head, store, number)
    assert [one.is_off for one in listed(head, store, shared)] == [True]
    take_back(actor(store, "director"), store, number)
    assert listed(head, store, shared) == []
    fresh = arrange(actor(store, "director"), store, shared, WEEKLY, ZONE)
    assert [(one.id, one.is_off) for one in listed(head, store, shared)] == [(fresh, False)]
    take_back(actor(store, "director"), store, fresh)
    with store.reading() as tx:
        actions = [one.action for one in entries(tx)]
        assert verify(tx) == []
    assert [one for one in reversed(actions) if "mail" in one] == [
        "report_mail.save", "mail.choose", "report_mail.resume", "report_mail.stop",
        "report_mail.delete", "report_mail.save", "report_mail.delete",
    ]  # fmt: skip


def test_a_watched_report_is_mailed_when_it_changes_for_the_reader(world, shared):
    settings, store, server = world
    ada = actor(store, "director")
    rows = arrange(ada, store, shared, Wish(Every.CHANGE, is_shared=True), ZONE)
    five = Wish(Every.CHANGE, is_shared=True, change_cents=5_000_00)
    arrange(ada, store, shared, five, ZONE)
    assert post_reports(settings, store, MONDAY) == 0, "the first look is what later ones meet"
    moved = sample()
    places = {code: key for key, (code, *_) in enumerate(PLACES)}
    _add_line(moved, places["101"], 4_999_99)
    publish(settings.var, moved, f"{DISTRICT}-2")
    assert post_reports(settings, store, MONDAY) == 2, "new rows for one school and the district"
    assert post_reports(settings, store, MONDAY) == 0
    _add_line(moved, places["101"], 1)
    publish(settings.var, moved, f"{DISTRICT}-3")
    assert post_reports(settings, store, MONDAY) == 4, "small steps add up to the limit"
    assert send_due(settings, store, lambda: AT_SEVEN) == 6
    told = sorted((mail["To"].partition("@")[0]) for mail in server.mails)
    assert told == ["director"] * 3 + ["head101"] * 3
    assert {key.split(":")[1] for key in (mail.key for mail in outbox(store))} == {
        str(rows), str(rows + 1)
    }  # fmt: skip


def test_a_watch_tells_which_rows_are_new_also_when_one_takes_the_place_of_another(world, shared):
    settings, store, server = world
    arrange(actor(store, "director"), store, shared, Wish(Every.CHANGE, is_shared=True), ZONE)
    assert post_reports(settings, store, MONDAY) == 0
    moved, places = sample(), {code: key for key, (code, *_) in enumerate(PLACES)}
    last = _paid(moved, places["101"])
    last |= {"amount_cents": last["amount_cents"] + 1_00, "description": "Chalk"}
    publish(settings.var, moved, f"{DISTRICT}-2")
    assert post_reports(settings, store, MONDAY) == 2, "as many rows, and one of them is new"
    send_due(settings, store, lambda: AT_SEVEN)
    assert {mail["To"].partition("@")[0] for mail in server.mails} == {"director", "head101"}
    for mail in server.mails:
        text = text_of(mail)
        assert "New in it: 1 row." in text
        assert [line for line in text.splitlines() if "$" in line and "Chalk" in line]
        amounts = [word for line in text.splitlines() if "add up to" not in line
                   for word in line.split() if word.startswith(("$", "($"))]  # fmt: skip
        assert amounts == [money(Decimal(last["amount_cents"]) / 100, cents=True)]
    at_rest = json.dumps([mail.content for mail in outbox(store)])
    assert "Chalk" not in at_rest
    assert all(mail.content["new_count"] == 1 for mail in outbox(store))
    for place, times in (("101", 9), ("102", 12)):  # two alike are two rows
        for _ in range(times):
            _add_line(moved, places[place], 7_00)
    publish(settings.var, moved, f"{DISTRICT}-3")
    assert post_reports(settings, store, MONDAY) == 3
    server.mails.clear()
    send_due(settings, store, lambda: AT_SEVEN)
    told = {mail["To"].partition("@")[0]: text_of(mail) for mail in server.mails}
    assert "New in it: 9 rows." in told["head101"]
    assert told["head101"].count("$7.00") == 9
    assert "more in the report" not in told["head101"]
    assert "New in it: 12 rows." in told["head102"]
    assert "2 more in the report." in told["head102"]
    assert "New in it: 21 rows." in told["director"]


def test_a_report_too_long_to_tell_rows_apart_is_watched_by_its_number(world, shared, monkeypatch):
    settings, store, server = world
    monkeypatch.setattr(report_rows, "MOST_MARKED", 1)
    arrange(actor(store, "head101"), store, shared, Wish(Every.CHANGE), ZONE)
    post_reports(settings, store, MONDAY)
    moved, places = sample(), {code: key for key, (code, *_) in enumerate(PLACES)}
    _paid(moved, places["101"])["description"] = "Chalk"
    publish(settings.var, moved, f"{DISTRICT}-2")
    assert post_reports(settings, store, MONDAY) == 0
    _add_line(moved, places["101"], 7_00)
    publish(settings.var, moved, f"{DISTRICT}-3")
    assert post_reports(settings, store, MONDAY) == 1
    send_due(settings, store, lambda: AT_SEVEN)
    assert "New in it" not in text_of(server.mails[0])


def test_a_report_that_cannot_be_posted_holds_no_other_up(world, shared, monkeypatch):
    settings, store, _ = world
    for name in ("head101", "head102"):
        arrange(actor(store, name), store, shared, Wish(Every.DAY), ZONE, clock=lambda: MONDAY)
    found = report_mails.recipients

    def broken(store, mail):
        if mail.id == 1:
            raise RuntimeError
        return found(store, mail)

    with monkeypatch.context() as patch:
        patch.setattr(report_mails, "recipients", broken)
        assert post_reports(settings, store, AT_SEVEN) == 1
    assert post_reports(settings, store, AT_SEVEN) == 1, "tried again"


def test_a_grouped_report_is_mailed_as_its_groups(world):
    settings, store, server = world
    head = actor(store, "head103")
    number = reports.save(head, store, "transactions", "By vendor", MORE_QUERY)
    arrange(head, store, number, Wish(Every.DAY), ZONE, clock=lambda: MONDAY)
    post_reports(settings, store, AT_SEVEN)
    send_due(settings, store, lambda: AT_SEVEN)
    [mail] = server.mails
    found = {}
    for one in own_lines("103"):
        found[one["vendor_key"]] = found.get(one["vendor_key"], 0) + one["amount_cents"]
    for cents in found.values():
        assert money(Decimal(cents) / 100, cents=True) in text_of(mail)


def test_only_the_owner_sends_to_others_and_only_what_makes_sense_is_arranged(world, shared):
    _, store, _ = world
    head, ada = actor(store, "head101"), actor(store, "director")
    with pytest.raises(ReportError, match="Only its owner"):
        arrange(head, store, shared, WEEKLY, ZONE)
    mine = arrange(head, store, shared, Wish(Every.DAY), ZONE)
    with pytest.raises(ReportError, match="not arranged"):
        take_back(actor(store, "head102"), store, mine)
    for wish in (Wish("hour"), Wish(Every.WEEK, 7), Wish(Every.MONTH, 29), Wish(Every.DAY, 0, 24),
                 Wish(Every.CHANGE, change_cents=0), Wish(Every.ONCE)):  # fmt: skip
        with pytest.raises(ReportError):
            arrange(ada, store, shared, wish, ZONE)
    assert [one.may_end for one in listed(ada, store, shared)] == [True]
    assert listed(actor(store, "head102"), store, shared) == []


@pytest.mark.parametrize(
    ("every", "day", "hour", "after", "due"),
    [
        ("day", 0, 7, "2026-11-30T14:59:00+00:00", "2026-11-30T15:00:00+00:00"),
        ("day", 0, 7, "2026-11-30T15:00:00+00:00", "2026-12-01T15:00:00+00:00"),
        ("week", 0, 0, "2026-11-30T08:00:00+00:00", "2026-12-07T08:00:00+00:00"),
        ("month", 28, 7, "2027-01-28T16:00:00+00:00", "2027-02-28T15:00:00+00:00"),
        # Summer time begins: 02:00 is left out, and an hour of the wall stays what it is.
        ("day", 0, 7, "2027-03-13T15:00:00+00:00", "2027-03-14T14:00:00+00:00"),
        ("day", 0, 2, "2027-03-13T10:00:00+00:00", "2027-03-14T10:00:00+00:00"),
        ("day", 0, 1, "2027-11-06T12:00:00+00:00", "2027-11-07T08:00:00+00:00"),
    ],
)
def test_mail_is_due_by_the_clock_of_the_district(every, day, hour, after, due):
    zone = ZoneInfo("America/Los_Angeles")
    found = next_time(every, day, hour, datetime.fromisoformat(after), zone)
    assert found == datetime.fromisoformat(due)


def _add_line(made, place, cents):
    """One more payment for paper in the newest year of a place."""
    key = len(made.rows("fct_ledger"))
    made.add("fct_ledger", **{**_paid(made, place), "line_key": key, "amount_cents": cents})


def _paid(made, place):
    """A payment for paper in the newest year of a place, to be changed."""
    account = next(
        key for key, one in enumerate(made.rows("dim_account"), 1)
        if one["fiscal_year"] == 2025 and one["location_key"] == place
        and one["object_code"] == "4300"
    )  # fmt: skip
    return next(one for one in made.rows("fct_ledger")
                if one["account_key"] == account and one["line_type"] == "actual")  # fmt: skip


def test_the_worker_posts_by_itself_what_is_due(world, shared):
    settings, store, _ = world
    arrange(actor(store, "head101"), store, shared, Wish(Every.DAY), ZONE, clock=lambda: MONDAY)
    with store.transaction() as tx:
        tx.scalars(select(ReportMail)).one().next_utc = datetime(2026, 1, 1, tzinfo=UTC)
    huey = queue(settings, MAIL)
    bind_mail(huey, settings, store)
    [task] = [one for one in huey._registry.periodic_tasks if one.name == "post_mail"]
    for _ in range(2):
        huey.execute(task)
    assert [mail.recipient for mail in outbox(store)] == ["head101@demo.example"]
    huey.storage.close()
