"""Accounts read in SQL, compared with the plain reading of one account at a time."""

from __future__ import annotations

import hashlib

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loaders.erp.account_text import classify, parse_account, parse_parts
from loaders.erp.accounts import (
    describe_accounts,
    parse_accounts,
    resolve_short_keys,
    segment_text,
    set_types,
    write_segment_defs,
)
from loaders.erp.mapping import Mapping

DELIMITED = {
    "delimiter": "-",
    "segments": [
        {"name": "fund", "width": "2", "pad_left": "0"},
        {"name": "object", "width": "4"},
        {"name": "site", "width": "3-4", "role": "location", "pad_left": "0"},
        {"name": "local", "width": "0-2"},
    ],
}
SEVERAL_DELIMITERS = {"delimiter": "[-. ]", "segments": ["fund:2", "object", "site:0-4"]}
BY_WIDTH = {"delimiter": "", "segments": ["fund:2", "object:4", "site:3", "local:0-2"]}
BY_PATTERN = {
    "pattern": r"(?P<fund>[A-Z]{1,2}) ?(?P<object>\d{3,4})(?:\.(?P<site>\d{2}))?",
    "location": "site",
}
CONSTANT = {
    "delimiter": ".",
    "segments": [
        {"name": "type", "constant": "R"},
        "fund:2",
        {"name": "check", "ignore": "true"},
        "object:4",
    ],
}
LAYOUTS = (DELIMITED, SEVERAL_DELIMITERS, BY_WIDTH, BY_PATTERN, CONSTANT)
RULES = {
    "kinds": [
        ["expenditure", {"object": "[1-7]"}],
        ["revenue", {"object": "8", "fund": r"\d+$"}],
        ["asset", {"object": "91|92"}],
        ["control", {"object": "null"}],
    ],
    "flags": {
        "federal": [{"fund": "0[3-5]"}],
        "transfer": [{"object": "76"}],
        "salary": [{"object": "[12]"}],
        "benefit": [{"object": "3"}],
    },
    "spend_class": [["capital", {"object": "6"}], ["debt", {"object": "743"}]],
    "categories": [
        {"code": "pay", "label": "Pay", "rules": [{"spend_class": "salary|benefit"}]},
        {"code": "books", "label": "Books", "rules": [{"object": "4[1-3]"}, {"fund": "21"}]},
    ],
}


def mapping(layout=DELIMITED, **changes):
    file = {
        "name": "gl",
        "kind": "account_master",
        "glob": "*",
        "columns": {"account": {"from": "A"}},
    }
    layouts = {"layouts": layout} if isinstance(layout, list) else {"layout": layout}
    head = {"district": "cedar-valley", "source": "gl", "files": [file]}
    return Mapping.model_validate(head | RULES | layouts | changes)


def source(texts, year=2025, **columns):
    con = duckdb.connect()
    names = ", ".join(f"unnest(${name}) AS {name}" for name in columns)
    con.execute(
        f"CREATE TABLE src AS SELECT unnest($texts::VARCHAR[]) AS account, {year} AS fiscal_year"
        + (f", {names}" if names else ""),
        {"texts": list(texts), **columns},
    )
    return con


def read(texts, which=None, **arguments):
    con = source(texts)
    parse_accounts(con, which or mapping(), "src", **arguments)
    return con


def rejects(con):
    rows = con.execute("SELECT account_text, reason_code, message FROM work_account_reject")
    return {text: (reason, message) for text, reason, message in rows.fetchall()}


codes = st.text("0123456789", max_size=5)
strange = st.text("0123789EJanb+-. '\\\u00e9A", max_size=14)
likely = st.lists(codes, min_size=1, max_size=5).map("-".join)
texts = st.lists(
    strange
    | likely
    | likely.map(lambda t: t.replace("-", "."))
    | likely.map(lambda t: t.replace("-", ""))
    | st.builds("{}{}.{}".format, st.sampled_from(["A", "AB ", "F"]), codes, codes)
    | st.builds("{:02d}-{}-{:03d}".format, st.integers(0, 30), st.integers(1000, 9999),
        st.integers(0, 50)),
    min_size=1, max_size=12, unique=True,
)  # fmt: skip


@pytest.mark.parametrize(
    "layout", LAYOUTS, ids=["split", "classes", "width", "pattern", "constant"]
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts=texts)
@example(
    texts=["01-1100-12", "1-8011-012", "01-9110-0012-x1", "1.99E+19", "Jan-00", "", " 01-7600-012 "]
)
def test_sql_and_plain_reading_agree(layout, texts):
    which = mapping(layout)
    con = read(texts, which)
    rows = con.execute(
        "SELECT account_text, canonical, kind, spend_class, category_code, is_federal,"
        " is_transfer, location_id, is_padded FROM work_account"
    ).fetchall()
    found = {row[0]: row[1:] for row in rows}
    refused = rejects(con)
    [only] = which.chart.layouts
    for text in texts:
        account = parse_account(only, text)
        said = classify(which.chart, only, account)
        if account.reason or said.kind is None:
            assert refused[text][0] == (account.reason or "ACCOUNT_KIND_UNKNOWN")
            assert text not in found
            continue
        assert text not in refused
        assert found[text] == (
            account.canonical, said.kind, said.spend_class, said.category_code, said.is_federal,
            said.is_transfer, said.location, bool(account.padded),
        )  # fmt: skip


def test_reasons_say_what_was_expected():
    con = read(["01-110-012", "01", "", "1.99116E+19", "Jan-00", "01-9999-012"])
    found = rejects(con)
    assert found["01-110-012"] == (
        "ACCOUNT_WIDTH",
        "account '01-110-012' has object '110'; expected 4 characters",
    )
    assert found["01"][0] == "ACCOUNT_UNPARSED"
    assert "has 1 parts; expected 3 to 4" in found["01"][1]
    assert found[""] == ("ACCOUNT_UNPARSED", "the account is empty")
    assert found["1.99116E+19"][0] == "EXPONENT_ACCOUNT"
    assert found["Jan-00"][0] == "DATE_LIKE_ACCOUNT"
    assert found["01-9999-012"][0] == "ACCOUNT_KIND_UNKNOWN"


@pytest.mark.parametrize("text", ["1E+05", "1,99E+19", "1.5e+7"])
def test_accounts_that_became_numbers(text):
    assert rejects(read([text]))[text][0] == "EXPONENT_ACCOUNT"


@pytest.mark.parametrize(
    "text", ["Jan-00", "1-Mar", "14-Feb-2001", "2001-01-10 00:00:00", "July 2001"]
)
def test_accounts_that_became_dates(text):
    assert rejects(read([text]))[text][0] == "DATE_LIKE_ACCOUNT"


def test_a_type_letter_is_no_exponent():
    layout = {"delimiter": "", "segments": ["fund:2", "type:1", "object:4"]}
    con = read(["10E1114"], mapping(layout))
    assert con.execute("SELECT canonical FROM work_account").fetchall() == [("10\x1fE\x1f1114",)]


def test_padding_is_counted_and_only_for_digits():
    con = source(["1-1100-12", "A-1100-012", "01-1100-012"])
    counts = parse_accounts(con, mapping(), "src")
    assert (counts.accounts, counts.rejected, counts.padded) == (2, 1, 1)
    # Both spellings are one account, shown as the file writes it in full.
    assert con.execute("SELECT display FROM stage.account").fetchall() == [("01-1100-012",)]


def test_one_column_per_part():
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE raw AS SELECT * FROM (VALUES ('1', '1100', '12', 2025::SMALLINT),"
        " ('1', '8011', NULL, 2025)) AS t(f, o, s, fiscal_year)"
    )
    con.execute(
        f"CREATE TABLE src AS SELECT *, {segment_text(['o', 'f', 's'])} AS account FROM raw"
    )
    layout = {**DELIMITED, "display_delimiter": "/"}
    which = mapping(layout)
    parse_accounts(con, which, "src", segments=("object", "fund", "site"))
    assert con.execute("SELECT display, location_id FROM work_account").fetchall() == [
        ("01/1100/012", "012")
    ]
    account = parse_parts(which.chart.layouts[0], {"fund": "1", "object": "1100", "site": "12"})
    assert account.parts == {"fund": "01", "object": "1100", "site": "012", "local": ""}
    [(text, (reason, message))] = rejects(con).items()
    assert text == "8011\x1f1\x1f"
    assert reason == "ACCOUNT_WIDTH"
    assert "site ''" in message


def test_first_layout_that_fits_and_a_constant_keep_kinds_apart():
    spending = {
        "name": "spending",
        "delimiter": "-",
        "segments": ["fund:2", "object:4"],
        "applies_to": ["expenditure"],
        "matches": "0",
    }
    income = {"name": "income", "delimiter": "-", "applies_to": ["revenue"],
              "segments": [{"name": "type", "constant": "R"}, "fund:2", "object:4"]}  # fmt: skip
    which = mapping([spending, income])
    con = source(["01-1100", "01-1100", "21-1100"], kind=["", "Revenue", ""])
    parse_accounts(con, which, "src", kind_column="kind", sign={"revenue": "flip"})
    rows = con.execute(
        "SELECT account_text, account_kind, kind, layout_id, normal_sign FROM work_account"
        " ORDER BY ALL"
    ).fetchall()
    assert rows == [
        ("01-1100", "", "expenditure", "spending", 1),
        ("01-1100", "revenue", "revenue", "income", -1),
        ("21-1100", "", "revenue", "income", -1),
    ]
    assert con.execute("SELECT count(*) FROM stage.account").fetchone() == (3,)


def test_layout_of_the_fiscal_year():
    old = {"name": "old", "delimiter": "-", "segments": ["fund:2", "object:3"],
           "fiscal_years": {"to": "2024"}}  # fmt: skip
    new = {"name": "new", "delimiter": "-", "segments": ["fund:2", "object:4"],
           "fiscal_years": {"from": "2025"}}  # fmt: skip
    con = duckdb.connect()
    con.execute(
        "CREATE TABLE src AS SELECT * FROM (VALUES ('01-110', 2024), ('01-110', 2025),"
        " ('01-1100', 2025), ('01-1100', NULL)) AS t(account, fiscal_year)"
    )
    parse_accounts(con, mapping([old, new]), "src")
    read_years = con.execute("SELECT fiscal_year, layout_id FROM work_account ORDER BY 1")
    assert read_years.fetchall() == [(2024, "old"), (2025, "new")]
    assert rejects(con)["01-110"][0] == "ACCOUNT_WIDTH"


def test_account_outside_every_layout():
    late = {**DELIMITED, "fiscal_years": {"from": "2030"}}
    con = read(["01-1100-012"], mapping(late))
    assert rejects(con)["01-1100-012"] == (
        "ACCOUNT_UNPARSED",
        "account '01-1100-012' belongs to no layout of fiscal year 2025",
    )


def test_account_id_is_the_hash_of_district_year_and_codes():
    con = read(["01-1100-012"])
    digest = hashlib.md5(b"cedar-valley\x1f2025\x1f01\x1f1100\x1f012").digest()  # noqa: S324
    expected = int.from_bytes(digest[8:], "little")
    assert con.execute("SELECT account_id FROM stage.account").fetchall() == [(expected,)]


def test_a_second_file_adds_only_new_accounts():
    con = source(["01-1100-012"], descr=["Teachers"], key=["T12"])
    which = mapping()
    parse_accounts(con, which, "src", import_id="master")
    describe_accounts(con, "src", {"description": "descr", "short_key": "key"})
    con.execute("CREATE TABLE gl AS SELECT unnest(['1-1100-12', '01-4300-012']) AS account,"
                " 2025 AS fiscal_year, 'from the ledger' AS descr")  # fmt: skip
    parse_accounts(con, which, "gl", provisional=True, import_id="ledger")
    describe_accounts(con, "gl", {"description": "descr"})
    rows = con.execute(
        "SELECT display, description, is_provisional, import_id FROM stage.account ORDER BY 1"
    ).fetchall()
    assert rows == [
        ("01-1100-012", "Teachers", False, "master"),
        ("01-4300-012", "from the ledger", True, "ledger"),
    ]
    assert con.execute("SELECT count(*) FROM stage.account_segment").fetchone() == (6,)


def test_short_keys_are_spelled_out_by_the_master():
    con = source(["01-1100-012", "01-4300-012", "01-4300-013"], key=["T12", "B", "B"])
    parse_accounts(con, mapping(), "src")
    describe_accounts(con, "src", {"short_key": "key"})
    con.execute("CREATE TABLE gl AS SELECT unnest(['T12 ', 'B', 'X']) AS short_key,"
                " 2025 AS fiscal_year")  # fmt: skip
    counts = resolve_short_keys(con, "gl", sign={"expenditure": "flip"})
    assert (counts.accounts, counts.rejected) == (1, 2)
    found = con.execute("SELECT account_text, display, normal_sign FROM work_account").fetchall()
    assert found == [("T12 ", "01-1100-012", -1)]
    assert "several accounts" in rejects(con)["B"][1]
    assert "not in the account master" in rejects(con)["X"][1]


def test_location_crosswalk(tmp_path):
    (tmp_path / "sites.csv").write_text("erp,id\n012,lincoln\n", encoding="utf-8")
    which = mapping(crosswalks={"location": {"file": "sites.csv", "from": "erp", "to": "id"}})
    which._path = tmp_path / "gl.yaml"
    con = read(["01-1100-012", "01-1100-999"], which)
    rows = con.execute("SELECT location_id FROM stage.account ORDER BY 1").fetchall()
    assert rows == [("999",), ("lincoln",)]


def test_segment_definitions():
    con = duckdb.connect()
    write_segment_defs(con, mapping())
    write_segment_defs(con, mapping())
    rows = con.execute(
        "SELECT segment, position, min_len, max_len, role FROM stage.segment_def ORDER BY position"
    ).fetchall()
    assert rows == [
        ("fund", 1, 2, 2, "fund"),
        ("object", 2, 4, 4, "object"),
        ("site", 3, 3, 4, "location"),
        ("local", 4, 0, 2, "local"),
    ]


def test_text_of_the_mapping_never_becomes_sql():
    hostile = "x'); DROP TABLE src; --"
    segments = ["fund:2", {"name": "object", "constant": hostile}]
    layout = {"delimiter": "'", "segments": segments, "display_delimiter": hostile}
    which = mapping(layout, kinds=[["expenditure", {"fund": "[^']+|'; DROP TABLE src"}]])
    con = read(["01"], which)
    assert con.execute("SELECT canonical FROM work_account").fetchall() == [(f"01\x1f{hostile}",)]
    assert con.execute("SELECT count(*) FROM src").fetchone() == (1,)


def test_what_a_district_says_of_an_account_goes_before_rules_and_files():
    texts = ["01-8100-0104-", "01-8200-0104-", "02-5000-0104-"]
    con = source(texts, kind=["", "", "revenue"])
    set_types(con, {"01-8100-0104-": "expenditure", "02-5000-0104-": "expenditure"})
    parse_accounts(con, mapping(), "src", kind_column="kind", sign={"revenue": "flip"})
    found = con.execute("SELECT account_text, kind, spend_class, normal_sign FROM work_account")
    assert sorted(found.fetchall()) == [
        ("01-8100-0104-", "expenditure", "non_personnel", 1),
        ("01-8200-0104-", "revenue", "n/a", -1),
        ("02-5000-0104-", "expenditure", "non_personnel", 1),
    ]
