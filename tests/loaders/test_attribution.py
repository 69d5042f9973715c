"""Classes, pools and shares in the serving file, held against sums in plain Python."""

from __future__ import annotations

import json

import pytest

from loaders.errors import LoaderError
from tests.loaders.staged import DISTRICT, chart, joined, ledger, serving

TEACHER, TEACHER_2, SOCIAL = "01-11-1100-101", "01-11-1100-102", "01-31-5800-900"
BUS, BOND, OFFICE, LOST = "01-36-4300-900", "05-91-7400-900", "01-71-1100-900", "09-99-4300-900"

ANY = [{"field": "account_type", "operator": "is", "value": "expenditure"}]


def scope(field, value):
    return [{"field": field, "operator": "is", "value": value}]


CLASSES = [
    {"code": "debt", "name": "Debt", "class": "excluded", "scopes": scope("fund", "05")},
    {"code": "site", "name": "At the school", "class": "allocated", "scopes": ANY},
    {
        "code": "office",
        "name": "Office",
        "class": "central_office",
        "scopes": scope("function", "71"),
    },
    {"code": "buses", "name": "Buses", "class": "attributable", "scopes": scope("function", "36")},
    {
        "code": "social",
        "name": "Social",
        "class": "attributable",
        "scopes": scope("function", "31"),
    },
]


def rule(code="all", driver="enrollment", scopes=None, **more):
    return {"code": code, "name": code, "driver": driver, "scopes": scopes or ANY, **more}


def method(*rules, **more):
    return {"code": "m", "name": "Method", "rules": list(rules), **more}


def fact(place, value, metric="enrollment", group="all", grade="all", **more):
    return {
        "district_id": DISTRICT, "fiscal_year": 2027, "location_id": place, "metric": metric,
        "group_code": group, "grade": grade, "count_type": "october", "value": value,
        "status": "ok", "import_id": "imp-gl", "source_row": 1,
    } | more  # fmt: skip


PUPILS = [fact("101", 300), fact("102", 100)]
MORE = [*PUPILS, fact("103", 100)]
MONEY = {
    TEACHER: "1000.00", TEACHER_2: "500.00", SOCIAL: "90.01", BUS: "40.00", BOND: "70.00",
    OFFICE: "25.00", LOST: "7.00",
}  # fmt: skip


def district(tmp_path, *sets, facts=PUPILS, classes=CLASSES):
    settings = {"expense_classes": classes, "attribution": list(sets)}
    rows = joined(
        {
            "district": [{"district_id": "elm", "name": "Elm", "settings": json.dumps(settings)}],
            "location": [
                {"district_id": "elm", "location_id": code, "name": name, "type": "school"}
                for code, name in (("103", "Ash High"), ("104", "Fir High"))
            ],
        },
        chart(*((2027, display) for display in MONEY)),
        {
            "ledger_line": [
                ledger(2027, display, amount, row)
                for row, (display, amount) in enumerate(MONEY.items(), 1)
            ],
            "school_year_fact": facts,
        },
    )
    return serving(tmp_path, rows)


def shares(con):
    return dict(
        con.execute(
            "select location_id, sum(spent_cents)::bigint from pool_share "
            "join dim_location using (location_key) group by 1 order by 1"
        ).fetchall()
    )


def left(con):
    return con.execute(
        "select pool_code, reason, sum(spent_cents)::bigint from cube_pool where reason <> '' "
        "group by all order by all"
    ).fetchall()


def test_the_first_class_that_fits_decides_and_the_rest_stays_visible(tmp_path):
    con = district(tmp_path)
    found = con.execute(
        "select display, expense_class, rule_code from account_class "
        "join dim_account using (account_key) order by 1"
    ).fetchall()
    assert found == [
        (TEACHER, "allocated", "site"),
        (TEACHER_2, "allocated", "site"),
        (SOCIAL, "attributable", "social"),
        (BUS, "attributable", "buses"),
        (OFFICE, "central_office", "office"),
        (BOND, "excluded", "debt"),
        (LOST, "unclassified", ""),
    ]
    [check] = con.execute(
        "select severity, status, actual, message from check_result where check_code = 'A1'"
    ).fetchall()
    assert check[:2] == ("warn", "failed")
    assert float(check[2]) == 7.0
    assert "1 accounts" in check[3]


def test_a_method_shares_every_attributable_account(tmp_path):
    con = district(tmp_path, method(rule()))
    # 90.01 and 40.00 dollars, both state and local, not pay: 13,001 cents by 3 to 1.
    assert shares(con) == {"101": 9751, "102": 3250}
    assert left(con) == []


def test_the_district_office_is_shared_only_when_asked_for(tmp_path):
    con = district(tmp_path, method(rule(), spread_central_office="true"))
    # 13,001 cents of purchases and 2,500 cents of pay are shared apart.
    assert shares(con) == {"101": 9751 + 1875, "102": 3250 + 625}


def test_accounts_that_no_rule_takes_stay_not_attributed(tmp_path):
    con = district(tmp_path, method(rule("bus", scopes=scope("function", "36"))))
    assert shares(con) == {"101": 3000, "102": 1000}
    assert left(con) == [("", "no rule of the method takes these accounts", 9001)]


@pytest.mark.parametrize(
    ("one", "facts", "found"),
    [
        (rule(driver="equal"), PUPILS, {"101": 6501, "102": 6500}),
        (rule(driver="equal", levels=["high"]), PUPILS, {}),
        (rule(driver="equal", organizations=["102"]), PUPILS, {"102": 13001}),
        (rule(driver="fixed", shares={"101": "12.5", "102": "87.5"}), PUPILS,
         {"101": 1625, "102": 11376}),
        (rule(driver="riders"), [*PUPILS, fact("101", 20, "riders"), fact("102", 60, "riders")],
         {"101": 3250, "102": 9751}),
        # Too few riders to be told, and twenty beside them: these schools take no share.
        (rule(driver="riders"), [*MORE, fact("101", 20, "riders"), fact("102", 6, "riders"),
         fact("103", 60, "riders")], {"103": 13001}),
        # Six thousand meals tell of nobody, and six of floor space neither.
        (rule(driver="square_feet"),
         [*PUPILS, fact("101", 6, "square_feet"), fact("102", 2, "square_feet")],
         {"101": 9751, "102": 3250}),
        (rule(group="ell"), [*MORE, fact("101", 60, group="ell"), fact("103", 30, group="ell"),
         fact("102", None, group="ell", status="suppressed")], {"101": 13001}),
        # 388 of 400 pupils is shown as 380 at least: the share is that of 380, beside 190.
        (rule(group="frl"), [fact("101", 300), fact("102", 400),
         fact("101", 190, group="frl"), fact("102", 388, group="frl")],
         {"101": 4334, "102": 8667}),
        (rule(grades=["KG", "01"]),
         [*PUPILS, fact("101", 40, grade="KG"), fact("101", 20, grade="01"),
          fact("102", 20, grade="01"), fact("102", 20, grade="02")],
         {"101": 9751, "102": 3250}),
    ],
)  # fmt: skip
def test_every_kind_of_driver(tmp_path, one, facts, found):
    con = district(tmp_path, method(one), facts=facts)
    assert shares(con) == found


def test_schools_without_a_share_and_values_that_are_bounds_say_so(tmp_path):
    groups = {"101": 190, "102": 388, "103": 4, "104": 12}
    facts = [fact(place, 400) for place in groups]
    facts += [fact(place, n, group="frl") for place, n in groups.items()]
    con = district(tmp_path, method(rule(group="frl")), facts=facts)
    found = con.execute(
        "select location_id, value, share is null, reason from pool_driver "
        "join dim_location using (location_key) order by 1"
    ).fetchall()
    assert found == [
        ("101", 190.0, False, ""),
        ("102", 380.0, False, "counted at the bound that is shown of it"),
        ("103", None, True, "withheld"),
        ("104", None, True, "withheld"),
    ]


def test_a_driver_without_a_value_leaves_the_pool_and_says_so(tmp_path):
    con = district(tmp_path, method(rule(driver="meals_served")))
    reason = "no selected school has a value of the driver in this year"
    assert left(con) == [("all", reason, 13001)]
    checks = con.execute(
        "select scope, status, actual from check_result where check_code = 'A2'"
    ).fetchall()
    assert [(scope, status, float(actual)) for scope, status, actual in checks] == [
        ("central cost by m", "failed", 130.01)
    ]


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (rule(organizations=["777"]), "Rule all of m names a location that no file tells of"),
        (rule(driver="fixed", shares={"777": "100"}), "Found '777'"),
        (rule(scopes=scope("programme", "1")), "asks for a part that no account has"),
    ],
)
def test_what_the_district_does_not_have_is_refused(tmp_path, one, message):
    with pytest.raises(LoaderError, match=message):
        district(tmp_path, method(one))
