"""Every example of every preset, by the plain reading and by the one in SQL."""

from __future__ import annotations

import csv
import gzip

import duckdb
import pytest

from loaders.erp.account_text import classify, parse_account
from loaders.erp.accounts import parse_accounts
from loaders.erp.mapping import Mapping, MappingError
from loaders.erp.presets import load_preset, preset_chart, preset_names

EXAMPLES = [
    pytest.param(name, example, id=f"{name}:{example.account}")
    for name in preset_names()
    for example in load_preset(name).examples
]


def test_seventeen_charts_with_thirty_nine_examples():
    assert len(preset_names()) == 17
    assert len(EXAMPLES) == 39


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_example_in_plain_python(name, example):
    preset = load_preset(name)
    account = parse_account(preset.layout, example.account)
    found = classify(preset_chart(preset), preset.layout, account)
    flags = {
        "federal": found.is_federal,
        "salary": found.is_salary,
        "benefit": found.is_benefit,
    }
    assert account.reason is None
    assert {k: v or None for k, v in account.parts.items()} == example.segments
    assert (found.kind, found.location) == (example.kind, example.location)
    assert sorted(flag for flag, on in flags.items() if on) == sorted(example.flags)


@pytest.mark.parametrize("name", preset_names())
def test_examples_in_sql(name):
    preset = load_preset(name)
    mapping = Mapping.model_validate(
        {
            "district": "d",
            "source": "s",
            "preset": name,
            "files": [
                {
                    "name": "m",
                    "kind": "account_master",
                    "glob": "*",
                    "columns": {"account": {"from": "A"}},
                }
            ],
        }
    )
    con = duckdb.connect()
    con.execute(
        "create table src as select unnest($accounts) as account, 2025 as fiscal_year",
        {"accounts": [example.account for example in preset.examples]},
    )
    counts = parse_accounts(con, mapping, "src")
    assert (counts.accounts, counts.rejected) == (len(preset.examples), 0)
    rows = con.execute(
        "select account_text, kind, location_id, is_federal, spend_class, codes from work_account"
    ).fetchall()
    found = {text: rest for text, *rest in rows}
    for example in preset.examples:
        kind, location, is_federal, spend_class, codes = found[example.account]
        assert (kind, location) == (example.kind, example.location)
        assert is_federal == ("federal" in example.flags)
        if kind == "expenditure":
            paid = [f for f in example.flags if f != "federal"] or ["non_personnel"]
            assert spend_class == paid[0]
        present = {k: v for k, v in example.segments.items() if v is not None}
        assert {pair["segment"]: pair["code"] for pair in codes} == present


def test_unknown_preset_names_the_known_ones():
    with pytest.raises(MappingError, match="us-tx-fasrg"):
        load_preset("us-atlantis")


def test_a_state_report_cuts_as_its_own_columns_say(shared_data):
    """The file writes the 19 digits and, beside them, each part in a column."""
    path = shared_data / "sfusd_sacs" / "sfusd_usergl_fy2021-22.csv.gz"
    layout = load_preset("us-ca-sacs-state19").layout
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 5436
    headings = ("Fund", "Resource", "Projectyear", "Goal", "Function", "Object")
    for row in rows:
        account = parse_account(layout, row["Account"])
        assert account.reason is None
        assert tuple(account.parts.values()) == tuple(row[heading].strip() for heading in headings)
