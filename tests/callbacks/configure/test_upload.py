"""The steps of an upload as the page takes them, on a real store."""

from __future__ import annotations

import base64
import json

import pytest
from plotly.utils import PlotlyJSONEncoder

from access.actor import actor_in_district
from access.roles import Role
from callbacks.basis import Services
from callbacks.configure.upload import page, taken, to_review
from data.store import Store, migrate
from loaders.uploads.desk import Desk
from pages.configure.state import UploadState

SERVICES = Services(None, None, None, None)
GOOD = "Code;Name;Type;Remark\nLIT;Early literacy;School;x\nART;Arts;Scool;y\n"


@pytest.fixture
def desk(tmp_path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    migrate(url)
    store = Store(url, audit_key=b"a key for the tests of the page.")

    def made(role=Role.ADMINISTRATOR, number=1):
        person = (number, f"Person {number}", f"p{number}@demo.example")
        return Desk(store, actor_in_district(person, role, "north", ("north",), None), "north")

    yield made
    store.close()


def sent(text, packing="base64"):
    return f"data:text/csv;{packing},{base64.b64encode(text.encode()).decode()}"


def words(content) -> str:
    return json.dumps(content, cls=PlotlyJSONEncoder, ensure_ascii=False)


def at(search):
    return UploadState.from_query(search)


def test_from_the_file_to_the_undo(desk):
    opened = desk()
    search = taken(opened, "priority", sent(GOOD), "goals.csv")
    number = at(search).upload
    shown = words(page(opened, at(search)))
    assert "What does each column stand for?" in shown
    assert "same name" in shown
    assert "goals.csv" in shown
    # The name is ignored: the review cannot begin, and the choice is kept.
    missing = words(to_review(SERVICES, opened, number, ["code", "-", "type", "-"], places(4)))
    assert "No column of the file stands for name." in missing
    chosen = ["code", "name", "type", "description"]
    shown = words(to_review(SERVICES, opened, number, chosen, places(4)))
    for part in (
        "1 record would change",
        "1 row cannot be used as it is",
        "Scool",
        "Early literacy",
    ):
        assert part in shown
    assert words(page(opened, at(search))) == shown
    opened.confirm(number, ignoring_errors=True)
    shown = words(page(opened, at(search)))
    assert "The upload is saved." in shown
    assert "Undo this upload" in shown
    # The history keeps what was changed, field by field.
    assert "Which records did it change?" in shown
    assert "Early literacy" in shown
    opened.undo(number)
    assert "The upload is taken back." in words(page(opened, at(search)))
    assert "undone: 1 new, 1 rows in error" in words(page(opened, at("?entity=priority")))


def places(count):
    return [{"type": "x", "place": n} for n in range(count)]


def test_who_may_not_undo_is_not_offered_it(desk):
    number = at(taken(desk(), "priority", sent(GOOD), "goals.csv")).upload
    desk().review(number)
    desk().confirm(number, ignoring_errors=True)
    search = at(f"?entity=priority&upload={number}")
    other = desk(Role.BUDGET_DIRECTOR, 2)
    administers = "district:administer" in other.actor.permissions
    assert ("Undo this upload" in words(page(other, search))) == administers
    assert "You may not" not in words(page(other, search))


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.VIEWER, Role.SUPERINTENDENT])
def test_others_see_nothing_of_an_upload(desk, role):
    number = at(taken(desk(), "priority", sent(GOOD), "goals.csv")).upload
    for search in ("?entity=priority", f"?entity=priority&upload={number}"):
        shown = words(page(desk(role, 2), at(search)))
        assert "Early literacy" not in shown
        assert "This cannot be done." in shown


@pytest.mark.parametrize("search", ["", "?entity=nothing", "?entity=priority&upload=0000"])
def test_an_address_that_means_nothing(desk, search):
    assert "Nothing is chosen." in words(page(desk(), at(search)))


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (None, "the file is empty"),
        ("data:text/csv;base64,%%%", "did not arrive whole"),
        (sent(""), "the file is empty"),
        (sent("code,name,type\n"), "no row below"),
    ],
)
def test_what_the_browser_sends_may_be_anything(desk, contents, message):
    with pytest.raises(Exception, match=message) as found:
        taken(desk(), "priority", contents, "../../a.csv")
    assert getattr(found.value, "for_person", False)


def test_the_review_says_what_becomes_of_the_dollars(desk):
    opened = desk()
    text = "job_code,fiscal_year,segment_code,pay_type,pay_basis,fte_basis,amount\n"
    jobs = taken(opened, "job", sent("code,name,class_code,class_name\n1,A,2,B\n"), "a.csv")
    opened.review(at(jobs).upload)
    opened.confirm(at(jobs).upload)
    search = at(
        taken(opened, "vacancy_pay", sent(text + "1,2027,101,Salary,Daily,185,300\n"), "b.csv")
    )
    opened.review(search.upload)
    assert "$0.00 before, $55,500.00 after." in words(page(opened, search))
