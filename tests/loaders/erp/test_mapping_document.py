"""docs/mapping.md: its example works, and no key or column is missing from it."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml

from loaders.erp import layout, mapping, mapping_columns, mapping_files, mapping_rules
from loaders.erp.accounts import parse_accounts, segment_text
from loaders.erp.mapping import FIELDS, read_mapping
from loaders.erp.mapping_rules import Part
from loaders.erp.presets import load_preset, preset_names

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "mapping.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", TEXT, re.DOTALL)
BUDGET, LEDGER = [body for name, body in BLOCKS if name == "text"][:2]
EXAMPLE = next(body for name, body in BLOCKS if name == "yaml" and body.startswith("mapping:"))
MODELS = {
    model
    for module in (layout, mapping, mapping_columns, mapping_files, mapping_rules)
    for model in vars(module).values()
    if isinstance(model, type)
    and issubclass(model, Part)
    and model.__name__ not in {"Part", "Chart"}
}


@pytest.fixture
def example(tmp_path):
    (tmp_path / "district.yaml").write_text("name: Cedar Valley Unified\n", encoding="utf-8")
    path = tmp_path / "mapping.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return read_mapping(path)


def test_every_key_stands_in_a_table():
    rows = set(re.findall(r"^\| `([^`]+)` \|", TEXT, re.MULTILINE))
    keys = {field.alias or name for model in MODELS for name, field in model.model_fields.items()}
    assert keys - rows == set()


def test_defaults_stand_in_the_tables():
    for name, default in (("max_bad_rows_pct", "0.5"), ("max_row_drop_pct", "20"),
                          ("header_row", "auto"), ("load", "full_fy")):  # fmt: skip
        assert f"| `{name}` | `{default}` |" in TEXT


@pytest.mark.parametrize("kind", FIELDS)
def test_every_canonical_column_stands_under_its_kind(kind):
    section = TEXT.split(f"#### `{kind}`\n")[1].split("\n#### ")[0]
    for field in FIELDS[kind].values():
        assert f"| `{field.name}` | {field.type}" in section


def test_every_preset_is_listed():
    for name in preset_names():
        assert f"| `{name}` | {load_preset(name).title} |" in TEXT


def test_every_yaml_block_is_yaml():
    for name, body in BLOCKS:
        if name == "yaml":
            yaml.load(body, Loader=yaml.BaseLoader)  # noqa: S506 - text only


def test_accounts_of_the_example(example):
    rows = list(csv.DictReader(io.StringIO(LEDGER)))
    rules = example.file("gl").segment_columns
    con = duckdb.connect()
    names = ", ".join(f"{name} VARCHAR" for name in rules)
    con.execute(f"CREATE TABLE parts ({names}, fiscal_year INTEGER)")
    for row in rows:
        codes = [row[rule.from_] for rule in rules.values()] + [int(row["Year"])]
        con.execute(f"INSERT INTO parts VALUES ({', '.join('?' * len(codes))})", codes)
    con.execute(f"CREATE TABLE gl AS SELECT *, {segment_text(list(rules))} AS account FROM parts")
    counts = parse_accounts(con, example, "gl", segments=list(rules))
    assert (counts.accounts, counts.rejected, counts.padded) == (3, 0, 1)
    found = con.execute(
        "SELECT display, kind, is_federal, spend_class, category_code, location_id"
        " FROM stage.account ORDER BY display"
    ).fetchall()
    assert found == [
        ("01-0000-1110-1000-1100-112", "expenditure", False, "salary", "staff", "112"),
        ("01-3010-1110-1000-4300-007", "expenditure", True, "non_personnel", "supplies", "007"),
        ("01-3010-1110-1000-4300-112", "expenditure", True, "non_personnel", "supplies", "112"),
    ]


def test_budget_file_of_the_example_adds_up(example):
    lines = BUDGET.splitlines()[1:]
    rows = list(csv.DictReader(lines, delimiter="|"))
    total = example.file("budget").filters.control_total
    heading = example.file("budget").columns[total.measure].from_
    money = [_money(row[heading]) for row in rows]
    assert re.match(total.row.matches, rows[-1][total.row.column])
    assert sum(money[:-1]) == money[-1]


def _money(text: str) -> Decimal:
    plain = Decimal(re.sub(r"[(),]", "", text))
    return -plain if text.startswith("(") else plain
