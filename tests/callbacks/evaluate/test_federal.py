"""The page of federal tests shows what its read models hold, opens accounts, and hides nothing."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from access.roles import Role
from callbacks.basis import Services
from callbacks.evaluate.federal import federal_view
from callbacks.reporting.cards import CARDS, cards_on, slide_of
from config import Settings
from data.read_models import READ_MODELS
from data.warehouse import Warehouse
from exports.flat import export
from pages.evaluate.federal.page import body
from pages.state import FederalState
from tests.data.federal.conftest import federal_sample
from tests.data.serving_sample import DISTRICT, publish


@pytest.fixture(scope="module")
def tested(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    publish(var, federal_sample())
    warehouse = Warehouse(Settings(var=var))
    loaded = warehouse.snapshot(DISTRICT).created_utc
    yield Services(Settings(var=var), warehouse, None, lambda: loaded + timedelta(hours=1))
    warehouse.close()


def view_of(tested, person, query="?year=2025", role=Role.BUDGET_DIRECTOR, place=None):
    return federal_view(tested, person(role, place), FederalState.from_query(query))


def rows_of(tested, actor, address):
    path, _, query = address.partition("?")
    name = path.removeprefix("/export/").removesuffix(".csv")
    pairs = dict(parse_qsl(query))
    given = READ_MODELS[name].arguments_from({key: [text] for key, text in pairs.items()})
    made = export(tested.warehouse, actor.scope, name, "csv", given)
    return list(csv.DictReader(io.StringIO(b"".join(made.chunks).decode())))


def test_every_card_leaves_as_the_rows_it_shows(tested, person):
    view = view_of(tested, person, "?year=2025&option=salaries&guarantee=90")
    actor = person(Role.BUDGET_DIRECTOR)
    compared = {
        row["location_name"]: row for row in rows_of(tested, actor, view.comparability.export)
    }
    for school in view.comparability.schools:
        row = compared[school.name]
        assert float(row["ratio"]) == pytest.approx(school.ratio)
        assert row["result"] == school.result
    formula = rows_of(tested, actor, view.formula.export)
    shown = {line.name: line for line in view.formula.lines}
    for row in formula:
        if row["gap_usd"]:
            assert shown[row["location_name"]].accounts.startswith("/current/accounts?year=2025")
            assert float(row["gap_usd"]) == pytest.approx(float(shown[row["location_name"]].gap))
            assert float(row["floor_usd"]) == pytest.approx(
                float(shown[row["location_name"]].before) * 0.9, abs=0.01
            )
    [effort] = rows_of(tested, actor, view.esea.export)
    assert float(effort["effort_usd"]) == float(view.esea.years[-1].effort)
    assert len(rows_of(tested, actor, view.idea.export)) == len(view.idea.lines) == 4


def test_dollars_left_out_open_their_accounts(tested, person):
    view = view_of(tested, person)
    actor = person(Role.BUDGET_DIRECTOR)
    for year in view.esea.years:
        for dollars, address in year.parts:
            rows = rows_of(tested, actor, address)
            own = [row for row in rows if row["fund_source"] == "state_local"]
            assert sum(float(row["spent_usd"]) for row in own) == pytest.approx(float(dollars))


@pytest.mark.parametrize("option", ["staffing", "salaries", "materials"])
def test_what_is_compared_opens_its_rows(tested, person, option):
    view = view_of(tested, person, f"?year=2024&option={option}")
    actor = person(Role.BUDGET_DIRECTOR)
    [school] = [one for one in view.comparability.schools if one.name == "Ash Elementary"]
    rows = rows_of(tested, actor, school.rows)
    if option == "staffing":
        teach = ("Teachers", "Aides and tutors", "Coaches, other support")
        found = [row["state_local_fte"] for row in rows if row["job_family"] in teach]
    else:
        kind = {"salaries": "salary", "materials": "non_personnel"}[option]
        found = [row["spent_usd"] for row in rows
                 if (row["fund_source"], row["spend_class"]) == ("state_local", kind)]  # fmt: skip
    assert {row["location_id"] for row in rows} == {"101"}
    assert sum(float(text or 0) for text in found) == pytest.approx(school.amount)
    title_one = rows_of(tested, actor, school.title_one_rows)
    assert {(row["location_id"], row["fund_source"]) for row in title_one} == {("101", "federal")}


def test_a_principal_sees_the_tests_and_no_account(tested, person):
    view = view_of(tested, person, role=Role.PRINCIPAL, place="101")
    assert {address for year in view.esea.years for _, address in year.parts} == {""}
    assert view.idea.accounts == ""
    assert {one.title_one_rows for one in view.comparability.schools} == {""}
    assert {one.accounts for one in view.formula.lines} == {""}
    assert len(view.comparability.schools) == 3


def test_what_the_address_asks_for_is_chosen_and_what_is_unknown_falls_back(tested, person):
    plain = view_of(tested, person, "?option=nonsense&average=&without=x&guarantee=400")
    assert [cell.value for cell in plain.rules] == [
        "Pupils per staff", "All pupils over all staff or dollars",
        "The half with the lowest poverty", "Up to 100 pupils", "100% of the year before",
    ]  # fmt: skip
    asked = view_of(tested, person, "?option=materials&average=mean&without=group_mean&smallest=0")
    assert [cell.value for cell in asked.rules][:4] == [
        "Materials per pupil", "Mean of the schools' ratios", "The span's mean, 90 to 110%",
        "No school for its size",
    ]  # fmt: skip


def test_every_card_can_be_a_slide(tested, person):
    shown = body(view_of(tested, person))
    names = [name for name in CARDS if name.startswith("federal-")]
    # Without pay in the sample there is no card of salaries to add.
    assert cards_on(shown) == [name for name in names if name != "federal-salaries"]
    for name in cards_on(shown):
        slide = slide_of(shown, name)
        assert slide.finding
        assert slide.tables[0].rows


def test_a_district_without_settings_is_told_what_to_name(services, person):
    view = federal_view(services, person(Role.SUPERINTENDENT), FederalState())
    assert view.comparability.trouble
    assert next(one.is_met for one in view.verdicts) is None
    assert "district's settings" in str(body(view))
