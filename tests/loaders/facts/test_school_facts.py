"""Pupil files, long and wide: marks stay hidden, counts and percentages stay apart."""

from __future__ import annotations

from decimal import Decimal

WIDE = """\
- name: need
  kind: school_facts
  glob: need.csv
  columns:
    fiscal_year: {from: Year}
    location_id: {from: School}
  constants: {count_type: october, grade: all}
  unpivot:
    - {from: Enrolled, metric: enrollment, group_code: all}
    - {from: FRL, metric: enrollment, group_code: frl, denominator: Enrolled}
    - {from: ELL, metric: enrollment, group_code: ell, denominator: Enrolled}
  suppression: {"-9": suppressed, "-2": not_applicable}
"""
LONG = """\
- name: results
  kind: school_facts
  glob: results.csv
  columns:
    fiscal_year: {from: Year}
    location_id: {from: School}
    metric: {from: Measure, map: {ELA: ela_points, Absence: chronic_absence}}
    group_code: {from: Group, map: {All: all, EL: ell}}
    value: {from: Value}
    denominator: {from: Pupils}
"""
FACTS = "SELECT location_id, group_code, value, value_low, value_high, denominator, status"
D = Decimal


def test_a_wide_file_becomes_one_row_for_each_cell(read):
    found = read(WIDE, need="Year,School,Enrolled,FRL,ELL\n2024-25,007,412,*,<10\n2025,8,96,40,\n")
    rows = found.rows(f"{FACTS} FROM stage.school_year_fact ORDER BY location_id, group_code")
    assert rows == [
        ("007", "all", D(412), None, None, None, "ok"),
        ("007", "ell", None, D(0), D(9), D(412), "suppressed"),
        ("007", "frl", None, None, None, D(412), "suppressed"),
        ("8", "all", D(96), None, None, None, "ok"),
        ("8", "frl", D(40), None, None, D(96), "ok"),
    ]
    assert found.rows("SELECT DISTINCT fiscal_year FROM stage.school_year_fact") == [(2025,)]


def test_declared_sentinels_are_no_numbers_and_others_are_set_aside(read):
    found = read(WIDE, need="Year,School,Enrolled,FRL,ELL\n2025,1,412,-9,-2\n2025,2,380,-1,17\n")
    rows = found.rows(
        "SELECT location_id, group_code, value, status FROM stage.school_year_fact"
        " WHERE group_code <> 'all' ORDER BY ALL"
    )
    assert rows == [
        ("1", "ell", None, "not_applicable"),
        ("1", "frl", None, "suppressed"),
        ("2", "ell", D(17), "ok"),
    ]
    aside = found.rows(
        "SELECT source_row, column_name, reason_code, found, is_warning FROM stage.quarantine_row"
    )
    assert aside == [(3, "FRL", "VALUE_UNPARSED", "-1", True)]
    assert (found.report.rows_read, found.report.rows_accepted) == (2, 2)


def test_a_percentage_in_a_column_of_counts_is_another_figure(read):
    found = read(WIDE, need="Year,School,Enrolled,FRL,ELL\n2025,1,412,63%,>95%\n")
    rows = found.rows(
        "SELECT metric, group_code, value, value_low, value_high, status"
        " FROM stage.school_year_fact WHERE group_code <> 'all' ORDER BY ALL"
    )
    assert rows == [
        ("enrollment_share", "ell", D("0.95"), D("0.95"), D(1), "top_coded"),
        ("enrollment_share", "frl", D("0.63"), None, None, "ok"),
    ]


def test_a_long_file_reads_rates_as_shares_and_points_as_points(read):
    found = read(
        LONG,
        results="""\
        Year,School,Measure,Group,Value,Pupils
        2025,1,ELA,All,-15.2,120
        2025,1,Absence,All,44.3,130
        2025,1,Absence,EL,*,*
        2025,2,Absence,All,12.5%,88
        """,
    )
    rows = found.rows(
        "SELECT location_id, metric, group_code, value, denominator, status, raw"
        " FROM stage.school_year_fact ORDER BY ALL"
    )
    assert rows == [
        ("1", "chronic_absence", "all", D("0.443"), D(130), "ok", "44.3"),
        ("1", "chronic_absence", "ell", None, None, "suppressed", "*"),
        ("1", "ela_points", "all", D("-15.2"), D(120), "ok", "-15.2"),
        ("2", "chronic_absence", "all", D("0.125"), D(88), "ok", "12.5%"),
    ]


def test_the_district_says_what_a_metric_is(read):
    files = LONG.replace("{ELA: ela_points, Absence: chronic_absence}", "{ELA: reading}")
    found = read(
        files,
        more="  settings: district.yaml\n",
        district="metrics:\n  - {code: reading, name: Reading, unit: percent}\n",
        results="Year,School,Measure,Group,Value,Pupils\n2025,1,ELA,All,48.0,120\n",
    )
    assert found.rows("SELECT metric, value FROM stage.school_year_fact") == [
        ("reading", D("0.48"))
    ]


def test_rows_that_cannot_be_used_say_why(read):
    found = read(
        WIDE,
        need="Year,School,Enrolled,FRL,ELL\n,1,412,9,9\nlast,2,412,9,9\n2025,,300,9,9\n2025,4,#REF!,,\n",
    )
    rows = found.rows(
        "SELECT source_row, reason_code, is_warning FROM stage.quarantine_row ORDER BY 1"
    )
    assert rows == [
        (2, "REQUIRED_NULL", False),
        (3, "YEAR_UNPARSED", False),
        (4, "REQUIRED_NULL", False),
        (5, "VALUE_UNPARSED", False),
    ]
    report = found.report
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (4, 0, 4)


def test_two_tellings_of_one_school_are_set_aside_and_a_repeated_row_is_not(read):
    found = read(
        WIDE,
        need="Year,School,Enrolled,FRL,ELL\n2025,1,412,9,9\n2025,1,96,9,9\n2025,2,80,9,9\n2025,2,80,9,9\n",
    )
    assert found.rows("SELECT DISTINCT location_id FROM stage.school_year_fact") == [("2",)]
    assert found.rows("SELECT count(*) FROM stage.school_year_fact") == [(3,)]
    aside = "SELECT DISTINCT reason_code, source_row FROM stage.quarantine_row ORDER BY 2"
    assert found.rows(aside) == [("DUPLICATE_KEY", 2), ("DUPLICATE_KEY", 3)]


def test_grades_in_the_headings_become_grades(read):
    files = WIDE.replace(", grade: all}", "}").split("  unpivot:")[0] + (
        '  unpivot:\n    - {matches: "Grade (?P<grade>K|[0-9]+)", metric: enrollment}\n'
    )
    found = read(files, need="Year,School,Grade K,Grade 1,Notes\n2025,1,61,58,x\n")
    rows = found.rows("SELECT grade, group_code, value FROM stage.school_year_fact ORDER BY 1")
    assert rows == [("1", "all", D(58)), ("K", "all", D(61))]


def test_columns_that_no_mapping_names_reach_no_table(read):
    found = read(
        WIDE,
        need="Year,School,Principal,Enrolled,FRL,ELL\n2025,1,Name Withheld,#REF!,9,9\n",
    )
    assert found.rows("SELECT count(*) FROM stage.quarantine_row WHERE raw LIKE '%Withheld%'") == [
        (0,)
    ]


def test_a_group_that_the_map_must_name_sets_its_row_aside(read):
    mapping = LONG.replace("EL: ell}}", "EL: ell}, unmapped: reject}")
    rows = "2025,007,ELA,EL,12.5,40\n2025,007,ELA,XX,3,9\n2025,007,ELA,,1,50\n"
    found = read(mapping, results=f"Year,School,Measure,Group,Value,Pupils\n{rows}")
    assert found.rows("SELECT group_code, value FROM stage.school_year_fact ORDER BY 1") == [
        ("all", D(1)),
        ("ell", D("12.5")),
    ]
    assert found.rows("SELECT source_row, column_name, reason_code, found, message"
                      " FROM stage.quarantine_row") == [
        (3, "group_code", "VALUE_UNMAPPED", "XX", "expected one of All, EL")
    ]  # fmt: skip


def test_need_growth_and_staff_load_without_settings(read):
    """Percent signs or not: a share of pupils is a share, growth may be negative."""
    rows = (
        "Year,School,Measure,Value\n"
        "2025,1,frl_share,63\n2025,1,math_growth,-1.25\n2025,1,part_time_fte,3.5\n"
        "2025,2,frl_share,>95%\n2025,2,program_score,410\n"
    )
    long = """\
- name: own
  kind: school_facts
  glob: own.csv
  columns:
    fiscal_year: {from: Year}
    location_id: {from: School}
    metric: {from: Measure}
    value: {from: Value}
"""
    found = read(long, own=rows).rows(
        "SELECT location_id, metric, value, status FROM stage.school_year_fact ORDER BY ALL"
    )
    assert found == [
        ("1", "frl_share", D("0.6300"), "ok"),
        ("1", "math_growth", D("-1.2500"), "ok"),
        ("1", "part_time_fte", D("3.5000"), "ok"),
        ("2", "frl_share", D("0.9500"), "top_coded"),
        ("2", "program_score", D("410.0000"), "ok"),
    ]


def test_figures_may_carry_more_decimals_than_are_kept(read):
    """Spreadsheets print 29603.0865883872; it is rounded once, half away from zero."""
    text = "Year,School,Measure,Value\n2025,1,x,0.00004999999999999\n2025,2,x,29603.08655\n"
    long = """\
- name: own
  kind: school_facts
  glob: own.csv
  columns:
    fiscal_year: {from: Year}
    location_id: {from: School}
    metric: {from: Measure}
    value: {from: Value}
"""
    found = read(long, own=text).rows("SELECT value FROM stage.school_year_fact ORDER BY 1")
    assert found == [(D("0.0000"),), (D("29603.0866"),)]
