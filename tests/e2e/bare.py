"""A district whose ledger is loaded and in which nothing is set up yet: two schools, two funds."""

from __future__ import annotations

from pathlib import Path

DISTRICT = "harbor"
ADMINISTRATOR = "harbor-administrator"
PASSWORD = "nine herons by the weir"
MAPPING = """
mapping:
  district: harbor
  source: erp
  settings: district.yaml
  fiscal_calendar: {start_month: "7", year_label: ending, regular_periods: "12"}
  layout:
    delimiter: "-"
    segments:
      - {name: fund, role: fund}
      - {name: function, role: function}
      - {name: object, role: object}
      - {name: location, role: location}
  kinds:
    - [revenue, {object: "8"}]
    - [expenditure, {object: "[1-7]"}]
  files:
    - name: locations
      kind: location_master
      glob: locations.tsv
      format: &plain {type: tsv, quote: "", header_row: "1"}
      load: full
      columns: {location_id: {from: Code}, name: {from: Name}, type: {from: Type}, level: {from: Level}}
    - name: accounts
      kind: account_master
      glob: accounts.tsv
      format: *plain
      load: full
      columns: {account: {from: Account}, fiscal_year: {from: Year}, description: {from: Text}}
    - name: budget
      kind: budget_detail
      glob: budget.tsv
      format: *plain
      load: full_fy
      columns:
        account: {from: Account}
        fiscal_year: {from: Year}
        effective_date: {from: Date, formats: ["%Y-%m-%d"]}
        amount: {from: Amount}
      constants: {type: original, status: posted}
    - name: gl
      kind: ledger_detail
      glob: gl.tsv
      format: *plain
      load: full_fy
      columns:
        account: {from: Account}
        posted_date: {from: Date, formats: ["%Y-%m-%d"]}
        fiscal_year: {from: Year}
        amount: {from: Amount}
        vendor_name: {from: Vendor}
        journal_no: {from: Journal}
        description: {from: Text}
"""  # noqa: E501
SETTINGS = "code: harbor\nname: Harbor Unified\nstate: CA\n"
# fund, function, object, location -> budget and payments in dollars.
ACCOUNTS = {
    ("01", "1000", "4300", "10"): (9_000, (1_200.10, 800.25)),
    ("01", "1000", "5800", "10"): (4_000, (310.40,)),
    ("30", "1000", "4300", "10"): (20_000, (2_500.00, 999.99, 1.01)),
    ("30", "1000", "1100", "10"): (60_000, (14_000.55,)),
    ("01", "1000", "4300", "20"): (8_000, (777.77,)),
    ("30", "1000", "4300", "20"): (30_000, (8_888.88,)),
}
NAMES = {"10": "Pier Elementary", "20": "Quay Elementary"}


def write_extracts(folder: Path) -> Path:
    """Write mapping, settings and files into the folder; the path of the mapping."""
    folder.mkdir()
    (folder / "district.yaml").write_text(SETTINGS)
    places = [(code, name, "school", "elementary") for code, name in NAMES.items()]
    _write(folder / "locations.tsv", ("Code", "Name", "Type", "Level"), places)
    accounts = [("-".join(one), 2026, "Classroom") for one in ACCOUNTS]
    _write(folder / "accounts.tsv", ("Account", "Year", "Text"), accounts)
    budgets = [("-".join(one), 2026, "2025-07-01", had) for one, (had, _) in ACCOUNTS.items()]
    _write(folder / "budget.tsv", ("Account", "Year", "Date", "Amount"), budgets)
    lines = [
        ("-".join(one), "2025-10-01", 2026, paid, f"Vendor {'-'.join(one)}", f"J{number}", "Paid")
        for one, (_, payments) in ACCOUNTS.items()
        for number, paid in enumerate(payments)
    ]
    heading = ("Account", "Date", "Year", "Amount", "Vendor", "Journal", "Text")
    _write(folder / "gl.tsv", heading, lines)
    path = folder / "mapping.yaml"
    path.write_text(MAPPING)
    return path


def left(fund: str, location: str) -> float:
    """What is left of a fund at a school, in dollars, by plain addition."""
    chosen = [
        told for (one, _, _, place), told in ACCOUNTS.items() if (one, place) == (fund, location)
    ]
    return round(sum(had - sum(payments) for had, payments in chosen), 2)


def _write(path: Path, heading: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    lines = ["\t".join(str(cell) for cell in row) for row in (heading, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
