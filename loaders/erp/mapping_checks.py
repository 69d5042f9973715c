"""Checks across the sections of a mapping: names that one section uses and another defines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from loaders.erp.mapping_rules import Misfit, Rule, near

if TYPE_CHECKING:
    from loaders.erp.mapping import Mapping

_PSEUDO = ("kind", "spend_class")


def first_problem(mapping: Mapping) -> Misfit | None:
    """Return what is wrong between the sections of `mapping`, or None."""
    checks = (_names, _layouts, _kinds, _rules, _file_parts, _short_keys, _crosswalks)
    return next((problem for check in checks for problem in check(mapping)), None)


def _names(mapping: Mapping) -> Iterator[Misfit]:
    sections = {
        "files": [file.name for file in mapping.files],
        "layouts": [layout.name for layout in mapping.layouts],
        "categories": [category.code for category in mapping.categories],
    }
    for section, names in sections.items():
        for place, name in enumerate(names):
            if name in names[:place]:
                yield Misfit("a name that stands once", (section, place), name)


def _layouts(mapping: Mapping) -> Iterator[Misfit]:
    layouts = mapping.chart.layouts
    if any(file.has_account for file in mapping.files) and not layouts:
        yield Misfit("a layout or a preset, because there are files with accounts")
    for layout in layouts:
        if not layout.segments:
            yield Misfit(f"segments or a pattern in the layout {layout.name!r}", ("layout",))


def _kinds(mapping: Mapping) -> Iterator[Misfit]:
    for layout in mapping.chart.layouts:
        if not mapping.chart.kinds and not layout.kinds and len(layout.applies_to) != 1:
            yield Misfit(
                f"rules in `kinds` that tell which accounts of layout {layout.name!r} are"
                " expenditure and which revenue"
            )


def _rules(mapping: Mapping) -> Iterator[Misfit]:
    chart = mapping.chart
    sections: list[tuple[tuple[str | int, ...], Sequence[Rule]]] = [
        (("kinds",), [rule for _, rule in chart.kinds]),
        (("flags", "federal"), chart.federal),
        (("flags", "transfer"), chart.transfer),
        (("flags", "salary"), chart.salary),
        (("flags", "benefit"), chart.benefit),
        (("spend_class",), [rule for _, rule in chart.spend_class]),
    ]
    sections += [
        (("categories", place, "rules"), category.rules)
        for place, category in enumerate(chart.categories)
    ]
    for place, rules in sections:
        pseudo = _PSEUDO if place[0] == "categories" else ()
        for name in (name for rule in rules for name in rule):
            yield from _part(mapping, place, name, pseudo)


def _part(
    mapping: Mapping, place: tuple[str | int, ...], name: str, pseudo: tuple[str, ...] = ()
) -> Iterator[Misfit]:
    known = (*mapping.chart.segment_names, *pseudo)
    if mapping.chart.layouts and name not in known:
        yield Misfit(f"a part of the layout ({', '.join(known)}){near(name, known)}", place, name)


def _file_parts(mapping: Mapping) -> Iterator[Misfit]:
    for number, file in enumerate(mapping.files):
        parts = set(file.segment_columns)
        if parts and not any(parts <= set(one.names) for one in mapping.chart.layouts):
            known = mapping.chart.segment_names
            odd = (sorted(parts - set(known)) or sorted(parts))[0]
            yield Misfit(
                f"parts of one layout ({', '.join(known)}){near(odd, known)}",
                ("files", number, "columns", f"segment.{odd}"),
                f"segment.{odd}",
            )
        for name in file.filters.drop_parents:
            yield from _part(mapping, ("files", number, "filters", "drop_parents"), name)


def _short_keys(mapping: Mapping) -> Iterator[Misfit]:
    masters = [file.name for file in mapping.files if file.kind == "account_master"]
    for layout in mapping.chart.layouts:
        if layout.short_key and layout.short_key.file not in masters:
            yield Misfit(
                f"the name of an account_master file ({', '.join(masters) or 'there is none'})",
                ("layout", "short_key", "file"),
                layout.short_key.file,
            )


def _crosswalks(mapping: Mapping) -> Iterator[Misfit]:
    for number, file in enumerate(mapping.files):
        for column, rule in file.columns.items():
            if rule.crosswalk and rule.crosswalk not in mapping.crosswalks:
                yield Misfit(
                    f"the name of a crosswalk{near(rule.crosswalk, mapping.crosswalks)}",
                    ("files", number, "columns", column, "crosswalk"),
                    rule.crosswalk,
                )
    for name, crosswalk in mapping.crosswalks.items():
        if name != "account" and not (crosswalk.from_ and crosswalk.to):
            yield Misfit("the headings `from` and `to`", ("crosswalks", name))
