"""A district whose every free text is an attack: on pages, on spreadsheets, on the layout."""

from __future__ import annotations

from itertools import product
from pathlib import Path

DISTRICT = "thorn"
PERSON = "thorn"
NAME = '<img src=x onerror=alert("name")>'
PASSWORD = "nine herons by the weir"
SCRIPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>pay</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>pay</a>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "<form><button formaction=javascript:alert(1)>x",
    "<object data=javascript:alert(1)>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<base href=https://evil.example/>",
    "<link rel=stylesheet href=https://evil.example/a.css>",
    "<img src=https://evil.example/pixel.png>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "javascript:alert(1)",
    "</script><script>alert(1)</script>",
    "\u2028alert(1)\u2029",
    "[pay](javascript:alert(1))",
)
COVERS = ("{}", "\"'>{}", "Paper {} &amp; pens", "--></title></style></textarea>{}")
FORMULAS = (
    '=HYPERLINK("https://evil.example","pay")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "=cmd|' /C calc'!A0",
    "\uff1d1+1",
)
TEXTS = tuple(cover.format(script) for cover, script in product(COVERS, SCRIPTS)) + FORMULAS

MAPPING = """
mapping:
  district: thorn
  source: erp
  settings: district.yaml
  fiscal_calendar: {start_month: "7", year_label: ending, regular_periods: "12"}
  layout:
    delimiter: "-"
    segments:
      - {name: fund, role: fund}
      - {name: function, role: function}
      - {name: object, role: object}
      - {name: site, role: location}
  kinds:
    - [revenue, {object: "8"}]
    - [expenditure, {object: "[1-7]"}]
  categories:
    - {code: instruction, label: "<svg onload=alert(2)>", rules: [{function: "1"}]}
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
        vendor_id: {from: Vendor}
        vendor_name: {from: Vendor Name}
        invoice_no: {from: Invoice}
        journal_no: {from: Journal}
        po_no: {from: PO}
        description: {from: Comment}
    - name: orders
      kind: po_detail
      glob: orders.tsv
      format: *plain
      load: full_fy
      columns:
        po_no: {from: PO}
        line: {from: Line}
        fiscal_year: {from: Year}
        account: {from: Account}
        vendor_name: {from: Vendor Name}
        description: {from: Comment}
        issued_on: {from: Date, formats: ["%Y-%m-%d"]}
        status: {from: Status, map: {Open: open}}
        ordered: {from: Ordered}
        open_amount: {from: Ordered}
    - name: facts
      kind: school_facts
      glob: facts.tsv
      format: *plain
      load: full_fy
      columns: {fiscal_year: {from: Year}, location_id: {from: School}}
      constants: {metric: enrollment, count_type: october, grade: all}
      unpivot: [{from: All, group_code: all}, {from: FRL, group_code: frl}]
"""  # noqa: E501
SETTINGS = """
code: thorn
name: "Thorn <script>alert('district')</script>"
state: CA
buckets:
  - code: ALL
    name: "<img src=x onerror=alert('bucket')>"
    type: expenditure
    description: "<script>alert('bucket')</script>"
    decided_by: owner
    scopes: [{field: fund, operator: is, value: "01"}]
"""
_SCHOOLS = 8


def write_extracts(folder: Path) -> Path:
    """Write mapping, settings and files into the folder; the path of the mapping."""
    folder.mkdir()
    (folder / "district.yaml").write_text(SETTINGS)
    _write(folder / "locations.tsv", ("Code", "Name", "Type", "Level"), _locations())
    _write(folder / "accounts.tsv", ("Account", "Year", "Text"), _accounts())
    heading = ("Account", "Date", "Year", "Amount", "Vendor", "Vendor Name", "Invoice", "Journal",
               "PO", "Comment")  # fmt: skip
    _write(folder / "gl.tsv", heading, _ledger())
    heading = ("PO", "Line", "Year", "Account", "Vendor Name", "Comment", "Date", "Status",
               "Ordered")  # fmt: skip
    _write(folder / "orders.tsv", heading, _orders())
    _write(folder / "facts.tsv", ("Year", "School", "All", "FRL"), _facts())
    path = folder / "mapping.yaml"
    path.write_text(MAPPING)
    return path


def _account(number: int) -> str:
    return f"01-1100-{4300 + number // _SCHOOLS}-{100 + number % _SCHOOLS}"


def _locations() -> list[tuple[object, ...]]:
    return [(100 + number, SCRIPTS[number], "school", "elementary") for number in range(_SCHOOLS)]


def _accounts() -> list[tuple[object, ...]]:
    return [(_account(number), 2026, text) for number, text in enumerate(TEXTS)]


def _ledger() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, text in enumerate(TEXTS):
        day = f"2025-{8 + number % 5:02d}-{1 + number % 28:02d}"
        rows.append(
            (_account(number), day, 2026, f"{100 + number}.25", f"V{number}", text, text[:30],
             number, f"P{number}", text)
        )  # fmt: skip
    return rows


def _orders() -> list[tuple[object, ...]]:
    return [
        (f"P{number}", 1, 2026, _account(number), text, text, "2025-09-01", "Open", "50.00")
        for number, text in enumerate(TEXTS)
    ]


def _facts() -> list[tuple[object, ...]]:
    return [(2026, 100 + number, 300 + 10 * number, 40 + 20 * number) for number in range(_SCHOOLS)]


def _write(path: Path, heading: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    lines = ["\t".join(str(cell) for cell in row) for row in (heading, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
