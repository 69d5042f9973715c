"""The district settings file: what it may hold, and the message for each mistake."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from loaders.erp.attribution_settings import (
    AttributionRule,
    BucketScope,
    ExpenseClass,
    RuleSet,
)
from loaders.erp.district_settings import (
    Bucket,
    DistrictMetric,
    DistrictSettings,
    Grant,
    HelpLink,
    PriceLevels,
    Projection,
    check_settings,
)
from loaders.erp.federal_settings import AccountGroup, FederalRules, FundingFormula
from loaders.erp.mapping_problems import MappingError

ROOT = Path(__file__).resolve().parents[3]
TEXT = """\
code: elm
name: Elm Unified
default_funds: ["10"]
words: {frl: Low-income pupils}
buckets:
  - code: TEACH
    name: Teaching
    scopes:
      - {field: function, operator: is, value: "11"}
      - {field: object, operator: between, value: "1000-1999"}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "district.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("district", ["oakland", "cedar_valley"])
def test_the_sample_districts_have_no_mistake(district):
    assert check_settings(ROOT / "data" / "sample" / district / "district.yaml").buckets


@pytest.mark.parametrize(
    "model",
    [
        DistrictSettings,
        DistrictMetric,
        Bucket,
        BucketScope,
        ExpenseClass,
        RuleSet,
        AttributionRule,
        Projection,
        Grant,
        HelpLink,
        PriceLevels,
        FederalRules,
        AccountGroup,
        FundingFormula,
    ],
)
def test_every_key_is_explained(model):
    page = (ROOT / "docs" / "mapping.md").read_text(encoding="utf-8")
    section = page.split("## District settings\n")[1].split("\n## ")[0]
    names = [field.alias or name for name, field in model.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in section] == []


def test_what_a_file_says(tmp_path):
    found = check_settings(written(tmp_path, TEXT))
    assert (found.name, found.default_funds, found.buckets[0].type) == (
        "Elm Unified",
        ("10",),
        "expenditure",
    )


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("default_funds", "default_fund", ["row 3: default_fund: unknown key", "'default_funds'"]),
        (
            "operator: is,",
            "operater: is,",
            ["row 9", "scopes[0].operater", "'operator'"],
        ),
        (
            "operator: is,",
            "operator: like,",
            ["buckets[0].scopes[0]", "'like' is unknown"],
        ),
        ('"1000-1999"', '"1999-1000"', ["buckets[0].scopes[1]", "ends before it starts"]),
        ('"1000-1999"', '"1000"', ["is not a range: write 100-199"]),
        ("    name: Teaching\n", "", ["buckets[0].name: this key is missing"]),
        ("buckets:", "buckets:\n  - {code: TEACH, name: Twice}", ["buckets[1]", "stands once"]),
        ("code: elm", "\tcode: elm", ["row 1", "not with tabs"]),
    ],
)
def test_mistakes_are_named(tmp_path, old, new, parts):
    with pytest.raises(MappingError) as caught:
        check_settings(written(tmp_path, TEXT.replace(old, new, 1)))
    for part in ["district.yaml", *parts]:
        assert part in str(caught.value)


ATTRIBUTION = """\
metrics: [{code: labs, name: Laboratories, kind: driver, unit: count}]
expense_classes:
  - {code: site, name: At the school, class: allocated, scopes: [&any
      {field: account_type, operator: is, value: expenditure}]}
attribution:
  - code: cause
    name: By cause
    rules:
      - {code: a, name: Plan, driver: fixed, shares: {"101": "60", "102": "40.0"}, scopes: [*any]}
      - {code: b, name: Labs, driver: labs, levels: [high], scopes: [*any]}
      - {code: c, name: English, driver: enrollment, group: ell, scopes: [*any]}
      - {code: d, name: Coaches, driver: fte, job_groups: [certificated], scopes: [*any]}
"""


def test_rules_of_attribution_are_read(tmp_path):
    found = check_settings(written(tmp_path, ATTRIBUTION))
    assert found.expense_classes[0].expense_class == "allocated"
    assert [rule.driver for rule in found.attribution[0].rules] == [
        "fixed", "labs", "enrollment", "fte",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("driver: labs", "driver: labz", ["attribution[0].rules[1].driver", "labz", "square_feet"]),
        ('"102": "40.0"', '"102": "39.99"', ["rules[0].shares", "99.99 percent", "100 percent"]),
        ('"102": "40.0"', '"102": "-40"', ["rules[0].shares", "at least 0"]),
        ('shares: {"101": "60", "102": "40.0"}, ', "", ["rules[0].shares", "each location"]),
        ("driver: enrollment, group: ell", 'driver: equal, shares: {"101": "100"}', ["shares"]),
        ("levels: [high]", "levels: [upper]", ["rules[1].levels", "unknown value", "'high'"]),
        ("driver: fte", "driver: equal", ["rules[3].job_groups", "driver: fte"]),
        (
            "driver: enrollment, group",
            "driver: equal, group",
            ["rules[2].group", "groups and grades"],
        ),
        ("code: d,", "code: a,", ["rules[3]", "stands once"]),
        ("class: allocated", "class: alocated", ["expense_classes[0].class", "'allocated'"]),
        ("operator: is, value", "operator: iz, value", ["expense_classes[0].scopes[0]", "'iz'"]),
    ],
)
def test_mistakes_in_attribution_are_named(tmp_path, old, new, parts):
    with pytest.raises(MappingError) as caught:
        check_settings(written(tmp_path, ATTRIBUTION.replace(old, new, 1)))
    for part in ["district.yaml", *parts]:
        assert part in str(caught.value)


def test_limits_of_projections_and_periods_of_grants(tmp_path):
    grants = "grants:\n  - {bucket: T1, starts: 2026-07-01, ends: 2027-05-15}\n"
    found = check_settings(written(tmp_path, TEXT + 'projection: {slow_share: "0.8"}\n' + grants))
    assert found.projection.slow_share == Decimal("0.8")
    assert found.projection.grant_days == 90
    assert (found.grants[0].bucket, found.grants[0].ends) == ("T1", date(2027, 5, 15))
    for wrong in ('projection: {slow_share: "3"}\n', 'projection: {slow: "1"}\n',
                  "grants:\n  - {bucket: T1, starts: 2027-07-01, ends: 2026-07-01}\n"):  # fmt: skip
        with pytest.raises(MappingError):
            check_settings(written(tmp_path, TEXT + wrong))


FEDERAL = """\
federal:
  title_one: [{name: Title I, scopes: [{field: fund, operator: is, value: "210"}]}]
  title_one_schools: ["101", "104"]
  formula: {weights: {frl: "0.25"}, foundation: "200000", source: Budget policy}
"""


def test_accounts_of_federal_tests_are_read(tmp_path):
    found = check_settings(written(tmp_path, FEDERAL)).federal
    assert (found.title_one[0].name, found.title_one_schools) == ("Title I", ("101", "104"))
    assert (found.formula.weights, found.formula.foundation) == ({"frl": Decimal("0.25")}, 200_000)
    assert found.effort_excluded == ()


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("title_one:", "title_1:", ["federal.title_1", "unknown key", "title_one"]),
        ('frl: "0.25"', 'frl: "25"', ["federal.formula.weights.frl", "25", "from 0 to 10"]),
        ('frl: "0.25"', 'poor: "0.25"', ["federal.formula.weights"]),
        (", source: Budget policy", "", ["federal.formula.source", "missing"]),
        ('"104"]', '"101"]', ["federal.title_one_schools[1]", "stands once"]),
        ('scopes: [{field: fund, operator: is, value: "210"}]', "scopes: []", ["scopes"]),
    ],
)
def test_mistakes_in_federal_settings_are_named(tmp_path, old, new, parts):
    with pytest.raises(MappingError) as caught:
        check_settings(written(tmp_path, FEDERAL.replace(old, new, 1)))
    for part in ["district.yaml", *parts]:
        assert part in str(caught.value)


PRICES = """\
price_index: {name: Index, source: Bureau, levels: {"2024": "80.5", "2025": "100"}}
"""


def test_price_levels_are_read(tmp_path):
    found = check_settings(written(tmp_path, PRICES)).price_index
    assert found.levels == {"2024": Decimal("80.5"), "2025": Decimal(100)}


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('"80.5"', '"0"', ["price_index.levels.2024", "above 0"]),
        ('"2024"', '"24"', ["price_index.levels.24", "four digits"]),
        (", source: Bureau", "", ["price_index.source", "missing"]),
        ('"2024": "80.5", ', "", ["price_index.levels"]),
    ],
)
def test_mistakes_in_price_levels_are_named(tmp_path, old, new, parts):
    with pytest.raises(MappingError) as caught:
        check_settings(written(tmp_path, PRICES.replace(old, new, 1)))
    for part in ["district.yaml", *parts]:
        assert part in str(caught.value)


def test_a_bucket_names_a_rollup_that_there_is_and_answers_at_most_four_questions(tmp_path):
    rollups = """rollups:
  - code: SUM
    name: Summary
    categories:
      - {name: Staff, scopes: [{field: object, operator: between, value: "1000-3999"}]}
"""
    with_rollup = TEXT.replace("    name: Teaching\n", "    name: Teaching\n    rollup: SUM\n")
    assert check_settings(written(tmp_path, with_rollup + rollups)).buckets[0].rollup == "SUM"
    with pytest.raises(MappingError, match="SUM"):
        check_settings(written(tmp_path, with_rollup))
    many = "    questions:\n" + "      - {question: Why?, answer: So.}\n" * 5
    with pytest.raises(MappingError):
        check_settings(written(tmp_path, TEXT.replace("    scopes:\n", f"{many}    scopes:\n")))


@pytest.mark.parametrize(
    ("link", "where"),
    [
        ("{name: Film, address: 'http://elm.example/film'}", "help_links"),
        ("{name: Film, address: 'javascript:alert(1)'}", "help_links"),
        ("{name: Film, address: 'https://'}", "help_links"),
        ("{name: Film, address: 'https://elm.example', screen: money}", "help_links"),
        ("{name: Film}", "help_links"),
    ],
)
def test_a_link_of_help_that_leads_nowhere_good_is_refused(tmp_path, link, where):
    with pytest.raises(MappingError, match=where):
        check_settings(written(tmp_path, f"{TEXT}help_links: [{link}]\n"))


def test_links_of_help_are_read(tmp_path):
    link = "{name: Film, address: 'https://elm.example/a', screen: /current/money}"
    found = check_settings(written(tmp_path, f"{TEXT}help_links: [{link}]\n"))
    assert found.help_links == (
        HelpLink(name="Film", address="https://elm.example/a", screen="/current/money"),
    )
