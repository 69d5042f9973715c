"""The SQL folder: every text keeps the rules of its head."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from access.scope import Scope
from data.scope import ScopeLine, access_predicate
from data.statements import Sort, StatementError, statement, statement_names

FOLDER = Path(__file__).resolve().parents[2] / "data" / "sql"
LOCATED = ("balances", "cube_period", "cube_school", "fct_", "search", "purchase_orders",
           "bucket_account", "quarantine_row", "check_result", "file", "account_class",
           "account_pool", "cube_class", "pool_driver", "pool_share")  # fmt: skip
# Sums over a district and places of rows: nothing of a single location leaves by them.
WITHOUT_ROWS = {"metric_names", "ledger_places", "loaded_headings", "search_places",
                "search_day", "bucket_members"}  # fmt: skip


def access(column):
    return access_predicate(Scope.nothing("d"), column, [])


@pytest.mark.parametrize("name", statement_names())
def test_heads_say_grain_and_asker(name):
    head = (FOLDER / f"{name}.sql").read_text().split("\nselect", maxsplit=1)[0]
    for word in ("-- grain: ", "-- reads: ", "-- asked by: ", "-- rows: "):
        assert word in head


@pytest.mark.parametrize("name", statement_names())
def test_what_reads_rows_of_locations_carries_the_access_mark(name):
    found = statement(name)
    tables = re.findall(r"\b(?:from|join) ([a-z_]+)", found.text)
    if name not in WITHOUT_ROWS and any(table.startswith(LOCATED) for table in tables):
        assert found.is_scoped


@pytest.mark.parametrize("name", statement_names())
def test_marks_are_all_filled_and_parameters_all_named(name):
    found = statement(name)
    arguments = dict.fromkeys(found.needed | found.optional, "x")
    for given in (arguments, dict.fromkeys(found.needed, "x")):
        text, parameters = found.written(given, access)
        assert not re.search(r"[{}]", text)
        named = set(re.findall(r"\$([a-z_]+)", text)) - {"sees_compensation"}
        assert named == set(parameters)


@pytest.mark.parametrize("name", statement_names())
def test_parts_of_several_tables_name_their_own_reads(name):
    head, _, _ = (FOLDER / f"{name}.sql").read_text().partition("-- asked")
    for table in set(re.findall(r"\b(?:from|join) ((?:dim|fct|cube)_[a-z_]+|balances|search)",
                                statement(name).text)):  # fmt: skip
        assert table in head, table


def test_only_offered_columns_sort():
    found = statement("account_status")
    needed = dict.fromkeys(found.needed, 1)
    text, _ = found.written(needed, access, Sort("spent_cents", descending=True))
    assert '"spent_cents" desc nulls last' in text
    for column in ("spent_cents desc; drop table balances", "1", "display", ""):
        with pytest.raises(StatementError, match="cannot be sorted"):
            found.written(needed, access, Sort(column))
    with pytest.raises(StatementError, match="cannot be sorted"):
        statement("loads").written({}, access, Sort("file"))


def test_scope_lines_go_only_where_they_are_taken():
    line = ScopeLine("fund", "is", "10' or 1=1 --")
    found = statement("account_totals")
    text, parameters = found.written({"fiscal_year": 2025}, access, None, [line])
    assert "1=1" not in text
    assert "10' or 1=1 --" in parameters.values()
    with pytest.raises(StatementError, match="no scope lines"):
        statement("loads").written({}, access, None, [line])


def test_a_filter_nobody_set_is_not_in_the_text():
    found = statement("schools")
    assert "$type" not in found.written({"type": ""}, access)[0]
    assert "$type" in found.written({"type": "school"}, access)[0]
