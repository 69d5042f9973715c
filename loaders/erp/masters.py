"""Lists that lines refer to: accounts, codes, locations, vendors, periods, recodings."""

from __future__ import annotations

import csv

import duckdb

from loaders.erp import calendar
from loaders.erp.account_masters import describe
from loaders.erp.context import Context, FileReport
from loaders.erp.coordinates import clear_misplaced
from loaders.erp.mapping import Mapping
from loaders.erp.places import complete_locations, note_strangers
from loaders.erp.privacy import WITHHELD, is_employee
from loaders.erp.repeats import number_repeats, replace_earlier
from loaders.erp.stage import insert, settle
from loaders.erp.work import set_duplicates_aside, typed_rows
from loaders.errors import LoaderError

_SEGMENT_TEXTS = ("parent_code", "state_code")
_LOCATION_TEXTS = ("state_id", "nces_id", "grade_low", "grade_high", "parent_id")
_LOCATION_TYPES = ("school", "department", "district", "undistributed")
_LEVELS = ("elementary", "middle", "high", "k12", "other")


def load_calendar(context: Context) -> None:
    """Read the fiscal calendar; its years take the place of the reckoned ones."""
    work = typed_rows(context, day=None, measures=())
    kind = work.value("kind", "CASE WHEN the_period = 0 THEN 'open_balance' ELSE 'regular' END")
    columns = {
        "fiscal_year": "the_year",
        "period": "period_number",
        "label": work.value("label", "concat('Period ', period_number)"),
        "start_date": "start_date",
        "end_date": "end_date",
        "kind": kind.replace("the_period", "period_number"),
        "is_closed": work.value("is_closed", "false"),
    }
    # The periods of the file define the calendar: they are not looked up in it.
    work.troubles = [t for t in work.troubles if t.test != "clock_trouble[2] = 'period'"]
    work.rows = f"(SELECT *, TRY_CAST(period AS SMALLINT) AS period_number FROM {work.rows})"  # noqa: S608 - own names
    settle(work, insert(work, "fiscal_calendar", columns))
    calendar.adopt_calendar(context.con)


def load_segment_values(context: Context) -> None:
    """Read labels of codes into `stage.segment_value`."""
    work = typed_rows(context, day=None, measures=())
    # A label without a year holds for every year.
    work.troubles = [t for t in work.troubles if "'year'" not in t.test or work.has("fiscal_year")]
    set_duplicates_aside(
        work, ["segment", "code", *(["fiscal_year"] if work.has("fiscal_year") else [])]
    )
    columns = {
        "fiscal_year": "coalesce(the_year, 0)",
        "segment": "segment",
        "code": "code",
        "label": "label",
        **{name: work.value(name) for name in _SEGMENT_TEXTS},
        "is_active": work.value("is_active", "true"),
        "label_source": "'erp'",
    }
    settle(work, insert(work, "segment_value", columns))


def load_locations(context: Context) -> None:
    """Read schools and departments into `stage.location`."""
    work = typed_rows(context, day=None, measures=())
    set_duplicates_aside(work, ["location_id"])
    kind, level = (f"lower({work.value(name)})" for name in ("type", "level"))
    columns = {
        "location_id": "location_id",
        "erp_code": f"coalesce({work.value('erp_code')}, location_id)",
        "name": "name",
        "type": f"CASE WHEN {kind} IN ({_listed(_LOCATION_TYPES)}) THEN {kind} END",
        "level": f"CASE WHEN {level} IN ({_listed(_LEVELS)}) THEN {level} END",
        **{name: work.value(name) for name in _LOCATION_TEXTS},
        **{name: work.value(name) for name in ("latitude", "longitude", "opened_on", "closed_on")},
    }
    settle(work, insert(work, "location", columns))
    clear_misplaced(context.con, work)


def load_vendors(context: Context) -> None:
    """Read vendors into `stage.vendor`; names of reimbursed employees are withheld."""
    work = typed_rows(context, day=None, measures=())
    set_duplicates_aside(work, ["vendor_id"])
    prefix = context.mapping.privacy.employee_vendor_prefix
    employee = f"coalesce({work.value('is_employee', 'false')}, false)"
    if prefix:
        quoted = "'" + prefix.replace("'", "''") + "'"
        employee = f"({employee} OR {is_employee('vendor_id', quoted)})"
    columns = {
        "vendor_id": "vendor_id",
        "name": f"CASE WHEN {employee} THEN '{WITHHELD}' ELSE name END",
        "type": work.value("type"),
        "is_employee": employee,
        "is_active": work.value("is_active", "true"),
    }
    settle(work, insert(work, "vendor", columns))


def load_crosswalk(context: Context) -> None:
    """Read recoded accounts into `stage.account_crosswalk`."""
    work = typed_rows(context, day=None, measures=())
    shift = calendar.year_shift(context.mapping.fiscal_calendar)
    years = {name: f"erp_year({name}, {shift})" for name in ("from_fy", "to_fy")}
    columns = {
        "from_account": "from_account",
        "from_fy": years["from_fy"],
        "to_account": "to_account",
        "to_fy": years["to_fy"],
        "share": work.value("share", "1"),
        "note": work.value("note"),
    }
    settle(work, insert(work, "account_crosswalk", columns))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


def finish(con: duckdb.DuckDBPyConnection, mapping: Mapping, reports: list[FileReport]) -> None:
    """What is known only when every file is read: years, titles, places, withheld names."""
    replace_earlier(con, mapping, reports)
    years = [
        row[0]
        for row in con.execute(
            "SELECT DISTINCT fiscal_year FROM stage.account ORDER BY 1"
        ).fetchall()
    ]
    describe(con, mapping, years, {report.import_id: report for report in reports})
    read_account_crosswalk(con, mapping)
    calendar.stage_calendar(con, mapping, years)
    complete_locations(con, mapping)
    note_strangers(con, reports)
    for table in ("ledger_line", "purchase_order", "encumbrance_event"):
        con.execute(
            f"UPDATE stage.{table} SET vendor_name = NULL WHERE vendor_name IS NOT NULL"  # noqa: S608 - canonical names
            " AND vendor_id IN (SELECT vendor_id FROM stage.vendor WHERE is_employee)"
        )
    number_repeats(con, mapping, reports)


def read_account_crosswalk(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """Read the list of recoded accounts that lies beside the mapping.

    Its headings are those of `account_crosswalk`; share and note may be missing.
    """
    crosswalk = mapping.crosswalks.get("account")
    if crosswalk is None or crosswalk.from_:
        return
    path = mapping.beside(crosswalk.file)
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = [row for row in csv.DictReader(text) if any(row.values())]
    for number, row in enumerate(rows, start=2):
        missing = [name for name in _RECODED if not row.get(name)]
        if missing:
            raise LoaderError(
                "the row of the crosswalk is not complete.",
                file=path,
                row=number,
                column=missing[0],
                expected=", ".join(_RECODED),
            )
    values = {name: [row[name].strip() for row in rows] for name in _RECODED}
    values["share"] = [(row.get("share") or "1").strip() for row in rows]
    values["note"] = [(row.get("note") or "").strip() or None for row in rows]
    picked = ", ".join(f"unnest(${name}::VARCHAR[]) AS {name}" for name in values)
    con.execute(
        f"""
        INSERT INTO stage.account_crosswalk BY NAME
        SELECT $district AS district_id, from_account, from_fy::SMALLINT AS from_fy, to_account,
            to_fy::SMALLINT AS to_fy, share::DECIMAL(9,6) AS share, note, '' AS import_id,
            (row_number() OVER () + 1)::INTEGER AS source_row
        FROM (SELECT {picked})
        """,  # noqa: S608 - canonical names
        {**values, "district": mapping.district},
    )


_RECODED = ("from_account", "from_fy", "to_account", "to_fy")
