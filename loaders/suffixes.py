"""Where each end of a word of the search texts stands, so that a search for a rare one is quick.

A word is what stands between blanks and punctuation. Whatever text is searched for, each word of
it lies within a word of every line that holds the text, so that one of the ends (suffixes) of that
word begins with it: sorted, they are found without looking through them. Numbers of invoices,
checks and orders are most of the words; they share their ends, so that a ledger of ten million
lines has not three million of them.
"""

from __future__ import annotations

from typing import Any, Final

from duckdb import DuckDBPyConnection

from data.serving_schema import LEAST_SUFFIX, MOST_PARTS, SEARCH_PART, SUFFIX

_PLACES_AT_ONCE: Final = 64 * SEARCH_PART
_WORDS_AT_ONCE, _SUFFIXES_AT_ONCE = 4_000_000, 10_000_000
_MOST_PER_LINE, _FEW_LINES = 10, 100_000
_STAGES: Final = {
    "word_part": "word varchar, part integer",
    "word": "word varchar, parts integer[]",
    "suffix_part": "suffix varchar, parts integer[]",
}


def fill_suffixes(con: DuckDBPyConnection, text: Any) -> None:
    """Fill `search_suffix` from `search`; plain names mean tables of the serving file.

    `text` gives the SQL of a file by its name. Where words are so long that their ends would
    outweigh the lines, the table says with one row that it knows nothing.
    """
    for name, columns in _STAGES.items():
        con.execute(f"create temp table {name} ({columns})")
    _set(con, part=SEARCH_PART, most_parts=MOST_PARTS, suffix=SUFFIX, least_suffix=LEAST_SUFFIX)
    lines = _count(con, "select count(*) from search")
    for first in range(0, lines, _PLACES_AT_ONCE):
        _set(con, first_place=first, end_place=first + _PLACES_AT_ONCE)
        con.execute(text("word_part"))
    words = _count(con, "select count(*) from word_part")
    _in_portions(con, text("word"), words // _WORDS_AT_ONCE)
    suffixes = _count(con, text("suffix_count"))
    if suffixes > _MOST_PER_LINE * max(lines, _FEW_LINES):
        con.execute("insert into suffix_part values (' ', null)")
    else:
        _in_portions(con, text("suffix_part"), suffixes // _SUFFIXES_AT_ONCE)
    con.execute("insert into search_suffix select * from suffix_part order by suffix")
    for name in _STAGES:
        con.execute(f"drop table {name}")


def _in_portions(con: DuckDBPyConnection, statement: str, more: int) -> None:
    """Run it once and so many times more, each time for a part of what it groups."""
    _set(con, portions=1 + more)
    for portion in range(1 + more):
        _set(con, portion=portion)
        con.execute(statement)


def _set(con: DuckDBPyConnection, **variables: int) -> None:
    for name, value in variables.items():
        con.execute(f"set variable {name} = {value}")


def _count(con: DuckDBPyConnection, statement: str) -> int:
    [(count,)] = con.execute(statement).fetchall()
    return int(count or 0)
