"""Position files: vacancies by an empty name, exact pay, and nobody's name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

ROSTER = """\
- name: roster
  kind: position_control
  glob: roster.csv
  columns:
    fiscal_year: {from: Year}
    position_id: {from: Position}
    job_title: {from: Title}
    location_id: {from: Dept}
    fte: {from: FTE}
    annual_pay: {from: Salary}
    start_date: {from: Start}
    status: {from: Name}
"""
HEAD = "Year,Position,Title,Dept,FTE,Salary,Start,Name\n"
D = Decimal


def test_an_empty_name_is_a_vacant_position(read):
    found = read(
        ROSTER,
        roster=HEAD
        + '2025,0017,Teacher,101,1,"84,310.55",2024-07-01,Somebody Real\n'
        + "2025,0018,Teacher,101,0.40000001,,,\n2025,0019,Aide,101,.5,30000,,frozen\n",
    )
    rows = found.rows(
        "SELECT position_id, fte, annual_pay, start_date, status FROM stage.position ORDER BY 1"
    )
    assert rows == [
        ("0017", D(1), D("84310.55"), date(2024, 7, 1), "filled"),
        ("0018", D("0.4"), None, None, "vacant"),
        ("0019", D("0.5"), D(30000), None, "frozen"),
    ]


def test_no_name_is_kept_even_of_a_row_set_aside(read):
    found = read(ROSTER, roster=HEAD + "2025,1,Teacher,101,full,1,,Somebody Real\n")
    (row,) = found.rows("SELECT * FROM stage.quarantine_row")
    assert "Somebody" not in str(row)
    assert found.rows("SELECT reason_code, found, column_name FROM stage.quarantine_row") == [
        ("NUMBER_UNPARSED", "full", "FTE")
    ]


def test_a_file_without_vacancies_has_filled_positions(read):
    files = ROSTER.replace("    status: {from: Name}\n", "")
    found = read(files, roster=HEAD + "2025,1,Teacher,101,1,1,,\n")
    assert found.rows("SELECT status FROM stage.position") == [("filled",)]


def test_the_first_day_gives_the_year_where_the_file_has_none(read):
    files = ROSTER.replace("    fiscal_year: {from: Year}\n", "")
    found = read(files, roster=HEAD + ",1,Teacher,101,1,1,2024-08-12,x\n,2,Teacher,101,1,1,,x\n")
    assert found.rows("SELECT position_id, fiscal_year FROM stage.position") == [("1", 2025)]
    assert found.rows("SELECT reason_code FROM stage.quarantine_row") == [("REQUIRED_NULL",)]


def test_bad_cells_say_what_was_expected(read):
    found = read(
        ROSTER,
        roster=HEAD
        + "2025,,Teacher,101,1,1,,x\n2025,2,Teacher,101,1,12.345.6,,x\n"
        + "2025,3,Teacher,101,1,1,soon,x\n2025,4,Teacher,101,-1,1,,x\n",
    )
    rows = found.rows(
        "SELECT source_row, reason_code FROM stage.quarantine_row WHERE NOT is_warning ORDER BY 1"
    )
    assert rows == [
        (2, "REQUIRED_NULL"),
        (3, "AMOUNT_UNPARSED"),
        (4, "DATE_UNPARSED"),
        (5, "NUMBER_OUT_OF_RANGE"),
    ]
