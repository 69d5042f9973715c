"""The small district with settings for federal tests, staff by what pays, and two closed years."""

from __future__ import annotations

import json

import pytest

from config import Settings
from data.warehouse import Warehouse
from tests.data.serving_sample import SETTINGS, publish, sample

TITLE_ONE = {"name": "Title I", "scopes": [{"field": "fund", "operator": "is", "value": "20"}]}
BUILDING = {"name": "Building", "scopes": [{"field": "fund", "operator": "is", "value": "35"}]}
SERVICES = {"name": "Services", "scopes": [{"field": "object", "operator": "is", "value": "5800"}]}
TEACHING = {"name": "Instruction", "scopes": [
    {"field": "object", "operator": "between", "value": "1000-4999"},
]}  # fmt: skip
SPECIAL = {"name": "Special education", "scopes": [
    {"field": "object", "operator": "is", "value": "1100"},
]}  # fmt: skip
FEDERAL = {
    "title_one": [TITLE_ONE],
    "title_one_schools": ["101"],
    "instruction": [TEACHING],
    "effort_excluded": [BUILDING, SERVICES],
    "special_education": [SPECIAL],
    "formula": {"weights": {"frl": "0.5"}, "foundation": "1000", "source": "Board policy"},
}
# School key, title, FTE and what pays; a nurse does not teach.
STAFF = [
    (1, "Teacher", 9.0, "state_local"), (1, "Teacher", 3.0, "federal"),
    (1, "Instructional aide", 1.0, "state_local"), (1, "Nurse", 5.0, "state_local"),
    (2, "Teacher", 19.0, "state_local"), (2, "Reading coach", 1.0, "state_local"),
    (3, "Teacher", 2.0, "state_local"), (4, "Teacher", 20.0, "state_local"),
]  # fmt: skip


def federal_sample(federal=FEDERAL, staff=STAFF):
    """The sample with these settings and positions, and both years over."""
    made = sample()
    made.rows("district")[0]["settings"] = json.dumps(SETTINGS | {"federal": federal})
    made.tables["fct_position"] = []
    for number, (key, title, fte, source) in enumerate(staff):
        for year in (2024, 2025):
            made.add("fct_position", fiscal_year=year, location_key=key, position_id=f"P{number}",
                     job_group="certificated", job_code="T", job_title=title, fte=fte,
                     status="filled", fund_source=source)  # fmt: skip
    for row in made.rows("dim_year"):
        row["is_closed"] = True
    return made


@pytest.fixture(scope="package")
def opened(tmp_path_factory):
    """Opens a warehouse over the sample with other settings; each is made once and closed."""
    made: dict[str, Warehouse] = {}

    def open_one(federal=FEDERAL, staff=STAFF):
        key = json.dumps([federal, staff])
        if key not in made:
            var = tmp_path_factory.mktemp("federal")
            publish(var, federal_sample(federal, staff))
            made[key] = Warehouse(Settings(var=var))
        return made[key]

    yield open_one
    for one in made.values():
        one.close()


@pytest.fixture
def booked():
    """Cents spent on expenditure accounts of the sample that pass a test."""
    made = federal_sample()
    spent = {row["account_key"]: row["spent_cents"] for row in made.rows("balances")}

    def total(year, test):
        return sum(
            spent.get(account["account_key"], 0)
            for account in made.rows("dim_account")
            if account["fiscal_year"] == year
            and account["kind"] == "expenditure"
            and not account["is_transfer"]
            and test(account)
        )

    return total
