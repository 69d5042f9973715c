"""No byte of an answer tells of another school, neither by its text nor by what it adds to a sum.

A principal opens everything there is to open, at the own place, at others and at none, and
searches for others. Answers under a right that gives `own` rows are scanned for foreign texts,
their sums are taken apart, and they must not change when everything of other schools changes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from access.guard import ROUTER_KEYS
from access.policy import may
from callbacks.basis import Services
from callbacks.campaign_letter import campaign_content
from callbacks.manage.report_letter import report_content
from data.read_models import READ_MODELS
from data.store.account_attributes import AccountAttributes
from data.store.campaigns import Campaign
from data.store.report_mails import ReportMail
from data.store.tables import utc_now
from data.store.users import user_by_email
from data.warehouse import Warehouse
from exports.flat import Format
from pages.registry import PAGES
from planning import reports
from planning.campaign_texts import STANDARD
from planning.mail_content import MailContent
from planning.sign_in import actor_of
from tests.matrix.conftest import ELM, FIR, POLICY, ROLES, A, B
from tests.matrix.screen import Screen
from tests.matrix.test_matrix import NOWHERE, needed, triggers
from tests.matrix.world import PLACES, YEARS, code, dollars_in, places_in

pytestmark = pytest.mark.xdist_group("matrix")

PRINCIPALS = ("principal A", "principal B")
OTHER = 6
EVERYBODY = set(range(PLACES))
# When a load or a download happened is no secret and differs between two districts.
WHEN = re.compile(
    rb"(last load|last seen|since) [^.;<\"|]*UTC|exported [\d :-]+UTC|snapshot [\w-]+"
)
# What was asked for stands in the head of a file: the asker's own words.
ASKED = re.compile(rb"filters: [^|]*\|")


@dataclass(frozen=True)
class Answer:
    """What a person got under which right; the text of a workbook is that of its sheets."""

    right: str
    form: str
    data: bytes

    @property
    def rows(self) -> str:
        """`own` or `every`: whose figures the policy lets a principal see here."""
        return POLICY["rows"].get(self.right, "")


def everything(house: Any, person: str) -> dict[str, Answer]:
    """All answers that the person can get, by what was asked."""
    return pages(house, person) | downloads(house, person) | mails(house, person)


def pages(house: Any, person: str) -> dict[str, Answer]:
    """Every exchange of every page, at three places, for both years, and searching."""
    found = {}
    client = house.client(person)
    queries = [
        *(f"?year={year}&location={place}" for year in YEARS for place in (code(OTHER), NOWHERE)),
        *(f"?year={year}" for year in YEARS),
        f"?search=q{OTHER:02d}z",
        f"?bucket=BUY&vendor=VX&account=01-1100-4300-{code(OTHER)}",
        "?funds=all&level=elementary&empty=1&show-empty=1",
    ]
    for page in PAGES:
        for query in queries:
            path = page.path.replace("<location_id>", code(OTHER))
            for number, one in enumerate(Screen(house.app, client).open(path, query)):
                right = (
                    "home:read"
                    if one.key in ROUTER_KEYS
                    else needed(triggers(house.app.callback_map[one.key]))
                )
                found[f"{path}{query} {number} {one.key}"] = Answer(right, "page", one.answer)
    return found


def downloads(house: Any, person: str) -> dict[str, Answer]:
    """Every download in every form, plain and with each argument that names another school."""
    found = {}
    client = house.client(person)
    for name, model in READ_MODELS.items():
        known = {argument.name for argument in model.arguments}
        pairs = [f"fiscal_year={year}" for year in YEARS] if "fiscal_year" in known else [""]
        foreign = {
            "location_ids": code(OTHER),
            "location": code(OTHER),
            "search": f"q{OTHER:02d}z",
            "account": f"01-1100-4300-{code(OTHER)}",
            "vendor": f"V{ELM.canary(OTHER)}",
            "lines": f"location|is|{code(OTHER)}",
            "type": "department",
        }
        pairs += [f"{arg}={value}" for arg, value in foreign.items() if arg in known]
        if name == "purchase-order-lines":
            pairs = [
                f"po_no=P{ELM.canary(place)}"
                for place in (OTHER, ROLES.get(person, (None, A))[1] or A)
            ]
        for pair in pairs:
            for form in Format:
                answer = client.get(f"/export/{name}.{form}?{pair}")
                if answer.status_code == 200:
                    data = _sheets(answer.data) if form == Format.XLSX else answer.data
                    data = ASKED.sub(b"", data)
                    found[f"{name}.{form}?{pair}"] = Answer(model.permission, form, data)
    asked = [f"positions.{form}{query}" for form in ("csv", "xlsx") for query in (
        "", f"?search=q{OTHER:02d}z", f"?location={code(OTHER)}", "?sort=cost",
        f"?where=site+is+{code(OTHER)}", "?listing=not-funded", "?listing=without-fte",
    )]  # fmt: skip
    asked += [f"position-groups.csv?group={group}" for group in ("site", "job", "place")]
    asked += ["transactions.csv?columns=segment%3Asite,account,amount_usd",
              "account-status.xlsx?columns=account,segment%3Asite,remaining_usd"]  # fmt: skip
    for name in asked:
        answer = client.get(f"/export/{name}")
        if answer.status_code == 200:
            form = name.partition("?")[0].rpartition(".")[2]
            data = _sheets(answer.data) if form == "xlsx" else answer.data
            right = "staffing:read" if name.startswith("position") else _right(name)
            found[name] = Answer(right, form, ASKED.sub(b"", data))
    return found


def _right(name: str) -> str:
    return READ_MODELS[name.partition(".")[0]].permission


def mails(house: Any, person: str) -> dict[str, Answer]:
    """What mail tells the person: reports of every kind, plain and grouped, and the week's."""
    warehouse = Warehouse(house.settings, AccountAttributes(house.store))
    services = Services(house.settings, warehouse, house.store, utc_now)
    with house.store.reading() as tx:
        number = user_by_email(tx, f"{person.replace(' ', '-').lower()}@demo.example").id
    actor = actor_of(house.store, number, "elm")
    found = {}
    for rows_of, right in reports.RIGHTS.items():
        for query in ("", f"?search=q{OTHER:02d}z", "?group=Site", f"?where=site is {code(OTHER)}"):
            if may(actor, right):
                content = _mailed(services, actor, rows_of, query)
                found[f"mail {rows_of}{query}"] = Answer(right, "page", _said(content))
    week = STANDARD["week", "en"]
    campaign = Campaign(district_id="elm", language="en", text=week.text, is_deadline=False)
    said = campaign_content(services, actor, campaign)
    if said is not None:
        found["mail week"] = Answer("bucket:read", "page", _said(said))
    warehouse.close()
    return found


def _mailed(services: Any, actor: Any, rows_of: str, query: str) -> MailContent:
    number = reports.save(actor, services.store, rows_of, "Mailed", query)
    mail = ReportMail(report_id=number, every="day", is_shared=False)
    content = report_content(services, actor, mail)
    reports.delete(actor, services.store, number)
    assert content is not None
    return content


def _said(content: MailContent) -> bytes:
    table = [content.table.lines()] if content.table else []
    return "\n".join([*content.before, *table, *content.after]).encode()


def _sheets(data: bytes) -> bytes:
    book = zipfile.ZipFile(io.BytesIO(data))
    return b"\n".join(book.read(name) for name in sorted(book.namelist()) if "core" not in name)


def _dollars(answer: Answer) -> set[int]:
    """Whole-dollar amounts of an answer: of its texts, or of the money columns of a file."""
    if answer.form == Format.CSV:
        rows = csv.DictReader(io.StringIO(answer.data.decode()))
        amounts = [
            Decimal(cell) for row in rows for name, cell in row.items() if name.endswith("_usd")
            if cell
        ]  # fmt: skip
        broken = {amount for amount in amounts if amount != int(amount)}
        assert not broken or answer.rows == "every", broken  # averages, where schools are compared
        return {int(amount) for amount in amounts if amount not in broken}
    return dollars_in(answer.data.decode()) if answer.form == "page" else set()


@pytest.fixture(scope="module")
def seen(house) -> dict[str, dict[str, Answer]]:
    return {person: everything(house, person) for person in PRINCIPALS}


@pytest.mark.parametrize("person", PRINCIPALS)
def test_no_foreign_text_anywhere(seen, person):
    """Also not where all schools are compared: totals are shown there, never a payment's text."""
    own = ROLES[person][1]
    for asked, answer in seen[person].items():
        leaked = {k for k in EVERYBODY - {own} if ELM.canary(k).encode() in answer.data}
        assert not leaked, asked
        assert FIR.word.encode() not in answer.data, asked


@pytest.mark.parametrize("person", PRINCIPALS)
def test_every_sum_is_made_of_the_own_school(seen, person):
    own, met = ROLES[person][1], set()
    for asked, answer in seen[person].items():
        if answer.rows == "own":
            for amount in _dollars(answer):
                assert places_in(amount) <= {own}, (asked, amount)
                met |= places_in(amount)
    assert met == {own}


@pytest.mark.parametrize("person", PRINCIPALS)
def test_the_own_school_is_seen(seen, person):
    """What the scans look for does occur, so that an empty answer does not pass for a safe one."""
    text = ELM.canary(ROLES[person][1]).encode()
    holding = [asked for asked, answer in seen[person].items() if text in answer.data]
    for part in ("/current/transactions", "/current/accounts", "/current/purchase-orders",
                 "transactions.csv", "transactions.xlsx", "account-status.json",
                 "purchase-order-lines.csv", "mail accounts", "mail transactions",
                 "mail purchase orders"):  # fmt: skip
        assert [asked for asked in holding if asked.startswith(part)], part


@pytest.mark.parametrize("person", PRINCIPALS)
def test_totals_of_all_schools_only_where_they_are_compared(seen, person):
    beyond = set()
    for answer in seen[person].values():
        if _dollars(answer) and set().union(*map(places_in, _dollars(answer))) - {ROLES[person][1]}:
            beyond.add(answer.right)
    assert beyond == {"evaluate:read"}


@pytest.mark.parametrize("person", [*PRINCIPALS, "viewer"])
def test_nobody_without_the_right_reads_of_a_single_persons_pay(house, seen, person):
    answers = seen[person] if person in seen else everything(house, person)
    for asked, answer in answers.items():
        assert not re.search(rb"q\d\dzpay", answer.data), asked


def test_those_who_see_all_do_see_all(house):
    answers = everything(house, "administrator")
    text = b"".join(answer.data for answer in answers.values())
    assert all(ELM.canary(k).encode() in text for k in EVERYBODY)
    assert all(f"{ELM.canary(k)}pay".encode() in text for k in EVERYBODY)
    assert FIR.word.encode() not in text
    budget = 4 * sum(ELM.dollars(k) for k in EVERYBODY)
    assert any(budget in _dollars(answer) for answer in answers.values())


@pytest.mark.parametrize("person", PRINCIPALS)
def test_nothing_changes_when_all_other_schools_change(house, moved, seen, person):
    """Texts and amounts of thirteen places are different; not one byte here may tell."""
    after = everything(moved, person)
    assert set(after) == set(seen[person])
    compared = 0
    for asked, before in seen[person].items():
        if before.rows == "own":
            assert WHEN.sub(b"", after[asked].data) == WHEN.sub(b"", before.data), asked
            compared += 1
    assert compared > 100


@pytest.mark.parametrize("number", [0, 1, 2, 5, 8, 9, 4096, 7 * 8**14, 8**15 - 1])
def test_sums_are_taken_apart(number):
    """Rebuilt digit by digit, with the digits of Python's own octal notation."""
    digits = f"{number:o}"[::-1]
    assert places_in(number) == {k for k, digit in enumerate(digits) if digit != "0"}


def test_amounts_are_found_in_text():
    text = "$1,234 and ($56.00), not $1.2M or $3k, nor 78"
    assert dollars_in(text) == {1234, 56}


def test_both_principals_have_neighbours():
    assert {A, B} < EVERYBODY - {0, OTHER}
