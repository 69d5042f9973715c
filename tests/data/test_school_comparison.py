"""Schools side by side, reckoned again from the plain rows of the small district."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from access.scope import Scope
from data.read_model import ArgumentError
from data.school_comparison import school_comparison
from data.school_peers import Nearest, nearest
from metrics.job_families import job_family
from tests.data.attribution_sample import SHARERS, split
from tests.data.serving_sample import DISTRICT, ENROLLMENT, PLACES, sample

CODES = [code for code, _, kind, _ in PLACES if kind == "school"]


@pytest.fixture(scope="module")
def plain():
    return sample()


@pytest.fixture(scope="module")
def found(warehouse):
    """By card, part, measure, year and school: the row."""
    everything = Scope.whole(DISTRICT)
    rows = school_comparison(warehouse, everything, fiscal_year=2024, funds=("10",)).to_pylist()
    return {
        (r["card"], r["part"], r["measure"], r["fiscal_year"], r["location_id"]): r for r in rows
    }


def cents_of(made, code: str, year: int) -> tuple[int, int]:
    """What is booked at a school in the general fund, and its share of the business office."""
    balances = {row["account_key"]: row["spent_cents"] for row in made.rows("balances")}
    own = sum(
        balances.get(account["account_key"], 0)
        for account in made.rows("dim_account")
        if account["fiscal_year"] == year
        and account["kind"] == "expenditure"
        and account["fund_code"] == "10"
        and not account["is_transfer"]
        and PLACES[account["location_key"]][0] == code
    )
    central = sum(
        split(pool["spent_cents"], SHARERS).get(code, 0)
        for pool in made.rows("cube_pool")
        if (pool["set_code"], pool["fiscal_year"], pool["fund_code"]) == ("all", year, "10")
    )
    return own, central


def per_pupil(cents: int, pupils: int) -> float:
    dollars = Decimal(cents) / 100 / pupils
    return float(dollars.quantize(Decimal("0.01"), ROUND_HALF_UP))


@pytest.mark.parametrize("code", ["101", "102", "201"])
def test_spending_per_pupil_and_its_two_parts(found, plain, code):
    own, central = cents_of(plain, code, 2024)
    pupils = ENROLLMENT[code][0]
    row = found["source", "", "total", 2024, code]
    assert row["value"] == per_pupil(own + central, pupils)
    for part, cents in (("site", own), ("central", central)):
        of_part = [r["value"] for key, r in found.items()
                   if key[0] == "category" and key[1] == part and key[4] == code]  # fmt: skip
        assert sum(of_part) == pytest.approx(per_pupil(cents, pupils), abs=0.03)


def test_the_district_divides_sums_by_sums(found, plain):
    """Three schools have pupils to show; Coral Point and Elder stay out, above and below."""
    shown = ("101", "102", "201")
    dollars = sum(sum(cents_of(plain, code, 2024)) for code in shown) / 100
    pupils = sum(ENROLLMENT[code][0] for code in shown)
    row = found["source", "", "total", 2024, "101"]
    assert row["district_value"] == pytest.approx(dollars / pupils, rel=1e-12)
    assert row["district_schools"] == 3
    need = found["pupils", "", "frl_share", 2024, "101"]
    frl = sum(ENROLLMENT[code][1] for code in shown)
    assert need["value"] == pytest.approx(120 / 200)
    assert need["district_value"] == pytest.approx(frl / pupils)
    assert found["pupils", "", "pupils", 2024, "101"]["district_value"] == pytest.approx(pupils / 3)


def test_peers_are_the_plain_mean_of_those_that_have_the_figure(warehouse, whole, monkeypatch):
    """Ash stands beside Birch, Dogwood and Coral Point, whose pupils are hidden."""
    rows = [{"location_id": code} for code in ("102", "201", "103")]
    near = Nearest([(row, 1.0) for row in rows], (), 4, "")
    monkeypatch.setattr("data.school_comparison.nearest", lambda *_: near)
    asked = {"fiscal_year": 2024, "funds": ("10",), "card": "source"}
    every = school_comparison(warehouse, whole, **asked).to_pylist()
    totals = {r["location_id"]: r for r in every if r["measure"] == "total"}
    mean = (totals["102"]["value"] + totals["201"]["value"]) / 2
    assert totals["101"]["peers_value"] == pytest.approx(mean)
    assert totals["101"]["peers_count"] == 2


def test_a_school_without_a_peer_has_no_figure_of_peers(found):
    """Birch has too few low-income pupils to show: no other school can be compared by need."""
    alone = found["source", "", "total", 2024, "201"]
    assert (alone["peers_value"], alone["peers_count"]) == (None, 0)


def test_the_years_are_the_sums_of_each_year(found, plain):
    for year in (2024,):
        own, central = cents_of(plain, "201", year)
        row = found["years", "", "per_pupil_usd", year, "201"]
        assert row["value"] == per_pupil(own + central, ENROLLMENT["201"][0])


def test_a_hidden_school_tells_no_figure_that_its_pupils_stand_behind(found):
    rows = [row for key, row in found.items() if key[4] == "103"]
    assert rows
    for row in rows:
        if row["card"] in ("pupils", "source", "category", "years"):
            assert (row["value"], row["is_hidden"]) == (None, True), row["measure"]


def test_money_without_pupils_is_missing_with_its_reason(found):
    row = found["source", "", "total", 2024, "301"]
    assert (row["value"], row["reason"], row["is_hidden"]) == (None, "no pupils loaded", False)


def test_staff_are_those_of_the_census_day(warehouse, whole, plain):
    rows = school_comparison(
        warehouse, whole, fiscal_year=2025, funds=("10",), location_ids=("101",), card="staff"
    ).to_pylist()
    fte: dict[str, float] = defaultdict(float)
    vacant = 0.0
    on = date(2024, 10, 2)
    for one in plain.rows("fct_position"):
        begins, ends = one.get("start_date"), one.get("end_date")
        if one["fiscal_year"] != 2025 or PLACES[one["location_key"]][0] != "101":
            continue
        if (begins and begins > on) or (ends and ends < on):
            continue
        if one["status"] == "filled":
            fte[job_family(one["job_title"], one["job_group"])] += one["fte"]
        elif one["status"] == "vacant":
            vacant += one["fte"]
    by = {row["measure"]: row["value"] for row in rows}
    assert by["per_100_all"] == pytest.approx(sum(fte.values()) * 100 / 200)
    assert by["per_100_teachers"] == pytest.approx(fte["Teachers"] * 100 / 200)
    assert by["pupils_per_teacher"] == pytest.approx(200 / fte["Teachers"])
    assert by["vacancy_share"] == pytest.approx(vacant / (vacant + sum(fte.values())))


def test_the_share_decides_which_dollars_count(warehouse, whole, plain):
    own, central = cents_of(plain, "102", 2024)
    want = {"site": own, "attributed": central, "both": own + central, "": own + central}
    for share, cents in want.items():
        rows = school_comparison(warehouse, whole, fiscal_year=2024, funds=("10",), share=share,
                                 location_ids=("102",), card="source").to_pylist()  # fmt: skip
        total = next(row["value"] for row in rows if row["measure"] == "total")
        assert total == per_pupil(cents, 310)


def test_schools_come_as_asked_for_and_unknown_ones_not_at_all(warehouse, whole):
    rows = school_comparison(
        warehouse, whole, fiscal_year=2024, location_ids=("201", "999", "101"), card="pupils"
    ).to_pylist()
    assert [row["location_id"] for row in rows[:2]] == ["201", "101"]
    assert {row["location_id"] for row in rows} == {"201", "101"}


@pytest.mark.parametrize("wrong", [{"card": "wisdom"}, {"share": "half"}])
def test_what_does_not_exist_is_said(warehouse, whole, wrong):
    with pytest.raises(ArgumentError, match="is none of"):
        school_comparison(warehouse, whole, fiscal_year=2024, **wrong)


def test_peers_are_named_without_the_school_itself():
    made = [
        {"location_id": str(n), "per_pupil_usd": Decimal(n), "pupils": 100 + n, "frl_share": n / 9,
         "ell_share": None, "sped_share": None}
        for n in range(1, 9)
    ]  # fmt: skip
    near = nearest(made[0], made)
    assert [row["location_id"] for row, _ in near.found] == ["2", "3", "4", "5", "6"]
    assert near.used == ("frl_share",)
