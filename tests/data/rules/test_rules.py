"""The rules of single records, each test named for the number that files and forms show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.entities.content import Content
from data.entities.parsing import parse
from data.entities.registry import ENTITIES
from data.rules.references import resolved
from data.rules.rules import problems
from data.rules.surroundings import Surroundings, Target, codes_of, targets_of

ACCOUNT = "10-100-1000-0001"
AROUND = Surroundings(
    {
        "account": codes_of([ACCOUNT]),
        "location": codes_of(["101", "102"]),
        "segment_code": codes_of(["101", "150"]),
        "segment_type": codes_of(["Funds", "Locations"]),
        "scope_field": codes_of(["Funds", "Locations", "Account Type", "Account Code"]),
        "role": targets_of(
            ENTITIES["role"],
            [
                Content({"code": "BLD", "name": "Builder", "is_active": True}),
                Content({"code": "OLD", "name": "Former", "is_active": False}),
            ],
        ),
        "priority": {"lit": Target("LIT"), "old": Target("OLD", is_live=False)},
        "position": codes_of(["0042"]),
        "job": codes_of(["4321"]),
        "employee": codes_of(["3584"]),
        "budget": codes_of(["B101"]),
        "organization": codes_of(["E101"]),
        "rollup_template": codes_of(["CO"]),
        "metric": {"frl": Target("FRL", type="percent"), "sqft": Target("SQFT", type="sq_ft")},
        "benefits_package": codes_of(["PKG1"]),
    }
)


def content(name: str, /, *lines: dict, **values) -> Content:
    """A sound record of the examples, with some values of its own."""
    entity = ENTITIES[name]
    read = {
        field.name: parse(field, field.example) if field.example else field.default
        for field in entity.fields
    }
    line = {field.name: parse(field, field.example) for field in entity.lines if field.example}
    return Content(read | values, lines or ((line,) if line else ()))


def found(name: str, /, *lines: dict, before: Content | None = None, around=AROUND, **values):
    made = content(name, *lines, **values)
    return {
        (one.code, one.field, one.line, one.is_warning)
        for one in problems(ENTITIES[name], made, before, around)
    }


def told(name: str, /, *lines: dict, **values):
    return problems(ENTITIES[name], content(name, *lines, **values), None, AROUND)


def scope(field: str | None, operator: str | None, value: str | None) -> dict:
    return {"segment_type": field, "operator": operator, "segment_code": value}


SOUND = {
    "segment_value": {},
    "account_recoding": {},
    "organization": {},
    "budget": {},
    "priority": {},
    "strategy": {},
    "role": {},
    "bucket": {},
    "employee": {},
    "job": {},
    "account_type": {"account_code": ACCOUNT},
    "account_attribute": {"account_code": ACCOUNT},
    "supplemental_pay_type": {},
    "employee_pay": {},
    "employee_benefit": {"segment_code": "101"},
    "position": {"code": "0043"},
    "metric_value": {"metric_code": "SQFT"},
    "vacancy_benefit": {"segment_code": "101"},
    "vacancy_pay": {},
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_record_has_no_problem(name):
    around = Surroundings(
        {
            refers: targets
            for refers, targets in AROUND.targets.items()
            if refers not in {name, "scope_field", "organization" if name == "budget" else ""}
        }
    )
    # What a percentage is understood as is always said.
    said = {("V39", "amount", 0, True)} if name == "vacancy_benefit" else set()
    assert found(name, around=around, **SOUND[name]) == said


@pytest.mark.parametrize("missing", [None, ""])
def test_v3_a_required_field_is_filled(missing):
    assert found("priority", name=missing) == {("V3", "name", 0, False)}


def test_v3_a_bucket_needs_a_scope():
    made = Content(content("bucket").values)
    codes = {(p.code, p.field) for p in problems(ENTITIES["bucket"], made, None, AROUND)}
    assert codes == {("V3", "segment_type")}


def test_v6_a_line_occurs_once():
    line = scope("Funds", "is", "210")
    same = scope("FUNDS", "is", "210 ")
    assert found("bucket", line, same) == {("V6", "segment_type", 2, False)}


@pytest.mark.parametrize(
    ("name", "values", "field", "suggestion"),
    [
        ("organization", {"location_codes": ("101", "1022")}, "location_codes", "102"),
        ("bucket", {"roles": ("Biulder",)}, "roles", "BLD"),
        ("bucket", {"roles": ("bldd",)}, "roles", "BLD"),
        ("strategy", {"priority_code": "LIIT"}, "priority_code", "LIT"),
        ("segment_value", {"type": "Fund"}, "type", "Funds"),
        ("budget", {"organization_code": "00E101"}, "organization_code", "E101"),
    ],
)
def test_v8_what_is_referred_to_exists(name, values, field, suggestion):
    one = told(name, **values)
    assert [(p.code, p.field, p.suggestion) for p in one if p.code == "V8"] == [
        ("V8", field, suggestion)
    ]


def test_v8_what_is_not_in_use_is_a_warning():
    assert found("bucket", roles=("OLD",)) == {("V8", "roles", 0, True)}
    assert found("bucket", roles=("Former", "Builder")) == {("V8", "roles", 0, True)}


@pytest.mark.parametrize("field", ["question_1", "answer_1"])
def test_v9_a_question_has_an_answer(field):
    assert found("bucket", **{field: None}) == {("V9", field, 0, False)}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (scope("Funds", None, "210"), "operator"),
        (scope("Funds", "is", None), "segment_code"),
        (scope(None, "is", "210"), "segment_type"),
    ],
)
def test_v9_a_scope_line_is_whole(line, field):
    assert found("budget", line) == {("V9", field, 1, False)}


@pytest.mark.parametrize(
    ("name", "values"), [("role", {"code": "0BLD"}), ("position", {"code": "42"})]
)
def test_v13_a_code_that_differs_by_zeros_is_told(name, values):
    assert ("V13", "code", 0, True) in found(name, **values)


def test_v13_says_nothing_of_a_record_that_is_there():
    before = content("position", code="42")
    assert found("position", code="42", before=before) == set()


@pytest.mark.parametrize("depth", ["pe_access", "npe_access"])
def test_v19_approval_without_sight_is_told(depth):
    assert found("role", can_approve=True, **{depth: "hidden"}) == {("V19", depth, 0, True)}
    assert found("role", can_approve=True, **{depth: "display"}) == set()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (scope("Account Type", "is", "Assets"), "V23"),
        (scope("Account Type", "starts with", "Rev"), "V23"),
        (scope("Funds", "between", "299-200"), "V24"),
        (scope("Funds", "not between", "200"), "V24"),
        (scope("Funds", "between", "a-1-b-2"), "V24"),
    ],
)
def test_v23_v24_operators_and_ranges(line, code):
    assert found("bucket", line) == {(code, "segment_code", 1, False)}


@pytest.mark.parametrize(
    "line",
    [
        scope("account type", "is not", "revenue"),
        scope("Account Code", "starts with", "10-"),
        scope("Funds", "between", "200-299"),
        scope("Funds", "between", "a-1..a-9"),
        scope("Locations", "matches", "1?1*"),
    ],
)
def test_v23_v24_v25_what_a_scope_may_say(line):
    assert found("bucket", line) == set()


def test_v25_the_field_of_a_scope_exists():
    one = told("bucket", scope("Fonds", "is", "210"))
    assert [(p.code, p.field, p.line, p.suggestion) for p in one] == [
        ("V25", "segment_type", 1, "Funds")
    ]


def test_v27_v35_accounts_exist():
    one = told("account_attribute", account_code="10-100-1000-0002")
    assert [(p.code, p.field, p.suggestion) for p in one] == [("V35", "account_code", ACCOUNT)]


def test_without_a_chart_accounts_are_not_judged():
    assert found("account_type", account_code="any", around=Surroundings()) == set()


def test_v28_an_archived_priority_takes_no_new_strategies():
    assert found("strategy", priority_code="OLD") == {("V28", "priority_code", 0, False)}
    before = content("strategy", priority_code="OLD")
    assert found("strategy", priority_code="old", before=before) == {
        ("V8", "priority_code", 0, True)
    }


def test_v31_a_job_has_all_four_fields():
    empty = dict.fromkeys(("code", "name", "class_code", "class_name"))
    assert {field for code, field, *_ in found("job", **empty) if code == "V3"} == set(empty)


def test_v32_only_a_position_made_by_an_assignment_has_no_fte():
    assert found("position", code="1", fte=Decimal(0)) == {("V32", "fte", 0, False)}
    before = content("position", code="1", fte=Decimal(0))
    assert found("position", code="1", fte=Decimal(0), before=before) == set()


@pytest.mark.parametrize("name", ["position", "assignment", "employee_pay"])
def test_v33_a_period_ends_after_it_starts(name):
    late = {"start_date": date(2026, 7, 2), "end_date": date(2026, 7, 1)}
    assert ("V33", "end_date", 0, False) in found(name, **late)
    assert "V33" not in {code for code, *_ in found(name, **late | {"end_date": None})}
    assert "V33" not in {code for code, *_ in found(name, **late | {"end_date": date(2026, 7, 2)})}


def test_v33_nobody_leaves_before_coming():
    assert found("employee", code="1", end_date=date(2019, 8, 11)) == {
        ("V33", "end_date", 0, False)
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"account_code": "99"}, "account_code"),
        ({"account_code": ACCOUNT, "position_code": "43"}, "position_code"),
    ],
)
def test_v35_what_funding_refers_to_exists(values, field):
    values = {"position_code": "0042", **values}
    assert found("position_funding", **values) == {("V35", field, 0, False)}


def test_v36_an_unknown_position_needs_job_and_location():
    unknown = {"position_code": "777", "job_code": None, "location_code": None}
    assert found("assignment", **unknown) == {
        ("V36", "job_code", 0, False),
        ("V36", "location_code", 0, False),
    }
    assert found("assignment", **unknown | {"position_code": "0042"}) == set()
    assert found("assignment", position_code="777") == set()


@pytest.mark.parametrize(
    ("amount", "basis", "bad"),
    [("100", "percentage", False), ("100.01", "percentage", True), ("12000", "flat", False)],
)
def test_v39_a_percentage_lies_between_0_and_100(amount, basis, bad):
    codes = found("employee_benefit", amount=Decimal(amount), pay_basis=basis, segment_code="101")
    assert codes == ({("V39", "amount", 0, False)} if bad else set())


@pytest.mark.parametrize("values", [{"job_code": None}, {"compensation_plan_code": "P1"}])
def test_v9_job_or_plan_exactly_one(values):
    assert {code for code, *_ in found("vacancy_pay", **values)} == {
        "V3" if "job_code" in values else "V9"
    }


@pytest.mark.parametrize(
    ("metric", "value", "bad"),
    [
        ("FRL", "100", False),
        ("FRL", "100.5", True),
        ("FRL", "-1", True),
        ("SQFT", "1,200.5", False),
        ("SQFT", "many", True),
        ("SQFT", "*", False),
        ("FRL", None, False),
    ],
)
def test_v87_a_figure_fits_its_unit(metric, value, bad):
    codes = found("metric_value", metric_code=metric, value=value)
    assert codes == ({("V87", "value", 0, False)} if bad else set())


def recoded(*shares: str) -> list[dict]:
    return [
        {"to_account": str(n), "to_year": 2027, "share": Decimal(share)}
        for n, share in enumerate(shares)
    ]


def test_v88_the_shares_of_an_old_account_sum_to_100():
    assert found("account_recoding", *recoded("60", "40")) == set()
    assert found("account_recoding", *recoded("60", "39.9999")) == {("V88", "share", 0, False)}


def test_v88_the_new_year_comes_after_the_old():
    assert found("account_recoding", *recoded("100"), from_year=2027) == {
        ("V88", "to_year", 1, False)
    }


def test_fixed_shares_belong_to_the_fixed_driver_and_sum_to_100():
    line = scope("Funds", "is", "1") | {"organization_code": "E101", "share": Decimal(90)}
    assert found("attribution_rule", line) == {("V9", "driver", 0, False)}
    fixed = {"driver": "fixed", "driver_code": None}
    assert found("attribution_rule", line, **fixed) == {("V103", "share", 0, False)}
    assert found("attribution_rule", line | {"share": Decimal(100)}, **fixed) == set()
    assert {("V9", "driver", 0, False)} == found(
        "attribution_rule", scope("Funds", "is", "1"), driver=None
    )


def test_the_code_of_a_benefits_package_is_fixed():
    before = content("benefits_package")
    assert found("benefits_package", code="PKG2", before=before) == {("V7", "code", 0, False)}


def test_references_are_kept_by_code_in_one_spelling():
    made = content(
        "bucket",
        scope("funds", "is", "210"),
        roles=("builder", "bld", "New"),
        rollup_widget_template="co",
    )
    kept = resolved(ENTITIES["bucket"], made, AROUND)
    assert kept.values["roles"] == ("BLD", "New")
    assert kept.values["rollup_widget_template"] == "CO"
    assert kept.lines[0]["segment_type"] == "Funds"
    assert kept.values["name"] == made.values["name"]
