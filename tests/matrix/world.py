"""A district in which every school can be told from every other by each text and each amount.

School k pays bills of 8^k dollars, has ordered 2 x 8^k and budgeted 4 x 8^k. Written to the base
8, a sum of any such amounts names in its digits the schools that went into it; what is left of a
budget, spending with orders and the like stay in the school's own digit. Every free text of the
school carries its canary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PLACES = 15
BASE = 8
CENTRAL = 0
YEARS = (2026, 2027)

MAPPING = """
mapping:
  district: {district}
  source: erp
  settings: district.yaml
  fiscal_calendar:
    start_month: "7"
    year_label: ending
    regular_periods: "12"
    closed: {{"2026": "12", "2027": "8"}}
  layout:
    delimiter: "-"
    segments:
      - {{name: fund, role: fund}}
      - {{name: function, role: function}}
      - {{name: object, role: object}}
      - {{name: site, role: location}}
  kinds:
    - [revenue, {{object: "8"}}]
    - [expenditure, {{object: "[1-7]"}}]
  spend_class:
    - [salary, {{object: "1"}}]
    - [non_personnel, {{object: "4"}}]
  categories:
    - {{code: instruction, label: Teaching, rules: [{{function: "1"}}]}}
  files:
    - name: locations
      kind: location_master
      glob: locations.tsv
      format: &plain {{type: tsv, quote: "", header_row: "1"}}
      load: full
      columns: {{location_id: {{from: Code}}, name: {{from: Name}}, type: {{from: Type}}, level: {{from: Level}}}}
    - name: accounts
      kind: account_master
      glob: accounts.tsv
      format: *plain
      load: full
      columns: {{account: {{from: Account}}, fiscal_year: {{from: Year}}, description: {{from: Text}}}}
    - name: gl
      kind: ledger_detail
      glob: gl.tsv
      format: *plain
      load: full_fy
      columns:
        account: {{from: Account}}
        posted_date: {{from: Date, formats: ["%Y-%m-%d"]}}
        fiscal_year: {{from: Year}}
        source_code: {{from: Source}}
        amount: {{from: Amount}}
        vendor_id: {{from: Vendor}}
        vendor_name: {{from: Vendor Name}}
        invoice_no: {{from: Invoice}}
        check_no: {{from: Check}}
        journal_no: {{from: Journal}}
        po_no: {{from: PO}}
        description: {{from: Comment}}
      events: {{PAY: payroll, API: expense}}
      thresholds: {{max_bad_rows_pct: "60", max_bad_amount_pct: "60"}}
    - name: budget
      kind: budget_detail
      glob: budget.tsv
      format: *plain
      load: full_fy
      columns:
        account: {{from: Account}}
        fiscal_year: {{from: Year}}
        document_no: {{from: Document}}
        type: {{from: Type, map: {{ORIG: original}}}}
        status: {{from: Status, map: {{P: posted}}}}
        amount: {{from: Amount}}
        reason: {{from: Reason}}
    - name: orders
      kind: po_detail
      glob: orders.tsv
      format: *plain
      load: full_fy
      columns:
        po_no: {{from: PO}}
        line: {{from: Line}}
        fiscal_year: {{from: Year}}
        account: {{from: Account}}
        vendor_name: {{from: Vendor Name}}
        description: {{from: Comment}}
        issued_on: {{from: Date, formats: ["%Y-%m-%d"]}}
        status: {{from: Status, map: {{Open: open}}}}
        ordered: {{from: Ordered}}
        open_amount: {{from: Ordered}}
    - name: facts
      kind: school_facts
      glob: facts.tsv
      format: *plain
      load: full_fy
      columns: {{fiscal_year: {{from: Year}}, location_id: {{from: School}}}}
      constants: {{metric: enrollment, count_type: october, grade: all}}
      unpivot: [{{from: All, group_code: all}}, {{from: FRL, group_code: frl}}]
"""  # noqa: E501
SETTINGS = """
code: {district}
name: {district} Unified
state: CA
buckets:
  - code: BUY
    name: Purchases
    type: expenditure
    decided_by: owner
    scopes: [{{field: object, operator: is, value: "4300"}}]
  - code: PAY
    name: Pay
    type: expenditure
    decided_by: district
    scopes: [{{field: object, operator: is, value: "1100"}}]
"""


@dataclass(frozen=True)
class World:
    """One district. `shift` moves amounts and texts of all places but `unmoved`."""

    district: str
    word: str
    shift: int = 0
    unmoved: frozenset[int] = frozenset()

    def canary(self, place: int) -> str:
        """The text that only this place's rows carry; pay carries `pay` behind it."""
        return f"{self.word}{self._turn(place):x}q{place:02d}z"

    def dollars(self, place: int) -> int:
        """What one bill of the place is, and the unit of its orders and budgets."""
        return BASE ** ((place + self._turn(place)) % PLACES)

    def _turn(self, place: int) -> int:
        return 0 if place in self.unmoved else self.shift


def code(place: int) -> str:
    """The location code of place k."""
    return str(100 + place)


def places_in(dollars: int) -> set[int]:
    """The places whose amounts went into a sum: the digits that are not zero."""
    number, found, place = abs(dollars), set(), 0
    while number:
        number, digit = divmod(number, BASE)
        if digit:
            found.add(place)
        place += 1
    return found


def dollars_in(text: str) -> set[int]:
    """Whole-dollar amounts written in a text with a dollar sign, not the shortened ones."""
    found = re.findall(r"\$(\d[\d,]*)(?:\.(\d\d))?(?![\d.,]*[kMB\d])", text)
    return {int(whole.replace(",", "")) for whole, cents in found if cents in {"", "00"}}


def write(world: World, folder: Path) -> Path:
    """Write the extracts of the district into a new folder; the path of the mapping."""
    folder.mkdir(parents=True)
    (folder / "district.yaml").write_text(SETTINGS.format(district=world.district))
    for name, table in _tables(world).items():
        lines = ["\t".join(str(cell) for cell in row) for row in table]
        (folder / f"{name}.tsv").write_text("\n".join(lines) + "\n")
    path = folder / "mapping.yaml"
    path.write_text(MAPPING.format(district=world.district))
    return path


def _tables(world: World) -> dict[str, Iterable[tuple[object, ...]]]:
    tables: dict[str, list[tuple[object, ...]]] = {
        "locations": [("Code", "Name", "Type", "Level")],
        "accounts": [("Account", "Year", "Text")],
        "gl": [("Account", "Date", "Year", "Source", "Amount", "Vendor", "Vendor Name",
                "Invoice", "Check", "Journal", "PO", "Comment")],
        "budget": [("Account", "Year", "Document", "Type", "Status", "Amount", "Reason")],
        "orders": [("PO", "Line", "Year", "Account", "Vendor Name", "Comment", "Date", "Status",
                    "Ordered")],
        "facts": [("Year", "School", "All", "FRL")],
    }  # fmt: skip
    for place in range(PLACES):
        _place(world, place, tables)
    return tables


def _place(world: World, place: int, tables: dict[str, list[tuple[object, ...]]]) -> None:
    text, amount = world.canary(place), world.dollars(place)
    is_school = place != CENTRAL
    kind = ("school", "elementary") if is_school else ("department", "")
    tables["locations"].append((code(place), f"School {place}", *kind))
    for year in YEARS:
        buy, pay = f"01-1100-4300-{code(place)}", f"01-1100-1100-{code(place)}"
        day = f"{year - 1}-08-{1 + place:02d}"
        tables["accounts"] += [(buy, year, f"Supplies {text}"), (pay, year, f"Staff {text}")]
        tables["budget"] += [(buy, year, f"B{text}", "ORIG", "P", 4 * amount, f"reason {text}")]
        tables["gl"] += [
            (buy, day, year, "API", amount, f"V{text}", f"Shop {text}", f"I{text}", f"C{text}",
             f"J{text}", f"P{text}", f"goods {text}"),
            # The amount of this row cannot be read: it is set aside, with all its text.
            (buy, day, year, "API", f"twelve {text}", "", f"odd {text}", "", "", "", "", text),
        ]  # fmt: skip
        tables["orders"] += [
            (f"P{text}", 1, year, buy, f"Shop {text}", f"order {text}", day, "Open", 2 * amount)
        ]
        if is_school:
            tables["facts"] += [(year, code(place), 200 + 10 * place, 40 + 9 * place)]
    # The same again in June: half a year's spending by August, so that projections of the next
    # year are twice what is paid, a figure of the same digit.
    tables["gl"] += [
        (f"01-1100-4300-{code(place)}", "2026-06-30", 2026, "API", amount, f"V{text}",
         f"Shop {text}", "", "", f"K{text}", "", f"last goods {text}"),
        (f"01-1100-1100-{code(place)}", "2025-08-31", 2026, "PAY", amount, f"E{text}pay",
         f"Person {text}pay", "", "", f"R{text}pay", "", f"salary {text}pay")
    ]  # fmt: skip
