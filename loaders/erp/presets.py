"""Charts of accounts of the states, and what a mapping makes of one: the chart in force."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, model_validator

from loaders.erp.layout import Layout
from loaders.erp.mapping_problems import MappingError
from loaders.erp.mapping_rules import (
    Category,
    Flags,
    Kind,
    KindRule,
    OptionalText,
    Part,
    Rule,
    SpendClassRule,
    Text,
)
from loaders.erp.yaml_text import YamlError, read_yaml

FOLDER = Path(__file__).with_name("presets")
_LAYOUT_KEYS = ("delimiter", "pattern", "segments", "location")


class PresetExample(Part):
    """An account that fits the preset, with what its rules have to give."""

    account: Text
    segments: dict[str, OptionalText]
    kind: Kind
    location: OptionalText = None
    flags: tuple[str, ...] = ()


class Preset(Part):
    """The chart of one state: layout, kinds and flags. Codes marked starter need confirming."""

    title: Text
    fiscal_year: Text
    start_month: int = Field(ge=1, le=12)
    layout: Layout
    undistributed: tuple[str, ...] = ()
    kind: tuple[KindRule, ...]
    federal: tuple[Rule, ...] = ()
    salary: tuple[Rule, ...] = ()
    benefit: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    examples: tuple[PresetExample, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _layout_apart(cls, data: Any) -> Any:
        """A preset file writes the keys of its layout beside the others."""
        if not isinstance(data, dict) or "layout" in data:
            return data
        layout = {key: data[key] for key in _LAYOUT_KEYS if key in data}
        rest = {key: value for key, value in data.items() if key not in _LAYOUT_KEYS}
        return rest | {"layout": layout}


class Chart(Part):
    """The chart in force: the layouts and rules of a mapping on top of its preset."""

    layouts: tuple[Layout, ...]
    kinds: tuple[KindRule, ...] = ()
    federal: tuple[Rule, ...] = ()
    transfer: tuple[Rule, ...] = ()
    salary: tuple[Rule, ...] = ()
    benefit: tuple[Rule, ...] = ()
    spend_class: tuple[SpendClassRule, ...] = ()
    categories: tuple[Category, ...] = ()
    undistributed: tuple[str, ...] = ()

    @property
    def segment_names(self) -> tuple[str, ...]:
        """Names of the parts of all layouts, each once, in order."""
        return tuple(dict.fromkeys(name for layout in self.layouts for name in layout.names))


def preset_names() -> tuple[str, ...]:
    """Names of the presets that come with Plumbline."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def load_preset(name: str) -> Preset:
    """Return the preset called `name`.

    Raises MappingError for an unknown name or a preset file that is not in order.
    """
    if name not in preset_names():
        raise MappingError(
            "there is no such preset.",
            key="mapping.preset",
            found=name,
            expected="one of " + ", ".join(preset_names()),
        )
    path = FOLDER / f"{name}.yaml"
    try:
        return Preset.model_validate(read_yaml(path)[0])
    except (ValidationError, YamlError) as problem:
        raise MappingError(f"the preset is not in order: {problem}", file=path) from problem


def preset_chart(preset: Preset) -> Chart:
    """Return the chart of a preset as it stands."""
    return Chart(
        layouts=(preset.layout,),
        kinds=preset.kind,
        federal=preset.federal,
        salary=preset.salary,
        benefit=preset.benefit,
        undistributed=_undistributed(preset, (preset.layout,)),
    )


def chart(
    preset: Preset | None,
    layouts: tuple[Layout, ...],
    kinds: tuple[KindRule, ...] | None,
    flags: Flags,
    spend_class: tuple[SpendClassRule, ...],
    categories: tuple[Category, ...],
) -> Chart:
    """Return the chart in force: what the mapping names replaces the preset's, list by list."""
    merged = tuple(_merged(preset, layout) for layout in layouts)
    merged = merged or ((preset.layout,) if preset else ())
    return Chart(
        layouts=merged,
        kinds=kinds if kinds is not None else (preset.kind if preset else ()),
        federal=_either(flags.federal, preset.federal if preset else ()),
        transfer=flags.transfer or (),
        salary=_either(flags.salary, preset.salary if preset else ()),
        benefit=_either(flags.benefit, preset.benefit if preset else ()),
        spend_class=spend_class,
        categories=categories,
        undistributed=_undistributed(preset, merged),
    )


def _either(own: tuple[Rule, ...] | None, inherited: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return inherited if own is None else own


def _merged(preset: Preset | None, layout: Layout) -> Layout:
    """The keys that a layout of the mapping writes, on top of the preset's layout."""
    if preset is None:
        return layout
    own = layout.model_dump(exclude_unset=True, by_alias=True)
    inherited = preset.layout.model_dump(exclude_unset=True, by_alias=True)
    if layout.pattern is not None:
        inherited = {}
    elif layout.delimiter is not None:
        inherited.pop("pattern", None)
    return Layout.model_validate(inherited | own)


def _undistributed(preset: Preset | None, layouts: tuple[Layout, ...]) -> tuple[str, ...]:
    segments = [layout.location_segment for layout in layouts]
    own = [code for segment in segments if segment for code in segment.undistributed]
    return tuple(dict.fromkeys(own)) or (preset.undistributed if preset else ())
