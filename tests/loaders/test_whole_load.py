"""A tiny printed ledger and its mapping, from the command's arguments to the served figures."""

from __future__ import annotations

import json
import os
import time
from decimal import Decimal

import duckdb
import pytest

from config import Settings
from loaders.lock import LoadBusyError, load_lock
from loaders.pipeline import LoadHeld, check, load, rollback

MAPPING = """
mapping:
  district: elm
  source: erp
  settings: district.yaml
  fiscal_calendar: {start_month: "7", year_label: ending, regular_periods: "12"}
  layout:
    delimiter: "-"
    segments:
      - {name: fund, role: fund}
      - {name: function, role: function}
      - {name: object, role: object}
      - {name: site, role: location}
  kinds:
    - [revenue, {object: "8"}]
    - [expenditure, {object: "[1-7]"}]
  categories:
    - {code: instruction, label: Instruction, rules: [{function: "1"}]}
  files:
    - name: gl
      kind: ledger_detail
      glob: "gl_*.txt"
      format: {type: pipe, header_row: auto}
      load: full_fy
      columns:
        account: {from: "Account"}
        posted_date: {from: "Date", formats: ["%m/%d/%Y"]}
        fiscal_year: {from: "Year"}
        amount: {from: "Amount"}
        vendor_name: {from: "Vendor"}
        description: {from: "Comment"}
      filters:
        control_total: {row: {column: "Account", matches: "^Grand Total"}, measure: amount}
"""
DISTRICT = """
code: elm
name: Elm Unified
state: CA
buckets:
  - code: TEACH
    name: Teaching
    type: expenditure
    scopes:
      - {field: function, operator: is, value: "11"}
"""
LEDGER = """Account|Date|Year|Amount|Vendor|Comment
01-11-1100-101|07/15/2026|2027|1,234.56||Payroll July
01-11-4300-101|08/03/2026|2027|(34.56)|Paper & Co|Credit memo
01-36-4300-900|08/04/2026|2027|100.00|Acme Fuel|Diesel
01-00-8011-000|08/05/2026|2027|5,000.00||State aid
Grand Total|||6,300.00||
"""


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / "district.yaml").write_text(DISTRICT)
    (folder / "gl_2027.txt").write_text(LEDGER)
    return folder


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path / "var", load_threads=1, secret_key="")


def run(settings, source, **more):
    return load(settings, "elm", source / "mapping.yaml", source, **more)


def asked(result, sql):
    with duckdb.connect(str(result.folder / "serving.duckdb"), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_from_printed_ledger_to_served_figures(settings, source):
    steps = []
    result = run(settings, source, progress=lambda step, share: steps.append((step, share)))
    [report] = result.files
    assert (report.rows_accepted, report.amount_accepted) == (4, Decimal("6300.00"))
    by_kind = "select kind, sum(spent_cents)::bigint from cube_school group by 1 order by 1"
    assert asked(result, by_kind) == [("expenditure", 130000), ("revenue", 500000)]
    bucket = (
        "select sum(spent_cents)::bigint from balances join bucket_account using (account_key) "
        "where bucket_code = 'TEACH'"
    )
    assert asked(result, bucket) == [(120000,)]
    found = "select text from search where text like '%acme%'"
    assert asked(result, found) == [("acme fuel diesel 01-36-4300-900",)]
    lineage = (
        "select path, l.source_row from fct_ledger l join file using (import_key) "
        "where amount_cents = -3456"
    )
    assert asked(result, lineage) == [("gl_2027.txt", 3)]
    totals = [check for check in result.checks if check.check_code == "L3"]
    assert [(c.expected, c.status) for c in totals] == [(Decimal("6300.00"), "ok")]
    assert all(0 <= share <= 1 for _, share in steps)


def test_the_files_own_total_holds_the_load(settings, source):
    path = source / "gl_2027.txt"
    path.write_text(LEDGER.replace("1,234.56", "1,234.57"))
    with pytest.raises(LoadHeld, match=r"L3.*difference 0\.01"):
        run(settings, source)
    assert run(settings, source, force=True).held


def test_check_tells_everything_and_writes_nothing(settings, source):
    path = source / "gl_2027.txt"
    path.write_text(LEDGER.replace("100.00", "a lot"))
    report = check(settings, "elm", source / "mapping.yaml", source)
    assert not settings.var.exists()
    assert not report.publishable  # a quarter of the rows is set aside, and the total is off
    [row] = report.quarantined
    assert row[:2] == ("gl_2027.txt", 4)
    assert row[3] == "AMOUNT_UNPARSED"
    assert ("object", "8011", 1, Decimal("5000.00")) in report.unknown_codes
    measures = {(year, kind, what): amount for year, kind, what, _, amount in report.totals}
    assert measures[2027, "revenue", "ledger lines"] == Decimal("5000.00")


def test_check_names_the_heading_that_does_not_fit(settings, source):
    path = source / "gl_2027.txt"
    path.write_text(LEDGER.replace("|Amount|", "|Amnt|"))
    report = check(settings, "elm", source / "mapping.yaml", source)
    assert not report.publishable
    assert "Amount" in str(report.problem)
    assert "Amnt" in str(report.problem)


def test_a_second_night_and_back_again(settings, source):
    first = run(settings, source)
    assert not run(settings, source).changed
    path = source / "gl_2027.txt"
    more = "01-11-1100-101|08/15/2026|2027|10.00||Payroll\nGrand Total|||6,310.00||\n"
    path.write_text(LEDGER.replace("Grand Total|||6,300.00||\n", more))
    second = run(settings, source)
    assert second.snapshot_id != first.snapshot_id
    assert rollback(settings, "elm") == first.snapshot_id


def test_the_senders_day_is_the_day_of_the_data(settings, source):
    (source / "manifest.json").write_text(json.dumps({"extract_date": "2026-09-01"}))
    result = run(settings, source)
    manifest = json.loads((result.folder / "manifest.json").read_text())
    assert manifest["data_as_of"] == "2026-09-01"


def test_a_file_that_is_still_being_written_is_refused(settings, source):
    path = source / "gl_2027.txt"

    def grow(step, share):
        if step.startswith("Read "):
            os.utime(path, ns=(time.time_ns(), time.time_ns() + 1))

    with pytest.raises(Exception, match="changed while it was read"):
        run(settings, source, progress=grow)
    assert list((settings.var / "snapshots").iterdir()) == []


def test_a_second_load_is_refused_before_it_reads_anything(settings, source):
    (source / "mapping.yaml").unlink()
    with load_lock(settings.var), pytest.raises(LoadBusyError):
        run(settings, source)
