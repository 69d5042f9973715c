"""Named colours: the same in charts and style sheet, and readable in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages.theme import PALETTES, TEMPLATE, Theme, colour, painted

ROOT = Path(__file__).resolve().parents[2]
TOKENS = (ROOT / "assets" / "01-tokens.css").read_text()


def tokens(theme):
    """The custom properties of a theme, read from the style sheet."""
    start = TOKENS.index(f'[data-bs-theme="{theme}"] {{')
    block = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"--pl-([a-z0-9-]+):\s*([^;]+);", block))


def luminance(value):
    parts = [int(value[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", list(Theme))
def test_palette_equals_the_style_sheet(theme):
    found = tokens(theme)
    assert {name: found[name] for name in PALETTES[theme]} == dict(PALETTES[theme])


def test_both_themes_name_the_same_colours():
    assert set(PALETTES[Theme.LIGHT]) == set(PALETTES[Theme.DARK])


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", ["text", "text-2", "text-3", "accent", "ok", "warn", "bad"])
@pytest.mark.parametrize("ground", ["surface", "canvas", "sunken"])
def test_text_reaches_aa(theme, name, ground):
    found = tokens(theme)
    assert contrast(found[name], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("name", ["blue", "vermillion", "green", "purple", "slate", "control"])
def test_marks_reach_three_to_one(theme, name):
    found = tokens(theme)
    assert contrast(found[name], found["surface"]) >= 3


def test_painted_replaces_names_everywhere_and_keeps_the_rest():
    figure = {"a": ["pl:blue", 1], "b": {"c": "pl:blue/0.5", "d": "plain"}, "e": "pl:band"}
    assert painted(figure) == {
        "a": ["#0072b2", 1],
        "b": {"c": "rgba(0,114,178,0.5)", "d": "plain"},
        "e": "rgba(24,33,45,0.09)",
    }
    assert painted("pl:blue", Theme.DARK) == "#4fa9de"


def test_unknown_colour_is_refused_where_it_is_named():
    with pytest.raises(KeyError, match="chartreuse"):
        colour("chartreuse")


def test_template_holds_names_only():
    assert not re.search(r"#[0-9a-fA-F]{6}", repr(TEMPLATE))


def test_no_rule_takes_the_tone_of_a_status_for_a_box():
    """A cancelled job stood in a dashed box: its tone was the class of an old notice."""
    tones = re.compile(r"^\.(good|warn|slow|over|bad|empty)\b(?!-)[^.{]*\{", re.MULTILINE)
    sheets = sorted((ROOT / "assets").glob("*.css"))
    found = {one.name: tones.findall(one.read_text()) for one in sheets}
    assert {name: rules for name, rules in found.items() if rules} == {}
