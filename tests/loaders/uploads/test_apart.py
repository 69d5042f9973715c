"""Large workbooks are read in a process of their own, with the same outcome."""

from __future__ import annotations

import pytest

from loaders.errors import FileUnreadableError
from loaders.uploads import apart
from loaders.uploads.packed import unpacked_sheet
from tests.loaders.uploads.bad_files import CASES, Good, as_csv, as_xlsx

TABLE = [["code", "name"], ["007", "two\nlines"], ["8", "Peña"]]


@pytest.fixture(autouse=True)
def everything_apart(monkeypatch):
    monkeypatch.setattr(apart, "APART", 0)


def test_a_workbook_read_apart_is_the_same(monkeypatch):
    content = as_xlsx(TABLE, sheets=("One", "Two"))
    far = apart.brought(content, "../people.xlsx", sheet="Two")
    monkeypatch.setattr(apart, "APART", len(content))
    assert apart.brought(content, "../people.xlsx", sheet="Two") == far
    sheet = unpacked_sheet(far.packed)
    assert (far.name, far.row_count, sheet.sheet) == ("people.xlsx", 2, "Two")
    assert [row.cells for row in sheet.rows] == [("007", "two\nlines"), ("8", "Peña")]


def test_what_cannot_be_read_is_said_as_it_is_here():
    case = CASES["truncated"]
    content = case.make(Good(("code", "name"), (("1", "2"),)))
    with pytest.raises(FileUnreadableError, match=case.refused) as found:
        apart.brought(content, "people.xlsx")
    assert found.value.file == "people.xlsx"


def test_a_workbook_that_takes_too_much_ends_its_own_process_only(monkeypatch):
    """The limit is set so low that the process cannot even begin."""
    monkeypatch.setattr(apart, "_ROOT", apart._ROOT / "data")
    with pytest.raises(FileUnreadableError, match="too much memory or time"):
        apart.brought(as_xlsx(TABLE), "people.xlsx")


def test_text_is_read_here():
    assert apart.brought(as_csv(TABLE).encode(), "people.csv").row_count == 2
