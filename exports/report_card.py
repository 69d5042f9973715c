"""The per-pupil report-card file: schools and district with dictionary, exclusions and methods.

One content in two forms: a workbook with a sheet each, in the words of the district, or a ZIP of
CSV files for programs. Fields are named (site federal, central share federal, ...), withheld
figures are `*`, text is never a formula.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.attribution import attributed_spending, chosen_rule_set, rule_sets
from data.attribution_identity import attribution_identity, release_check
from data.central_resources import central_pools
from data.districts import district, latest_fiscal_year
from data.read_model import ArgumentError
from data.warehouse import Warehouse
from exports.cells import WITHHELD, harmless
from exports.flat import MEDIA_TYPES, Export, Format
from metrics.per_pupil import per_pupil
from pages.words import label
from pages.words import told as said

NAME: Final = "report-card"
FORMS: Final = {"xlsx": MEDIA_TYPES[Format.XLSX], "zip": "application/zip"}
Sheet = tuple[list[str], list[list[Any]]]

_MONEY: Final = {
    "site_federal": "Site federal",
    "site_state_local": "Site state/local",
    "site": "Site total",
    "central_federal": "Central share federal",
    "central_state_local": "Central share state/local",
    "central": "Central share total",
    "federal": "Total federal",
    "state_local": "Total state/local",
    "personnel": "Total personnel",
    "non_personnel": "Total non-personnel",
    "total": "Total",
}
_CELLS: Final = {
    f"{part}_{source}_{nature}": f"{words} {source_words} {nature_words}"
    for part, words in (("site", "Site"), ("central", "Central share"))
    for source, source_words in (("federal", "federal"), ("state_local", "state/local"))
    for nature, nature_words in (("personnel", "personnel"), ("non_personnel", "non-personnel"))
}
_HEAD: Final = {
    "fiscal_year": ("Fiscal year", "named by the year in which it ends"),
    "state_id": ("State school number", "number of the school in state files"),
    "nces_id": ("NCES school number", "number of the school in federal files"),
    "location_id": ("School code", "code of the school in the district's ledger"),
    "location_name": ("School", "name"),
    "level": ("Level", "elementary, middle, high, k12 or other"),
    "pupils": ("Enrollment", "pupils behind every figure per pupil"),
    "count_type": ("Count", "which count: october, membership, adm, cumulative"),
}
_EXCLUSIONS: Final = "Exclusions note"


def report_card(
    warehouse: Warehouse,
    scope: Scope,
    form: str,
    arguments: Mapping[str, Any],
    *,
    at: datetime | None = None,
) -> Export:
    """The file as `xlsx` or `zip`; `arguments` are those of the per-pupil report."""
    if form not in FORMS:
        raise ArgumentError(f"unknown form {form!r}; expected one of: {', '.join(FORMS)}")
    year = arguments.get("fiscal_year") or latest_fiscal_year(warehouse, scope.district)
    asked = {**arguments, "fiscal_year": year}
    sheets = _sheets(warehouse, scope, asked, at or datetime.now(UTC))
    made = _workbook(sheets) if form == "xlsx" else _archive(sheets)
    return Export(f"{scope.district}_{NAME}_fy{year}.{form}", FORMS[form], iter([made]))


def _sheets(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], at: datetime
) -> dict[str, Sheet]:
    rows = attributed_spending(warehouse, scope, **asked).to_pylist()
    identity = attribution_identity(warehouse, scope, **asked).to_pylist()
    left_out = [row["name"] for row in identity if row["component"] == "excluded" and row["line"]]
    note = f"Left out for every school: {', '.join(left_out)}" if left_out else ""
    return {
        "Schools": _schools(rows, note),
        "LEA": _lea(warehouse, scope, rows, identity, asked),
        "Data dictionary": _dictionary(),
        "Exclusions": _exclusions(identity, rows),
        "Methods": _methods(warehouse, scope, asked, at),
    }


def _names() -> dict[str, str]:
    """Every field with its heading, in order."""
    heads = {name: words for name, (words, _) in _HEAD.items()}
    money = {f"{name}_usd": words for name, words in (_MONEY | _CELLS).items()}
    per = {f"{name}_per_pupil_usd": f"{words} per pupil" for name, words in _MONEY.items()}
    return heads | money | per


def _schools(rows: Sequence[dict[str, Any]], note: str) -> Sheet:
    names = _names()
    body = []
    for row in rows:
        hidden = row["hidden"].split()
        cells = [WITHHELD if name in hidden else row[name] for name in names]
        own = "; ".join(filter(None, [note, _no_share(row), row["reason"]]))
        body.append([*cells, own])
    return [*names.values(), _EXCLUSIONS], body


def _no_share(row: dict[str, Any]) -> str:
    return f"No share of: {row['exclusions']}" if row["exclusions"] else ""


def _lea(
    warehouse: Warehouse,
    scope: Scope,
    rows: Sequence[dict[str, Any]],
    identity: Sequence[dict[str, Any]],
    asked: dict[str, Any],
) -> Sheet:
    """The district: all schools together, over the schools whose pupils are shown, and the rest."""
    place = district(warehouse, scope.district)
    shown = [row for row in rows if row["pupils"] is not None and row["total_usd"] is not None]
    pupils = sum(row["pupils"] for row in shown)
    lines: list[list[Any]] = [
        ["District", place.name], ["NCES district number", place.nces_id],
        ["Fiscal year", asked["fiscal_year"]], ["Schools", len(rows)],
        ["Schools with pupils shown", len(shown)], ["Enrollment of those schools", pupils],
    ]  # fmt: skip
    for name, words in (_MONEY | _CELLS).items():
        known = [row[f"{name}_usd"] for row in rows if row[f"{name}_usd"] is not None]
        lines.append([f"{words}, all schools", sum(known, Decimal(0))])
    for name, words in _MONEY.items():
        cents = sum(int(row[f"{name}_usd"] * 100) for row in shown)
        figure = per_pupil(cents, pupils)
        lines.append([f"{words} per pupil, schools with pupils shown",
                      None if figure is None else Decimal(figure) / 100])  # fmt: skip
    lines += [[row["name"], row["amount_usd"]] for row in identity if not row["line"]]
    return ["Field", "Value"], lines


def _dictionary() -> Sheet:
    plain = dict(_HEAD.values())
    meanings = {
        "Site": "booked at the school",
        "Central share": "the school's share of cost held centrally",
        "Total": "site and central share",
    }
    rows: list[list[Any]] = [[words, told] for words, told in plain.items()]
    for words in (*_MONEY.values(), *_CELLS.values()):
        part = next(name for name in ("Central share", "Site", "Total") if words.startswith(name))
        kind = words.removeprefix(part).strip()
        told = f"dollars, exact to the cent: {meanings[part]}" + (f", {kind}" if kind else "")
        rows.append([words, told.removesuffix(", total")])
    rows += [
        [f"{words} per pupil", "the dollars above divided by enrollment, rounded by itself"]
        for words in _MONEY.values()
    ]
    rows.append([_EXCLUSIONS, "what is left out, and pools of which the school takes no share"])
    rows.append([WITHHELD, "withheld because few pupils stand behind the figure"])
    return ["Field", "Meaning"], rows


def _exclusions(identity: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> Sheet:
    """Dollars that no school's figure holds, and schools that take no share of a pool."""
    kinds = ("central_office", "excluded", "not_attributed", "unclassified")
    body: list[list[Any]] = [
        [row["component"].replace("_", " "), row["name"], row["reason"], row["amount_usd"]]
        for row in identity
        if row["component"] in kinds and row["line"]
    ]
    body += [
        ["school without a share", row["location_name"], row["exclusions"], None]
        for row in rows
        if row["exclusions"]
    ]
    return ["Kind", "What", "Reason", "Dollars"], body


def _methods(warehouse: Warehouse, scope: Scope, asked: dict[str, Any], at: datetime) -> Sheet:
    method = chosen_rule_set(warehouse, scope.district, asked.get("rule_set", ""))
    named = {one.code: one for one in rule_sets(warehouse, scope.district)}
    year = asked["fiscal_year"]
    blocks = release_check(warehouse, scope.district, fiscal_year=year, rule_set=method).reasons
    day = warehouse.snapshot(scope.district).data_as_of
    told = named.get(method)
    rows: list[list[Any]] = [
        ["Release", "may be released" if not blocks else "NOT FOR RELEASE"],
        *(["Reason", reason] for reason in blocks),
        ["Method", told.name if told else "none is set"],
        ["Method in words", told.description if told else ""],
        ["Dollars", asked.get("basis", "actual")],
        ["Salaries", "actual salaries, as booked"],
        ["Funds", ", ".join(asked.get("funds") or ()) or "every fund; see Exclusions"],
        ["Rounding", "each pool is shared in cents by largest remainder in every part"],
        [
            "Small counts",
            "withheld: the school takes no share and is named; a bound: it counts as the bound",
        ],
        ["Comparison", "suited to comparing schools of this district, not districts"],
        ["Data as of", day.isoformat() if day else "unknown"],
        ["Made", f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"],
    ]  # fmt: skip
    pools = central_pools(warehouse, scope, **{**asked, "rule_set": method}).to_pylist()
    for pool in pools:
        how = pool["reason"] or f"by {pool['driver_label']}, {pool['schools_label']}"
        rows.append([f"Pool {pool['pool_name']}", "; ".join(filter(None, [how, pool["source"]]))])
    return ["Note", "Text"], rows


def _plain(value: Any) -> Any:
    """A cell as text that no spreadsheet runs, a number, or nothing."""
    if isinstance(value, str):
        return harmless(pa.array([value])).to_pylist()[0]
    return value


def _archive(sheets: Mapping[str, Sheet]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (head, rows) in sheets.items():
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(head)
            writer.writerows([[_plain(cell) for cell in row] for row in rows])
            archive.writestr(f"{name.lower().replace(' ', '_')}.csv", text.getvalue())
    return buffer.getvalue()


def _workbook(sheets: Mapping[str, Sheet]) -> bytes:
    import xlsxwriter  # noqa: PLC0415  (only who exports a workbook waits for it)

    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **plain})
    bold = book.add_format({"bold": True, "bottom": 1})
    dollars = book.add_format({"num_format": "#,##0.00;[Black]-#,##0.00"})
    for name, (head, rows) in sheets.items():
        sheet = book.add_worksheet(label(name))
        sheet.set_column(0, len(head) - 1, 22)
        sheet.freeze_panes(1, 0)
        for place, words in enumerate(head):
            sheet.write_string(0, place, label(words), bold)
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell, dollars)
    book.close()
    return buffer.getvalue()


def _write(sheet: Any, row: int, place: int, cell: Any, dollars: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, said(cell))
    elif isinstance(cell, Decimal):
        sheet.write_number(row, place, cell, dollars)
    elif cell is not None:
        sheet.write_number(row, place, cell)
