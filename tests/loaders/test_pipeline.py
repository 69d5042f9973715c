"""From delivery to publication: what is replaced, kept, refused, held."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from config import Settings
from loaders import publication, snapshot
from loaders.errors import LoaderError
from loaders.feed import ControlFile
from loaders.lock import LoadBusyError, load_lock
from loaders.publication import LoadHeld
from loaders.snapshot import LoadRefusedError
from tests.loaders import staged
from tests.loaders.staged import account_id, budget, chart, imported, joined, ledger

TEACHER, BUS = "01-11-1100-101", "01-36-4300-900"


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path / "var", load_threads=1)


def delivery(*rows, imports=None, **more):
    files = imports or [imported("imp-gl", "gl", "ledger_detail", 2, "2027")]
    return staged.feed(joined(staged.layout(), *rows, {"import_file": files}), **more)


def lines(*amounts, year=2027, display=TEACHER, import_id="imp-gl"):
    rows = [
        ledger(year, display, amount, row, import_id=import_id)
        for row, amount in enumerate(amounts, 1)
    ]
    return joined(chart((year, display)), {"ledger_line": rows})


def spent(settings):
    """Dollars spent by fiscal year, from the served file."""
    ref = snapshot.published(settings.var, staged.DISTRICT)
    with duckdb.connect(str(ref.serving), read_only=True) as con:
        rows = con.execute(
            "select fiscal_year, sum(spent_cents)::bigint from balances "
            "where spent_cents is not null group by 1 order by 1"
        ).fetchall()
    return {year: Decimal(cents) / 100 for year, cents in rows}


def canonical(settings, table, columns="*"):
    ref = snapshot.published(settings.var, staged.DISTRICT)
    files = str(ref.tables / table / "*.parquet")
    return duckdb.sql(f"select {columns} from read_parquet('{files}') order by all").fetchall()


def contents(settings):
    return {
        str(path.relative_to(settings.var)): path.stat().st_mtime_ns
        for path in settings.var.rglob("*")
    }


# --- publishing -------------------------------------------------------------------------------


def test_a_first_load_is_served(settings):
    result = staged.deliver(settings, delivery(lines("10.05", "-0.05")))
    ref = snapshot.published(settings.var, staged.DISTRICT)
    assert (result.changed, result.snapshot_id, result.folder) == (True, ref.id, ref.folder)
    assert spent(settings) == {2027: Decimal("10.00")}
    assert result.control_totals[0]["spent_cents"] == 1000
    assert snapshot.verify(ref) == ()
    manifest = ref.manifest()
    assert manifest["data_as_of"] == "2026-07-15"
    assert manifest["imports"] == ["imp-gl"]
    assert manifest["files"]["tables/ledger_line/erp__fy2027.parquet"]["rows"] == 2


def test_the_same_delivery_again_changes_nothing(settings):
    first = staged.deliver(settings, delivery(lines("10")))
    before = contents(settings)
    again = staged.deliver(settings, delivery(lines("10")))
    assert (again.changed, again.snapshot_id) == (False, first.snapshot_id)
    assert again.control_totals == first.control_totals
    assert contents(settings) == before


def test_the_same_delivery_is_loaded_again_for_a_newer_form_of_snapshot(settings, monkeypatch):
    first = staged.deliver(settings, delivery(lines("10", "20")))
    monkeypatch.setattr(publication, "SCHEMA_VERSION", publication.SCHEMA_VERSION + 1)
    again = staged.deliver(settings, delivery(lines("10", "20")))
    assert (again.changed, again.snapshot_id != first.snapshot_id) == (True, True)


def test_force_loads_the_same_delivery_again_byte_for_byte(settings):
    first = staged.deliver(settings, delivery(lines("10", "20")))
    again = staged.deliver(settings, delivery(lines("10", "20")), force=True)
    assert again.snapshot_id != first.snapshot_id
    for path in sorted((first.folder / "tables").rglob("*.parquet")):
        twin = again.folder / path.relative_to(first.folder)
        if "check_result" not in path.parts:
            assert twin.stat().st_ino == path.stat().st_ino, path.name


def test_equal_bytes_give_equal_tables_on_any_machine(tmp_path):
    """More than one row group, two threads, two places: the Parquet files are the same."""
    many = [f"{number % 977}.{number % 100:02d}" for number in range(300)]
    hashes = []
    for place, threads in (("a", 1), ("b", 2)):
        settings = Settings(var=tmp_path / place, load_threads=threads)
        result = staged.deliver(settings, delivery(lines(*many), lines(*many, display=BUS)))
        files = snapshot.published(settings.var, "elm").manifest()["files"]
        hashes.append({name: entry["sha256"] for name, entry in files.items() if "tables" in name})
        assert result.changed
    assert hashes[0] == hashes[1]


def test_a_failed_read_leaves_nothing_behind(settings):
    staged.deliver(settings, delivery(lines("10")))
    before = contents(settings)
    broken = delivery(lines("11"), imports=[imported("imp-2", "gl", "ledger_detail", 1, "2027")])

    def read(con, progress):
        raise LoaderError("the file is cut off")

    with pytest.raises(LoaderError, match="cut off"):
        staged.deliver(settings, type(broken)(**{**fields(broken), "read": read}))
    assert contents(settings).keys() == before.keys()
    assert spent(settings) == {2027: Decimal(10)}


def fields(feed):
    return {name: getattr(feed, name) for name in feed.__slots__}


# --- what stays of the snapshot before ----------------------------------------------------------


def second(*rows, years="2027", name="gl", load="full_fy", kind="ledger_detail", **more):
    imports = [imported("imp-2", name, kind, 2, years)]
    return delivery(*rows, imports=imports, loads={name: load}, **more)


def test_full_fy_replaces_the_years_it_brings_and_links_the_others(settings):
    first = staged.deliver(
        settings,
        delivery(
            lines("10"),
            lines("5", year=2026),
            imports=[imported("imp-gl", "gl", "ledger_detail", 2, "2026,2027")],
        ),
    )
    again = staged.deliver(settings, second(lines("12", import_id="imp-2")))
    assert spent(settings) == {2026: Decimal(5), 2027: Decimal(12)}
    old = "tables/ledger_line/erp__fy2026.parquet"
    assert (first.folder / old).stat().st_ino == (again.folder / old).stat().st_ino
    imports = [row[0] for row in canonical(settings, "import_file", "import_id")]
    assert imports == ["imp-2", "imp-gl"]  # the first one still answers for 2026


def test_full_replaces_all_years_of_the_file(settings):
    staged.deliver(
        settings,
        delivery(
            lines("10"),
            lines("5", year=2026),
            imports=[imported("imp-gl", "gl", "ledger_detail", 2, "2026,2027")],
        ),
    )
    staged.deliver(settings, second(lines("12", import_id="imp-2"), load="full"), force=True)
    assert spent(settings) == {2027: Decimal(12)}
    assert canonical(settings, "import_file", "import_id") == [("imp-2",)]


def test_lines_of_another_file_of_the_same_year_stay(settings):
    imports = [
        imported("imp-gl", "gl", "ledger_detail", 1, "2027"),
        imported("imp-pay", "payroll", "ledger_detail", 1, "2027"),
    ]
    pay = lines("100", display=BUS, import_id="imp-pay")
    staged.deliver(settings, delivery(lines("10"), pay, imports=imports))
    loads = {"gl": "full_fy", "payroll": "full_fy"}
    feed = second(lines("12", import_id="imp-2"))
    staged.deliver(settings, type(feed)(**{**fields(feed), "loads": loads}))
    assert spent(settings) == {2027: Decimal(112)}


def test_a_renamed_file_gives_way_to_its_successor(settings):
    staged.deliver(settings, delivery(lines("10")))
    staged.deliver(settings, second(lines("12", import_id="imp-2"), name="general_ledger"))
    assert spent(settings) == {2027: Decimal(12)}


def test_incremental_adds_and_corrects_by_key(settings):
    staged.deliver(settings, delivery(lines("10", "20", "30")))
    corrected = ledger(2027, TEACHER, "25", 2, import_id="imp-gl")  # key of the second line
    fresh = ledger(2027, TEACHER, "1", 9)
    rows = {"ledger_line": [entry | {"import_id": "imp-2"} for entry in (corrected, fresh)]}
    staged.deliver(settings, second(chart((2027, TEACHER)), rows, load="incremental"), force=True)
    assert spent(settings) == {2027: Decimal(66)}


def reported(day, amount, import_id):
    return {
        "balance_snapshot": [
            {
                "account_id": account_id(2027, TEACHER),
                "fiscal_year": 2027,
                "as_of_date": day,
                "actual_ytd": Decimal(amount),
                "import_id": import_id,
                "source_row": 2,
            }
        ]
    }


def test_as_of_adds_days_and_replaces_the_same_day(settings):
    def bring(day, amount, number):
        name = f"imp-{number}"
        imports = [imported(name, "ytd", "budget_balance", 1, "2027")]
        rows = joined(chart((2027, TEACHER)), reported(day, amount, name))
        staged.deliver(
            settings, delivery(rows, imports=imports, loads={"ytd": "as_of"}), force=True
        )

    bring("2026-12-31", "10", 1)
    bring("2027-01-31", "15", 2)
    bring("2027-01-31", "16", 3)
    found = canonical(settings, "balance_snapshot", "as_of_date::varchar, actual_ytd::varchar")
    assert found == [("2026-12-31", "10.00"), ("2027-01-31", "16.00")]
    assert spent(settings) == {2027: Decimal(16)}


def test_other_sources_stay_as_they_are(settings):
    first = staged.deliver(settings, delivery(lines("10")))
    facts = {
        "school_year_fact": [
            {
                "district_id": "elm",
                "location_id": "101",
                "fiscal_year": 2027,
                "metric": "enrollment",
                "count_type": "october",
                "grade": "all",
                "group_code": "all",
                "value": Decimal(400),
                "status": "ok",
                "import_id": "imp-sis",
                "source_row": 2,
            }
        ]
    }
    imports = [imported("imp-sis", "counts", "school_facts", 1, "2027") | {"source": "sis"}]
    again = staged.deliver(settings, delivery(facts, imports=imports, source="sis"))
    assert spent(settings) == {2027: Decimal(10)}
    path = "tables/ledger_line/erp__fy2027.parquet"
    assert (first.folder / path).stat().st_ino == (again.folder / path).stat().st_ino
    assert set(snapshot.published(settings.var, "elm").manifest()["sources"]) == {"erp", "sis"}


def test_what_the_master_said_of_an_account_outlives_a_delivery_without_master(settings):
    known = lines("10")
    known["account"][0] |= {"description": "Teacher salaries"}
    staged.deliver(settings, delivery(known))
    poor = lines("12", import_id="imp-2")
    poor["account"][0] |= {"is_provisional": True, "import_id": "imp-2"}
    staged.deliver(settings, second(poor))
    assert canonical(settings, "account", "description, is_provisional") == [
        ("Teacher salaries", False)
    ]
    assert spent(settings) == {2027: Decimal(12)}


def test_a_file_without_years_is_replaced_whole(settings):
    def bring(number, name):
        places = imported(f"imp-places-{number}", "places", "location_master", 1, "")
        lined = imported(f"imp-{number}", "gl", "ledger_detail", 1, "2027")
        place = {"district_id": "elm", "location_id": "103", "name": name, "type": "school"}
        rows = {"location": [place | {"import_id": places["import_id"]}]}
        amounts = lines("10", import_id=lined["import_id"])
        staged.deliver(settings, delivery(amounts, rows, imports=[places, lined]))

    bring(1, "Ash Middle")
    bring(2, "Ash K-8")
    imports = [row[0] for row in canonical(settings, "import_file", "import_id")]
    assert imports == ["imp-2", "imp-places-2"]
    names = [row[0] for row in canonical(settings, "location", "name")]
    assert "Ash K-8" in names
    assert "Ash Middle" not in names


def test_a_damaged_file_is_not_carried_into_the_next_snapshot(settings):
    first = staged.deliver(
        settings,
        delivery(
            lines("10"),
            lines("5", year=2026),
            imports=[imported("imp-gl", "gl", "ledger_detail", 2, "2026,2027")],
        ),
    )
    path = first.folder / "tables/ledger_line/erp__fy2026.parquet"
    sound = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(sound[:-20] + bytes([sound[-20] ^ 1]) + sound[-19:])
    with pytest.raises(LoaderError, match="damaged"):
        staged.deliver(settings, second(lines("12", import_id="imp-2")))
    assert snapshot.published(settings.var, "elm").id == first.snapshot_id


def test_a_damaged_serving_file_does_not_stop_the_load_that_mends_it(settings):
    first = staged.deliver(settings, delivery(lines("10")))
    path = first.folder / "serving.duckdb"
    path.chmod(0o644)
    path.write_bytes(b"damaged" + path.read_bytes()[7:])
    staged.deliver(settings, second(lines("12", import_id="imp-2")))
    assert spent(settings) == {2027: Decimal(12)}


# --- held and refused ---------------------------------------------------------------------------


def unbalanced():
    return delivery(
        chart((2027, TEACHER)),
        {
            "budget_line": [
                budget(2027, TEACHER, "5", 1, type="transfer_in", document_no="T9", import_id="i")
            ]
        },
        imports=[imported("i", "bt", "budget_detail", 1, "2027")],
    )


def test_a_failing_check_holds_the_load_and_says_why(settings):
    with pytest.raises(LoadHeld, match=r"B4 budget transfers.*difference 5\.00") as held:
        staged.deliver(settings, unbalanced())
    assert [check.check_code for check in held.value.checks] == ["B4"]
    assert snapshot.published(settings.var, "elm") is None
    assert list((settings.var / "snapshots").iterdir()) == []
    note = json.loads((settings.var / "holds" / "elm.json").read_text())
    assert note["source"] == "erp"
    assert "B4" in note["checks"][0]


def test_force_publishes_with_the_hold_on_record(settings):
    with pytest.raises(LoadHeld):
        staged.deliver(settings, unbalanced())
    result = staged.deliver(settings, unbalanced(), force=True)
    assert [check.check_code for check in result.held] == ["B4"]
    manifest = snapshot.published(settings.var, "elm").manifest()
    assert len(manifest["held"]) == 1
    assert not (settings.var / "holds" / "elm.json").exists()
    failed = canonical(settings, "check_result", "check_code, status")
    assert ("B4", "failed") in failed


def test_a_shrunken_delivery_holds(settings):
    staged.deliver(settings, delivery(lines(*["1"] * 10)))
    with pytest.raises(LoadHeld, match="D1 ledger line, fiscal year 2027: 7 rows where"):
        staged.deliver(settings, second(lines(*["1"] * 7, import_id="imp-2")))
    assert spent(settings) == {2027: Decimal(10)}


def test_a_fund_that_moves_by_more_than_a_twentieth_holds(settings):
    def budgets(amount, import_id):
        rows = {"budget_line": [budget(2027, TEACHER, amount, 1, import_id=import_id)]}
        imports = [imported(import_id, "budget", "budget_detail", 1, "2027")]
        return delivery(chart((2027, TEACHER)), rows, imports=imports)

    staged.deliver(settings, budgets("1000.00", "b1"))
    staged.deliver(settings, budgets("1050.00", "b2"))
    with pytest.raises(LoadHeld, match="D2 budget of fund 01, fiscal year 2027"):
        staged.deliver(settings, budgets("1110.00", "b3"))


def test_an_older_extract_is_refused_without_override(settings):
    def extracted(day, amount, import_id):
        return delivery(
            lines(amount, import_id=import_id),
            imports=[imported(import_id, "gl", "ledger_detail", 1, "2027")],
            control=ControlFile(date.fromisoformat(day)),
        )

    staged.deliver(settings, extracted("2027-03-01", "10", "i1"))
    assert snapshot.published(settings.var, "elm").manifest()["data_as_of"] == "2027-03-01"
    with pytest.raises(LoadRefusedError, match="2027-02-28"):
        staged.deliver(settings, extracted("2027-02-28", "9", "i2"))
    staged.deliver(settings, extracted("2027-02-28", "10", "i2"), force=True)
    assert snapshot.published(settings.var, "elm").manifest()["data_as_of"] == "2027-02-28"


def test_a_load_beside_another_is_refused_at_once(settings):
    with load_lock(settings.var), pytest.raises(LoadBusyError):
        staged.deliver(settings, delivery(lines("10")))
    assert staged.deliver(settings, delivery(lines("10"))).changed
