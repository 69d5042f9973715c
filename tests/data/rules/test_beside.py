"""Rules among records; the sums of funding are also reckoned day by day in plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.rules.beside import beside_problems

JULY, JUNE = date(2026, 7, 1), date(2027, 6, 30)


def among(name: str, *rows: dict):
    entity = ENTITIES[name]
    kept = {entity.key_of(row): Content(row) for row in rows}
    assert len(kept) == len(rows)
    return [(key, p.code, p.is_warning) for key, p in beside_problems(entity, kept)]


def share(account: str, percentage: str, start=JULY, end=None, position="1") -> dict:
    return {
        "position_code": position,
        "account_code": account,
        "percentage": Decimal(percentage),
        "start_date": start,
        "end_date": end,
    }


def test_v7_names_occur_once_whatever_their_case():
    rows = [{"code": "A", "name": "Reading"}, {"code": "B", "name": "READING "}]
    assert among("priority", *rows) == [(("b",), "V7", False)]


def test_v21_bucket_names_occur_once_within_their_type():
    one = {"code": "A", "name": "Title", "type": "revenue"}
    assert among("bucket", one, one | {"code": "B", "type": "expenditure"}) == []
    assert among("bucket", one, one | {"code": "B"}) == [(("b",), "V7", False)]


def test_v34_funding_sums_to_100_on_every_date():
    assert among("position_funding", share("a", "60"), share("b", "40")) == []
    assert among("position_funding", share("a", "60"), share("b", "60", position="2")) == [
        (("1", "a", "2026-07-01"), "V34", True),
        (("2", "b", "2026-07-01"), "V34", True),
    ]
    over = among("position_funding", share("a", "60"), share("b", "40.01"))
    assert {(code, warns) for _, code, warns in over} == {("V34", False)}


def test_v34_a_change_of_accounts_leaves_no_day_above():
    before = share("a", "100", JULY, date(2026, 12, 31))
    assert among("position_funding", before, share("b", "100", date(2027, 1, 1))) == []
    late = among("position_funding", before, share("b", "100", date(2026, 12, 31)))
    assert {(code, warns) for _, code, warns in late} == {("V34", False)}


def test_v34_each_person_has_a_split_of_the_own():
    one = share("a", "100") | {"employee_code": "1"}
    assert among("assignment_funding", one, one | {"employee_code": "2"}) == []


DAYS = st.integers(0, 12)
LINES = st.lists(
    st.tuples(st.sampled_from([25, 50, 75, 100]), DAYS, st.none() | DAYS), min_size=1, max_size=5
)


@given(LINES)
def test_v34_as_a_reckoning_of_every_day(lines):
    rows = [
        share(str(n), str(percent), JULY + timedelta(a), None if b is None else JULY + timedelta(b))
        for n, (percent, a, b) in enumerate(lines)
        if b is None or a <= b
    ]
    found = {warns for _, _, warns in among("position_funding", *rows)}
    totals = [
        sum(r["percentage"] for r in rows if r["start_date"] <= day <= (r["end_date"] or date.max))
        for day in (JULY + timedelta(n) for n in range(14))
    ]
    assert (False in found) == any(total > 100 for total in totals)
    if False not in found:
        assert (True in found) == any(0 < total < 100 for total in totals)


def period(start: date, end: date | None, code: str = "1") -> dict:
    return {"code": code, "start_date": start, "end_date": end}


def test_v37_periods_do_not_overlap():
    first = period(JULY, date(2026, 12, 31))
    assert among("position", first, period(date(2027, 1, 1), None)) == []
    assert among("position", first, period(date(2026, 12, 31), None)) == [
        (("1", "2026-12-31"), "V37", False)
    ]
    assert among("position", first, period(JULY, None, "2")) == []


def test_v37_a_long_period_is_met_after_a_short_one():
    rows = [period(JULY, None), period(date(2026, 8, 1), date(2026, 8, 2)), period(JUNE, None)]
    assert [key[1] for key, *_ in among("position", *rows)] == ["2026-08-01", "2027-06-30"]


def test_v37_pay_and_benefits_by_their_type():
    pay = {"employee_code": "1", "pay_type": "Salary", "start_date": JULY, "end_date": None}
    assert among("employee_pay", pay, pay | {"pay_type": "Stipend"}) == []
    assert among("employee_pay", pay, pay | {"start_date": JUNE}) == [
        (("1", "salary", "2027-06-30"), "V37", False)
    ]


def test_v43_a_location_of_two_organizations_is_told():
    one = {"code": "E1", "location_codes": ("101", "102")}
    assert among("organization", one, {"code": "E2", "location_codes": ("102",)}) == [
        (("e2",), "V43", True)
    ]
    assert among("organization", one, {"code": "E2", "location_codes": None}) == []


def test_v40_one_pay_of_a_vacant_job_and_year_is_primary():
    def pay(kind: str, *, primary: bool = True, job="4321", year=2027) -> dict:
        return {"job_code": job, "compensation_plan_code": None, "fiscal_year": year,
                "pay_type": kind, "segment_code": "400", "primary": primary}  # fmt: skip

    assert among("vacancy_pay", pay("Salary"), pay("Longevity", primary=False)) == []
    assert among("vacancy_pay", pay("Salary"), pay("Salary", year=2028), pay("S", job="5")) == []
    ((key, code, is_warning),) = among("vacancy_pay", pay("Salary"), pay("Longevity"))
    assert ("longevity" in key, code, is_warning) == (True, "V40", False)
