"""Layouts: short forms, roles and what does not hold together."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from loaders.erp.layout import Layout


def layout(**keys):
    return Layout.model_validate(keys)


def test_short_form_and_roles_by_name():
    found = layout(delimiter="-", segments=["fund:3", "school:3-4", "local:0-2"], location="school")
    assert [(s.name, s.role, s.min_len, s.max_len) for s in found.segments] == [
        ("fund", "fund", 3, 3),
        ("school", "location", 3, 4),
        ("local", "local", 0, 2),
    ]
    assert found.location_segment.name == "school"
    assert found.with_role("object") is None


def test_location_moves_to_the_named_part():
    found = layout(delimiter="-", segments=["fund:3", "location:3", "site:3"], location="site")
    assert found.location_segment.name == "site"


def test_a_pattern_names_the_parts():
    found = layout(pattern=r"(?P<fund>\d\d)(?P<object>\d+)?")
    assert found.names == ("fund", "object")
    assert found.delimiter_pattern is None


@pytest.mark.parametrize(
    ("delimiter", "pattern"),
    [("-", r"\-"), (".", r"\."), ("|", r"\|"), ("[-. ]", "[-. ]"), ("", None)],
)
def test_one_character_is_literal(delimiter, pattern):
    assert layout(delimiter=delimiter, segments=["fund:3"]).delimiter_pattern == pattern


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"delimiter": "-", "segments": ["fund:3", "fund:2"]}, "stands there twice"),
        ({"delimiter": "-", "segments": ["fund:3", {"name": "f", "role": "fund"}]}, "role once"),
        ({"delimiter": "", "segments": ["fund:2-3", "object:4"]}, "only in the last part"),
        ({"delimiter": "", "segments": ["fund"]}, "a width for every part"),
        ({"delimiter": "-", "segments": ["fund:0-2", "object:4"]}, "only at the end"),
        ({"delimiter": " *", "segments": ["fund:2"]}, "never matches empty text"),
        ({"delimiter": "[-", "segments": ["fund:2"]}, "broken"),
        ({"delimiter": "-", "pattern": "(?P<a>.)"}, "either a delimiter or a pattern"),
        ({"pattern": "(?P<a>.)", "segments": ["b:1"]}, "a group"),
        ({"segments": ["kind:1"]}, "another name"),
        ({"segments": ["a:4-3"]}, "smaller number first"),
        ({"segments": ["a:0"]}, "at least 1"),
        ({"segments": [{"name": "a", "pad_left": "0"}]}, "width beside"),
    ],
)
def test_layouts_that_do_not_hold_together(keys, words):
    with pytest.raises(ValidationError, match=words):
        layout(**keys)
