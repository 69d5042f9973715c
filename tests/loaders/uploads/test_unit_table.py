"""A person's own table: what is taken for what, and each bad cell with its row and column."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
import xlsxwriter

from loaders.errors import FileUnreadableError, HeadingsError
from loaders.uploads.unit_columns import Field, How
from loaders.uploads.unit_table import read_unit_table

HEAD = "School,Students,Per pupil spending,Low-income share,Level"
GOOD = f"{HEAD}\nElm,100,8000,0.2,elem\nPine,200,9000,0.3,elem\nOak,300,10000,0.5,sec\n"


@pytest.fixture
def read(tmp_path):
    def make(text, name="table.csv", encoding="utf-8", **named):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return read_unit_table(path, {Field(key): value for key, value in named.items()})

    return make


def sheet(tmp_path, rows, name="table.xlsx"):
    path = tmp_path / name
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return path


def said(found):
    return [(one.row, one.column, one.found) for one in found.problems]


def test_a_clean_table(read):
    found = read(GOOD)
    assert found.table.units == ("Elm", "Pine", "Oak")
    assert found.table.spending.tolist() == [8_000, 9_000, 10_000]
    assert found.table.group == ("elem", "elem", "sec")
    assert found.rows == (2, 3, 4)
    assert found.problems == ()
    assert found.notes == ("Low-income share is read as shares between 0 and 1",)
    assert {one.field: one.how for one in found.readings}[Field.PUPILS] is How.KNOWN


def test_a_near_heading_is_taken_and_told(read):
    found = read(GOOD.replace("Students", "Studnets"))
    near = next(one for one in found.readings if one.field is Field.PUPILS)
    assert (near.heading, near.how) == ("Studnets", How.NEAR)


def test_a_person_may_say_what_is_what(read):
    text = GOOD.replace("Per pupil spending", "X1").replace("Students", "N1")
    found = read(text, pupils="n1", spending_per_pupil="X1")
    assert found.table.spending.tolist() == [8_000, 9_000, 10_000]
    with pytest.raises(HeadingsError, match=r"no such heading.*one of School, N1, X1"):
        read(text, pupils="Pupils of October", spending_per_pupil="X1")


def test_headings_below_a_banner_and_blank_rows(read):
    found = read(f"Elm Valley Unified,,,,\n,,,,\n{GOOD}\n,,,,\nDistrict total,600,9333,0.4,\n")
    assert found.rows == (4, 5, 6)
    assert any("row 9 (District total) is taken for a total" in note for note in found.notes)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(read, delimiter):
    assert len(read(GOOD.replace(",", delimiter)).table) == 3


def test_windows_text_and_money_as_people_write_it(read):
    text = 'School,Students,"Per pupil spending"\nPeña,"1,234","$9,876.50"\nOak, 20 ,$100\n'
    found = read(text, encoding="cp1252")
    assert found.table.units == ("Peña", "Oak")
    assert found.table.pupils.tolist() == [1_234, 20]
    assert found.table.spending.tolist() == [9_876.5, 100]


@pytest.mark.parametrize(("cells", "shares"), [
    (("20", "30", "50.5"), [0.2, 0.3, 0.505]),
    (("20%", "30 %", "50.5%"), [0.2, 0.3, 0.505]),
    (("0.5%", "0.4%", "1%"), [0.005, 0.004, 0.01]),
    (("1", "30", "0"), [0.01, 0.3, 0]),
])  # fmt: skip
def test_percent_is_recognised_and_said(read, cells, shares):
    low, middle, high = cells
    text = f"{HEAD}\nA,1,1,{low},a\nB,1,1,{middle},a\nC,1,1,{high},a\n"
    found = read(text)
    assert found.table.frl_share == pytest.approx(shares)
    assert "Low-income share is read as percent: its values are divided by 100" in found.notes


def test_columns_that_are_not_read_are_named(read):
    found = read("School,Students,Spending per pupil,FRPM %,Charter,Notes\nA,1,1,55,no,x\n")
    assert found.table.frl_share == pytest.approx([0.55])
    assert "not read: Charter, Notes" in found.notes
    assert not [note for note in read(GOOD).notes if note.startswith("not read")]


def test_a_column_of_ones_and_less_is_shares(read):
    text = f"{HEAD}\nA,1,1,1,a\nB,1,1,0.5,a\n"
    assert read(text).table.frl_share.tolist() == [1, 0.5]


def test_low_values_in_a_column_of_percent_are_mentioned(read):
    text = f"{HEAD}\nA,1,1,0.5,a\nB,1,1,50,a\n"
    assert "Low-income share has 1 value of 1 or less, read as percent too" in read(text).notes


@pytest.mark.parametrize("mark", ["*", "<5%", ">95%", "N<10", "n/a", "NRD", "-"])
def test_hidden_figures_are_missing_and_never_zero(read, mark):
    text = f"{HEAD}\nA,1,1,{mark},a\nB,1,1,0.5,a\n"
    found = read(text)
    assert np.isnan(found.table.frl_share[0])
    assert found.problems == ()
    if mark != "n/a":
        hidden = f"Low-income share hides 1 figure, which is missing: {mark} (1)"
        assert hidden in found.notes


def test_every_bad_cell_names_its_row_and_column(read):
    rows = [
        "Elm,100,8000,0.2,a",
        "Pine,-5,9000,0.3,a",
        "Oak,ten,9000,0.3,a",
        "Ash,,9000,0.3,a",
        "Fir,10,-9000,0.3,a",
        "Yew,10,12%,0.3,a",
        "Elm,10,9000,0.3,a",
        ",10,9000,0.3,a",
        "Bay,10,9000,-0.1,a",
        "Box,10,9000,half,a",
    ]
    found = read("\n".join([HEAD, *rows]))
    assert said(found) == [
        (3, "Students", "-5"),
        (4, "Students", "ten"),
        (5, "Students", ""),
        (6, "Per pupil spending", "-9000"),
        (7, "Per pupil spending", "12%"),
        (8, "School", "Elm"),
        (9, "School", ""),
        (10, "Low-income share", "-0.1"),
        (11, "Low-income share", "half"),
    ]
    texts = [one.text for one in found.problems]
    assert texts[0] == (
        "row 3, column Students ('-5'): negative; mend it, until then the figure is missing"
    )
    assert "stands in row 2 too; this row is left out" in texts[5]
    assert "blank" in texts[2]
    assert len(found.table) == 8


def test_the_same_name_in_two_groups_is_two_schools(read):
    text = f"{HEAD}\nElm,1,1,0.1,elem\nElm,2,2,0.2,high\n"
    assert len(read(text).table) == 2


def test_above_a_hundred_percent(read):
    found = read(f"{HEAD}\nA,1,1,20,a\nB,1,1,120,a\n")
    assert "above 100 %" in found.problems[0].message
    assert np.isnan(found.table.frl_share[1])


@pytest.mark.parametrize(("text", "message"), [
    (b"", "empty"),
    (b"%PDF-1.7 x", "PDF"),
    (gzip.compress(GOOD.encode()), "packed"),
    ("School,Students\nA,1\n", "no heading for spending_per_pupil"),
    ("a,b,c\n1,2,3\n", "no heading for unit or pupils or spending_per_pupil"),
    (f"{HEAD}\n", "no row of a school"),
    (f"{HEAD}\nTotal,1,1,1,a\n", "no row of a school"),
    ("School,Students,Enrollment,PPE\nA,1,1,1\n", "'Students' and 'Enrollment' may both be pupils"),
    ("School,Students,PPE," + "x," * 300 + "\nA,1,1\n", "304 columns"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_words(read, text, message):
    with pytest.raises((FileUnreadableError, HeadingsError), match=message):
        read(text)


def test_too_many_rows_are_refused(read):
    text = "School,Students,PPE\n" + "A,1,1\n" * 20_001
    with pytest.raises(FileUnreadableError, match="more than 20,000 rows"):
        read(text)


def test_a_workbook(tmp_path):
    rows = [
        ["Elm Valley", None, None, None],
        ["Campus", "Enrollment", "PPE", "% FRL"],
        ["Elm", 100, 8_000.25, 0.2],
        ["Pine", 200, 9_000, 0.00001],
        ["Oak", 300, "#N/A", "*"],
    ]
    found = read_unit_table(sheet(tmp_path, rows))
    assert found.table.units == ("Elm", "Pine", "Oak")
    assert found.table.spending[:2].tolist() == [8_000.25, 9_000]
    assert found.table.frl_share[:2].tolist() == [0.2, 0.00001]
    assert found.rows == (3, 4, 5)
    assert said(found) == [(5, "PPE", "#N/A")]


def test_a_damaged_workbook(tmp_path):
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(FileUnreadableError, match="cut off or damaged"):
        read_unit_table(path)
