"""Every recorded kind of person, against every cell of tests/matrix/identities.yaml.

Each opens every page, download and shared report once; what comes back is read for texts, sums
and names, and must be exactly what the table says: no row more, and none less.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from access.guard import ROUTER_KEYS, UPDATE
from access.policy import NotPermitted
from data.entities.registry import ENTITIES
from data.positions import POSITIONS
from data.read_models import READ_MODELS
from data.store.outbox import OutboxMail
from data.store.report_mails import Every
from data.store.tables import utc_now
from data.store.users import user_by_email
from data.warehouse import Warehouse
from jobs.campaigns import post_campaigns
from jobs.mail_figures import Figures
from jobs.report_mails import post_reports
from pages.registry import PAGES
from planning import campaigns, reports
from planning.configure.commands import listed
from planning.position_flags import FlagRefused, Mark, Place, flag, unflag
from planning.report_mails import Wish, arrange
from planning.sign_in import actor_of
from planning.team import TeamDesk
from tests.matrix import staff
from tests.matrix.cast import IDENTITIES, TABLE, Identity, actor, recorded
from tests.matrix.conftest import ELM, FIR, POLICY
from tests.matrix.screen import Screen
from tests.matrix.test_canary import ASKED, Answer, _dollars, _sheets
from tests.matrix.test_matrix import REFUSED, _empty, needed, triggers
from tests.matrix.world import PLACES, code, dollars_in, places_in

pytestmark = pytest.mark.xdist_group("matrix")

OTHER = 6
EVERYBODY = frozenset(range(PLACES))
BASES = ("accounts", "transactions", "purchase orders", "positions")
PEOPLE = [name for name, one in IDENTITIES.items() if one.is_active]
# Help leads back to the address that the person asked for, whatever was written in it.
CAME_FROM = re.compile(rb"[?&]at=%2F[^\"&\\]*")
MANY = {"/configuration/records", "/configuration/upload"}


@dataclass(frozen=True)
class Seen:
    """What a person got, and what was refused: (asked, right, whether it was)."""

    answers: dict[str, Answer]
    doors: list[tuple[str, str, bool]]


@pytest.fixture(scope="module")
def cast(house: Any) -> Iterator[dict[str, int]]:
    """Everybody recorded, and a report of each kind of rows shared with everybody."""
    with recorded(house):
        with house.store.reading() as tx:
            user = user_by_email(tx, "administrator@demo.example")
        maker = actor_of(house.store, user.id, "elm")
        made = {base: reports.save(maker, house.store, base, base, "?year=2026") for base in BASES}
        for number in made.values():
            for one in IDENTITIES.values():
                reports.share(maker, house.store, number, "user", one.email)
        yield made
        for number in made.values():
            reports.delete(maker, house.store, number)


@pytest.fixture(scope="module")
def seen(house: Any, cast: dict[str, int]) -> dict[str, Seen]:
    return {name: _everything(house, name, cast) for name in PEOPLE}


def _everything(house: Any, name: str, made: dict[str, int]) -> Seen:
    answers: dict[str, Answer] = {}
    doors: list[tuple[str, str, bool]] = []
    client = house.client(name)
    for path, query in _addresses(IDENTITIES[name]):
        shown = Screen(house.app, client).open(path, query)
        for number, one in enumerate(shown):
            right = ("home:read" if one.key in ROUTER_KEYS
                     else needed(triggers(house.app.callback_map[one.key])))  # fmt: skip
            data = CAME_FROM.sub(b"", one.answer)
            answers[f"{path}{query} {number} {one.key}"] = Answer(right, "page", data)
        first = next(one for one in shown if one.key in ROUTER_KEYS)
        doors.append((path, _page_right(path), REFUSED.encode() not in first.answer))
    for asked, right in _files(made):
        answer = client.get(asked)
        doors.append((asked, right, answer.status_code == 200))
        if answer.status_code == 200:
            is_book = ".xlsx" in asked
            data = _sheets(answer.data) if is_book else _table(answer.data)
            data = ASKED.sub(b"", data)
            answers[asked] = Answer(right, "xlsx" if is_book else "csv", data)
    return Seen(answers, doors)


def _table(data: bytes) -> bytes:
    """A CSV without its line about the file, which reports begin with."""
    return data.partition(b"\n")[2] if data.startswith((b"# ", b'"# ')) else data


def _addresses(one: Identity) -> Iterator[tuple[str, str]]:
    """Every page at another school; every kind of record for whoever configures some."""
    for page in PAGES:
        if page.path in MANY and POLICY["pages"][page.path] in one.may:
            yield from ((page.path, f"?entity={entity}") for entity in ENTITIES)
        elif page.path == "/current/position":
            for place in staff.STAFFED:
                yield from ((page.path, f"?code={seat}") for seat in staff.seats(ELM, place))
        elif page.path == "/current/order":
            for year in (2026, 2027):
                yield from ((page.path, f"?number=P{ELM.canary(k)}&year={year}") for k in EVERYBODY)
        else:
            path = page.path.replace("<location_id>", code(OTHER))
            yield path, "?year=2027&bucket=BUY&show-empty=1"


def _files(made: dict[str, int]) -> Iterator[tuple[str, str]]:
    for name, model in READ_MODELS.items():
        query = "?po_no=P" + ELM.canary(OTHER) if name == "purchase-order-lines" else ""
        year = any(one.name == "fiscal_year" for one in model.arguments)
        query = query or ("?fiscal_year=2026" if year else "")
        yield from ((f"/export/{name}.{form}{query}", POLICY["exports"][name])
                    for form in ("csv", "xlsx"))  # fmt: skip
    for form in ("csv", "xlsx"):
        for sort in ("code", "cost"):
            yield f"/export/positions.{form}?sort={sort}", POSITIONS.permission
        for group in ("place", "site"):
            yield f"/export/position-groups.{form}?group={group}", POSITIONS.permission
    for base, number in made.items():
        right = reports.RIGHTS[base]
        yield from ((f"/report/{number}.{form}", str(right)) for form in ("csv", "xlsx"))


def _page_right(path: str) -> str:
    school = f"/evaluate/schools/{code(OTHER)}"
    return POLICY["pages"]["/evaluate/schools/<location_id>" if path == school else path]


@pytest.mark.parametrize("person", PEOPLE)
def test_every_door_is_open_exactly_as_the_table_says(seen, person):
    """Pages, downloads and reports; a report of rows that may not be read is not there either."""
    one = IDENTITIES[person]
    wrong = [(asked, right) for asked, right, is_open in seen[person].doors
             if is_open is not (right in one.may)]  # fmt: skip
    assert not wrong
    assert len(seen[person].doors) > len(PAGES) + 2 * len(READ_MODELS)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_callback_without_its_right_is_refused(house, cast, person):
    client, refused = house.client(person), 0
    for key in house.app.server.config["GUARD"].permissions():
        if needed(triggers(house.app.callback_map[key])) not in IDENTITIES[person].may:
            assert client.post(UPDATE, json=_empty(house.app, key)).status_code == 403, key
            refused += 1
    assert refused


@pytest.mark.parametrize("person", PEOPLE)
def test_no_text_of_what_is_not_in_the_table(seen, person):
    """Supplies, payments to people, positions, names and pay, wherever they might stand."""
    one = IDENTITIES[person]
    texts = {
        "text of a school": {ELM.canary(k) for k in EVERYBODY - one.buys - one.pays},
        "account that pays": {f"Staff {ELM.canary(k)}" for k in EVERYBODY - one.pays},
        "payment to a person": {f"{ELM.canary(k)}pay" for k in EVERYBODY - one.payroll},
        "position": {staff.seats(ELM, k)[0] for k in EVERYBODY - one.seats}
        | {staff.seats(ELM, k)[1] for k in EVERYBODY - one.halves},
        "name": {staff.name(ELM, k) for k in EVERYBODY - one.names},
        "pay": {text for k in EVERYBODY - one.earns for text in _written(staff.pay(ELM, k))},
        "another district": {FIR.word},
    }
    for asked, answer in seen[person].answers.items():
        for what, forbidden in texts.items():
            met = [text for text in forbidden if text.encode() in answer.data]
            assert not met, (what, asked, met)


def _written(dollars: int) -> set[str]:
    return {f"{dollars}.00", f"{dollars:,}"}


@pytest.mark.parametrize("person", PEOPLE)
def test_no_sum_is_made_of_anything_else(seen, person):
    """Comparisons of schools alone name others, and only to whoever may compare them."""
    one = IDENTITIES[person]
    if one.buys == EVERYBODY:
        return
    pays = {staff.pay(ELM, k) for k in one.earns}
    for asked, answer in seen[person].answers.items():
        if answer.right == "evaluate:read":
            continue
        for amount in _amounts(answer) - pays - {2 * pay for pay in pays}:
            assert places_in(amount) <= one.buys | one.pays, (asked, amount)


def _amounts(answer: Answer) -> set[int]:
    found = _dollars(answer)
    if answer.form == "xlsx":
        found |= dollars_in(answer.data.decode(errors="replace"))
    return found


@pytest.mark.parametrize("person", PEOPLE)
def test_rows_are_exactly_those_of_the_table(seen, person):
    one, answers = IDENTITIES[person], seen[person].answers
    if "account:read" not in one.may:
        return
    accounts = _column(answers, "/export/account-status.csv", "account")
    assert accounts == one.accounts
    spent = {row["bucket_code"]: int(Decimal(row["spent_usd"])) for row in
             _rows(answers, "/export/buckets.csv")}  # fmt: skip
    bills = {"BUY": 2, "PAY": 1}
    assert spent == {
        bucket: bills[bucket] * sum(ELM.dollars(k) for k in schools)
        for bucket, schools in one.buckets.items()
    }
    assert _column(answers, "/export/transactions.csv", "account") == one.accounts
    paid = {row["vendor_name"] for row in _rows(answers, "/export/transactions.csv")}
    assert {f"Person {ELM.canary(k)}pay" for k in one.payroll} == {
        name for name in paid if name.startswith("Person")
    }


@pytest.mark.parametrize("person", PEOPLE)
def test_a_shared_report_has_the_readers_own_rows(seen, cast, person):
    one, answers = IDENTITIES[person], seen[person].answers
    for base, number in cast.items():
        asked = f"/report/{number}.csv"
        if str(reports.RIGHTS[base]) not in one.may:
            assert asked not in answers
        elif base == "purchase orders":
            bought = {f"P{ELM.canary(k)}" for k in one.buys}
            assert _column(answers, asked, "po_no") == bought
        elif base == "positions":
            own = {staff.seats(ELM, k)[0] for k in one.seats}
            own |= {staff.seats(ELM, k)[1] for k in one.halves}
            assert _column(answers, asked, "position") == own
        else:
            assert _column(answers, asked, "account") == one.accounts, base


@pytest.mark.parametrize("person", PEOPLE)
def test_positions_names_and_pay_are_exactly_those_of_the_table(seen, person):
    one, answers = IDENTITIES[person], seen[person].answers
    if "staffing:read" not in one.may:
        return
    rows = _rows(answers, "/export/positions.csv?sort=code")
    own = {staff.seats(ELM, k)[0] for k in one.seats} | {staff.seats(ELM, k)[1] for k in one.halves}
    assert {row["position"] for row in rows} == own
    at = {code_: k for k in staff.STAFFED for code_ in staff.seats(ELM, k)}
    for row in rows:
        place = at[row["position"]]
        assert (staff.name(ELM, place) in row["employees"]) is (place in one.names)
        earned = f"{staff.pay(ELM, place)}.00" if place in one.earns else ""
        assert row["annual_cost_usd"] == earned
        named = set(re.findall(r"01-1100-\d{4}-\d{3}", row["funding"]))
        assert named
        assert named <= one.accounts
    if not one.earns:
        assert _rows(answers, "/export/positions.csv?sort=cost") == rows
    groups = _rows(answers, "/export/position-groups.csv?group=site")
    # What the reader's accounts pay is told by their site, half of what purchases pay besides.
    counted = {code(k): (k in one.seats) + (k in one.halves) for k in one.seats | one.halves}
    assert {row["code"]: int(row["position_count"]) for row in groups if row["code"]} == counted
    assert sum(float(row["fte"]) for row in groups) == len(rows)
    assert {row["annual_cost_usd"] for row in groups} <= {""}
    costs = [
        row["annual_cost_usd"] for row in _rows(answers, "/export/position-groups.csv?group=place")
    ]
    assert bool(one.earns) is any(costs)


@pytest.mark.parametrize("person", PEOPLE)
def test_what_a_person_may_do(house, cast, person):
    """Teams, marks and records: each try is made, and only those of the table succeed."""
    one = IDENTITIES[person]
    who = actor(house, one)
    leads = {
        budget for budget in TABLE["budgets"] if TeamDesk(who, house.store, budget).may_manage()
    }
    assert leads == one.leads
    assert {k for k in staff.STAFFED if _marks(house, who, k)} == one.marks
    for entity in ENTITIES.values():
        needs = {str(entity.permission)} | ({"compensation:read"} if entity.compensation else set())
        assert _lists(house, who, entity) is (needs <= one.may), entity.name


def _marks(house: Any, who: Any, place: int) -> bool:
    """Whether one of the two positions at a place takes a mark, which is taken off again."""
    warehouse, done = Warehouse(house.settings), []
    for seat in staff.seats(ELM, place):
        try:
            made = flag(who, warehouse, house.store, Place(seat, staff.START, 0), Mark("2"))
        except (NotPermitted, FlagRefused):
            continue
        unflag(who, warehouse, house.store, Place(seat, staff.START, made.version))
        done.append(seat)
    return bool(done)


def _lists(house: Any, who: Any, entity: Any) -> bool:
    try:
        listed(who, house.store, "elm", entity)
    except NotPermitted:
        return False
    return True


@pytest.fixture(scope="module")
def letters(house: Any, cast: dict[str, int]) -> dict[str, list[str]]:
    """Everything that mail says to each address: each report, a campaign, the invitation.

    The figures are reckoned as the worker does it when it sends.
    """
    with house.store.reading() as tx:
        user = user_by_email(tx, "administrator@demo.example")
    maker, now = actor_of(house.store, user.id, "elm"), utc_now()
    for number in cast.values():
        wish = Wish(Every.WEEK, is_shared=True)
        arrange(maker, house.store, number, wish, ZoneInfo("UTC"))
    draft = campaigns.Draft("All", "For {name}", "Hello\n\n{left}\n\n{buckets}\n\n{orders} {days}")
    campaign = campaigns.save(maker, house.store, None, draft, ZoneInfo("UTC"))
    campaigns.send_now(maker, house.store, campaign)
    post_reports(house.settings, house.store, now + timedelta(days=8))
    post_campaigns(house.settings, house.store, now + timedelta(days=8))
    said: dict[str, list[str]] = {}
    with house.store.reading() as tx:
        mails = list(tx.scalars(select(OutboxMail)))
    with Figures(house.settings, house.store) as figures:
        for mail in mails:
            content = figures.content_of(mail)
            if content is not None:
                table = content.table.lines() if content.table else ""
                words = [mail.subject, mail.link_path, *content.before, table, *content.after]
                said.setdefault(mail.recipient, []).append("\n".join(words))
    return said


@pytest.mark.parametrize("person", PEOPLE)
def test_mail_tells_a_person_what_the_table_says_and_nothing_of_others(letters, person):
    """No account, payment, bucket, sum or name of others; the own sums do stand there."""
    one, met = IDENTITIES[person], set()
    for text in letters[one.email]:
        assert not any(ELM.canary(k) in text for k in EVERYBODY - one.buys - one.pays), text
        assert not re.search(r"q\d\dz(pay|person)", text) or one.payroll or one.names, text
        others = {bucket for bucket in TABLE["buckets"] if bucket not in one.buckets}
        assert not [bucket for bucket in others if re.search(rf"\b{bucket}\b", text)], text
        assert not [name for name in IDENTITIES if name != person and f" {name}" in text], text
        for amount in dollars_in(text):
            if one.buys != EVERYBODY:
                assert places_in(amount) <= one.buys | one.pays, text
            met |= places_in(amount)
    reads = "account:read" in one.may
    assert (met >= one.buys | one.pays) if reads else not met
    told = sum(str(reports.RIGHTS[base]) in one.may for base in BASES)
    assert len(letters[one.email]) == 1 + reads + told, letters[one.email]


def test_who_is_deactivated_gets_no_mail_with_figures(letters):
    texts = letters[IDENTITIES["deactivated"].email]
    assert len(texts) == 1
    assert not dollars_in(texts[0])


def test_who_is_deactivated_gets_nothing_with_a_session_from_before(house, cast):
    client = house.client("deactivated")
    assert actor(house, IDENTITIES["deactivated"]) is None
    for page in PAGES:
        assert client.get(page.path.replace("<location_id>", code(3))).status_code == 302
    for asked, _ in _files(cast):
        assert client.get(asked).status_code == 401, asked


def _rows(answers: dict[str, Answer], begins: str) -> list[dict[str, str]]:
    answer = next(one for asked, one in answers.items() if asked.startswith(begins))
    return list(csv.DictReader(io.StringIO(answer.data.decode())))


def _column(answers: dict[str, Answer], begins: str, column: str) -> set[str]:
    return {row[column] for row in _rows(answers, begins)}
