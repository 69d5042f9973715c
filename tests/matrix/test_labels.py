"""A district that calls schools campuses: from the record to navigation, headings and files."""

from __future__ import annotations

import json

import pytest

from access.actor import SYSTEM
from data.chart import chart
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store.audit import entries
from data.warehouse import Warehouse
from planning.configure.commands import Target, delete, review, save
from planning.configure.problems import RecordRefused
from tests.matrix.screen import Screen
from tests.matrix.test_canary import _sheets

pytestmark = pytest.mark.xdist_group("matrix")

LABEL = ENTITIES["label"]
RECORDS = (
    ("School", "Campus", "Campuses"), ("Bucket", "Fund group", "Fund groups"),
    ("Spent", "Expended", None), ("fund", "Source", None),
)  # fmt: skip


def record(word, one, many=None):
    return Content({"word": word, "one": one, "many": many})


@pytest.fixture(scope="module")
def known(house):
    return chart(Warehouse(house.settings), "elm")


@pytest.fixture(scope="module")
def labelled(house, known):
    made = [save(SYSTEM, house.store, "elm", LABEL, record(*one), chart=known).record
            for one in RECORDS]  # fmt: skip
    yield house
    for one in made:
        delete(SYSTEM, house.store, "elm", LABEL, Target(one.id, one.version))


def shown(house, path, query="?year=2027"):
    answers = Screen(house.app, house.client("administrator")).open(path, query)
    return "\n".join(one.answer.decode() for one in answers)


def test_navigation_headings_and_figures_speak_the_words(labelled):
    home = shown(labelled, "/evaluate/schools")
    assert '"Campuses"' in home
    assert '"Campus map"' in home
    assert '"Schools"' not in home
    assert "School 3" in home, "a name is not a word"
    money = shown(labelled, "/current/money")
    assert '"Expended"' in money
    assert "fund group" in money
    assert '"Source"' in shown(labelled, "/current/transactions")
    assert "Fund groups" in shown(labelled, "/configuration/records", "?entity=bucket")


def test_workbooks_speak_the_words_and_csv_keeps_names_for_programs(labelled):
    client = labelled.client("administrator")
    book = _sheets(client.get("/export/buckets.xlsx?fiscal_year=2027").data).decode()
    assert "expended_usd" in book
    assert "fund_group_code" in book
    assert "Fund groups" in book
    plain = client.get("/export/buckets.csv?fiscal_year=2027").text
    assert "spent_usd" in plain
    assert "bucket_code" in plain


def test_the_change_is_in_the_log_and_gone_words_come_back(house, known):
    made = save(SYSTEM, house.store, "elm", LABEL, record("Location", "Site", "Sites"), chart=known)
    assert '"Sites' in shown(house, "/configuration/records", "?entity=label")
    kept = made.record
    delete(SYSTEM, house.store, "elm", LABEL, Target(kept.id, kept.version))
    with house.store.reading() as tx:
        told = [one.action for one in entries(tx) if one.entity == "label"]
    assert told[:2] == ["label.delete", "label.create"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (record("Pupil", "Learner"), "word"),
        (record("School", "Campus"), "many"),
        (record("School", "Bucket", "Buckets"), "one"),
        (record("School", "", "Campuses"), "one"),
    ],
)
def test_words_that_cannot_be_are_told(house, known, given, field):
    found = review(SYSTEM, house.store, "elm", LABEL, given, chart=known).problems
    assert field in {one.field for one in found}
    with pytest.raises(RecordRefused):
        save(SYSTEM, house.store, "elm", LABEL, given, chart=known)
    json.dumps([one.message for one in found])
