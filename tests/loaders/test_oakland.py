"""Oakland's real extracts, loaded whole: every year, fund and school agrees to the cent.

The expected figures were reckoned from the public files alone, without Plumbline.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from access.scope import Scope
from data.attribution_identity import attribution_identity, release_check
from loaders.pipeline import LoadResult

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample" / "oakland"
EXPECTED = ROOT / "tests" / "expected"
WHOLE = Scope.whole("oakland")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result(oakland: LoadResult) -> LoadResult:
    return oakland


@pytest.fixture(scope="module")
def con(result: LoadResult) -> duckdb.DuckDBPyConnection:
    """The canonical tables as views of their names, and the serving file as `serving`."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    for folder in (result.folder / "tables").iterdir():
        files = str(folder / "*.parquet")
        connection.execute(f"CREATE VIEW {folder.name} AS SELECT * FROM read_parquet('{files}')")
    connection.execute(f"ATTACH '{result.folder / 'serving.duckdb'}' AS serving (READ_ONLY)")
    return connection


def expected(name: str) -> list[dict[str, str]]:
    with (EXPECTED / f"oakland_{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rows(con: duckdb.DuckDBPyConnection, sql: str, **values: Any) -> list[tuple[Any, ...]]:
    return con.execute(sql, values).fetchall() if values else con.execute(sql).fetchall()


def test_every_account_line_is_kept(con):
    lines = "SELECT fiscal_year, count(*) FROM balance_snapshot GROUP BY 1 ORDER BY 1"
    assert rows(con, lines) == [
        (2019, 21390),
        (2020, 25409),
        (2021, 34828),
        (2022, 38145),
        (2023, 26885),
        (2024, 32175),
    ]


def test_the_first_year_has_its_control_totals(con):
    totals = (
        "SELECT sum(actual_ytd), sum(current_budget) FROM balance_snapshot WHERE fiscal_year = 2019"
    )
    assert rows(con, totals) == [(Decimal("860917152.14"), Decimal("961545496.85"))]


def test_every_year_and_fund_agrees(con):
    found = rows(
        con,
        "SELECT b.fiscal_year, s.code, sum(current_budget), sum(actual_ytd) FROM balance_snapshot b"
        " JOIN account_segment s ON s.account_id = b.account_id AND s.segment = 'fund'"
        " GROUP BY 1, 2",
    )
    told = [
        (int(r["fiscal_year"]), r["fund_code"], Decimal(r["budget_usd"]), Decimal(r["spent_usd"]))
        for r in expected("by_year_and_fund")
    ]
    assert sorted(found) == sorted(told)
    assert (2024, "10", Decimal("862982220.57")) in [(y, f, s) for y, f, _, s in found]


@pytest.mark.parametrize("year", [2023, 2024])
def test_every_school_agrees(con, year):
    """Money of fund 10, pupils and low-income pupils; two sites of one school add up."""
    found = rows(
        con,
        """
        WITH money AS (
            SELECT a.location_id, sum(current_budget) AS budget, sum(actual_ytd) AS spent
            FROM balance_snapshot b JOIN account a ON a.account_id = b.account_id
            JOIN account_segment s ON s.account_id = b.account_id AND s.segment = 'fund'
            WHERE b.fiscal_year = $year AND s.code = '10' GROUP BY 1)
        SELECT l.state_id, m.budget, m.spent, p.value, f.value
        FROM money m JOIN location l ON l.location_id = m.location_id
        JOIN school_year_fact p ON p.location_id = m.location_id AND p.fiscal_year = $year
            AND p.metric = 'enrollment' AND p.count_type = 'october' AND p.group_code = 'all'
        JOIN school_year_fact f ON f.location_id = m.location_id AND f.fiscal_year = $year
            AND f.metric = 'enrollment' AND f.count_type = 'october' AND f.group_code = 'frl'
        """,
        year=year,
    )
    told = [
        (
            r["cds_code"],
            Decimal(r["budget_usd"]),
            Decimal(r["spending_usd"]),
            Decimal(r["pupils"]),
            Decimal(r["frpm"]),
        )
        for r in expected(f"fy{year}_fund10_by_school")
    ]
    assert sorted(found) == sorted(told)


def test_the_served_figures_are_the_loaded_ones(con):
    found = rows(
        con,
        "SELECT a.fiscal_year, a.fund_code, sum(b.budget_cents), sum(b.spent_cents)"
        " FROM serving.balances b JOIN serving.dim_account a USING (account_key) GROUP BY 1, 2",
    )
    told = [
        (
            int(r["fiscal_year"]),
            r["fund_code"],
            int(Decimal(r["budget_usd"]) * 100),
            int(Decimal(r["spent_usd"]) * 100),
        )
        for r in expected("by_year_and_fund")
    ]
    assert sorted(found) == sorted(told)


def test_spending_categories_of_the_general_fund(con):
    found = rows(
        con,
        "SELECT a.category_code, round(sum(b.spent_cents) / 100)::BIGINT FROM serving.balances b"
        " JOIN serving.dim_account a USING (account_key)"
        " WHERE a.fiscal_year = 2024 AND a.fund_code = '10' GROUP BY 1",
    )
    assert dict(found) == {
        "teaching": 354_216_138,
        "leadership": 155_836_628,
        "special-education": 139_259_144,
        "buildings": 82_446_724,
        "student-services": 54_305_698,
        "administration": 45_385_587,
        "other": 31_532_301,
    }


def test_every_expenditure_account_is_in_one_bucket(con):
    found = rows(
        con,
        "SELECT n, count(*) FROM (SELECT a.account_key, count(b.bucket_code) AS n"
        " FROM serving.dim_account a LEFT JOIN serving.bucket_account b USING (account_key)"
        " WHERE a.kind = 'expenditure' GROUP BY 1) GROUP BY 1",
    )
    assert [n for n, _ in found] == [1]


def test_every_code_has_a_name(con):
    """Codes come from the district's own tables, so none has to stand for itself."""
    found = rows(
        con,
        "SELECT DISTINCT s.segment, s.code FROM account_segment s"
        " LEFT JOIN segment_value v ON v.segment = s.segment AND v.code = s.code"
        " WHERE v.code IS NULL",
    )
    assert found == []


def test_a_fund_and_a_site_of_one_number_keep_their_own_names(con):
    found = rows(
        con, "SELECT segment, label FROM segment_value WHERE code = '210' ORDER BY segment"
    )
    assert found == [("fund", "Building Fund"), ("site", "Edna Brewer Middle")]


def test_nothing_is_set_aside_and_no_account_is_provisional(con, result):
    assert [f for f in result.files if f.rows_quarantined] == []
    assert rows(con, "SELECT count(*) FROM account WHERE is_provisional") == [(0,)]


def test_positions_keep_their_funding_shares(con):
    """FTE has four decimals here; the files carry up to eight."""
    found = rows(con, "SELECT fiscal_year, count(*), round(sum(fte), 1) FROM position GROUP BY 1")
    assert {year: (count, float(fte)) for year, count, fte in found} == {
        2019: (7334, 5598.6),
        2020: (7251, 5511.5),
        2021: (7455, 5712.8),
        2022: (8752, 6799.4),
        2023: (9461, 7093.8),
        2024: (8796, 6853.5),
    }


def opened(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def test_positions_say_what_pays_for_them(con):
    """Resources 3000 to 5999 are federal in California; some pay for no account of any year."""
    ledgers = sorted((SAMPLE / "ledger").glob("account_lines_fy*.csv.gz"))
    booked = {row["Resource"] for path in ledgers for row in opened(path)}
    for year in (2019, 2024):
        told: dict[str | None, float] = {"federal": 0.0, "state_local": 0.0, None: 0.0}
        for row in opened(SAMPLE / "staffing" / f"positions_fy{year}.csv.gz"):
            is_federal = 3000 <= int(row["Resource"]) <= 5999
            source = "federal" if is_federal else "state_local"
            told[source if row["Resource"] in booked else None] += float(row["FTE"])
        found = rows(
            con,
            "SELECT fund_source, sum(fte) FROM serving.fct_position WHERE fiscal_year = $year "
            "GROUP BY 1", year=year,
        )  # fmt: skip
        assert {source: float(fte) for source, fte in found} == pytest.approx(
            {source: fte for source, fte in told.items() if fte}, abs=0.3
        )


def test_withheld_results_have_no_value(con):
    found = rows(
        con,
        "SELECT count(*), count(value) FROM school_year_fact WHERE status = 'suppressed'",
    )
    assert found[0][0] > 0
    assert found[0][1] == 0


def test_a_rate_is_a_share_and_points_stay_points(con):
    """Allendale 2023-24 in the state's files: 49.5 percent absent, 86.2 points below standard."""
    found = rows(
        con,
        "SELECT metric, value, denominator FROM school_year_fact WHERE location_id = '101'"
        " AND fiscal_year = 2024 AND group_code = 'all'"
        " AND metric IN ('chronic_absence', 'ela_points') ORDER BY 1",
    )
    assert found == [
        ("chronic_absence", Decimal("0.495"), Decimal(404)),
        ("ela_points", Decimal("-86.2"), Decimal(156)),
    ]


@pytest.fixture(scope="module")
def warehouse(oakland_warehouse):
    return oakland_warehouse


@pytest.mark.parametrize("method", ["need", "pupils", "pupils_and_office"])
@pytest.mark.parametrize("year", range(2019, 2025))
def test_central_cost_adds_up_to_the_ledger(warehouse, year, method):
    spent = sum(
        Decimal(row["spent_usd"])
        for row in expected("by_year_and_fund")
        if row["fiscal_year"] == str(year)
    )
    for basis, funds in (("actual", ()), ("budget", ()), ("actual", ("10",)), ("actual", ("120",))):
        rows = attribution_identity(
            warehouse, WHOLE, fiscal_year=year, basis=basis, funds=funds, rule_set=method
        ).to_pylist()
        *parts, ledger, gap = [row["amount_usd"] for row in rows if not row["line"]]
        assert (sum(parts), gap) == (ledger, 0)
        if (basis, funds) == ("actual", ()):
            assert ledger == spent
    released = release_check(warehouse, "oakland", fiscal_year=year, rule_set=method)
    assert released.may_be_released == (year >= 2023)
