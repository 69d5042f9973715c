"""A small district with a serving file of its own, and its figures in plain Python.

The serving file is written straight from `data.serving_schema`, without the loaders, so that
what read models answer can be held against sums over the plain lists kept here.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa

from data.serving_schema import FORM, SERVING
from tests.data.attribution_sample import add_attribution
from tests.data.sample_loads import add_loads
from tests.data.sample_years import add_years
from tests.data.search_suffixes import search_suffixes

DISTRICT = "elm"
SETTINGS = {
    "code": DISTRICT,
    "name": "Elm Unified",
    "state": "CA",
    "default_funds": ["10"],
    "words": {"remaining": "Left"},
    "fiscal_year_start_month": 7,
}
PLACES = [
    # id, name, type, level
    ("", "No location", "undistributed", None),
    ("101", "Ash Elementary", "school", "elementary"),
    ("102", "Birch Elementary", "school", "elementary"),
    ("103", "Coral Point School", "school", "elementary"),
    ("201", "Dogwood Middle", "school", "middle"),
    ("301", "Elder High", "school", "high"),
    ("901", "Business Office", "department", None),
]
FUNDS = {"10": "General", "20": "Federal Title I", "35": "Building"}
OBJECTS = {
    "1100": ("Teachers", "salary", "instruction"),
    "3100": ("Retirement", "benefit", "instruction"),
    "4300": ("Supplies", "non_personnel", "instruction"),
    "5800": ("Services", "non_personnel", "operations"),
    "8980": ("Contributions", "transfer", "other"),
}
CATEGORIES = {"instruction": "Instruction", "operations": "Operations", "other": "Other"}
EXTRA = '{"Item":"Laptop %s","Ship/to":"Room %s"}'
REQUESTERS = ("Site office", "Library", None)
VENDORS = ["", "Acme Paper", "Chromebook Depot", "Employee"]
YEARS = (2024, 2025)
ENROLLMENT = {
    # location: all, frl, ell, sped
    "101": (200, 120, 40, 22),
    "102": (310, 15, 60, 6),
    "103": (8, 5, 2, 1),
    "201": (450, 300, 0, 50),
}


@dataclass
class Sample:
    """Everything that was written, as lists of dictionaries by table."""

    tables: dict[str, list[dict]] = field(default_factory=dict)

    def add(self, table: str, **values) -> None:
        self.tables.setdefault(table, []).append(values)

    def rows(self, table: str) -> list[dict]:
        return self.tables.get(table, [])

    def account(self, key: int) -> dict:
        return self.rows("dim_account")[key - 1]


def sample(amount: Callable[[int], int] | None = None) -> Sample:
    """The district: two years, three funds, lines of every kind, pupils and positions.

    `amount` gives the cents of every line and order of a location by its key; random if left out.
    """
    made, dice = Sample(), random.Random(20)  # noqa: S311
    _dimensions(made)
    _accounts(made)
    _lines(made, dice, amount)
    _balances_and_cubes(made)
    _orders(made, amount)
    _pupils(made)
    add_years(made)
    _positions(made)
    add_loads(made, DISTRICT)
    add_attribution(made, PLACES)
    return made


def _dimensions(made: Sample) -> None:
    made.add(
        "district", district_id=DISTRICT, name="Elm Unified", state="CA", nces_id="0600001",
        settings=json.dumps(SETTINGS),
    )  # fmt: skip
    for key, (code, name, kind, level) in enumerate(PLACES):
        made.add(
            "dim_location", location_key=key, location_id=code, name=name, type=kind, level=level,
            state_id=f"S{code}" if code else None,
        )  # fmt: skip
    for sort, (code, label) in enumerate(CATEGORIES.items()):
        made.add("dim_category", category_code=code, label=label, sort=sort)
    for key, name in enumerate(VENDORS):
        made.add("dim_vendor", vendor_key=key, vendor_id=f"V{key}" if key else "", name=name)
    for year in YEARS:
        for period in range(14):
            edge = "adjustment" if period else "open_balance"
            kind = "regular" if 1 <= period <= 12 else edge
            month = date(year - 1, 7, 1) + timedelta(days=31 * max(0, min(period, 12) - 1))
            made.add(
                "dim_period", fiscal_year=year, period=period, label=f"P{period}", kind=kind,
                start_date=month.replace(day=1), end_date=month.replace(day=28),
                is_closed=year == 2024 or period <= 8,
            )  # fmt: skip
        segments = [("fund", "fund", code, label) for code, label in FUNDS.items()]
        segments += [("object", "object", code, entry[0]) for code, entry in OBJECTS.items()]
        segments += [("site", "location", code, name) for code, name, _, _ in PLACES if code]
        segments += [("function", "function", "1000", "Instruction")]
        for segment, role, code, label in segments:
            made.add(
                "dim_segment_value", fiscal_year=year, segment=segment, role=role, code=code,
                label=label,
            )  # fmt: skip


def _accounts(made: Sample) -> None:
    key = 0
    for year in YEARS:
        for place, (location, _, _, _) in enumerate(PLACES):
            for fund in FUNDS:
                for code, (label, spend_class, category) in OBJECTS.items():
                    if fund == "35" and spend_class != "non_personnel":
                        continue
                    key += 1
                    segments = {"fund": fund, "site": location, "object": code, "function": "1000"}
                    revenue = fund == "20" and code == "8980"
                    made.add(
                        "dim_account", account_key=key, account_id=10_000 + key, fiscal_year=year,
                        display="-".join(segments.values()), description=f"{label} {location}",
                        kind="revenue" if revenue else "expenditure", spend_class=spend_class,
                        category_code=category, fund_code=fund, function_code="1000",
                        object_code=code, program_code="", project_code="",
                        fund_source="federal" if fund == "20" else "state_local",
                        is_transfer=spend_class == "transfer" and not revenue,
                        is_provisional=False, location_key=place,
                    )  # fmt: skip
                    for segment, value in segments.items():
                        made.add(
                            "dim_account_segment", account_key=key, segment=segment, code=value
                        )


def _lines(made: Sample, dice: random.Random, amount: Callable[[int], int] | None) -> None:
    written = []
    for account in made.rows("dim_account"):
        if account["location_key"] == 5 and account["fiscal_year"] == 2025:
            continue  # Elder High has no money in 2025.
        is_pay = account["object_code"] == "1100"
        first = date(account["fiscal_year"] - 1, 7, 1)
        for number in range(10):
            period = number + (0 if number == 0 else 1)
            line_type = ("budget", "encumbrance")[number % 2] if number < 3 else "actual"
            if account["kind"] == "revenue" and line_type == "actual":
                line_type = "receipt"
            vendor = dice.randrange(3) if line_type != "budget" else 0
            place = account["location_key"]
            cents = amount(place) if amount else dice.randrange(-50_000, 900_000)
            written.append({
                "fiscal_year": account["fiscal_year"],
                "location_key": account["location_key"],
                "account_key": account["account_key"],
                "period": max(period, 1),
                "posted_date": first + timedelta(days=30 * number + account["account_key"] % 2),
                "line_type": line_type,
                "amount_cents": cents,
                "vendor_key": 3 if is_pay and line_type == "actual" else vendor,
                "event_type": "payroll" if is_pay and line_type == "actual" else
                {"budget": "original", "encumbrance": "encumber"}.get(line_type, "expense"),
                "source_code": "GL", "journal_no": f"J{number}",
                "description": f"Pay of person {number}" if is_pay and line_type == "actual"
                else f"Purchase {number} of paper" if number % 3 else f"Chromebooks {number}",
                "po_no": f"PO{account['account_key']}" if line_type == "encumbrance" else None,
                "invoice_no": f"INV-{number}", "check_no": None, "import_key": 1,
                "extra": None if is_pay or number % 4 < 3 else EXTRA % (number, place),
                "source_row": len(written) + 2,
            })  # fmt: skip
    for key, line in enumerate(written):
        made.add("fct_ledger", line_key=key, **line)
    for line in sorted(
        made.rows("fct_ledger"), key=lambda row: (row["posted_date"], row["line_key"])
    ):
        made.add(
            "search",
            **{name: line[name] for name in ("posted_date", "fiscal_year", "location_key",
               "account_key", "line_key", "line_type", "amount_cents")},
            text=search_text(made, line),
        )  # fmt: skip
    for end in search_suffixes(made.rows("search")):
        made.add("search_suffix", **end)


def search_text(made: Sample, line: dict) -> str:
    """What a search looks through."""
    account, vendor = made.account(line["account_key"]), line["vendor_key"]
    parts = [f"V{vendor}" if vendor else "", VENDORS[vendor]]
    parts += [line[name] for name in ("description", "po_no", "invoice_no", "check_no")]
    parts += [line["journal_no"], line["source_code"], account["display"], line["extra"]]
    return " ".join(part for part in parts if part).lower()


def _balances_and_cubes(made: Sample) -> None:
    by_account: dict[int, list[dict]] = {}
    for line in made.rows("fct_ledger"):
        by_account.setdefault(line["account_key"], []).append(line)
    school: dict[tuple, dict] = {}
    for key, lines in by_account.items():
        account = made.account(key)
        budget, spent, open_orders = (
            sum(line["amount_cents"] for line in lines if line["line_type"] in kinds)
            for kinds in (("budget",), ("actual", "receipt"), ("encumbrance",))
        )
        same = {name: account[name] for name in ("account_key", "fiscal_year", "location_key")}
        made.add(
            "balances", **same, original_cents=budget - 100, adjustments_cents=100,
            budget_cents=budget, spent_cents=spent,
            encumbered_cents=None if account["kind"] == "revenue" else open_orders,
            requested_cents=None, reported_spent_cents=spent,
            reported_available_cents=budget - spent, line_count=len(lines),
        )  # fmt: skip
        for period in sorted({line["period"] for line in lines}):
            part = [line for line in lines if line["period"] == period]
            made.add(
                "cube_period", **same, period=period,
                budget_cents=sum(p["amount_cents"] for p in part if p["line_type"] == "budget"),
                spent_cents=sum(
                    p["amount_cents"] for p in part if p["line_type"] in ("actual", "receipt")
                ),
                encumbered_cents=sum(
                    p["amount_cents"] for p in part if p["line_type"] == "encumbrance"
                ),
            )  # fmt: skip
        names = ("fiscal_year", "location_key", "kind", "fund_code", "function_code",
                 "category_code", "spend_class", "fund_source", "is_transfer")  # fmt: skip
        entry = school.setdefault(
            tuple(account[name] for name in names),
            {**{name: account[name] for name in names}, "account_count": 0, "budget_cents": 0,
             "spent_cents": 0},
        )  # fmt: skip
        entry["account_count"] += 1
        entry["budget_cents"] += budget
        entry["spent_cents"] += spent
    for entry in school.values():
        made.add("cube_school", **entry)
    _buckets(made)


def _buckets(made: Sample) -> None:
    kinds = {"SUP": ("Supplies", "expenditure", "owner"), "T1": ("Title I", "both", "district"),
             "NIL": ("Nothing", "expenditure", "district")}  # fmt: skip
    for sort, (code, (name, kind, decided)) in enumerate(kinds.items()):
        made.add("bucket", bucket_code=code, name=name, type=kind, description=name,
                 decided_by=decided, sort=sort)  # fmt: skip
    for account in made.rows("dim_account"):
        chosen = {"SUP": account["object_code"] == "4300", "T1": account["fund_code"] == "20"}
        for code, is_in in chosen.items():
            if is_in:
                made.add(
                    "bucket_account", bucket_code=code, account_key=account["account_key"],
                    fiscal_year=account["fiscal_year"], location_key=account["location_key"],
                )  # fmt: skip


def _further(number: int, line: int) -> str:
    """A column that is the order's and one that is the line's."""
    return json.dumps({"Deliver to": f"Room {number % 5}", "Item": f"I{number % 3}{line}"})


def _orders(made: Sample, amount: Callable[[int], int] | None) -> None:
    for number, account in enumerate(made.rows("dim_account")[::7]):
        for line in (1, 2):
            ordered = amount(account["location_key"]) if amount else 10_000 * line
            paid = 0 if amount else 2_500
            made.add(
                "purchase_orders", po_no=f"PO{account['account_key']}", release="", line=str(line),
                account_key=account["account_key"], location_key=account["location_key"],
                fiscal_year=account["fiscal_year"], vendor_key=1 + number % 2,
                issued_on=date(account["fiscal_year"] - 1, 9, 1 + number % 28),
                status="open" if number % 3 else "closed", is_blanket=False,
                is_carryforward=False, description=f"Order {number}, part {line}",
                ordered_cents=ordered, extra=_further(number, line) if number % 4 else None,
                requester=REQUESTERS[number % len(REQUESTERS)], import_key=1,
                changed_cents=0, liquidated_cents=paid, cancelled_cents=0,
                open_cents=(ordered - paid) if number % 3 else 0,
            )  # fmt: skip


def _pupils(made: Sample) -> None:
    keys = {code: key for key, (code, *_) in enumerate(PLACES)}
    for year in YEARS:
        for location, counts in ENROLLMENT.items():
            for group, value in zip(("all", "frl", "ell", "sped"), counts, strict=True):
                kind = "october"
                if group == "sped":
                    kind = "cumulative"
                made.add(
                    "fct_school", location_key=keys[location], fiscal_year=year,
                    metric="enrollment", count_type=kind, grade="all", group_code=group,
                    value=float(value), status="ok", import_key=1, source_row=2,
                )  # fmt: skip
            made.add(
                "fct_school", location_key=keys[location], fiscal_year=year, metric="enrollment",
                count_type="cumulative", grade="all", group_code="all",
                value=float(counts[0] + 20), status="ok", import_key=1, source_row=3,
            )  # fmt: skip
        made.add(
            "fct_school", location_key=keys["101"], fiscal_year=year, metric="ela_points",
            count_type="none", grade="all", group_code="all", value=-12.5, denominator=180.0,
            status="ok", import_key=1, source_row=4,
        )  # fmt: skip
        made.add(
            "fct_school", location_key=keys["102"], fiscal_year=year, metric="ela_points",
            count_type="none", grade="all", group_code="ell", value=3.5, denominator=9.0,
            status="ok", import_key=1, source_row=5,
        )  # fmt: skip


def _positions(made: Sample) -> None:
    for number in range(12):
        made.add(
            "fct_position", fiscal_year=2025, position_id=f"P{number}", job_code="T",
            job_title="Teacher" if number < 9 else "Clerk",
            job_group="certificated" if number < 9 else "classified", location_key=1 + number % 2,
            fte=0.8, annual_pay_cents=6_000_000 + number, annual_benefits_cents=1_000_000,
            status="vacant" if number == 4 else "filled",
        )  # fmt: skip


def write_serving(path: Path, made: Sample) -> None:
    """The serving file of a sample."""
    for place, row in enumerate(made.rows("search")):
        row["place"] = place
    con = duckdb.connect(str(path))
    for name, table in SERVING.items():
        con.execute(f"create table {name} ({table.ddl()})")
        if rows := made.rows(name):
            columns = {column: [row.get(column) for row in rows] for column in table.names}
            con.register("brought", pa.table(columns))
            con.execute(f"insert into {name} select * from brought")
            con.unregister("brought")
    con.close()


def publish(
    var: Path, made: Sample, identity: str = f"{DISTRICT}-1", district: str = DISTRICT
) -> Path:
    """The sample as the newest snapshot of a var folder; the path of its serving file."""
    folder = var / "snapshots" / identity
    folder.mkdir(parents=True)
    path = folder / "serving.duckdb"
    write_serving(path, made)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = {
        "id": identity, "district": district, "created_utc": "2025-03-02T04:00:00+00:00",
        "data_as_of": "2025-03-01", "schema_version": FORM,
        "files": {"serving.duckdb": {"sha256": digest, "bytes": path.stat().st_size, "rows": 0}},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest))
    point_at(var, identity, district)
    return path


def point_at(var: Path, identity: str, district: str = DISTRICT) -> None:
    """Swap the manifest so that the snapshot is the current one."""
    path = var / "manifest.json"
    known = (
        json.loads(path.read_text()) if path.exists() else {"schema_version": FORM, "districts": {}}
    )
    before = known["districts"].get(district, {}).get("history", [])
    history = [identity, *(name for name in before if name != identity)]
    known["districts"][district] = {"current": identity, "history": history}
    new = var / "manifest.json.new"
    new.write_text(json.dumps(known))
    new.replace(path)
