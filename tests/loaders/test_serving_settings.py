"""What a district's settings and code lists add to the serving file."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from loaders.errors import LoaderError
from tests.loaders.staged import chart, joined, serving

TEACHER, BUS, LOCAL = "01-11-1100-101", "01-36-4300-900", "01-00-8011-000"
TITLE_ONE = "02-11-4300-102"

BUCKETS = [
    {
        "code": "T1",
        "name": "Title I",
        "type": "expenditure",
        "decided_by": "owner",
        "scopes": [{"field": "fund", "operator": "is", "value": "02"}],
    },
    {
        "code": "OPS",
        "name": "Operations",
        "type": "both",
        "scopes": [
            {"field": "location", "operator": "is", "value": "900"},
            {"field": "location", "operator": "is", "value": "101"},
            {"field": "object", "operator": "is not", "value": "1100"},
        ],
    },
    {"code": "NONE", "name": "Empty", "type": "revenue", "scopes": []},
]


def test_buckets_hold_the_accounts_of_their_scopes(tmp_path):
    settings = {"categories": [{"code": "instruction", "label": "In class"}], "buckets": BUCKETS}
    rows = joined(
        {"district": [{"district_id": "elm", "name": "Elm", "settings": json.dumps(settings)}]},
        chart((2027, TEACHER), (2027, TITLE_ONE), (2027, BUS), (2026, BUS), (2027, LOCAL)),
    )
    con = serving(tmp_path, rows)
    found = con.execute(
        "select bucket_code, a.fiscal_year, display from bucket_account "
        "join dim_account a using (account_key) order by all"
    ).fetchall()
    assert found == [("OPS", 2026, BUS), ("OPS", 2027, BUS), ("T1", 2027, TITLE_ONE)]
    buckets = con.execute("select bucket_code, type, decided_by, sort from bucket").fetchall()
    assert buckets == [
        ("T1", "expenditure", "owner", 0),
        ("OPS", "both", "owner", 1),
        ("NONE", "revenue", "owner", 2),
    ]
    categories = con.execute("select category_code, label from dim_category order by sort")
    assert categories.fetchall() == [("instruction", "In class"), ("other", "Other")]


def test_labels_are_the_districts_then_the_erps_then_the_presets(tmp_path):
    def value(label, source, year=0, code="4300"):
        return {
            "district_id": "elm",
            "fiscal_year": year,
            "segment": "object",
            "code": code,
            "label": label,
            "label_source": source,
        }

    con = serving(
        tmp_path,
        chart((2026, BUS), (2027, BUS)),
        {
            "segment_value": [
                value("Materials", "preset"),
                value("Materials and fuel", "erp", 2027),
                value("Salaries", "erp", 2027, "1100"),
            ]
        },
    )
    found = con.execute(
        "select fiscal_year, code, label, role from dim_segment_value "
        "where segment = 'object' order by all"
    ).fetchall()
    assert found == [
        (2026, "4300", "Materials", "object"),
        (2027, "1100", "Salaries", "object"),
        (2027, "4300", "Materials and fuel", "object"),
    ]
    titles = con.execute("select description from dim_account order by fiscal_year").fetchall()
    assert titles == [("Materials · 36",), ("Materials and fuel · 36",)]


def test_suppressed_facts_stay_without_a_value(tmp_path):
    fact = {
        "district_id": "elm",
        "location_id": "101",
        "fiscal_year": 2027,
        "metric": "enrollment",
        "count_type": "october",
        "grade": "all",
        "group_code": "ell",
        "import_id": "imp-gl",
        "source_row": 3,
    }
    con = serving(
        tmp_path,
        {
            "school_year_fact": [
                fact | {"value": None, "value_high": Decimal(10), "status": "suppressed"},
                fact | {"group_code": "all", "value": Decimal(412), "status": "ok"},
            ]
        },
    )
    found = con.execute(
        "select location_id, group_code, value, value_high, status from fct_school "
        "join dim_location using (location_key) order by group_code"
    ).fetchall()
    assert found == [
        ("101", "all", 412.0, None, "ok"),
        ("101", "ell", None, None, "suppressed"),
    ]


def test_an_unreadable_scope_names_its_bucket(tmp_path):
    entry = BUCKETS[0] | {"scopes": [{"field": "fund", "operator": "like", "value": "1"}]}
    rows = {
        "district": [
            {"district_id": "elm", "name": "Elm", "settings": json.dumps({"buckets": [entry]})}
        ]
    }
    with pytest.raises(LoaderError, match="Bucket T1"):
        serving(tmp_path, rows)
