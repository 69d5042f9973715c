"""Where each word of the search texts stands, so that a search for a rare one reads little.

A word is what stands between two spaces. Whatever text is searched for, every piece of it between
spaces lies within a word of each line that holds the text: parts without such a word need not be
read. Numbers of invoices and checks are most of the words: a ledger of ten million lines has four
million, found some parts at a time and grouped in portions.
"""

from __future__ import annotations

from typing import Any, Final

from duckdb import DuckDBPyConnection

from data.serving_schema import MOST_PARTS, SEARCH_PART

_PLACES_AT_ONCE: Final = 64 * SEARCH_PART
_PORTIONS: Final = 4
_STAGE = "create temp table word_part (word varchar, part integer)"


def fill_words(con: DuckDBPyConnection, text: Any) -> None:
    """Fill `search_word` from `search`; plain names mean tables of the serving file.

    `text` gives the SQL of a file by its name.
    """
    con.execute(_STAGE)
    con.execute(f"set variable lines_of_a_part = {SEARCH_PART}")
    con.execute(f"set variable most_parts = {MOST_PARTS}")
    [(places,)] = con.execute("select coalesce(max(rowid) + 1, 0) from search").fetchall()
    for first in range(0, places, _PLACES_AT_ONCE):
        con.execute(f"set variable first_place = {first}")
        con.execute(f"set variable end_place = {first + _PLACES_AT_ONCE}")
        con.execute(text("word_part"))
    con.execute(f"set variable portions = {_PORTIONS}")
    for portion in range(_PORTIONS):
        con.execute(f"set variable portion = {portion}")
        con.execute(text("search_word"))
    con.execute("drop table word_part")
