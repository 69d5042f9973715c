"""The search reads only the parts where the words stand, and finds what reading all would find."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from access.scope import Scope
from config import Settings
from data import line_search, search_parts
from data.transactions import transactions, transactions_total
from data.warehouse import Warehouse
from tests.data.search_suffixes import search_suffixes
from tests.data.serving_sample import DISTRICT, publish, sample

PART = 16
WHOLE = Scope.whole(DISTRICT, sees_compensation=True)


@pytest.fixture(scope="module")
def made():
    made = sample()
    made.tables["search_suffix"] = search_suffixes(made.rows("search"), PART)
    return made


@pytest.fixture(scope="module")
def published(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("parts")
    publish(folder, made)
    return Warehouse(Settings(var=folder))


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(search_parts, "SEARCH_PART", PART)
    monkeypatch.setattr(line_search, "FIRST_WINDOW", PART)


@pytest.fixture
def looked_at(published, monkeypatch):
    """The places that a search read, as they are asked for."""
    seen = []
    ask = Warehouse.exact

    def spy(self, who, name, /, **asked):
        if name in {"search_window", "search_totals"}:
            seen.append((asked["from_place"], asked["to_place"]))
        return ask(self, who, name, **asked)

    monkeypatch.setattr(Warehouse, "exact", spy)
    return seen


def pieces(made, count):
    """Texts cut out of the lines at random, of one word, of several, of parts of words."""
    dice = random.Random(8)  # noqa: S311
    rows = made.rows("search")
    for _ in range(count):
        text = dice.choice(rows)["text"]
        start = dice.randrange(len(text))
        yield text[start : start + dice.randrange(1, 24)]


def found_by_hand(made, search, year=2025):
    return {
        row["line_key"]: row["amount_cents"]
        for row in made.rows("search")
        if row["fiscal_year"] == year and search.lower() in row["text"]
    }


def test_texts_cut_out_of_the_lines_are_found_in_every_line_that_holds_them(published, made):
    for search in [*pieces(made, 150), "INV-3", " ", "  paper", "paper of", "no such words"]:
        expected = found_by_hand(made, search)
        found = transactions(published, WHOLE, fiscal_year=2025, search=search)
        assert set(found.column("line_key").to_pylist()) == set(expected), search
        days = found.column("posted_date").to_pylist()
        assert days == sorted(days, reverse=True)
        total = Decimal(sum(expected.values())).scaleb(-2)
        counted = transactions_total(published, WHOLE, fiscal_year=2025, search=search)
        assert counted == (len(expected), total), search


def test_a_page_holds_the_newest_lines_of_the_parts(published, made):
    complete = transactions(published, WHOLE, fiscal_year=2025, search="inv-1")
    keys = complete.column("line_key").to_pylist()
    page = transactions(published, WHOLE, fiscal_year=2025, search="inv-1", offset=3, limit=5)
    assert len(keys) > 8
    assert page.column("line_key").to_pylist() == keys[3:8]


def test_a_word_of_one_line_costs_its_part_and_not_the_year(published, made, looked_at):
    rows = [row for row in made.rows("search") if row["fiscal_year"] == 2025]
    parts = {row["suffix"]: row["parts"] for row in search_suffixes(made.rows("search"), PART)}
    rare = next(
        word for row in rows[: len(rows) // 2] for word in row["text"].split()
        if word.isalnum() and 3 <= len(word) <= 8 and len(parts[word] or ()) == 1
        and not any(end.startswith(word) for end in parts if end != word)
    )  # fmt: skip
    [part] = parts[rare]
    assert transactions(published, WHOLE, fiscal_year=2025, search=rare).num_rows
    newest, *rest = looked_at
    assert newest[1] - newest[0] == PART
    assert all(part * PART <= start < end <= (part + 1) * PART for start, end in rest)
    assert len(rest) == 1


def test_a_word_of_no_line_reads_the_newest_part_alone(published, looked_at):
    assert transactions(published, WHOLE, fiscal_year=2025, search="zzyzx").num_rows == 0
    assert len(looked_at) == 1
    assert transactions_total(published, WHOLE, fiscal_year=2025, search="zzyzx") == (0, 0)
    assert len(looked_at) == 1


def test_suffixes_are_nothing_for_readers_of_less_than_everything(published):
    asked = {"piece": "paper", "characters": 8, "most_suffixes": 10}
    for scope in (
        Scope.whole(DISTRICT),
        Scope(DISTRICT, frozenset({"101"}), sees_compensation=True),
    ):
        assert published.exact(scope, "search_suffixes", **asked).num_rows == 0
    assert published.exact(WHOLE, "search_suffixes", **asked).num_rows == 1


def test_where_the_load_knew_of_no_suffixes_every_part_is_read(made, tmp_path, looked_at):
    unknown = replace(made, tables={**made.tables, "search_suffix": [{"suffix": " "}]})
    publish(tmp_path, unknown)
    warehouse = Warehouse(Settings(var=tmp_path))
    for search in ("zzyzx", "inv-3"):
        expected = found_by_hand(made, search)
        found = transactions(warehouse, WHOLE, fiscal_year=2025, search=search)
        assert set(found.column("line_key").to_pylist()) == set(expected)
    assert len(looked_at) > 4


@pytest.mark.parametrize(
    ("search", "pieces"),
    [
        ("INV-403333", ["403333", "INV"]),
        ("ab 12", []),
        ("--", []),
        ("order of chromebooks", ["omebooks", "chromebo", "order"]),
    ],
)
def test_what_is_looked_up_of_a_text_the_rarest_first(search, pieces):
    assert search_parts._pieces(search) == pieces


def test_many_parts_are_joined_over_their_smallest_gaps(monkeypatch):
    monkeypatch.setattr(search_parts, "SEARCH_PART", 10)
    dice = random.Random(3)  # noqa: S311
    for _ in range(200):
        parts = sorted(dice.sample(range(100), dice.randrange(1, 60)))
        runs = search_parts._joined(np.array(parts))
        assert len(runs) <= 16
        assert runs == sorted(runs)
        assert all(any(a <= part * 10 and part * 10 + 10 <= b for a, b in runs) for part in parts)
        assert all(end < start for (_, end), (start, _) in pairwise(runs))


def test_no_window_holds_more_keys_than_a_web_process_has_room_for():
    runs = [(0, 7_000_000), (8_000_000, 8_000_100)]
    windows = list(line_search._windows(runs))
    assert max(end - start for start, end in windows) <= line_search.LARGEST_WINDOW
    places = sorted(windows)
    assert (places[0][0], places[-1]) == (0, (8_000_000, 8_000_100))
    assert all(end == start for (_, end), (start, _) in pairwise(places[:-1]))
    assert places[-2][1] == 7_000_000
