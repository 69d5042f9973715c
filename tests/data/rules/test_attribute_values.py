"""V27: values of custom attributes against what their attribute has to be."""

from __future__ import annotations

import pytest

from access.actor import SYSTEM
from config import Settings
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.rules.surroundings import codes_of
from data.store import open_store
from planning.configure.commands import review, save
from planning.configure.problems import RecordRefused

FIELD, VALUE = ENTITIES["attribute_field"], ENTITIES["account_attribute"]
CHART = {"account": codes_of(["10-1", "10-2"])}


@pytest.fixture
def store(tmp_path):
    made = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield made
    made.close()


def field(kind, *choices, name="State Code"):
    return Content({"name": name, "kind": kind, "choices": choices or None})


def value(text, account="10-1", name="State Code"):
    return Content({"account_code": account, "custom_attribute_field": name, "value": text})


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (("number",), ("12", "-1,234.5", "0"), ("twelve", "1e5", "1.23456")),
        (("date",), ("2026-07-01",), ("07/01/2026", "2026-02-30")),
        (("yes or no",), ("yes", "FALSE", "1"), ("maybe",)),
        (("list", "Title I", "Title II"), ("Title I", "title ii"), ("Title IV",)),
        (("text",), ("anything at all",), ()),
    ],
)
def test_a_value_is_of_the_kind_of_its_attribute(store, kind, good, bad):
    save(SYSTEM, store, "north", FIELD, field(*kind))
    for text in good:
        assert not review(SYSTEM, store, "north", VALUE, value(text), chart=CHART).problems, text
    for text in bad:
        told = review(SYSTEM, store, "north", VALUE, value(text, name="state code"), chart=CHART)
        assert [(one.code, one.field) for one in told.problems] == [("V27", "value")], text
        with pytest.raises(RecordRefused):
            save(SYSTEM, store, "north", VALUE, value(text), chart=CHART)


def test_an_attribute_of_which_nothing_is_said_takes_any_text(store):
    save(SYSTEM, store, "north", FIELD, field("number"))
    other = value("any text", name="Program")
    assert not review(SYSTEM, store, "north", VALUE, other, chart=CHART).problems


def test_what_is_kept_already_and_does_not_fit_is_told_and_stays(store):
    save(SYSTEM, store, "north", VALUE, value("twelve"), chart=CHART)
    save(SYSTEM, store, "north", VALUE, value("13", "10-2"), chart=CHART)
    [one] = review(SYSTEM, store, "north", FIELD, field("number", name="STATE code")).problems
    assert (one.code, one.is_warning) == ("V27", True)
    assert "'twelve'." in one.message
    assert save(SYSTEM, store, "north", FIELD, field("number")).warnings


@pytest.mark.parametrize("wrong", [field("list"), field("number", "1", "2")])
def test_a_list_and_nothing_else_has_values(store, wrong):
    [one] = review(SYSTEM, store, "north", FIELD, wrong).problems
    assert (one.code, one.field) == ("V9", "choices")
