"""Ends of the words of the search texts and the parts they stand in, counted here by hand."""

from __future__ import annotations

import pytest

from loaders import suffixes
from tests.data.search_suffixes import search_suffixes
from tests.loaders.staged import chart, ledger, serving

TEACHER = "01-11-1100-101"
BOOKS = "01-11-4200-101"
FOREIGN = "Zi\u00f1c/\u0130zmir"
PART = COMMON = 8


@pytest.fixture
def small(monkeypatch):
    """Parts of eight lines, found thirty-two lines at a time and grouped in many portions."""
    monkeypatch.setattr(suffixes, "SEARCH_PART", PART)
    monkeypatch.setattr(suffixes, "MOST_PARTS", COMMON)
    monkeypatch.setattr(suffixes, "_PLACES_AT_ONCE", 32)
    monkeypatch.setattr(suffixes, "_WORDS_AT_ONCE", 200)
    monkeypatch.setattr(suffixes, "_SUFFIXES_AT_ONCE", 300)


def opened(folder):
    """Three hundred lines with numbers, punctuation, capitals and letters beyond ASCII."""
    rows = [
        ledger(
            2027, TEACHER if number % 3 else BOOKS, "1.00", number,
            posted_date=f"2026-07-{number % 28 + 1:02d}", invoice_no=f"INV-{10_007 * number}",
            description=f"Order  {number // 20} of {'Paper' if number % 50 else FOREIGN}",
        )
        for number in range(300)
    ]  # fmt: skip
    return serving(folder, chart((2027, TEACHER), (2027, BOOKS)), {"ledger_line": rows})


def texts(con):
    return [
        {"text": text}
        for (text,) in con.execute("select text from search order by place").fetchall()
    ]


def found(con):
    return dict(con.execute("select suffix, parts from search_suffix").fetchall())


def test_every_end_of_a_word_names_the_parts_of_its_lines(tmp_path, small):
    con = opened(tmp_path)
    expected = {row["suffix"]: row["parts"] for row in search_suffixes(texts(con), PART, COMMON)}
    assert len(texts(con)) == 300
    assert found(con) == expected
    assert found(con)["paper"] is None
    assert len(found(con)["70049"]) == 1
    assert len(found(con)["i\u00f1c"]) > 1


def test_ends_stand_in_their_order_so_that_they_are_found_by_statistics(tmp_path, small):
    con = opened(tmp_path)
    ends = [end for (end,) in con.execute("select suffix from search_suffix").fetchall()]
    assert len(ends) > 500
    assert ends == sorted(ends, key=str.encode)


def test_places_count_the_lines_in_their_order(tmp_path, small):
    con = opened(tmp_path)
    places = con.execute("select place, rowid from search").fetchall()
    assert all(place == rowid for place, rowid in places)


def test_a_load_whose_words_are_too_long_says_that_it_knows_nothing(tmp_path, small, monkeypatch):
    monkeypatch.setattr(suffixes, "_FEW_LINES", 10)
    monkeypatch.setattr(suffixes, "_MOST_PER_LINE", 1)
    assert found(opened(tmp_path)) == {" ": None}


def test_ends_of_no_lines_are_none(tmp_path):
    con = serving(tmp_path, chart((2027, TEACHER)))
    assert found(con) == {}
