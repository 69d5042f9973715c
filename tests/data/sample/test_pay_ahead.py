"""Pay dates to come and vacancies on Cedar Valley, against plain Python over the raw extracts."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from access.account_rules import BucketRule, Rulebook
from access.actor import actor_in_district
from access.roles import Role
from access.scope import Scope
from callbacks.basis import Services, basis
from callbacks.manage.bucket import bucket_view
from data.bucket_vacancies import bucket_vacancies
from data.entities.registry import ENTITIES
from data.positions import Positions
from data.sample.cedar_valley.staffing_feed import FILES
from data.store import Store, migrate
from data.store.records import Draft, add_records
from data.warehouse import Warehouse
from pages.state import BucketState
from tests.data.sample import bucket_reckoning as raw

YEAR, LAST, DISTRICT = 2027, 8, "cedar-valley"
DAY = date(2027, 3, 1)
NUMBERS = {"fte", "percentage", "fte_basis", "amount"}
PAY = BucketRule("PAY", "Pay", "expenditure", (("object", "between", "1000-2999"),))
BENEFITS = BucketRule("BEN", "Benefits", "expenditure", (("object", "between", "3000-3999"),))
pytestmark = pytest.mark.xdist_group("cedar")


@pytest.fixture(scope="module")
def feed(loaded_drop):
    rows = {}
    for name in FILES:
        with (loaded_drop / "staffing" / f"{name}.csv").open(newline="") as file:
            rows[name] = list(csv.DictReader(file))
    return rows


@pytest.fixture(scope="module")
def store(feed, tmp_path_factory):
    path = tmp_path_factory.mktemp("ahead") / "store.db"
    migrate(f"sqlite:///{path}")
    kept = Store(f"sqlite:///{path}", audit_key=b"k" * 32)
    known = {one["code"] for one in feed["position"]}
    unknown = [
        {"code": one["position_code"], "job_code": one["job_code"], "fte": "0",
         "location_code": one["location_code"], "start_date": one["start_date"],
         "end_date": one["end_date"]}
        for one in feed["assignment"] if one["position_code"] not in known
    ]  # fmt: skip
    with kept.transaction() as tx:
        for name in FILES:
            rows = [*feed[name], *(unknown if name == "position" else ())]
            fields = {field.name for field in ENTITIES[name].fields}
            drafts = [Draft(_typed({k: v for k, v in row.items() if k in fields})) for row in rows]
            add_records(tx, DISTRICT, ENTITIES[name], drafts)
    yield kept
    kept.close()


def _typed(row):
    return {
        name: Decimal(text) if name in NUMBERS
        else date.fromisoformat(text) if name.endswith("_date")
        else (text == "yes") if name == "prorate"
        else tuple(text.split(";")) if name == "pay_types" and text
        else text or None
        for name, text in row.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def warehouse(serving, settings):
    opened = Warehouse(settings)
    yield opened
    opened.close()


def rounded(number: Fraction) -> int:
    return int(number + Fraction(1, 2))


def rates(feed):
    """Job -> cents of pay and of benefits that 1.0 FTE costs a year on average."""
    job = {one["code"]: one["job_code"] for one in feed["position"]}
    pays, benefits = defaultdict(list), defaultdict(list)
    for row in feed["employee_pay"]:
        pays[row["employee_code"]].append(row)
    for row in feed["employee_benefit"]:
        benefits[row["employee_code"]].append(row)
    sums = defaultdict(lambda: [Fraction(0), 0, 0])
    for row in feed["assignment"]:
        fte, own = Fraction(row["fte"]), sums[job.get(row["position_code"]) or row["job_code"]]
        paid = sum(
            rounded(100 * Fraction(one["fte_basis"]) * Fraction(one["amount"]) * fte)
            for one in pays[row["employee_code"]]
        )
        own[0] += fte
        own[1] += paid
        for one in benefits[row["employee_code"]]:
            amount = Fraction(one["amount"])
            share = amount / 100 * paid if one["pay_basis"] == "percentage" else 100 * amount * fte
            own[2] += rounded(share)
    return {code: (pay / fte, other / fte) for code, (fte, pay, other) in sums.items()}


def vacancies(feed, accounts, chosen):
    """FTE and cents a year of vacant seats whose cost falls on the accounts of a bucket."""
    job_rates, held = rates(feed), Counter()
    for one in feed["assignment"]:
        held[one["position_code"]] += Fraction(one["fte"])
    shares = defaultdict(list)
    for one in feed["position_funding"]:
        shares[one["position_code"]].append(
            (one["account_code"], Fraction(one["percentage"]) / 100)
        )
    places = defaultdict(set)
    for account in accounts:
        fund, location, obj, function = account.split("-")
        if obj.startswith("3"):
            places[fund, location, function].add(account)
    total_fte, cents = Fraction(0), Fraction(0)
    for seat in feed["position"]:
        vacant = max(Fraction(0), Fraction(seat["fte"]) - held[seat["code"]])
        for account, share in shares[seat["code"]]:
            fund, location, _, function = account.split("-")
            beside = places[fund, location, function] or {account}
            pay, benefits = account in chosen, bool(beside & chosen)
            total_fte += vacant * share * (pay or benefits)
            of_pay, of_benefits = job_rates[seat["job_code"]]
            cents += vacant * share * (of_pay * pay + of_benefits * benefits)
    return total_fte, rounded(cents)


def pay_dates(loaded_drop, members):
    """Year -> pay date -> cents posted to the accounts of a bucket by the payroll, with periods."""
    found = {}
    for year in raw.YEARS:
        dates = found[year] = Counter()
        for row in raw._report(loaded_drop / f"gl_detail_fy{year}.txt"):
            is_pay = (row["Src"], row["Status"]) == ("PRJ", "P")
            if not is_pay or (year, row["Full Account"]) not in members:
                continue
            try:
                month, day, at = map(int, row["Eff Date"].split("/"))
                cents = raw.cents(row["Debit"]) - raw.cents(row["Credit"])
                dates[date(at, month, day), int(row["Per"])] += cents
            except ValueError:
                continue
    return found


@pytest.fixture(scope="module")
def books(loaded_drop):
    return raw.books(loaded_drop)


@pytest.fixture(scope="module")
def accounts(books):
    return {account for year, account in books.accounts if year == YEAR}


@pytest.mark.parametrize(("code", "digits"), [("PAY", "12"), ("BEN", "3")])
def test_vacant_fte_and_their_price_fall_where_pay_and_benefits_are_booked(
    store, warehouse, feed, accounts, code, digits
):
    chosen = {one for one in accounts if one.split("-")[2][0] in digits}
    fte, cents = vacancies(feed, accounts, chosen)
    scope = Scope.whole(DISTRICT, sees_compensation=True, book=Rulebook.of([PAY, BENEFITS]))
    found = bucket_vacancies(
        Positions(warehouse, store, scope), scope, bucket=code, fiscal_year=YEAR, day=DAY
    )
    assert min(fte, cents) > 0
    assert (found.fte, found.cents, found.unpriced) == (fte, cents, 0)
    plain = Positions(warehouse, store, Scope.whole(DISTRICT))
    assert bucket_vacancies(plain, scope, bucket=code, fiscal_year=YEAR, day=DAY) is None


def test_the_page_counts_pay_dates_and_vacancies_as_the_raw_extracts_do(
    store, warehouse, settings, loaded_drop, feed, books, accounts
):
    members = raw.members("STAFF", books.accounts)
    dates = pay_dates(loaded_drop, members)
    paid = sorted(one for one in dates[YEAR] if one[1] <= LAST)
    left = sum(period > LAST for _, period in dates[YEAR - 1])
    own = {account for year, account in members if year == YEAR}
    _, annual = vacancies(feed, accounts, own)
    due = rounded(Fraction(annual * left, len(paid) + left))
    spent = sum(books.spent[key] for key in members if key[0] == YEAR)
    low = spent + left * dates[YEAR][paid[-1]]
    actor = actor_in_district((1, "Somebody", "somebody@demo.example"), Role.BUDGET_DIRECTOR,
                              DISTRICT, (DISTRICT,), None)  # fmt: skip
    services = Services(settings, warehouse, store, lambda: datetime(2027, 3, 2, tzinfo=UTC))
    ground = basis(services, actor, BucketState(YEAR))
    view = bucket_view(services, actor, ground, "STAFF")
    [line] = [one for one in view.methods.lines if one.name == "Pay dates to come"]
    floor = spent + sum(books.encumbered[key] for key in members if key[0] == YEAR)
    expected = [max(value, floor) for value in (low + rounded(Fraction(due, 2)), low, low + due)]
    assert [line.projected, line.low, line.high] == [Decimal(one).scaleb(-2) for one in expected]
    assert due > 0
    assert "50% likely to be filled" in view.methods.note
