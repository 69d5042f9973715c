"""Real extracts of six districts, each loaded by a mapping file alone.

The files lie beside the clone and are not carried in it; their published totals are the oracle.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from loaders.erp.context import FileReport
from loaders.erp.extract import extract
from loaders.erp.mapping import read_mapping
from loaders.progress import silent

MAPPINGS = Path(__file__).resolve().parents[1] / "files" / "mappings"
ALASKA = {"CRSD": "copper_river", "DGSD": "delta_greely", "ARSD": "aleutian_region"}

Staged = tuple[duckdb.DuckDBPyConnection, list[FileReport]]


@pytest.fixture(scope="module")
def staged(shared_data: Path) -> Callable[[str, str], Staged]:
    """Loads a mapping's files into memory, once per mapping."""
    done: dict[str, Staged] = {}

    def stage(name: str, folder: str) -> Staged:
        if name not in done:
            con = duckdb.connect()
            con.execute("SET threads = 1")
            mapping = read_mapping(MAPPINGS / f"{name}.yaml")
            done[name] = (con, extract(con, mapping, shared_data / folder, silent))
        return done[name]

    return stage


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Any = None) -> list[tuple[Any, ...]]:
    return con.execute(sql, values or {}).fetchall()


# --- Alaska: dated ledgers, swapped headings, blank and shifted rows ----

LEDGERS = {
    "CRSD19": (8751, "9479720.61", "7673121.84"),
    "CRSD20": (9707, "10111184.33", "7824523.70"),
    "DGSD19": (15003, "13685191.00", "11326786.36"),
    "DGSD20": (14738, "13573390.08", "11424120.89"),
    "ARSD19": (3098, "1884776.63", "1762882.35"),
    "ARSD20": (2523, "1898211.22", "1790784.57"),
}
SET_ASIDE = {
    "CRSD19": 53,
    "CRSD20": 0,
    "DGSD19": 45 + 7,
    "DGSD20": 45 + 9,
    "ARSD19": 0,
    "ARSD20": 0,
}
SPENT = """
    SELECT l.account_id, l.amount FROM stage.ledger_line l
    JOIN stage.account a ON a.account_id = l.account_id
    WHERE l.fiscal_year = $year AND a.kind = 'expenditure'
"""


@pytest.mark.parametrize("ledger", LEDGERS)
def test_alaska_expenditure(staged, ledger):
    con, reports = staged(f"alaska_{ALASKA[ledger[:4]]}", "alaska_gl")
    count, everything, general = LEDGERS[ledger]
    values = {"year": 2000 + int(ledger[4:])}
    assert rows(con, f"SELECT sum(amount) FROM ({SPENT})", values) == [(Decimal(everything),)]
    fund = (
        f"SELECT sum(amount) FROM ({SPENT}) l JOIN stage.account_segment s"
        " ON s.account_id = l.account_id AND s.segment = 'fund' WHERE s.code = '100'"
    )
    assert rows(con, fund, values) == [(Decimal(general),)]
    (report,) = [report for report in reports if ledger in report.path]
    assert report.rows_read == count
    assert report.rows_read == (
        report.rows_accepted + report.rows_skipped + report.rows_quarantined
    )
    assert report.rows_quarantined == SET_ASIDE.get(ledger, 0)


@pytest.mark.parametrize("ledger", LEDGERS)
def test_alaska_line_by_line(staged, shared_data, ledger):
    """Every fund, location and function; codes are compared without leading zeros."""
    con, _ = staged(f"alaska_{ALASKA[ledger[:4]]}", "alaska_gl")
    found = rows(
        con,
        f"""
        SELECT f.code, l.code, n.code, sum(amount) FROM ({SPENT}) s
        JOIN stage.account_segment f ON f.account_id = s.account_id AND f.segment = 'fund'
        JOIN stage.account_segment l ON l.account_id = s.account_id AND l.segment = 'location'
        JOIN stage.account_segment n ON n.account_id = s.account_id AND n.segment = 'function'
        GROUP BY 1, 2, 3
        """,
        {"year": 2000 + int(ledger[4:])},
    )
    with (shared_data / "reference" / "alaska_by_fund_location_function.csv").open() as stream:
        told = {
            (row["fund"], row["location_no_leading_zeros"], row["function_no_leading_zeros"]):
                Decimal(row["expenditure_usd"])
            for row in csv.DictReader(stream) if row["file"] == ledger
        }  # fmt: skip
    bare = {
        (fund, place.lstrip("0") or "0", function.lstrip("0") or "0"): amount
        for fund, place, function, amount in found
    }
    assert bare == told


def test_alaska_budget_and_orders_stand_apart(staged):
    con, _ = staged("alaska_copper_river", "alaska_gl")
    budget = "SELECT fiscal_year, sum(amount) FROM stage.budget_line GROUP BY 1 ORDER BY 1"
    assert rows(con, budget) == [(2020, Decimal("7111014.36"))]
    orders = "SELECT fiscal_year, sum(amount) FROM stage.encumbrance_event GROUP BY 1 ORDER BY 1"
    assert rows(con, orders) == [(2019, Decimal("464039.96")), (2020, Decimal("-438449.46"))]


def test_alaska_rows_are_set_aside_with_a_reason(staged):
    con, _ = staged("alaska_delta_greely", "alaska_gl")
    reasons = rows(
        con,
        "SELECT DISTINCT reason_code, message <> '', column_name <> '' FROM stage.quarantine_row"
        " WHERE NOT is_warning",
    )
    assert reasons
    assert all(reason and told and column for reason, told, column in reasons)


# --- San Francisco: 19-digit accounts ----


@pytest.mark.parametrize(("year", "name"), [(2021, "fy2020-21"), (2022, "fy2021-22")])
def test_san_francisco_accounts(staged, shared_data, year, name):
    con, _ = staged("sfusd_user_ledger", "sfusd_sacs")
    path = shared_data / "sfusd_sacs" / f"sfusd_usergl_{name}.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    kinds = {"8": "revenue", "9": "balance", "P": "control"}
    told: dict[str, Decimal] = {}
    for line in lines:
        kind = kinds.get(line["Object"].strip()[0], "expenditure")
        told[kind] = told.get(kind, Decimal(0)) + Decimal(line["Value"])
    found = rows(
        con,
        "SELECT a.kind, sum(b.actual_ytd) FROM stage.balance_snapshot b"
        " JOIN stage.account a ON a.account_id = b.account_id"
        " WHERE b.fiscal_year = $year GROUP BY 1",
        {"year": year},
    )
    assert dict(found) == told
    accounts = "SELECT count(*) FROM stage.account WHERE fiscal_year = $year"
    assert rows(con, accounts, {"year": year}) == [(len({line["Account"] for line in lines}),)]


STATE_REPORTS = {
    ("A", 2023): "A_2022-23_D8AXGKZNF4",
    ("A", 2024): "A_2023-24_E8A85PCFZ6",
    ("BS1", 2023): "BS1_2022-23_D8BA6FKXE1",
    ("BS1", 2024): "BS1_2023-24_E8B97BKHTY",
}


def state_report(path: Path, column: str) -> tuple[int, int, dict[str, Decimal]]:
    """Lines of a state report, the lines that it says its section has, and dollars by kind."""
    # Quoted texts of other sections run over several lines: lines are counted, not records.
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        lines = [next(csv.reader([line])) for line in stream if line.strip()]
    first = next(n for n, line in enumerate(lines) if len(line) == 4 and line[3] == column)
    end = next(n for n, line in enumerate(lines) if n > first and line[:2] == ["-1", "EOD"])
    kinds = {"8": "revenue", "9": "balance"}
    told: dict[str, Decimal] = {}
    for account, amount, _ in lines[first + 1 : end]:
        kind = kinds.get(account[15], "expenditure")
        kind = "control" if account[15] == "P" or account[18].isalpha() else kind
        told[kind] = told.get(kind, Decimal(0)) + Decimal(amount)
    return len(lines), int(lines[end][5]), told


@pytest.mark.parametrize(("report", "year"), STATE_REPORTS)
def test_san_francisco_sections_of_a_state_report(staged, shared_data, report, year):
    """One section of eight is read; the file itself says how many lines that section has."""
    con, reports = staged("sfusd_state_report", "sfusd_sacs")
    name = f"38-68478-0000000_{STATE_REPORTS[report, year]}_DatExport.dat.gz"
    column = {"A": "BA", "BS1": "BB"}[report]
    lines, stated, told = state_report(shared_data / "sfusd_sacs" / name, column)
    table, measure = {
        "A": ("balance_snapshot", "actual_ytd"),
        "BS1": ("budget_line", "amount"),
    }[report]
    found = rows(
        con,
        f"SELECT a.kind, sum(f.{measure}) FROM stage.{table} f"
        " JOIN stage.account a ON a.account_id = f.account_id"
        " WHERE f.fiscal_year = $year GROUP BY 1",
        {"year": year},
    )
    assert dict(found) == told
    one = next(one for one in reports if one.path == name)
    assert (one.rows_read, one.rows_accepted, one.rows_quarantined) == (lines, stated, 0)
    assert one.skipped == {"outside the section": lines - stated}


# --- Chicago: positions, and facts beside names that must stay out ----

ROSTERS = {
    2017: (38589, "37450.0", "2371312369", "893669639", 2580),
    2018: (38169, "37170.6", "2384811835", "894418322", 2761),
    2019: (39181, "38489.2", "2504694364", "918769400", 3114),
}


@pytest.mark.parametrize("year", ROSTERS)
def test_chicago_positions(staged, year):
    con, _ = staged("chicago", "chicago_cps")
    count, fte, pay, benefits, vacant = ROSTERS[year]
    found = rows(
        con,
        "SELECT count(*), sum(fte), sum(annual_pay), sum(annual_benefits),"
        " count(*) FILTER (status = 'vacant') FROM stage.position WHERE fiscal_year = $year",
        {"year": year},
    )
    assert found == [(count, Decimal(fte), Decimal(pay), Decimal(benefits), vacant)]


def test_chicago_profiles(staged):
    """Ten schools share five finance numbers and some have none: these are set aside."""
    con, reports = staged("chicago", "chicago_cps")
    found = rows(
        con,
        "SELECT fiscal_year, count(*) FROM stage.school_year_fact"
        " WHERE metric = 'enrollment' AND group_code = 'all' GROUP BY 1 ORDER BY 1",
    )
    assert found == [(2017, 650), (2018, 651), (2019, 650)]
    profiles = [report for report in reports if report.file_name == "profiles"]
    assert [report.rows_read for report in profiles] == [661, 661, 660]


def test_chicago_keeps_no_names(staged):
    """Neither a contact's column nor a blanked name reaches any table."""
    con, _ = staged("chicago", "chicago_cps")
    for (table,) in rows(con, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'stage'"):
        columns = [
            name
            for (name,) in rows(
                con,
                "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'stage'"
                " AND table_name = $table AND data_type = 'VARCHAR'",
                {"table": table},
            )
        ]
        if not columns:
            continue
        text = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
        seen = rows(
            con,
            f"SELECT count(*) FROM stage.{table} WHERE {text} SIMILAR TO '.*(REDACTED|Principal).*'"
            + (" AND job_title NOT LIKE '%Principal%'" if table == "position" else ""),
        )
        assert seen == [(0,)], table


# --- Seattle: one wide file, names for keys ----


def test_seattle_totals_and_pupils(staged):
    con, _ = staged("seattle", "seattle_sps")
    found = rows(
        con,
        "SELECT fiscal_year, sum(value) FILTER (metric = 'total_budget'),"
        " sum(value) FILTER (metric = 'enrollment' AND group_code = 'all')"
        " FROM stage.school_year_fact GROUP BY 1 ORDER BY 1",
    )
    assert found == [
        (2022, Decimal(335_964_673), Decimal(26_796)),
        (2023, Decimal(341_594_171), Decimal(25_170)),
        (2024, Decimal(351_758_352), Decimal(24_753)),
    ]


def test_seattle_fund_sources_are_accounts(staged):
    con, _ = staged("seattle", "seattle_sps")
    found = rows(
        con,
        "SELECT fiscal_year, sum(current_budget) FROM stage.balance_snapshot GROUP BY 1 ORDER BY 1",
    )
    assert found == [
        (2022, Decimal("337804737.00")),
        (2023, Decimal("341451708.00")),
        (2024, Decimal("350060751.00")),
    ]


def test_seattle_short_names_find_their_school(staged):
    con, _ = staged("seattle", "seattle_sps")
    found = rows(
        con,
        "SELECT location_id, value FROM stage.school_year_fact"
        " WHERE metric = 'running_cost' AND location_id = 'Adams Elementary'",
    )
    assert found == [("Adams Elementary", Decimal(1_368_491))]
