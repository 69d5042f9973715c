"""Pinned, verified, locked-down snapshots: what is refused, what falls back, what is cached."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, date, datetime

import pytest

from access.scope import Scope
from config import Settings
from data.serving_schema import FORM
from data.warehouse import NoSnapshotError, QueryError, QueryTimeoutError, Warehouse
from tests.data.serving_sample import DISTRICT, Sample, point_at, publish, sample

FORBIDDEN = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_parquet('/tmp/x.parquet')",
    "select * from glob('/*')",
    "copy dim_location to '/tmp/plumbline-probe.csv'",
    "copy dim_location to 'plumbline-probe.csv' (use_tmp_file false)",
    "export database '/tmp/plumbline-probe'",
    "attach '/tmp/plumbline-probe.duckdb' as other",
    "attach ':memory:' as other",
    "install httpfs",
    "load httpfs",
    "create table probe (a integer)",
    "insert into dim_location select * from dim_location",
    "update dim_location set name = 'x'",
    "delete from dim_location",
    "drop table dim_location",
    "set threads = 4",
    "set memory_limit = '9GB'",
    "set enable_external_access = true",
    "set temp_directory = '/tmp'",
    "reset enable_external_access",
    "set lock_configuration = false",
    "pragma enable_external_access",
    "select * from a_python_variable",
]


@pytest.fixture
def var(tmp_path):
    publish(tmp_path, Sample({"district": [{"district_id": DISTRICT, "name": "One"}]}), "elm-a")
    return tmp_path


def add(var, name, identity):
    made = Sample({"district": [{"district_id": DISTRICT, "name": name}]})
    return publish(var, made, identity)


def name_of(warehouse):
    return warehouse.exact(DISTRICT, "district").column("name")[0].as_py()


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_connection_reads_its_own_tables_and_nothing_else(warehouse, statement):
    a_python_variable = warehouse.frame(DISTRICT, "categories")
    assert len(a_python_variable)
    connection = warehouse._pin(DISTRICT).connection.cursor()
    with pytest.raises(Exception, match=r"Error"):
        connection.execute(statement).fetchall()


def test_limits_are_set(warehouse):
    cursor = warehouse._pin(DISTRICT).connection.cursor()
    names = ("threads", "temp_directory", "memory_limit", "enable_external_access",
             "disabled_optimizers", "dynamic_or_filter_threshold")  # fmt: skip
    found = [
        cursor.execute("select current_setting($name)", {"name": name}).fetchone()[0]
        for name in names
    ]
    assert found == [1, "", "274.6 MiB", False, "common_subplan", 2_000]


def test_a_new_snapshot_is_served_at_the_next_question(var):
    warehouse = Warehouse(Settings(var=var))
    assert name_of(warehouse) == "One"
    add(var, "Two", "elm-b")
    assert name_of(warehouse) == "Two"
    assert warehouse.snapshot(DISTRICT).id == "elm-b"
    point_at(var, "elm-a")
    assert name_of(warehouse) == "One"


def test_a_question_under_way_keeps_its_snapshot(var):
    warehouse = Warehouse(Settings(var=var))
    parts = warehouse.batches(DISTRICT, "district", rows=1)
    first = next(parts)
    add(var, "Two", "elm-b")
    assert name_of(warehouse) == "Two"
    assert first.column("name")[0].as_py() == "One"
    assert list(parts) == []


def test_every_flipped_bit_is_found_and_the_load_before_is_served(var):
    path = add(var, "Two", "elm-b")
    body = bytearray(path.read_bytes())
    for place in range(7, len(body), len(body) // 20):
        body[place] ^= 0b100
        path.write_bytes(bytes(body))
        warehouse = Warehouse(Settings(var=var))
        info = warehouse.snapshot(DISTRICT)
        assert (info.id, info.is_fallback) == ("elm-a", True)
        assert "damaged" in info.notice
        assert name_of(warehouse) == "One"
        body[place] ^= 0b100


def test_a_sound_snapshot_says_nothing(var):
    info = Warehouse(Settings(var=var)).snapshot(DISTRICT)
    assert (info.notice, info.data_as_of) == ("", date(2025, 3, 1))
    assert info.created_utc == datetime(2025, 3, 2, 4, tzinfo=UTC)


def test_without_sound_data_there_is_a_plain_error(var, tmp_path_factory):
    empty = Warehouse(Settings(var=tmp_path_factory.mktemp("empty")))
    assert empty.districts() == ()
    with pytest.raises(NoSnapshotError, match="no sound data"):
        empty.snapshot(DISTRICT)
    (var / "snapshots" / "elm-a" / "serving.duckdb").write_bytes(b"")
    with pytest.raises(NoSnapshotError):
        Warehouse(Settings(var=var)).exact(DISTRICT, "district")


def test_data_of_another_version_ask_for_a_load(tmp_path):
    folder = publish(tmp_path, sample()).parent
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"schema_version": FORM - 1}))
    with pytest.raises(NoSnapshotError, match="another version of Plumbline; load them again"):
        Warehouse(Settings(var=tmp_path)).snapshot(DISTRICT)


def test_a_question_about_locations_needs_a_scope(warehouse):
    with pytest.raises(QueryError, match="needs the scope"):
        warehouse.exact(DISTRICT, "schools", type="")


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [("nothing", {}, "no statement"), ("../district", {}, "no statement"),
     ("monthly", {"kind": "revenue"}, "needs fiscal_year"),
     ("schools", {"colour": 1}, "knows no colour"),
     ("schools", {"all_locations": True}, "knows no all_locations"),
     ("loads", {"sees_compensation": True}, "knows no sees_compensation")],
)  # fmt: skip
def test_questions_that_cannot_be_asked(warehouse, whole, name, arguments, message):
    with pytest.raises(QueryError, match=message):
        warehouse.exact(whole, name, **arguments)


def test_a_question_that_takes_too_long_is_stopped(published, whole):
    warehouse = Warehouse(Settings(var=published, query_seconds=0.2))
    question = warehouse._question(whole, "schools", None, (), {})
    started = time.monotonic()
    with (
        pytest.raises(QueryTimeoutError, match=r"0\.2 seconds"),
        warehouse._running(question, 0.2) as cursor,
    ):
        cursor.execute("select count(*) from range(1000000) a, range(1000000) b").fetchall()
    assert time.monotonic() - started < 2
    assert warehouse.exact(whole, "schools").num_rows == 6


def test_too_much_memory_is_refused_and_the_next_question_answered(var, whole):
    warehouse = Warehouse(Settings(var=var, query_memory_mb=32))
    question = warehouse._question(whole, "schools", None, (), {})
    with pytest.raises(QueryError, match="memory"), warehouse._running(question, 20) as cursor:
        cursor.execute("select list(a.range) from range(200000000) a").fetchall()
    assert name_of(warehouse) == "One"


def test_equal_questions_are_answered_once_and_other_scopes_apart(warehouse, whole, principal):
    assert warehouse.exact(whole, "schools") is warehouse.exact(whole, "schools")
    assert warehouse.exact(principal, "schools").num_rows == 1
    assert warehouse.exact(whole, "schools").num_rows == 6
    assert warehouse.exact(Scope.nothing(DISTRICT), "schools").num_rows == 0


def test_interleaved_readers_never_get_each_others_rows(warehouse, whole):
    scopes = {
        location: Scope(DISTRICT, frozenset({location})) for location in ("101", "102", "201")
    }
    wrong = []

    def read(location):
        for _ in range(120):
            found = warehouse.exact(scopes[location], "schools").column("location_id")
            if found.to_pylist() != [location]:
                wrong.append(found)

    threads = [threading.Thread(target=read, args=(location,)) for location in scopes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_forked_process_opens_its_own_connection(published, whole):
    warehouse = Warehouse(Settings(var=published))
    before = warehouse._pin(DISTRICT).connection
    warehouse._process = -1  # what a child sees: the number of another process
    assert warehouse._pin(DISTRICT).connection is not before
    assert warehouse.exact(whole, "schools").num_rows == 6


def test_frames_are_for_display_and_tables_for_reckoning(warehouse, whole):
    frame = warehouse.frame(whole, "loads")
    table = warehouse.exact(whole, "loads")
    assert frame.shape == (1, table.num_columns)
    assert str(table.schema.field("accepted_usd").type) == "decimal128(18, 2)"
