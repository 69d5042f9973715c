from __future__ import annotations

import itertools
import re
from pathlib import Path

import duckdb
import pytest

from loaders.erp.privacy import masked, private_value, refuse_private_headings
from loaders.errors import PrivateDataError

SSN_WORDS = ["SSN", "ssn", "SSN#", "Emp SSN", "Employee_SSN", "EmployeeSSN", "SSN No", "Soc Sec No",
             "Social Security Number", "social_security", "SocSec", "Soc. Sec.", "TIN", "Payee TIN",
             "Date of Birth", "Birth Date", "BirthDate", "birthday", "DOB", "D.O.B.", "Bank Acct",
             "Bank Account", "bank_account_no", "Routing Number", "Routing", "Garnishment",
             "Home Address", "Home Phone", "Student ID", "Student Name", "student_no"]  # fmt: skip
FINE = ["Account", "Assn", "Description", "Lessn", "Posting Date", "Bank", "Setting", "Name",
        "Tint", "Fund", "Address", "School Name", "Students", "Routing Slip", "Social Studies",
        "Session", "Born Digital", "Continuing Ed", "Bankcard fee", "Student Activity"]  # fmt: skip


@pytest.mark.parametrize("heading", SSN_WORDS)
def test_headings_of_personal_data_refuse_the_file(heading):
    with pytest.raises(PrivateDataError, match=r"privacy\.drop_columns"):
        refuse_private_headings(Path("gl.csv"), ["Account", heading], [])
    refuse_private_headings(Path("gl.csv"), ["Account", heading], [heading.upper()])


@pytest.mark.parametrize("heading", FINE)
def test_other_headings_pass(heading):
    refuse_private_headings(Path("gl.csv"), [heading], [])


def ask(sql, texts):
    con = duckdb.connect()
    return con.execute(f"SELECT {sql} FROM (SELECT unnest($t) AS t)", {"t": texts}).fetchall()


NUMBERS = ["219-09-9999", "001-01-0001", "665-99-9990", "667-10-1000", "899-12-3456", "772-45-0100",
           "123-45-6789", "078-05-1120"]  # fmt: skip
AROUND = ["{}", "ssn {}", "{} refund", "pay to ({})", "a:{};", "x {}, y", "'{}'", "to {}."]


def test_two_hundred_ways_to_write_a_number_into_a_text():
    texts = [form.format(number) for form, number in itertools.product(AROUND, NUMBERS)]
    texts += [f"line {n}: {100 + n}-{10 + n % 80}-{1000 + n}" for n in range(150)]
    assert len(texts) >= 200
    assert ask(private_value("t"), texts) == [(True,)] * len(texts)


def test_no_false_alarm():
    accounts = [f"{f}-{n}-{o}-00-{s}" for f, n, o, s in itertools.product(
        ("199", "211"), ("11", "36"), ("6119", "6399"), ("001", "999"))]  # fmt: skip
    others = ["000-12-3456", "666-12-3456", "900-12-3456", "123-00-4567", "123-45-0000",
              "219099999", "PO 2026-07-15", "12-345-6789", "1219-09-9999", "219-09-99990",
              "555-1212", "210-555-0100"]  # fmt: skip
    texts = [*accounts, *others]
    assert [t for t, (is_private,) in zip(texts, ask(private_value("t"), texts), strict=True)
            if is_private] == []  # fmt: skip


def test_numbers_in_raw_texts_are_crossed_out():
    texts = ["a 219-09-9999 b", "100-11-6100-001", "x|078-05-1120"]
    assert ask(masked("t"), texts) == [
        ("a XXX-XX-XXXX b",),
        ("100-11-6100-001",),
        ("x|XXX-XX-XXXX",),
    ]


def test_nothing_of_a_refused_file_stays(read, tmp_path):
    rows = "Account,Date,Amount,Description\n100-11-6100-001,07/15/2026,1,pay 219-09-9999\n"
    with pytest.raises(PrivateDataError) as refused:
        read({"gl.csv": rows})
    assert not re.search(r"219-09", str(refused.value))


def test_unmapped_columns_leave_no_trace(read):
    head = "Account,Date,Amount,Description,Notes"
    rows = f"{head}\n100-11-6100-001,07/15/2026,abc,x,219-09-9999\n"
    got = read({"gl.csv": rows})
    assert got.quarantine("raw") == [("100-11-6100-001 | 07/15/2026 | abc | x",)]
    short = f"{head}\n100-11-6100-001,07/15/2026,1,see 219-09-9999\n"
    got = read({"gl.csv": short})
    assert got.quarantine("raw") == [("100-11-6100-001,07/15/2026,1,see XXX-XX-XXXX",)]
