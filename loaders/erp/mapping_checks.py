"""Checks across the sections of a mapping: names that one section uses and another defines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.erp.mapping import Mapping

_PSEUDO = ("kind", "spend_class")


def first_problem(mapping: Mapping) -> str | None:
    """Return what is wrong between the sections of `mapping`, or None."""
    checks = (_file_names, _layouts, _kinds, _rules, _file_segments, _short_keys, _crosswalks)
    return next((text for check in checks for text in check(mapping)), None)


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def _file_names(mapping: Mapping) -> Iterator[str]:
    names = [file.name for file in mapping.files]
    yield from (f"file names once each; {n!r} stands twice" for n in names if names.count(n) > 1)


def _layouts(mapping: Mapping) -> Iterator[str]:
    layouts = mapping.chart.layouts
    if any(file.has_account for file in mapping.files) and not layouts:
        yield "a layout or a preset, because there are files with accounts"
    for layout in layouts:
        if not layout.segments:
            yield f"segments or a pattern in the layout {layout.name!r}"
    names = [layout.name for layout in layouts]
    yield from (f"a name for each layout; {n!r} twice" for n in names if names.count(n) > 1)


def _kinds(mapping: Mapping) -> Iterator[str]:
    for layout in mapping.chart.layouts:
        if not mapping.chart.kinds and not layout.kinds and len(layout.applies_to) != 1:
            yield f"kinds, so that accounts of layout {layout.name!r} become expenditure or revenue"


def _rules(mapping: Mapping) -> Iterator[str]:
    chart = mapping.chart
    groups: dict[str, list[dict[str, str]]] = {
        "kinds": [rule for _, rule in chart.kinds],
        "flags.federal": list(chart.federal),
        "flags.transfer": list(chart.transfer),
        "flags.salary": list(chart.salary),
        "flags.benefit": list(chart.benefit),
        "spend_class": [rule for _, rule in chart.spend_class],
        "categories": [rule for category in chart.categories for rule in category.rules],
    }
    for place, rules in groups.items():
        known = {*chart.segment_names, *(_PSEUDO if place == "categories" else ())}
        for name in (name for rule in rules for name in rule):
            if chart.layouts and name not in known:
                yield (
                    f"rules of {place} over parts of the layout ({', '.join(sorted(known))}); "
                    f"found {name!r}{_near(name, known)}"
                )


def _file_segments(mapping: Mapping) -> Iterator[str]:
    for file in mapping.files:
        names = set(file.segment_columns)
        fits = [layout for layout in mapping.chart.layouts if names <= set(layout.names)]
        if names and not fits:
            known = mapping.chart.segment_names
            odd = sorted(names - set(known)) or sorted(names)
            yield (
                f"segment columns of the file {file.name!r} that one layout has "
                f"({', '.join(known)}); found {odd[0]!r}{_near(odd[0], known)}"
            )


def _short_keys(mapping: Mapping) -> Iterator[str]:
    masters = [file.name for file in mapping.files if file.kind == "account_master"]
    for layout in mapping.chart.layouts:
        if layout.short_key and layout.short_key.file not in masters:
            yield (
                f"short_key.file naming an account_master file ({', '.join(masters) or 'none'}); "
                f"found {layout.short_key.file!r}"
            )


def _crosswalks(mapping: Mapping) -> Iterator[str]:
    for file in mapping.files:
        for column, rule in file.columns.items():
            if rule.crosswalk and rule.crosswalk not in mapping.crosswalks:
                yield (
                    f"a crosswalk {rule.crosswalk!r}, which {file.name}.{column} names"
                    f"{_near(rule.crosswalk, mapping.crosswalks)}"
                )
    for name, crosswalk in mapping.crosswalks.items():
        if name != "account" and not (crosswalk.from_ and crosswalk.to):
            yield f"from and to in the crosswalk {name!r}"
