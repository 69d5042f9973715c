"""Words of the search texts and the parts they stand in, counted here by hand."""

from __future__ import annotations

from collections import defaultdict

import pytest

from loaders import word_index
from tests.loaders.staged import chart, ledger, serving

TEACHER = "01-11-1100-101"
BOOKS = "01-11-4200-101"


@pytest.fixture
def con(tmp_path, monkeypatch):
    """Three hundred lines in parts of eight, found thirty-two lines at a time."""
    monkeypatch.setattr(word_index, "SEARCH_PART", 8)
    monkeypatch.setattr(word_index, "MOST_PARTS", 8)
    monkeypatch.setattr(word_index, "_PLACES_AT_ONCE", 32)
    rows = [
        ledger(
            2027, TEACHER if number % 3 else BOOKS, "1.00", number,
            posted_date=f"2026-07-{number % 28 + 1:02d}", invoice_no=f"INV{number}",
            description=f"Order  {number // 20} of {'Paper' if number % 50 else 'Zinc'}",
        )
        for number in range(300)
    ]  # fmt: skip
    return serving(tmp_path, chart((2027, TEACHER), (2027, BOOKS)), {"ledger_line": rows})


def test_every_word_names_the_parts_of_its_lines(con):
    texts = con.execute("select text from search order by rowid").fetchall()
    parts = defaultdict(set)
    for place, (text,) in enumerate(texts):
        for word in text.split():
            parts[word].add(place // 8)
    expected = {word: sorted(where) if len(where) <= 8 else None for word, where in parts.items()}
    found = dict(con.execute("select word, parts from search_word").fetchall())
    assert len(texts) == 300
    assert found == expected
    assert found["paper"] is None
    assert len(found["inv7"]) == 1
    assert len(found["zinc"]) > 1


def test_words_of_no_lines_are_none(tmp_path):
    con = serving(tmp_path, chart((2027, TEACHER)))
    assert con.execute("select count(*) from search_word").fetchone() == (0,)
