"""The fictional district through the loaders: a snapshot that says what the truth says."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from access.scope import Scope
from data.attribution import attributed_spending
from data.attribution_identity import account_classes, attribution_identity, release_check
from data.central_resources import central_pools, central_resources
from data.sample.cedar_valley.maple_grove import FIGURES
from data.warehouse import Warehouse
from loaders.pipeline import load
from tests.data.sample.central_reckoning import SMALLEST, reckoned
from tests.data.sample.test_cedar_valley import BUCKET_OF_GROUP, MAPPING, YEARS

WHOLE = Scope.whole("cedar-valley")
NEEDS = ("frl", "ell", "sped")
# One load serves this file and test_bucket_oracle; the last test here brings another history.
pytestmark = pytest.mark.xdist_group("cedar")


@pytest.fixture(scope="module")
def drop(loaded_drop):
    return loaded_drop


@pytest.fixture(scope="module")
def truth(loaded_truth):
    return loaded_truth


@pytest.fixture(scope="module")
def bounds(serving) -> dict[tuple[str, str, int], float | None]:
    """Counts of pupils and riders that are not told: the bound that stands there, if any does."""
    found = serving.execute(
        "select l.location_id, case s.metric when 'riders' then 'riders' else s.group_code end,"
        " s.fiscal_year, case s.status when 'top_coded' then s.value_low"
        " when 'bottom_coded' then s.value_high end"
        " from fct_school s join dim_location l using (location_key)"
        " where metric in ('enrollment', 'riders') and status <> 'ok'"
    ).fetchall()
    return {tuple(key): bound for *key, bound in found}


def table(con, sql: str, **given) -> dict:
    """The answer as a dictionary: the last column by the others."""
    found = con.execute(sql, given).fetchall()
    return {row[:-1] if len(row) > 2 else row[0]: row[-1] for row in found}


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize(("kind", "name"), [("expenditure", "spent"), ("revenue", "received")])
def test_every_school_fund_and_month_is_exact(serving, truth, year, kind, name):
    found = table(
        serving,
        "select l.location_id, a.fund_code, c.period, sum(c.spent_cents)::bigint from cube_period c"
        " join dim_account a using (account_key) join dim_location l"
        " on l.location_key = a.location_key where c.fiscal_year = $year and a.kind = $kind"
        " group by all having sum(c.spent_cents) <> 0",
        year=int(year),
        kind=kind,
    )
    expected = {
        (location, fund, period): value
        for location, fund, *values in truth[f"{name}_by_location_fund_period"][year]
        for period, value in enumerate(values, start=1)
        if value
    }
    assert found == expected


@pytest.mark.parametrize("year", YEARS)
def test_budgets_and_open_orders_are_exact(serving, truth, year):
    found = serving.execute(
        "select l.location_id, a.fund_code, sum(original_cents)::bigint,"
        " sum(budget_cents)::bigint, coalesce(sum(encumbered_cents), 0)::bigint"
        " from balances b join dim_account a using (account_key)"
        " join dim_location l on l.location_key = a.location_key"
        " where b.fiscal_year = $year and a.kind = 'expenditure' group by all",
        {"year": int(year)},
    ).fetchall()
    ordered = {(row[0], row[1]): row[2] for row in truth["encumbered_by_location_fund"][year]}
    expected = {
        (place, fund, original, adjusted, ordered.get((place, fund), 0))
        for place, fund, original, adjusted, _ in truth["budget_by_location_fund"][year]
    }
    assert set(found) == expected


def test_unusable_rows_are_set_aside_with_their_reasons(serving, truth):
    found = table(
        serving,
        "select f.path, q.reason_code, count(*) from quarantine_row q join file f"
        " using (import_id) where not q.is_warning group by all",
    )
    expected = {
        (path, stray["reason"]): stray["count"]
        for path, strays in truth["quarantine"].items()
        for stray in strays
    }
    assert found == expected


def test_every_check_of_the_load_is_ok(serving):
    found = serving.execute(
        "select check_code, scope, message from check_result where status <> 'ok'"
    ).fetchall()
    assert found == []


def test_demo_school_buckets_in_the_serving_file(serving):
    found = serving.execute(
        "select m.bucket_code, sum(b.budget_cents)::bigint, sum(b.spent_cents)::bigint,"
        " coalesce(sum(b.encumbered_cents), 0)::bigint from bucket_account m"
        " join balances b using (account_key) join dim_location l"
        " on l.location_key = m.location_key"
        " where l.location_id = '112' and m.fiscal_year = 2027 group by all"
    ).fetchall()
    expected = {
        (code, *(round(100 * value) for value in FIGURES[group][:3]))
        for code, group in BUCKET_OF_GROUP.items()
    }
    assert set(found) == expected


def test_open_orders_by_place(serving, truth):
    found = table(
        serving,
        "select l.location_id, count(distinct po_no) from purchase_orders p join dim_location l"
        " on l.location_key = p.location_key where p.fiscal_year = 2027 and open_cents <> 0"
        " and status not in ('closed', 'cancelled') group by all",
    )
    assert found == truth["open_orders_by_location"]["2027"]


def test_pupils_by_school_and_hidden_small_groups(serving, truth):
    found = table(
        serving,
        "select l.location_id, s.fiscal_year, s.value from fct_school s join dim_location l"
        " on l.location_key = s.location_key where metric = 'enrollment' and group_code = 'all'"
        " and grade = 'all'",
    )
    expected = {
        (code, 2025 + place): float(pupils)
        for code, school in truth["schools_by_code"].items()
        for place, pupils in enumerate(school["pupils"])
    }
    assert found == expected


def test_small_groups_are_withheld_and_few_others_beside_them(bounds, truth):
    small = {
        (code, group, 2025 + place)
        for code, school in truth["schools_by_code"].items()
        for group in NEEDS
        for place, pupils in enumerate(school[group])
        if pupils < SMALLEST
    }
    assert len(small) == truth["facts"]["need_counts_hidden"]
    withheld = {key for key, bound in bounds.items() if bound is None and key[1] in NEEDS}
    assert small <= withheld
    beside = withheld - small
    assert len(beside) <= len(small) // 4
    assert {one[1:] for one in beside} <= {one[1:] for one in small}


def test_every_file_brought_its_rows(serving):
    found = table(serving, "select path, rows_accepted from file")
    assert len(found) == 26
    assert min(found.values()) > 0


def test_need_counts_are_exact_where_they_are_shown(serving, bounds, truth):
    found = serving.execute(
        "select l.location_id, s.group_code, s.fiscal_year, s.value from fct_school s"
        " join dim_location l on l.location_key = s.location_key"
        " where metric = 'enrollment' and group_code <> 'all' and status = 'ok'"
    ).fetchall()
    schools = truth["schools_by_code"]
    assert len(found) == 9 * len(schools) - sum(key[1] in NEEDS for key in bounds)
    assert all(schools[code][group][year - 2025] == value for code, group, year, value in found)


def test_a_bound_lies_near_the_count_that_it_stands_for(bounds, truth):
    schools = truth["schools_by_code"]
    for (code, group, year), bound in bounds.items():
        if bound is not None:
            pupils = schools[code]["pupils"][year - 2025]
            assert abs(schools[code][group][year - 2025] - bound) <= 0.05 * pupils + 1


def test_positions_and_vacancies(serving, truth):
    found = table(
        serving, "select fiscal_year, sum(fte)::decimal(18,2) from fct_position group by 1"
    )
    assert {str(year): float(fte) for year, fte in found.items()} == {
        year: totals["fte"] for year, totals in truth["positions"].items()
    }


def test_positions_say_what_pays_for_them(serving):
    found = serving.execute(
        "select distinct fund_code, fund_source, job_code = 'C130' from fct_position order by 1"
    ).fetchall()
    assert found == [
        ("100", "state_local", False), ("120", "state_local", False), ("210", "federal", True),
    ]  # fmt: skip


# The last test brings another history: these stand before it.
NATURES = {True: "personnel", False: "non_personnel"}


@pytest.fixture(scope="module")
def warehouse(serving, settings):
    opened = Warehouse(settings)
    yield opened
    opened.close()


@pytest.mark.parametrize("year", YEARS)
def test_the_pools_of_central_cost_are_recovered_to_the_cent(warehouse, truth, year):
    found = {
        row["pool_name"]: (row["amount_usd"], row["reason"])
        for row in central_pools(
            warehouse, WHOLE, fiscal_year=int(year), rule_set="cause"
        ).to_pylist()
    }
    for pool in truth["central_pools"]:
        name = {"special education services": "Special education services"}.get(pool["pool"])
        name = name or pool["pool"].capitalize()
        assert found[name] == (Decimal(pool["cents"][year]) / 100, ""), name


@pytest.mark.parametrize("year", YEARS)
def test_every_figure_equals_a_second_reckoning_over_the_canonical_tables(
    warehouse, settings, bounds, truth, year
):
    [folder] = (settings.var / "snapshots").glob("cedar-valley-*")
    cells, rest = reckoned(folder / "tables", truth["schools_by_code"], int(year), bounds)
    rows = attributed_spending(warehouse, WHOLE, fiscal_year=int(year), rule_set="cause")
    found = {
        (row["location_id"], part, source, personnel): int(
            row[f"{part}_{source}_{NATURES[personnel]}_usd"] * 100
        )
        for row in rows.to_pylist()
        for part in ("site", "central")
        for source in ("federal", "state_local")
        for personnel in (True, False)
    }
    assert {key: cents for key, cents in found.items() if cents} == {
        key: cents for key, cents in cells.items() if cents
    }
    identity = {
        row["component"]: int(row["amount_usd"] * 100)
        for row in attribution_identity(
            warehouse, WHOLE, fiscal_year=int(year), rule_set="cause"
        ).to_pylist()
        if not row["line"]
    }
    assert {name: identity[name] for name in rest} == rest
    assert sum(cells.values()) == identity["schools_site"] + identity["schools_central"]
    assert identity["ledger"] == truth["totals"][year]["spent"]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("basis", ["actual", "budget"])
@pytest.mark.parametrize("method", ["cause", "pupils", "agreed"])
@pytest.mark.parametrize("funds", [(), ("100",), ("120", "210", "600"), ("500",)])
def test_the_identity_holds_for_every_method_year_and_choice_of_funds(
    warehouse, year, basis, method, funds
):
    asked = {"fiscal_year": int(year), "basis": basis, "rule_set": method, "funds": funds}
    whole = [
        row
        for row in attribution_identity(warehouse, WHOLE, **asked).to_pylist()
        if not row["line"]
    ]
    *parts, ledger, gap = [row["amount_usd"] for row in whole]
    assert (sum(parts), gap) == (ledger, 0)
    schools = attributed_spending(warehouse, WHOLE, **asked).to_pylist()
    for name, at in (("site_usd", 0), ("central_usd", 1)):
        assert sum(row[name] for row in schools if row[name] is not None) == parts[at]
    resources = central_resources(warehouse, WHOLE, **asked).to_pylist()
    assert sum(row["amount_usd"] or 0 for row in resources) == parts[1]


def test_nothing_stands_against_a_release_and_every_account_has_a_class(warehouse, serving):
    for year in YEARS:
        assert release_check(warehouse, "cedar-valley", fiscal_year=int(year)).may_be_released
    unclassified = account_classes(warehouse, WHOLE, expense_class="unclassified")
    assert unclassified.num_rows == 0
    accounts = account_classes(warehouse, WHOLE, fiscal_year=2026, pool="utilities")
    assert accounts.num_rows == 2
    assert (
        serving.execute("select count(*) from account_class").fetchone()
        == serving.execute("select count(*) from dim_account where kind = 'expenditure'").fetchone()
    )


def test_later_drop_replaces_the_restated_year_alone(serving, settings, drop, truth):
    sums = (
        "select fiscal_year, sum(spent_cents)::bigint from cube_school where kind = 'expenditure'"
        " group by 1"
    )
    before = table(serving, sums)
    result = load(settings, "cedar-valley", MAPPING, drop / "restated")
    with duckdb.connect(str(result.folder / "serving.duckdb"), read_only=True) as con:
        after = table(con, sums)
    assert after == before | {2025: truth["control_totals"]["2025"]["restated_spent"]}
    assert after[2025] != before[2025]


def test_orders_carried_over_keep_vendor_day_and_line(serving):
    """An order rolled into the next year is listed there too, with all that its list row says."""
    found = serving.execute(
        "select count(*) filter (status is null or issued_on is null or vendor_key = 0),"
        " list(distinct line order by line), count(*) filter (is_carryforward) > 0"
        " from purchase_orders"
    ).fetchone()
    assert found == (0, ["1", "2"], True)
