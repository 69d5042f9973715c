"""The methods page: every figure of the registry, found by its words, addressed by its id."""

from __future__ import annotations

import json

import pytest

from metrics.registry import FAMILIES, METRICS
from pages.evaluate.methods import body, found
from pages.registry import PAGES

NAMES = {page.path: page.name for page in PAGES}


def written(search=""):
    return json.dumps([one.to_plotly_json() for one in body(search, NAMES)], default=repr)


def ids_of(node):
    if isinstance(node, (list, tuple)):
        return [one for child in node for one in ids_of(child)]
    children = getattr(node, "children", None)
    own = [node.id] if getattr(node, "id", None) else []
    return own + (ids_of(children) if children is not None else [])


def test_every_figure_stands_there_once_under_its_id():
    ids = ids_of(body("", NAMES))
    assert len(ids) == len(set(ids))
    assert set(METRICS) <= set(ids)
    assert {f"family-{family}" for family in FAMILIES} <= set(ids)


def test_words_of_the_code_do_not_stand_on_the_page():
    text = written()
    assert "`" not in text
    assert "minimum_cell" not in text


@pytest.mark.parametrize(("search", "metric"), [
    ("gini", "gini"), ("mcloone median", "mcloone"), ("20 usc 7901", "esea_effort"),
    ("Roza", "salary_gap"), ("textbook threshold gini", "gini"),
])  # fmt: skip
def test_search_finds_words_in_any_part(search, metric):
    assert metric in {one.id for metrics in found(search).values() for one in metrics}


def test_nothing_found_says_what_to_do():
    assert found("zebra") == {}
    assert "Search for fewer letters" in written("zebra")


def parts_of(node, kind):
    """Every component of a kind, such as `Details`."""
    if isinstance(node, (list, tuple)):
        return [one for child in node for one in parts_of(child, kind)]
    own = [node] if type(node).__name__ == kind else []
    children = getattr(node, "children", None)
    return own + (parts_of(children, kind) if children is not None else [])


def test_families_are_folded_until_searched_and_every_figure_has_a_link():
    plain, searched = body("", NAMES), body("gini", NAMES)
    folds = [
        [one.open for one in parts_of(shown, "Details") if one.className == "fold"]
        for shown in (plain, searched)
    ]
    assert folds[0] == [False] * len(FAMILIES)
    assert set(folds[1]) == {True}
    links = {getattr(one, "href", "") for one in parts_of(parts_of(plain, "Ul"), "A")}
    assert {f"#{one}" for one in METRICS} <= links
