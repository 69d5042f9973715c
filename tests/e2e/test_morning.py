"""A principal's morning: what is left, what was paid to whom, and a report that others read."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from access.actor import SYSTEM
from access.roles import Role
from data.sample.cedar_valley.maple_grove import FIGURES
from data.store import open_store
from data.store.report_mails import ReportMail
from jobs.demo import SCHOOL
from jobs.mail import send_due
from jobs.report_mails import post_reports
from pages.format import money
from planning import people
from tests.e2e.browser import settle, sign_in, violations
from tests.e2e.test_grid import cells, shown_total
from tests.jobs.mail_server import plain_server, text_of

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

VENDOR, LAST_MONTH, OTHER = "Brightleaf Books", "08", "other.principal@demo.example"
PASSWORD = "nine herons by the weir"
NAME = "Brightleaf in February"


@pytest.fixture(scope="module")
def paid(demo):
    """What each school paid the vendor last month, by invoice, from the ledger file itself."""
    path = demo.settings.var / "inbox" / "cedar-valley" / "gl_detail_fy2027.txt"
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        row = line.split("|")
        if len(row) < 16 or row[9] != VENDOR or (row[2], row[4]) != (LAST_MONTH, "API"):
            continue
        if row[15] != "P":  # a bill that is not posted yet
            continue
        bills = found.setdefault(row[0].split("-")[1], [])
        bills.append((row[10], written(row[13]) - written(row[14])))
    return found


def written(text: str) -> Decimal:
    """An amount of the ledger file; credits carry their sign behind."""
    plain = Decimal(text.replace(",", "").rstrip("-") or 0)
    return -plain if text.endswith("-") else plain


def dollars(bills: list[tuple[str, Decimal]]) -> Decimal:
    """The sum of some bills."""
    return sum((amount for _, amount in bills), Decimal(0))


@pytest.fixture(scope="module")
def other_school(demo, paid):
    """The school of another principal, who paid the vendor too."""
    school = max((one for one in paid if one != SCHOOL), key=lambda one: (len(paid[one]), one))
    store = open_store(demo.settings)
    people.create_user(SYSTEM, store, email=OTHER, name="Other principal")
    people.assign(SYSTEM, store, email=OTHER, district="cedar-valley", role=Role.PRINCIPAL,
                  location_id=school)  # fmt: skip
    people.set_password(SYSTEM, store, people.passwords(demo.settings), email=OTHER,
                        password=PASSWORD)  # fmt: skip
    store.close()
    return school


def test_a_principals_morning(demo, visitor, paid, other_school):
    page = visitor()
    sign_in(page, "principal@demo.example")
    settle(page)
    budget, spent, ordered, *_ = FIGURES["title1"]
    title_one = page.locator("#main").get_by_role("row").filter(has_text="Title I").first
    expect(title_one).to_contain_text(money(Decimal(budget - spent - ordered)))
    look_for_what_was_paid(page)
    assert shown_total(page) == (len(paid[SCHOOL]), dollars(paid[SCHOOL]))
    assert set(cells(page, "invoice_no")) == {bill for bill, _ in paid[SCHOOL]}
    keep_share_and_mail(page)
    assert violations(page) == []

    mails = delivered(demo)
    assert {"principal@demo.example", OTHER} <= {mail["To"] for mail in mails}
    mine, theirs = dollars(paid[SCHOOL]), dollars(paid[other_school])
    [mail] = [mail for mail in mails if mail["To"] == OTHER]
    assert money(theirs, cents=True) in text_of(mail)
    assert money(mine, cents=True) not in text_of(mail)

    other = visitor()
    other.goto(re.search(r"http://\S+/current/transactions\?report=\d+", text_of(mail))[0])
    other.get_by_label("E-mail address").fill(OTHER)
    other.get_by_label("Password").fill(PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url(re.compile("/current/transactions"))
    settle(other)
    expect(other.locator("#main")).to_contain_text(f"Report “{NAME}” of Principal of Maple Grove")
    assert shown_total(other) == (len(paid[other_school]), theirs)
    assert set(cells(other, "invoice_no")) == {bill for bill, _ in paid[other_school]}

    other.goto(re.search(r"http://\S+/mail-link\?stop=\S+", text_of(mail))[0])
    other.get_by_role("button", name="Stop mail like this").click()
    expect(other.get_by_role("heading", name="Stopped")).to_be_visible()
    assert OTHER not in {one["To"] for one in delivered(demo)}


def look_for_what_was_paid(page):
    """From the search box at the top to the payments of the last month."""
    page.keyboard.press("Control+k")
    page.keyboard.type(VENDOR)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/current/transactions"))
    settle(page)
    for field, value in (("Type", "actual"), ("Period", str(int(LAST_MONTH)))):
        page.get_by_label("Add a filter").click()
        page.locator("#transactions-filter-field").select_option(field)
        page.locator("#transactions-filter-value").fill(value)
        page.locator("#transactions-filter-add").click()
        settle(page)


def keep_share_and_mail(page):
    """The page becomes a report that principals share and get every Monday."""
    page.get_by_label("Keep as a report").click()
    page.locator("#transactions-report-name").fill(NAME)
    page.locator("#transactions-report-save").click()
    expect(page).to_have_url(re.compile(r"of=\d+"))
    page.goto("/current/reports")
    settle(page)
    page.get_by_role("link", name=f"Edit {NAME}").click()
    page.locator("#reports-kind").select_option("role")
    page.locator("#reports-code").fill("principal")
    page.locator("#reports-code").press("Tab")
    settle(page)
    page.locator("#reports-share").click()
    expect(page.get_by_text("Role Principal, may view it")).to_be_visible()
    page.locator("#reports-mail-to").select_option("shared")
    page.locator("#reports-mail-save").click()
    expect(page.get_by_role("status").filter(has_text="Every Monday at 7:00 am")).to_be_visible()
    settle(page)


def delivered(demo):
    """The mail of reports that the next Monday brings, over a real mail server."""
    store = open_store(demo.settings)
    with plain_server(demo.settings, demo.url) as (mailing, server):
        with store.reading() as tx:
            due = tx.scalars(select(ReportMail.next_utc)).one()
        post_reports(mailing, store, due)
        send_due(mailing, store, lambda: due)
    store.close()
    return [mail for mail in server.mails if mail["Subject"] == f"Report: {NAME}"]
