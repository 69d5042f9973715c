"""Reading a mapping file, and what it says when the file is not in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.erp.mapping import FIELDS, FileKind, MappingError, read_mapping
from loaders.erp.mapping_columns import ColumnRule
from loaders.erp.mapping_schema import mapping_schema

DOCS = Path(__file__).resolve().parents[3] / "docs"
TEXT = """\
mapping:
  district: demo-isd
  source: nightly
  fiscal_calendar: {start_month: 7, adjustment_periods: [13], closed: {2026: 12}}
  layout:
    delimiter: "-"
    segments:
      - {name: fund, width: 3}
      - {name: object, width: 4}
      - {name: organization, width: 3, role: location, pad_left: 0}
  kinds:
    - [expenditure, {object: 6}]
    - [revenue, {object: 5}]
  flags:
    federal: [{fund: "2"}]
  files:
    - name: gl
      kind: ledger_detail
      glob: "gl_*.csv"
      load: incremental
      columns:
        account: {from: Account}
        posted_date: {from: Date, formats: ["%m/%d/%Y"]}
        amount: {debit: Debit, credit: Credit}
        po_no: {from: PO, null_values: ["0", no]}
      sign: {revenue: flip}
      filters:
        keep_if: [{column: Status, in: [P, 010]}]
      events: {PRJ: payroll, "*": expense}
"""


def written(folder, text=TEXT):
    path = folder / "nightly.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder, old, new, text=TEXT):
    assert old in text
    with pytest.raises(MappingError) as caught:
        read_mapping(written(folder, text.replace(old, new, 1)))
    return caught.value


def test_scalars_stay_text(tmp_path):
    mapping = read_mapping(written(tmp_path))
    [file] = mapping.files
    assert file.filters.keep_if[0].in_ == ("P", "010")
    assert file.columns["po_no"].null_values == ("0", "no")
    assert mapping.chart.kinds[0] == ("expenditure", {"object": "6"})
    assert mapping.fiscal_calendar.closed == {"2026": 12}


def test_what_a_file_says_of_itself(tmp_path):
    mapping = read_mapping(written(tmp_path))
    file = mapping.file("gl")
    assert (file.sign_factor("revenue"), file.sign_factor("expenditure")) == (-1, 1)
    assert file.columns["amount"].headings == ("Debit", "Credit")
    assert [str(limit) for limit in file.thresholds.model_dump().values()] == ["0.5", "0.1", "20"]
    assert mapping.chart.layouts[0].location_segment.name == "organization"
    assert mapping.path.name == "nightly.yaml"


@pytest.mark.parametrize(
    ("old", "new", "key", "hint"),
    [
        ("from: Date", "frm: Date", "mapping.files[0].columns.posted_date.frm", "'from'"),
        ("delimiter:", "delimeter:", "mapping.layout.delimeter", "'delimiter'"),
        ("kinds:", "knds:", "mapping.knds", "'kinds'"),
        ("po_no:", "ponum:", "mapping.files[0].columns.ponum", "'po_no'"),
        ("[{fund:", "[{fnd:", "mapping.flags.federal", "'fund'"),
        ("keep_if:", "keepif:", "mapping.files[0].filters.keepif", "'keep_if'"),
    ],
)
def test_misspelt_names_get_a_suggestion(tmp_path, old, new, key, hint):
    error = refused(tmp_path, old, new)
    lines = TEXT.replace(old, new, 1).splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if new in text)
    assert (error.key, error.row) == (key, line)
    assert f"did you mean {hint}?" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "key", "found", "expected"),
    [
        ("start_month: 7", "start_month: 13", "fiscal_calendar.start_month", "13", "at most 12"),
        ("start_month: 7", "start_month: July", "fiscal_calendar.start_month", "July", "whole"),
        ("payroll", "salaries", "files[0].events.PRJ", "salaries", "'payroll'"),
        ("width: 4", "width: four", "layout.segments[1].width", "four", r"\d+"),
        ('delimiter: "-"', 'delimiter: "(-)"', "layout", "", "capturing"),
        ('"2"', '"(?!3)"', "flags.federal[0].fund", "(?!3)", "look-around"),
        ('"2"', '"[2"', "flags.federal[0].fund", "[2", "broken"),
        ("posted_date: {from: Date,", "posted_date: {from: Date, constant: x,",
         "files[0].columns.posted_date", "", "exactly one of"),
        (", credit: Credit", "", "files[0].columns.amount", "", "credit beside debit"),
        ("account: {from: Account}\n", "description: {from: Account}\n", "files[0].columns", "",
         "segment.<name>"),
        ("  kinds:\n    - [expenditure, {object: 6}]\n    - [revenue, {object: 5}]\n", "",
         "", "", "kinds"),
        ("in: [P, 010]", "in: [P], matches: P", "files[0].filters.keep_if[0]", "", "exactly one"),
        ("width: 3, role: location", "role: location", "layout.segments[2]", "", "width beside"),
        ("name: object,", "name: fund,", "layout", "", "'fund' stands there twice"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit(tmp_path, old, new, key, found, expected):
    error = refused(tmp_path, old, new)
    assert error.key == ".".join(filter(None, ["mapping", key]))
    assert error.found == found
    assert expected in str(error)
    assert error.file == "nightly.yaml"


def test_the_number_of_further_findings(tmp_path):
    error = refused(tmp_path, "start_month: 7", "start_month: 13, first: 1")
    assert error.key == "mapping.fiscal_calendar.first"
    assert "(1 more such findings after this one.)" in str(error)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mapping: {a: [}", "no valid YAML"),
        ("mapping:\n  district: a\n  district: b\n", "stands twice"),
        ("mappings: {}", "one key at the top"),
        ("- a\n- b\n", "one key at the top"),
        ("mapping: text\n", "keys and values"),
    ],
)
def test_files_that_are_no_mapping(tmp_path, text, words):
    with pytest.raises(MappingError, match=words):
        read_mapping(written(tmp_path, text))


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(MappingError, match="cannot be read"):
        read_mapping(tmp_path / "absent.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"mapping: {district: caf\xe9}")
    with pytest.raises(MappingError, match="not UTF-8"):
        read_mapping(latin)


def test_preset_is_overridden_list_by_list(tmp_path):
    text = TEXT.replace("  layout:\n", "  preset: us-tx-fasrg\n  layout:\n")
    chart = read_mapping(written(tmp_path, text)).chart
    assert chart.segment_names == ("fund", "object", "organization")
    assert chart.federal == ({"fund": "2"},)
    assert chart.salary == ({"object": "61[123]"},)
    assert chart.undistributed == ("000", "998", "999")

    head, rest = TEXT.split("  layout:\n")
    rest = rest.split("  files:\n")[1]
    text = f"{head}  preset: us-tx-fasrg\n  layout: {{delimiter: '.'}}\n  files:\n{rest}"
    chart = read_mapping(written(tmp_path, text)).chart
    [layout] = chart.layouts
    assert layout.delimiter_pattern == r"\."
    assert layout.names == ("fund", "function", "object", "subobject", "organization", "local")
    assert layout.location_segment.name == "organization"
    assert chart.kinds[0] == ("balance", {"object": "[1-4]"})


def test_unknown_preset(tmp_path):
    error = refused(tmp_path, "  layout:\n", "  preset: us-tx\n  layout:\n")
    assert (error.key, error.found) == ("mapping.preset", "us-tx")
    assert "us-tx-fasrg" in error.expected


def test_the_hash_covers_everything_that_shapes_the_result(tmp_path):
    text = (
        TEXT
        + "  settings: district.yaml\n  crosswalks: {location: {file: s.csv, from: a, to: b}}\n"
    )
    path = written(tmp_path, text)
    with pytest.raises(MappingError, match="not there"):
        read_mapping(path)
    (tmp_path / "district.yaml").write_text("name: Demo\n", encoding="utf-8")
    (tmp_path / "s.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    first = read_mapping(path).sha256
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert read_mapping(path).sha256 == first
    for name in ("district.yaml", "s.csv", "nightly.yaml"):
        (tmp_path / name).write_text((tmp_path / name).read_text() + "\n", encoding="utf-8")
        assert read_mapping(path).sha256 != first
        first = read_mapping(path).sha256


WIDE = """\
mapping:
  district: demo-isd
  source: facts
  crosswalks: {sites: {file: s.csv, from: a, to: b}}
  files:
    - name: profile
      kind: school_facts
      glob: "*.csv"
      columns: {location_id: {from: Id, crosswalk: sites}, fiscal_year: {constant: "2019"}}
      unpivot:
        - {from: Total, metric: enrollment, group_code: all}
        - matches: "(?P<group_code>ELL|FRL) count"
          metric: enrollment
          maps: {group_code: {ELL: ell, FRL: frl}}
"""


def test_wide_files(tmp_path):
    (tmp_path / "s.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    [file] = read_mapping(written(tmp_path, WIDE)).files
    assert file.unpivot[0].fixed == {"metric": "enrollment", "group_code": "all"}
    assert file.measure == "value"
    error = refused(tmp_path, "crosswalk: sites", "crosswalk: site", WIDE)
    assert error.key == "mapping.files[0].columns.location_id.crosswalk"
    assert "did you mean 'sites'?" in str(error)
    text = WIDE.replace("          metric: enrollment\n", "").replace("metric: enrollment, ", "")
    with pytest.raises(MappingError, match="a column 'metric', which school_facts"):
        read_mapping(written(tmp_path, text))


def test_every_source_of_a_column_stands_alone():
    for source in ({"from": "A"}, {"coalesce": ["A", "B"]}, {"concat": ["A"]}, {"constant": ""},
                   {"from_file_name": r"(\d+)"}, {"debit": "A", "credit": "B"}):  # fmt: skip
        assert ColumnRule.model_validate(source)


def test_schema_is_current():
    """Written anew by: python -m loaders.erp.mapping_schema > docs/mapping.schema.json."""
    assert (DOCS / "mapping.schema.json").read_text(encoding="utf-8") == mapping_schema()


def test_every_kind_of_file_has_fields():
    assert set(FIELDS) == set(FileKind)
