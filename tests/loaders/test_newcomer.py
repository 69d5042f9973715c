"""A district that nothing knows, loaded by the mapping of docs/mapping-example.md alone.

Its totals are reckoned by the script that writes its extracts; each typical mistake on the way has
to be named by what the check says.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from config import Settings
from exports import flat
from loaders.errors import LoaderError
from loaders.pipeline import check, load
from loaders.report import check_lines
from tests.loaders import juniper_flats
from tests.loaders.juniper_flats import CAMPUSES, NAMES, PUPILS, Totals

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mapping-example.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
MAPPING, DISTRICT = [body for name, body in BLOCKS if name == "yaml"]
CODE = "juniper-flats"


@dataclass(frozen=True)
class District:
    """A folder with extracts, mapping and settings, and what they come to."""

    folder: Path
    settings: Settings
    totals: Totals
    heard: dict[str, str] = field(default_factory=dict)

    @property
    def extracts(self) -> Path:
        return self.folder / "extracts"

    def said(self, old: str = "", new: str = "") -> str:
        """What a check prints once `old` stands as `new` in the mapping."""
        assert old in MAPPING
        text = MAPPING.replace(old, new, 1) if old else MAPPING
        if text not in self.heard:
            self.heard[text] = self._checked(text)
        return self.heard[text]

    def _checked(self, text: str) -> str:
        path = self.folder / "tried.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            report = check(self.settings, CODE, path, self.extracts)
        except LoaderError as problem:
            return str(problem)
        return "\n".join(check_lines(report))

    def exported(self, name: str, **arguments: object) -> list[dict[str, str]]:
        """The rows that `plumbline export` prints."""
        target = io.BytesIO()
        flat.write(self.settings, CODE, name, "csv", arguments, target)
        return list(csv.DictReader(io.StringIO(target.getvalue().decode("utf-8-sig"))))


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    folder = tmp_path_factory.mktemp("juniper-flats")
    totals = juniper_flats.write(folder / "extracts")
    (folder / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "district.yaml").write_text(DISTRICT, encoding="utf-8")
    settings = Settings(var=folder / "var", load_threads=1, secret_key="")
    return District(folder, settings, totals)


@pytest.fixture(scope="module")
def loaded(district):
    load(district.settings, CODE, district.folder / "mapping.yaml", district.extracts)
    return district


def dollars(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def added(totals: dict[str, int], place: int, code: str, *, revenue: bool = False) -> Decimal:
    """Dollars of accounts with a code at a place of the account."""
    return dollars(
        sum(
            cents
            for account, cents in totals.items()
            if account.split("-")[place] == code and account.startswith("R") == revenue
        )
    )


def summed(rows: list[dict[str, str]], column: str, **where: str) -> Decimal:
    return sum(
        (
            Decimal(row[column])
            for row in rows
            if row[column] and all(row[name] == text for name, text in where.items())
        ),
        Decimal(0),
    )


def test_spending_and_budget_by_place_and_by_plan(loaded):
    rows = loaded.exported("spending-by-school", fiscal_year=2027)
    totals = loaded.totals
    for code, name in NAMES.items():
        told = {"location_id": code, "location_name": name}
        assert summed(rows, "spent_usd", **told) == added(totals.spent, 2, code)
        assert summed(rows, "budget_usd", **told) == added(totals.budget, 2, code)
    funds = loaded.exported("spending-by-fund", fiscal_year=2027)
    for plan in ("P1", "P2", "P4"):
        assert summed(funds, "spent_usd", fund_code=plan) == added(totals.spent, 0, plan)
        assert summed(funds, "budget_usd", fund_code=plan) == added(totals.budget, 0, plan)
    title = summed(rows, "spent_usd", fund_source="federal")
    assert title == added(totals.spent, 4, "T1")


def test_every_account_has_its_budget_and_its_spending(loaded):
    rows = loaded.exported("account-status", fiscal_year=2027)
    told = {row["account"]: (Decimal(row["budget_usd"]), Decimal(row["spent_usd"])) for row in rows}
    totals = loaded.totals
    spent = dict(totals.spent) | dict(totals.received)
    expected = {
        account: (dollars(cents), dollars(spent[account]))
        for account, cents in totals.budget.items()
        if account in told
    }
    assert told == expected
    assert set(totals.spent) <= set(told)


def test_months_of_a_year_that_begins_in_september(loaded):
    rows = loaded.exported("monthly", fiscal_year=2027)
    told = {row["label"]: Decimal(row["spent_usd"]) for row in rows if row["spent_usd"]}
    assert told.pop("Opening balance") == 0
    assert told == {label: dollars(cents) for label, cents in loaded.totals.spent_in.items()}
    assert next(iter(told)) == "September 2026"


def test_pupils_with_hidden_counts_and_dollars_for_each(loaded):
    rows = {row["location_id"]: row for row in loaded.exported("per-pupil", fiscal_year=2027)}
    assert {code: int(row["pupils"]) for code, row in rows.items()} == {
        code: counts[0] for code, counts in PUPILS.items()
    }
    assert {code: row["level"] for code, row in rows.items()} == {
        "0210": "elementary",
        "0220": "elementary",
        "0310": "high",
    }
    assert rows["0210"]["ell_share"] == "*"  # nine pupils are printed as <10
    for code in CAMPUSES:
        spent = sum(
            (
                added({k: v for k, v in loaded.totals.spent.items() if k[:2] == plan}, 2, code)
                for plan in ("P1", "P2")
            ),
            Decimal(0),
        )
        each = (spent / PUPILS[code][0]).quantize(Decimal("0.01"))
        assert Decimal(rows[code]["per_pupil_usd"]) == each


def test_buckets_of_the_settings_file(loaded):
    rows = loaded.exported("buckets", fiscal_year=2027)
    spent = loaded.totals.spent
    assert summed(rows, "spent_usd", bucket_code="TITLE") == added(spent, 4, "T1")
    supplies = {account: cents for account, cents in spent.items() if account.endswith("63990-00")}
    assert summed(rows, "spent_usd", bucket_code="SUPPLIES") == dollars(sum(supplies.values()))


def test_suppliers_are_named_and_letters_are_whole(loaded):
    rows = loaded.exported("transactions", fiscal_year=2027)
    postings = [row for row in rows if row["file"].startswith("JF_GL")]
    assert len(postings) == loaded.totals.postings
    assert len(rows) - len(postings) == loaded.totals.budget_cells
    names = {row["vendor_id"]: row["vendor_name"] for row in rows if row["vendor_id"]}
    assert names == juniper_flats.SUPPLIERS
    assert all("señal" in row["description"] for row in postings)


def test_the_page_shows_what_the_files_hold_and_the_check_says(district):
    files = {
        path: path.read_bytes().decode("cp1252")
        for path in district.extracts.iterdir()
        if path.suffix != ".xlsx"
    }
    told = "\n".join([*files.values(), district.said()])
    for name, body in BLOCKS:
        for line in body.splitlines() if name == "text" else ():
            assert line.split(" ...")[0].removesuffix("...") in told


def test_a_mapping_without_mistakes_has_nothing_set_aside(district):
    said = district.said()
    assert "A load would be published." in said
    assert "set aside, " not in said.replace("0 set aside", "")
    assert "Negative" not in said
    assert f"Agrees: total of Dr - Cr that the file prints, and its rows: {net(district)}." in said
    assert "0000" not in said.replace("activity | 0000", "")


def net(district: District) -> str:
    totals = district.totals
    cents = sum(totals.spent.values()) - sum(totals.received.values())
    return f"{dollars(cents):,.2f}"


MISTAKES = {
    "heading": (
        "{from: Posted,",
        "{from: Post Date,",
        "(is it 'Posted'?). Of those that the file has, 'Posted' looks like posted_date.",
    ),
    "delimiter": (
        'format: {delimiter: ";"}',
        "format: {type: csv}",
        "Row 3 has them, parted by semicolon: set format.delimiter.",
    ),
    "date": (
        "%d-%b-%y",
        "%m/%d/%Y",
        "DATE_UNPARSED | 208 | Expected a date as %m/%d/%Y. Found 21-Feb-27.",
    ),
    "width": ("{name: object, width: 5}", "{name: object, width: 4}", "expected 4 characters."),
    "segment": (
        "      - {name: grant, width: 2, role: project, label: Grant}\n",
        "",
        "row 21: mapping.flags.federal: this does not fit. Found 'grant'.",
    ),
    "kinds": (
        '    - [expenditure, {object: "6"}]\n',
        "",
        "ACCOUNT_KIND_UNKNOWN | 24 | account 'P1-1100-0210-61190-00' fits no rule of kinds.",
    ),
    "sign": ("      sign: {revenue: flip}\n", "", "Negative revenue in 2027 (ledger lines, -"),
    "zeros": (
        ", pad_left: {width: 4}}",
        "}",
        "3 locations that no account and no list of locations has: 210, 220, 310",
    ),
    "total": (
        '\n      filters:\n        drop_if: [{column: Campus, matches: "District"}]',
        "",
        "a total row is passed over by filters.drop_if",
    ),
    "key": ("      filters:", "      filter:", "unknown key, did you mean 'filters'?"),
    "file": (
        "JF_GL_*.txt",
        "JF_LG_*.txt",
        "ledger: The file of the mapping is not there. Found 'BUDRPT27.PRN, JF_GL_0226.txt,",
    ),
    "sheet": ("sheet: Fall count", "sheet: Fall", "no such sheet. Found 'Fall count'."),
    "tab": ("    start_month: 9", "\tstart_month: 9", "indent with blanks, not with tabs."),
    "amount": (
        "        amount: {debit: Dr, credit: Cr}\n",
        "",
        "a column of dollars: amount or budget_amount or encumbrance_amount.",
    ),
    "settings": (
        "settings: district.yaml",
        "settings: disrtict.yaml",
        "mapping.settings: the file",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_is_wrong_is_said(district, mistake):
    old, new, message = MISTAKES[mistake]
    assert message in district.said(old, new)
