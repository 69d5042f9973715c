"""A campaign to a hundred principals over a real mail server: each reads of the own school alone.

School k books lines of p(k) dollars, a prime of its own, so any sum names the school it is of.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

import app as composed
from access.actor import SYSTEM
from access.roles import Role
from config import Settings
from data.chart import chart
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import StoreError, open_store
from data.store.audit import verify
from data.store.campaigns import Campaign
from data.store.memberships import Membership
from data.store.outbox import STUCK, OutboxMail
from data.store.report_mails import Every
from data.store.users import User
from data.store.visits import Look, keep
from data.warehouse import Warehouse
from jobs import mail as sending
from jobs.campaigns import post_campaigns
from jobs.mail import send_due
from pages.format import money
from pages.words import label
from planning import campaigns, people
from planning.adoption import adoption
from planning.adoption_goal import set_goal
from planning.campaign_texts import STANDARD
from planning.campaigns import CampaignError, Draft
from planning.configure.commands import save
from planning.mail_off import choose_own, own_choice
from planning.placeholders import TemplateError
from planning.sign_in import actor_of
from tests.data import serving_sample
from tests.data.serving_sample import DISTRICT, publish
from tests.jobs.mail_server import link_in, plain_server, text_of

NOW = datetime(2026, 11, 30, 7, tzinfo=UTC)
ZONE = ZoneInfo("UTC")
SCHOOLS = 100
FEW = 8
WEEK = STANDARD["week", "en"]
WEEKLY = Draft(WEEK.name, WEEK.subject, WEEK.text, every=Every.WEEK, names=[("role", "principal")])


def primes(number, above):
    found, one = [], above
    while len(found) < number:
        one += 1
        if all(one % other for other in range(2, int(one**0.5) + 1)):
            found.append(one)
    return found


ADMINISTRATOR = replace(SYSTEM, district=DISTRICT, districts=(DISTRICT,))
OTHERS = ("201", "301", "901")
DOLLARS = primes(SCHOOLS + 1 + len(OTHERS), 10_000)


def code(place):
    return f"{100 + place}"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A hundred schools, a principal each, a director: settings, store, server, the sample."""
    var = tmp_path_factory.mktemp("var")
    places = [("", "No location", "undistributed", None)]
    places += [
        (code(k), f"School {code(k)}", "school", "elementary") for k in range(1, SCHOOLS + 1)
    ]
    places += [(other, f"Place {other}", "department", None) for other in OTHERS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(serving_sample, "PLACES", places)
        made = serving_sample.sample(lambda place: DOLLARS[place] * 100)
        publish(var, made)
    settings = Settings(var=var, secret_key="", database_url="")
    store = open_store(settings)
    for place in range(SCHOOLS + 1):
        role = Role.PRINCIPAL if place else Role.BUDGET_DIRECTOR
        email = f"p{place}@demo.example"
        people.create_user(SYSTEM, store, email=email, name=f"Person {place}")
        people.assign(SYSTEM, store, email=email, district=DISTRICT, role=role,
                      location_id=code(place) if place else None)  # fmt: skip
    with plain_server(settings) as (mailing, server):
        yield mailing, store, server, made
    store.close()


@pytest.fixture
def server(world):
    """The mail server, empty, and the outbox left as it is."""
    world[2].mails.clear()
    return world[2]


def number_of(store, name):
    with store.reading() as tx:
        return tx.scalar(select(User.id).where(User.email == f"{name}@demo.example"))


def director(store):
    return actor_of(store, number_of(store, "p0"), DISTRICT)


def signed_in(store, moments):
    """The principals of these schools have signed in then, all others never."""
    with store.transaction() as tx:
        for user in tx.scalars(select(User)):
            user.last_sign_in_utc = moments.get(int(user.email.partition("@")[0][1:]))


def own_figures(made, place):
    """Every figure that the mail of one school may hold, reckoned from the plain rows."""
    found, names = set(), {one["bucket_code"]: one["name"] for one in made.rows("bucket")}
    for bucket in names:
        keys = {one["account_key"] for one in made.rows("bucket_account")
                if one["bucket_code"] == bucket}  # fmt: skip
        rows = [
            one for one in made.rows("balances")
            if one["account_key"] in keys and one["fiscal_year"] == 2025
            and one["location_key"] == place
            and made.account(one["account_key"])["kind"] == "expenditure"
        ]  # fmt: skip
        terms = [
            sum(one[f"{name}_cents"] or 0 for one in rows)
            for name in ("budget", "spent", "encumbered")
        ]
        found |= {*terms, terms[0] - terms[1] - terms[2]}
    return {money(abs(Decimal(cents)) / 100) for cents in found}


def amounts_in(text):
    return set(re.findall(r"\$[\d,]+(?:\.\d\d)?", text))


def test_a_hundred_recipients_get_their_own_figures_and_a_crash_repeats_one(
    world, server, monkeypatch
):
    settings, store, _, made = world
    number = campaigns.save(director(store), store, None, WEEKLY, ZONE, clock=lambda: NOW)
    assert post_campaigns(settings, store, NOW) == 0
    campaigns.send_now(director(store), store, number, clock=lambda: NOW)
    assert post_campaigns(settings, store, NOW) == SCHOOLS
    assert post_campaigns(settings, store, NOW) == 0
    taken, mark = Counter(), sending.mark_sent

    def crash(tx, mail_id, now):
        taken["mails"] += 1
        if taken["mails"] == SCHOOLS // 2:
            raise SystemExit
        mark(tx, mail_id, now)

    monkeypatch.setattr(sending, "mark_sent", crash)
    with pytest.raises(SystemExit):
        send_due(settings, store, lambda: NOW)
    send_due(settings, store, lambda: NOW)
    later = NOW + STUCK + timedelta(seconds=1)
    assert send_due(settings, store, lambda: later) == 1
    assert send_due(settings, store, lambda: later + 2 * STUCK) == 0
    # The school without money this year has nothing to be told, and one mail came twice.
    assert len(server.mails) == SCHOOLS - 1 + 1
    repeated = [mail for mail in server.mails if mail["X-Plumbline-Repeat"]]
    assert [mail["X-Plumbline-Repeat"] for mail in repeated] == ["perhaps sent before"]
    twice = Counter(mail["Message-ID"] for mail in server.mails)
    assert sorted(twice.values())[-2:] == [1, 2]
    assert twice[repeated[0]["Message-ID"]] == 2
    figures = {place: own_figures(made, place) for place in range(1, SCHOOLS + 1)}
    for mail in server.mails:
        place = int(mail["To"].partition("@")[0][1:])
        whole = mail.as_bytes().decode()
        shown = amounts_in(text_of(mail))
        html = mail.get_body(("html",)).get_content()
        assert len(shown) >= 4
        assert shown == amounts_in(html)
        assert shown <= figures[place] | {"$0"}
        foreign = {other for other in range(1, SCHOOLS + 1) if other != place}
        assert not shown & set().union(*(figures[other] for other in foreign)) - {"$0"}
        assert not [other for other in foreign if f"p{other}@" in whole]
        assert f"Good day Person {place}," in text_of(mail)
        assert "in Supplies until 30 June." in text_of(mail) or "over its budget" in text_of(mail)
    with store.reading() as tx:
        kept = tx.scalars(select(OutboxMail).where(OutboxMail.key.like("campaign:%"))).all()
        assert Counter(mail.state for mail in kept) == {"sent": SCHOOLS - 1, "dropped": 1}
        assert {mail.key.rpartition(":")[2] for mail in kept} == {"week"}, "its rhythm"
        assert not any(mail.paragraphs for mail in kept), "figures at rest"
        assert tx.get(Campaign, number).next_utc == NOW + timedelta(days=7)
    campaigns.stop(director(store), store, number)
    assert post_campaigns(settings, store, NOW + timedelta(days=8)) == 0


def test_openings_clicks_and_turning_off_work_without_a_sign_in(world, server):
    settings, store, _, _ = world
    ada, at = director(store), NOW + timedelta(hours=1)
    signed_in(store, {place: at + timedelta(days=365) for place in range(FEW + 1, SCHOOLS + 1)})
    draft = Draft("Look", "Look, {name}", "Good day {name}.", names=[("role", "principal")],
                  not_seen_days=1)  # fmt: skip
    number = campaigns.save(ada, store, None, draft, ZONE)
    campaigns.send_now(ada, store, number, clock=lambda: at)
    assert post_campaigns(settings, store, at) == FEW
    send_due(settings, store, lambda: at)
    first, second = server.mails[:2]
    client = composed.create_app(settings).server.test_client()
    dot = re.search(r'img src="https://plumbline\.elm\.example([^"]+)"',
                    first.get_body(("html",)).get_content())[1]  # fmt: skip
    assert client.head(dot).status_code == 200
    for _ in range(2):
        answer = client.get(dot)
        assert (answer.mimetype, answer.data[:6]) == ("image/gif", b"GIF89a")
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get("/mail-link?seen=1-made-up").data == answer.data
    clicked = client.get(link_in(second, "/mail-link?go="))
    assert (clicked.status_code, clicked.location) == (302, "/")
    assert client.get("/mail-link?go=https://elsewhere.example").location == "/"
    sums = campaigns.opened(ada, store, number).sums
    assert sums == {"posted": FEW, "sent": FEW, "failed": 0, "opened": 2, "clicked": 1}
    people_mailed = adoption(ada, store, at.date()).people
    known = [mail for one in people_mailed for mail in one.mails if not mail.is_weekly]
    assert (len(known), sum(mail.is_opened for mail in known)) == (FEW, 2)
    assert sum(mail.is_clicked for mail in known) == 1
    off = link_in(first, "/mail-link?stop=")
    assert b"Stop this mail?" in client.get(off).data
    assert campaigns.turned_off(ada, store) == 0, "looking changes nothing"
    one_click = client.post(off, data={"List-Unsubscribe": "One-Click"})
    assert b"Stopped" in one_click.data
    assert b"demo.example" not in one_click.data
    assert campaigns.turned_off(ada, store) == 1
    month = link_in(second, "/mail-link?stop=")
    assert b"Once a month" in client.post(month, data={"choice": "month"}).data
    assert client.post(month, data={"choice": "daily"}).status_code == 400
    assert client.post(f"{month}0").status_code == 400
    assert client.get("/mail-link?stop=").status_code == 404
    again = at + timedelta(days=7)
    campaigns.send_now(ada, store, number, clock=lambda: again)
    assert post_campaigns(settings, store, again) == FEW - 2
    later = at + timedelta(days=40)
    campaigns.send_now(ada, store, number, clock=lambda: later)
    assert post_campaigns(settings, store, later) == FEW - 1
    deadline = Draft("Last day", "Last day", "Good day.", names=draft.names, not_seen_days=1,
                     is_deadline=True)  # fmt: skip
    must = campaigns.save(ada, store, None, deadline, ZONE)
    campaigns.send_now(ada, store, must, clock=lambda: later)
    assert post_campaigns(settings, store, later) == FEW
    with store.reading() as tx:
        assert verify(tx) == []


def test_whoever_is_signed_in_chooses_in_the_own_account(world):
    settings, store, _, _ = world
    ada, at = director(store), NOW + timedelta(days=300)
    signed_in(store, {place: at + timedelta(days=365) for place in range(FEW + 1, SCHOOLS + 1)})
    draft = Draft("Own", "Own", "Good day.", names=[("budget", "no such"), ("role", "principal")],
                  not_seen_days=1)  # fmt: skip
    number = campaigns.save(ada, store, None, draft, ZONE)
    head = actor_of(store, number_of(store, "p3"), DISTRICT)
    for choice, mailed in (("off", False), ("month", True), ("month", False), ("", True)):
        choose_own(head, store, choice)
        assert own_choice(head, store) == choice
        at += timedelta(days=1)
        campaigns.send_now(ada, store, number, clock=lambda moment=at: moment)
        post_campaigns(settings, store, at)
        with store.reading() as tx:
            keys = tx.scalars(select(OutboxMail.key).where(OutboxMail.recipient == head.email))
            assert (f"{at:%Y%m%dT%H%M%S}" in {key.split(":")[3] for key in keys}) == mailed
    with pytest.raises(StoreError, match="at most once a month"):
        choose_own(head, store, "daily")


def test_the_audience_is_who_holds_a_role_and_has_stayed_away(world):
    store = world[1]
    ada, at = director(store), NOW + timedelta(days=100)
    signed_in(store, {1: at - timedelta(days=13), 2: at - timedelta(days=14)})
    away = Draft("Away", "Away", "{days}", names=[("role", "Principal")], not_seen_days=14)
    found = campaigns.drafted(ada, away)
    told = {who.email for who in campaigns.audience(store, found, at)}
    assert told == {f"p{place}@demo.example" for place in range(2, SCHOOLS + 1)}
    with store.transaction() as tx:
        for place, days in ((1, 6), (1, 90), (2, 7)):
            who = tx.scalar(select(User.id).where(User.email == f"p{place}@demo.example"))
            looked = (at - timedelta(days=days)).date()
            keep(tx, [Look(who, DISTRICT, code(place), "", looked)])
    lately = Draft("Idle", "Idle", "Idle", names=[("role", "principal")], not_looked_days=7)
    told = campaigns.audience(store, campaigns.drafted(ada, lately), at)
    assert {who.email for who in told} == {
        f"p{place}@demo.example" for place in range(2, SCHOOLS + 1)
    }  # fmt: skip
    everybody = campaigns.drafted(ada, Draft("All", "All", "All"))
    with store.reading() as tx:
        members = tx.scalars(select(Membership.id)).all()
    assert len(campaigns.audience(store, everybody, at)) == len(members)


def test_a_test_mail_goes_to_oneself_and_counts_nowhere(world, server):
    settings, store, _, _ = world
    ada, at = director(store), NOW + timedelta(days=200)
    spanish = STANDARD["week", "es"]
    draft = Draft(spanish.name, spanish.subject, spanish.text, language="es")
    number = campaigns.save(ada, store, None, draft, ZONE)
    campaigns.try_out(ada, store, number, "Elm Unified", clock=lambda: at)
    send_due(settings, store, lambda: at)
    mine = [mail for mail in server.mails if mail["Subject"] == spanish.subject]
    assert [mail["To"] for mail in mine] == ["p0@demo.example"]
    text = text_of(mine[0])
    assert "Buenos días, Person 0:" in text
    assert re.search(r"Le quedan \$[\d,]+ en Supplies hasta el 30 de junio\.|de más\.", text)
    assert "Dejar de recibir este correo" in text
    assert "seen=" not in mine[0].as_bytes().decode()
    assert campaigns.opened(ada, store, number).sums["posted"] == 0
    campaigns.delete(ada, store, number)
    assert campaigns.opened(ada, store, number) is None


def test_a_weekly_mail_congratulates_once_and_only_its_own_reader(world, server):
    settings, store, _, _ = world
    ada, at = director(store), NOW + timedelta(days=500)
    who = number_of(store, "p5")
    for place in range(1, FEW + 1):
        choose_own(actor_of(store, number_of(store, f"p{place}"), DISTRICT), store, "")
    days = [(at - timedelta(weeks=back)).date() for back in range(4)]
    with store.transaction() as tx:
        keep(tx, [Look(who, DISTRICT, code(5), "", day) for day in days])
    draft = replace(WEEKLY, text="Good day {name}.")
    number = campaigns.save(ada, store, None, draft, ZONE, clock=lambda: at)
    cheer = "School 105 has been looked at every week for four weeks"
    campaigns.try_out(ada, store, number, "Elm Unified", clock=lambda: at)
    for told in ({"p5@demo.example"}, set()):
        server.mails.clear()
        campaigns.send_now(ada, store, number, clock=lambda moment=at: moment)
        assert post_campaigns(settings, store, at) == SCHOOLS
        send_due(settings, store, lambda moment=at: moment)
        assert {mail["To"] for mail in server.mails if cheer in text_of(mail)} == told
        assert not [mail for mail in server.mails if "reached its goal" in text_of(mail)]
        at += timedelta(days=7)
    set_goal(ADMINISTRATOR, settings, store, 1, 40, clock=lambda: at)
    months = [(at - timedelta(days=back)).date() for back in (0, 35, 65)]
    with store.transaction() as tx:
        keep(tx, [Look(who, DISTRICT, code(5), "", day) for day in months])
    choose_own(actor_of(store, number_of(store, "p7"), DISTRICT), store, "off")
    server.mails.clear()
    campaigns.send_now(ada, store, number, clock=lambda: at)
    assert post_campaigns(settings, store, at) == SCHOOLS - 1
    send_due(settings, store, lambda: at)
    goal = "at least 1% of the budgets were looked at in each of the last three months"
    told = {mail["To"] for mail in server.mails if goal in text_of(mail)}
    assert told == {f"p{place}@demo.example" for place in range(1, SCHOOLS + 1) if place != 7}
    server.mails.clear()
    campaigns.try_out(ada, store, number, "Elm Unified", clock=lambda: at)
    send_due(settings, store, lambda: at)
    [trial] = server.mails
    assert goal not in text_of(trial), "a test mail uses nothing up"
    campaigns.stop(ada, store, number)


@pytest.mark.parametrize(
    ("subject", "text", "told"),
    [
        ("Hello {left}", "x", "cannot stand in the subject"),
        ("Hello", "{name.__class__}", "cannot stand in the text"),
        ("Hello", "{0}", "cannot stand in the text"),
        ("Hello", "{name", "is not closed"),
        ("Hello", "See {buckets} here", "alone in its paragraph"),
        ("Hello", "{buckets}\n\n{buckets}", "alone in its paragraph"),
        ("", "x", "needs a subject"),
        ("Hello", " \n ", "needs a text"),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_refused_with_the_reason(world, subject, text, told):
    _, store, _, _ = world
    with pytest.raises((TemplateError, CampaignError), match=told):
        campaigns.save(director(store), store, None, Draft("A", subject, text), ZONE)


def test_a_mail_speaks_the_words_of_the_district(world, server):
    settings, store, _, _ = world
    warehouse = Warehouse(settings)
    word = Content({"word": "Spent", "one": "Expended", "many": None})
    save(SYSTEM, store, DISTRICT, ENTITIES["label"], word, chart=chart(warehouse, DISTRICT))
    warehouse.close()
    ada, at = director(store), NOW + timedelta(days=400)
    number = campaigns.save(ada, store, None, WEEKLY, ZONE)
    campaigns.try_out(ada, store, number, "Elm Unified", clock=lambda: at)
    send_due(settings, store, lambda: at)
    [mail] = [one for one in server.mails if one["To"] == "p0@demo.example"]
    assert re.search(r"Bucket +Budgeted +Expended +On order +Left", text_of(mail))
    assert label("Spent") == "Spent", "nobody else's mail is in these words"
