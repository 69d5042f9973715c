"""Pages among the newest lines of a year: the same rows as a walk through the file finds."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pyarrow as pa
import pytest

from access.scope import Scope
from config import Settings
from data import newest_lines
from data.line_search import newest_keys
from data.newest_lines import lines_with
from data.transactions import transactions
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample, search_text

YEAR = 2025
WORDS = ["", "chromebook", "PAPER", "inv-3", "po17", "person", "é", "nothing at all", "-"]


@pytest.fixture
def newest(made, lines):
    """Key and text of the lines of the year, the newest first, from the plain lists."""
    rows = sorted(
        (row for row in made.rows("search") if row["fiscal_year"] == YEAR),
        key=lambda row: -row["place"],
    )
    text = {line["line_key"]: search_text(made, line | {"account": None}) for line in lines}
    return [(row["line_key"], text[row["line_key"]]) for row in rows]


@pytest.fixture
def walked(monkeypatch):
    """How often the search table was walked."""
    count = []

    def spy(*asked):
        count.append(asked)
        return newest_keys(*asked)

    monkeypatch.setattr("data.transactions.newest_keys", spy)
    return count


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("offset", "limit"), [(0, 1), (0, 7), (3, 5), (40, 10), (0, 100_000)])
@pytest.mark.parametrize("kept", [0, 1, 30, 8_192])
def test_a_page_is_a_slice_of_the_lines_with_the_word(
    warehouse, whole, newest, monkeypatch, word, offset, limit, kept
):
    monkeypatch.setattr(newest_lines, "LINES", kept)
    page = transactions(warehouse, whole, fiscal_year=YEAR, search=word, offset=offset, limit=limit)
    wanted = [key for key, text in newest if word.lower() in text]
    assert page.column("line_key").to_pylist() == wanted[offset : offset + limit]


def test_rows_are_those_of_the_walk_in_every_column(warehouse, whole, monkeypatch, walked):
    asked = {"fiscal_year": YEAR, "search": "paper", "limit": 5}
    kept = transactions(warehouse, whole, **asked)
    assert not walked
    monkeypatch.setattr(newest_lines, "LINES", 0)
    assert transactions(warehouse, whole, **asked).equals(kept)
    assert len(walked) == 1


@pytest.mark.parametrize(("room", "is_walked"), [(1 << 20, False), (6_000, False), (600, True)])
def test_fewer_lines_are_kept_where_there_is_little_room(
    warehouse, whole, newest, monkeypatch, walked, room, is_walked
):
    monkeypatch.setattr(newest_lines, "ROOM", room)
    rows = transactions(warehouse, whole, fiscal_year=YEAR, limit=5)
    assert rows.column("line_key").to_pylist() == [key for key, _ in newest[:5]]
    assert bool(walked) is is_walked


@pytest.mark.parametrize("written", ["", "x" * 900, "\u6559\u6750" * 300, "é" * 400])
def test_lines_however_long_are_fetched_once_and_kept(tmp_path, whole, monkeypatch, written):
    made = sample()
    for number, line in enumerate(made.rows("fct_ledger")):
        line["extra"] = f'{{"Item":"{number}{written}"}}'
    for row in made.rows("search"):
        row["text"] += written
    publish(tmp_path, made)
    fetched = []
    fetch = newest_lines.lines_of
    monkeypatch.setattr(newest_lines, "ROOM", 100_000)
    monkeypatch.setattr("data.warehouse._LOOKUP_ROOM", 8 * 100_000)
    monkeypatch.setattr(
        newest_lines, "lines_of", lambda *asked, **more: fetched.append(1) or fetch(*asked, **more)
    )
    served = Warehouse(Settings(var=tmp_path))
    try:
        pages = [transactions(served, whole, fiscal_year=YEAR, limit=9) for _ in range(3)]
        assert pages[0].equals(pages[2])
        assert len(fetched) == 1
    finally:
        served.close()


@pytest.mark.parametrize(
    "filters",
    [{"line_type": "actual"}, {"bucket": "SUP"}, {"first_period": 1}, {"least_usd": Decimal(0)},
     {"where": "amount between 0..5"}, {"vendor": "V1"}, {"location": "101"}],
    ids=lambda filters: next(iter(filters)),
)  # fmt: skip
def test_what_else_is_asked_for_is_not_left_out(warehouse, whole, lines, filters):
    every = transactions(warehouse, whole, fiscal_year=YEAR, **filters)
    page = transactions(warehouse, whole, fiscal_year=YEAR, limit=3, **filters)
    assert page.equals(every.slice(0, 3))


@pytest.mark.parametrize(
    "scope",
    [Scope.whole(DISTRICT), Scope(DISTRICT, frozenset({"101"}), sees_compensation=True),
     Scope(DISTRICT, frozenset({"101", "102", "103", "201", "301", "901"}), True),
     Scope.nothing(DISTRICT)],
    ids=["without pay", "a school", "every place by name", "nothing"],
)  # fmt: skip
def test_nothing_is_kept_for_readers_of_less_than_everything(warehouse, scope):
    asked = {"fiscal_year": YEAR, "most_lines": 100, "most_bytes": 1 << 20}
    assert warehouse.exact(scope, "newest_texts", **asked).num_rows == 0


def test_texts_with_a_word_are_found_wherever_they_lie():
    random = Random(11)  # noqa: S311
    for _ in range(2_000):
        texts = ["".join(random.choices("abé ", k=random.randint(0, 6))) for _ in range(30)]
        word = "".join(random.choices("abé ", k=random.randint(1, 3)))
        low, most = random.randint(0, 30), random.randint(1, 9)
        part = pa.array(texts, pa.string()).slice(low, 12)
        hit = [number for number, text in enumerate(texts[low : low + 12]) if word in text]
        assert lines_with(part, word, most) == hit[:most]
