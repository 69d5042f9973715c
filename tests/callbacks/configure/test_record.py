"""The pages of configuration as functions, over a real store and the small district's chart."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from access.actor import actor_in_district
from access.permissions import Permission
from access.roles import Role
from callbacks.basis import Services
from callbacks.configure.audit_log import audit_log_page
from callbacks.configure.kinds import preset
from callbacks.configure.one_record import Form, delete, page, review, save, set_aside
from callbacks.configure.overview import overview
from callbacks.configure.records import list_file, records_page
from data.balances import account_totals
from data.chart import chart
from data.entities.parsing import written
from data.entities.registry import ENTITIES
from data.store import Conflict, open_store
from data.store.audit import entries
from data.store.records import records
from exports.flat import Format
from pages.configure.state import AuditLogState, RecordsState
from planning.configure.problems import RecordRefused
from tests.data.serving_sample import DISTRICT


@pytest.fixture
def desk(services, tmp_path):
    """The services with a store of their own, and an administrator."""
    store = open_store(services.settings.model_copy(update={"var": tmp_path, "database_url": ""}))
    yield Services(services.settings, services.warehouse, store, services.clock)
    store.close()


def person(role: Role):
    email = f"{role.value}@d.example"
    return actor_in_district((3, "Label", email), role, DISTRICT, (DISTRICT,), None)


CHIEF = person(Role.ADMINISTRATOR)
ORGANIZATION = {"code": "E101", "name": "Elm", "type": "School", "location_codes": "101"}
SCOPE = {"segment_type": "location", "operator": "is", "segment_code": "101"}
BUDGET = {"code": "B101", "name": "Elm", "organization_code": "e101", "autonomy": "all"}


def form(desk, entity: str, kept=None, actor=CHIEF) -> Form:
    record = f"&record={kept['id']}" if kept else ""
    return Form(desk, actor, f"?entity={entity}{record}", kept)


def words(component) -> str:
    return json.dumps(component.to_plotly_json(), default=lambda one: one.to_plotly_json())


def made(desk, entity: str, fields: dict, *lines: dict) -> dict:
    answer, target = save(form(desk, entity), fields, lines)
    assert "Saved" in words(answer)
    return target


def kept(desk, entity: str):
    with desk.store.reading() as tx:
        return records(tx, DISTRICT, ENTITIES[entity])


def test_a_record_is_reviewed_then_saved(desk):
    made(desk, "organization", ORGANIZATION)
    told = words(review(form(desk, "budget"), BUDGET, [SCOPE]))
    assert "A new record would be made" in told
    assert "It holds" in told
    assert kept(desk, "budget") == []
    made(desk, "budget", BUDGET, SCOPE, {"segment_type": "", "operator": "", "segment_code": " "})
    [one] = kept(desk, "budget")
    assert one.values["organization_code"] == "E101"
    assert [line["segment_code"] for line in one.lines] == ["101"]


def test_the_effect_is_the_sum_of_the_matching_accounts(desk, services):
    [row] = [
        row for row in account_totals(
            services.warehouse, CHIEF.scope, fiscal_year=2025, location_ids=["101"]
        ).to_pylist() if row["kind"] == "expenditure"
    ]  # fmt: skip
    told = words(review(form(desk, "budget"), BUDGET | {"organization_code": ""}, [SCOPE]))
    assert f"{row['account_count']} expenditure account" in told
    assert f"${row['budget_usd']:,.0f}" in told


def test_v26_a_scope_without_accounts_is_told(desk):
    nothing = SCOPE | {"segment_code": "nowhere"}
    told = words(review(form(desk, "budget"), BUDGET | {"organization_code": ""}, [nothing]))
    assert "matches no account" in told
    assert "configure-confirm" in told


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Name must be filled."),
        ({"location_codes": "1011"}, "there is no such location"),
        ({"type": "Skool"}, "is one of School, LEA, Central Office"),
        ({"code": "1.00E+05"}, "spreadsheet"),
    ],
)
def test_a_problem_is_told_with_its_field_and_nothing_can_be_confirmed(desk, fields, said):
    told = words(review(form(desk, "organization"), ORGANIZATION | fields, []))
    assert said in told
    assert "configure-confirm" not in told
    with pytest.raises(RecordRefused):
        save(form(desk, "organization"), ORGANIZATION | fields, [])
    assert kept(desk, "organization") == []


def test_a_field_that_the_form_does_not_send_keeps_its_value(desk):
    target = made(desk, "organization", ORGANIZATION)
    save(form(desk, "organization", target), {"name": "Elm Elementary"}, [])
    [one] = kept(desk, "organization")
    assert one.values["name"] == "Elm Elementary"
    assert one.values["location_codes"] == ("101",)
    told = words(review(form(desk, "organization", {"id": one.id, "version": one.version}), {}, []))
    assert "the record says this already" in told


def test_an_old_form_overwrites_nothing(desk):
    target = made(desk, "organization", ORGANIZATION)
    save(form(desk, "organization", target), ORGANIZATION | {"name": "First"}, [])
    with pytest.raises(Conflict):
        save(form(desk, "organization", target), ORGANIZATION | {"name": "Second"}, [])
    assert [one.values["name"] for one in kept(desk, "organization")] == ["First"]


def test_delete_asks_first_and_names_who_refers(desk):
    target = made(desk, "organization", ORGANIZATION)
    budget = made(desk, "budget", BUDGET, SCOPE)
    assert "Budgets: B101" in words(delete(form(desk, "organization", target), is_confirmed=False))
    assert "Delete Budget B101?" in words(delete(form(desk, "budget", budget), is_confirmed=False))
    assert len(kept(desk, "budget")) == 1
    assert "Deleted" in words(delete(form(desk, "budget", budget), is_confirmed=True))
    assert kept(desk, "budget") == []


def test_a_role_starts_from_a_preset_and_is_saved_like_any_other(desk):
    assert [name for name, _ in records_page(desk, CHIEF, RecordsState(entity="role")).presets] == [
        "Viewer", "Builder", "Approver", "Architect",
    ]  # fmt: skip
    opened = Form(desk, CHIEF, "?entity=role&preset=Approver", None)
    shown = words(page(opened)[-1])
    assert '"value": "APPROVER"' in shown
    assert '"value": "plan"' in shown
    start = preset(ENTITIES["role"], "Approver")
    texts = {f.name: written(f, start.values[f.name]) for f in ENTITIES["role"].fields}
    made(desk, "role", texts)
    assert dict(kept(desk, "role")[0].values) == dict(start.values)
    assert preset(ENTITIES["role"], "made up") is None
    assert records_page(desk, CHIEF, RecordsState(entity="budget")).presets == []


def held(component) -> dict[tuple[int, str], str]:
    """What the fields of a form hold: by place of the line, or 0, and name."""
    found = {}
    for one in component._traverse():
        name = getattr(one, "id", None)
        if isinstance(name, dict) and getattr(one, "value", None):
            found[name.get("place", 0), name["name"]] = one.value
    return found


def test_a_budget_starts_from_its_organization_and_is_saved_like_any_other(desk):
    target = made(desk, "organization", {**ORGANIZATION, "location_codes": "101, 102"})
    way = f"/configuration/record?entity=budget&organization={target['id']}"
    assert f'"href": "{way}"' in words(page(form(desk, "organization", target))[1])
    opened = Form(desk, CHIEF, way.partition("?")[2], None)
    start = held(page(opened)[-1])
    assert {name: start[0, name] for name in ("code", "name", "organization_code")} == {
        "code": "E101", "name": "Elm", "organization_code": "E101",
    }  # fmt: skip
    assert [value for (_, name), value in sorted(start.items()) if name == "segment_code"] == [
        "101", "102",
    ]  # fmt: skip
    assert kept(desk, "budget") == []  # nothing is kept before it is confirmed
    fields = {name: value for (place, name), value in start.items() if not place}
    places = [{**SCOPE, "segment_code": place} for place in ("101", "102")]
    answer, _ = save(opened, fields, places)
    assert "Saved" in words(answer)
    [budget] = kept(desk, "budget")
    assert budget.values["organization_code"] == "E101"
    assert [line["segment_code"] for line in budget.lines] == ["101", "102"]


def test_only_whoever_configures_both_starts_a_budget_from_an_organization(desk):
    target = made(desk, "organization", ORGANIZATION)
    rights = CHIEF.permissions - {Permission.MANAGE_CONFIGURE}
    planner = replace(CHIEF, permissions=rights)
    assert "organization=" not in words(page(form(desk, "organization", target, planner))[1])
    director = replace(CHIEF, permissions=CHIEF.permissions - {Permission.ALLOCATE_CONFIGURE})
    for actor, number in ((director, target["id"]), (CHIEF, 999)):
        query = f"?entity=budget&organization={number}"
        assert (0, "code") not in held(page(Form(desk, actor, query, None))[-1])


def test_archive_and_back(desk):
    target = made(desk, "priority", {"code": "LIT", "name": "Reading", "type": "School"})
    answer, target = set_aside(form(desk, "priority", target))
    assert "archived" in words(answer)
    answer, target = set_aside(form(desk, "priority", target))
    assert "active again" in words(answer)
    assert [one.values["archived"] for one in kept(desk, "priority")] == [False]


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_kind_has_a_list_and_a_form(desk, entity):
    view = records_page(desk, CHIEF, RecordsState(entity=entity))
    assert (view.total, view.rows) == (0, [])
    shown = " ".join(words(one) for one in page(form(desk, entity)))
    assert "configure-review" in shown
    for field in ENTITIES[entity].fields:
        assert (f'"name": "{field.name}"' in shown) == (field.name != "archived")


def test_the_list_is_searched_in_every_field(desk):
    made(desk, "organization", ORGANIZATION)
    made(desk, "organization", ORGANIZATION | {"code": "E102", "name": "Oak", "location_codes": ""})
    for search, found in (("elm", 1), ("SCHOOL", 2), ("101", 1), ("elm oak", 0)):
        view = records_page(desk, CHIEF, RecordsState(entity="organization", search=search))
        assert (view.found, len(view.rows), view.total) == (found, found, 2), search


def test_the_overview_counts_and_knows_what_comes_next(desk):
    made(desk, "organization", ORGANIZATION)
    view = overview(desk, CHIEF)
    assert [step.is_done for step in view.steps] == [True, False, False, False, False, False]
    counts = {kind.name: kind.count for _, kinds in view.groups for kind in kinds}
    assert counts["Organizations"] == 1
    assert len(counts) == len(ENTITIES)


def test_each_person_sees_only_what_the_rights_allow(desk):
    director = person(Role.BUDGET_DIRECTOR)
    names = {kind.name for _, kinds in overview(desk, director).groups for kind in kinds}
    assert "Roles" not in names
    assert "District users" not in names
    assert "Buckets" in names
    assert records_page(desk, director, RecordsState(entity="role")) is None
    assert "There is no such record" in words(page(form(desk, "role", actor=director))[1])
    blind = replace(director, permissions=director.permissions - {Permission.COMPENSATION_READ})
    assert records_page(desk, blind, RecordsState(entity="employee_pay")) is None
    told, _ = save(form(desk, "role", actor=director), {"code": "X"}, [])
    assert "not saved" in words(told)
    assert kept(desk, "role") == []


def test_what_the_browser_makes_up_is_no_record(desk):
    for target in ({"id": "1", "version": 1}, {"id": 99, "version": 1}, [1], "x"):
        told = delete(Form(desk, CHIEF, "?entity=organization", target), is_confirmed=True)
        assert "no such record" in words(told)
    assert "no such record" in words(page(Form(desk, CHIEF, "?entity=nonsense", None))[1])


def test_the_log_shows_every_change_once(desk):
    target = made(desk, "organization", ORGANIZATION)
    save(form(desk, "organization", target), {"name": "Elm Elementary"}, [])
    view = audit_log_page(desk, CHIEF, AuditLogState())
    assert [one.action for one in view.entries] == ["organization.update", "organization.create"]
    assert view.entries[0].changed == (("name", "Elm", "Elm Elementary"),)
    with desk.store.reading() as tx:
        assert len(entries(tx)) == 2


def test_the_list_is_sorted_by_any_field_and_leaves_as_it_stands(desk):
    for code, name, places in (("E2", "elm", "101"), ("E10", "Oak", ""), ("E1", "=Ash", "102")):
        made(desk, "organization", ORGANIZATION | {"code": code, "name": name,
                                                   "location_codes": places})  # fmt: skip
    for sort, down, wanted in (
        ("name", False, ["E1", "E2", "E10"]),
        ("name", True, ["E10", "E2", "E1"]),
        # What is empty stands last, whichever way.
        ("location_codes", False, ["E2", "E1", "E10"]),
        ("location_codes", True, ["E1", "E2", "E10"]),
    ):
        state = RecordsState(entity="organization", sort=sort, down=down)
        view = records_page(desk, CHIEF, state)
        assert [one.cells[0] for one in view.rows] == wanted, (sort, down)
        (head,) = [one for one in view.columns if one.sorted]
        assert head.sorted == ("descending" if down else "ascending")
        assert ("down=1" in head.href) == (not down)
    found, name = list_file(desk, CHIEF, replace(state, search="e1"), Format.CSV)
    told, *rows = found.decode().splitlines()
    assert name == f"{CHIEF.district}_organization.csv"
    assert "filters: search e1, order location_codes descending" in told
    read = list(csv.DictReader(rows))
    assert [(row["code"], row["name"]) for row in read] == [("E1", "'=Ash"), ("E10", "Oak")]
    book, _ = list_file(desk, CHIEF, state, Format.XLSX)
    table = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in table[1:]] == ["code", "E1", "E2", "E10"]
    assert table[2][1] == "=Ash"


def test_a_list_with_amounts_keeps_them_numbers_and_is_closed_to_others(desk):
    made(desk, "job", {"code": "7", "name": "Aide", "class_code": "1", "class_name": "A"})
    segment = next(iter(chart(desk.warehouse, DISTRICT)["segment_code"]))
    made(desk, "vacancy_pay", {"job_code": "7", "fiscal_year": "2027", "segment_code": segment,
                               "pay_type": "Salary", "pay_basis": "Salary", "fte_basis": "1",
                               "amount": "52000.5"})  # fmt: skip
    state = RecordsState(entity="vacancy_pay")
    book, _ = list_file(desk, CHIEF, state, Format.XLSX)
    table = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert dict(zip(table[1], table[2], strict=True))["amount"] == 52000.5
    assert list_file(desk, person(Role.PRINCIPAL), state, Format.CSV) is None
