"""Staffing and pay of the store in the snapshot: FTE and dollars by account, nobody's name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from jobs.kinds import load
from jobs.staffing_extract import write_where_asked
from jobs.uploads import run
from loaders.facts.staffing_extract import NAME
from loaders.manifest import read_shelves
from loaders.progress import silent

DAY = date(2026, 11, 26)
MAPPED = f"""
    - name: staffing
      kind: position_control
      glob: {NAME}
      format: {{type: csv}}
      load: full_fy
      columns:
        fiscal_year: {{from: Year}}
        position_id: {{from: Position}}
        job_code: {{from: Job Code}}
        job_title: {{from: Job Title}}
        job_group: {{from: Group, map: {{CERT: certificated}}}}
        location_id: {{from: Location}}
        fte: {{from: FTE}}
        start_date: {{from: Start, formats: ["%Y-%m-%d"]}}
        end_date: {{from: End, formats: ["%Y-%m-%d"]}}
        annual_pay: {{from: Annual Pay}}
        annual_benefits: {{from: Annual Benefits}}
        status: {{from: Status}}
        fund_code: {{from: Account, regex_extract: "^([^-]+)-"}}
"""
FILES = {
    "benefits_package": "code,name\nPKG1,Full\n",
    "employee": "code,first_name,last_name\nE1,Unmistakable,Person\nE2,Another,Person\n",
    "job": "code,name,class_code,class_name,benefits_package_code\nT,Teacher,CERT,Cert,PKG1\n",
    # P1 is filled to 0.75, P2 is empty, P3 has ended.
    "position": "code,job_code,location_code,fte,start_date,end_date\nP1,T,101,1,2026-07-01,\n"
    "P2,T,102,0.5,2026-07-01,\nP3,T,101,1,2025-07-01,2026-06-30\n",
    "position_funding": "position_code,account_code,percentage,start_date\n"
    "P1,10-1000-1100-101,66.67,2026-07-01\nP1,20-1000-1100-101,33.33,2026-07-01\n"
    "P2,10-1000-1100-102,100,2026-07-01\n",
    "assignment": "employee_code,position_code,fte,start_date\nE1,P1,0.5,2026-07-01\n"
    "E2,P1,0.25,2026-07-01\n",
    # The second person is paid by a fund of the own.
    "assignment_funding": "position_code,employee_code,account_code,percentage,start_date\n"
    "P1,E2,30-1000-1100-101,100,2026-07-01\n",
    "employee_pay": "employee_code,pay_type,segment_code,pay_basis,fte_basis,amount,start_date\n"
    "E1,Regular,1100,Daily,185,300.01,2026-07-01\nE2,Regular,1100,Salary,1,40000,2026-07-01\n",
    "employee_benefit": "employee_code,benefit_type,segment_code,pay_basis,amount,start_date\n"
    "E1,Retirement,2100,percentage,10,2026-07-01\n",
    "vacancy_pay": "job_code,fiscal_year,segment_code,pay_type,pay_basis,fte_basis,amount\n"
    "T,2027,1100,Salary,Salary,1,52000\nT,2026,1100,Salary,Salary,1,1\n",
    "vacancy_benefit": "package_code,fiscal_year,segment_code,benefit_type,pay_basis,amount\n"
    "PKG1,2027,2100,Retirement,percent,0.15\n",
}
# Reckoned by hand: 185 days at $300.01 and 0.5 FTE are $27,750.93, of which 66.67 % and 33.33 %.
WANTED = {
    ("P1", "10", "filled"): (Decimal("0.3334"), Decimal("18501.55"), Decimal("1850.15")),
    ("P1", "20", "filled"): (Decimal("0.1666"), Decimal("9249.38"), Decimal("924.94")),
    ("P1", "30", "filled"): (Decimal("0.25"), Decimal(10000), None),
    ("P1", "10", "vacant"): (Decimal("0.1667"), Decimal("8667.10"), Decimal("1300.07")),
    ("P1", "20", "vacant"): (Decimal("0.0833"), Decimal("4332.90"), Decimal("649.93")),
    ("P2", "10", "vacant"): (Decimal("0.5"), Decimal(26000), Decimal(3900)),
}


@pytest.fixture
def staffed(settings, store, tmp_path):
    for name, text in FILES.items():
        file = tmp_path / f"{name}.csv"
        file.write_text(text)
        ran = run(settings, store, "elm", name, file)
        assert ran.is_done, ran.lines


def test_fte_and_dollars_stand_in_the_snapshot_by_fund(settings, staffed, delivery, tmp_path):
    mapping = tmp_path / "inbox" / "mapping.yaml"
    mapping.write_text(mapping.read_text().rstrip() + MAPPED)
    assert write_where_asked(settings, "elm", mapping, tmp_path / "inbox", DAY)
    text = (tmp_path / "inbox" / NAME).read_text()
    assert "Person" not in text
    assert "E1" not in text
    load(settings, "elm", delivery, silent)
    snapshot = read_shelves(settings.var)["elm"].current
    found = duckdb.sql(
        "SELECT position_id, fund_code, fte, annual_pay, annual_benefits, status FROM read_parquet("
        f"'{settings.var}/snapshots/{snapshot}/tables/position/**/*.parquet')"
        " ORDER BY position_id, fund_code, status"
    ).fetchall()
    assert {(one[0], one[1], one[5]): one[2:5] for one in found} == WANTED
    assert len(found) == len(WANTED)


def test_a_mapping_that_does_not_name_it_leaves_the_folder_alone(settings, staffed, delivery):
    load(settings, "elm", delivery, silent)
    assert not write_where_asked(
        settings, "elm", *(Path(delivery[key]) for key in ("mapping", "source")), DAY
    )
    assert not (Path(delivery["source"]) / NAME).exists()
