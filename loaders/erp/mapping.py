"""The mapping file: how the extracts of one district and source become canonical tables.

YAML in which every scalar stays text, checked against the models below. An unknown key is an
error. `docs/mapping.md` explains every key to the people who write these files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationError, model_validator

from loaders.erp.district_settings import check_settings
from loaders.erp.layout import Layout
from loaders.erp.mapping_columns import ColumnRule, PadLeft, Slice, UnpivotRule
from loaders.erp.mapping_fields import FIELDS, FileKind
from loaders.erp.mapping_files import Condition, FileMapping, Filters, Format, Thresholds
from loaders.erp.mapping_problems import MappingError, mapping_error
from loaders.erp.mapping_rules import (
    Category,
    Code,
    Flags,
    KindRule,
    LocationRule,
    Name,
    OptionalText,
    Part,
    SpendClassRule,
    Text,
)
from loaders.erp.presets import Chart, chart, load_preset
from loaders.erp.yaml_text import YamlError, read_yaml

__all__ = [
    "FIELDS",
    "Chart",
    "ColumnRule",
    "Condition",
    "Crosswalk",
    "FileKind",
    "FileMapping",
    "Filters",
    "FiscalCalendar",
    "Format",
    "Layout",
    "Mapping",
    "MappingError",
    "PadLeft",
    "Privacy",
    "Slice",
    "Thresholds",
    "UnpivotRule",
    "read_mapping",
]


class FiscalCalendar(Part):
    """When the year begins, how it is called and which periods it has."""

    start_month: int = Field(default=7, ge=1, le=12, description="First month of the fiscal year.")
    year_label: Literal["ending", "starting"] = Field(
        default="ending",
        description="Whether 2025 in the files is 2024-25 (ending) or 2025-26 (starting).",
    )
    regular_periods: int = Field(default=12, ge=1, le=53, description="Number of regular periods.")
    adjustment_periods: tuple[int, ...] = Field(
        default=(13,), description="Periods after the last regular one."
    )
    opening_period: int | None = Field(default=0, description="Period of opening balances.")
    labels: dict[str, str] = Field(default={}, description="Period -> what people call it.")
    closed: dict[str, int] = Field(
        default={},
        description="Fiscal year (ending) -> last period in which postings are complete.",
    )


class Crosswalk(Part):
    """A CSV file that translates codes."""

    file: Text = Field(description="Path relative to the mapping file.")
    from_: Text | None = Field(
        default=None, alias="from", description="Heading of the code in extracts."
    )
    to: Text | None = Field(default=None, description="Heading of the code in Plumbline.")


class Privacy(Part):
    """Columns that never enter, or only as a keyed hash."""

    drop_columns: tuple[str, ...] = Field(
        default=(), description="Headings that are dropped unread."
    )
    hash_columns: tuple[str, ...] = Field(
        default=(), description="Headings whose text is replaced by a keyed hash."
    )
    employee_vendor_prefix: str | None = Field(
        default=None, description="Vendor numbers that begin so are reimbursed employees."
    )


class Mapping(Part):
    """A whole mapping file; `chart` is the chart of accounts in force."""

    district: Code = Field(description="Code of the district.")
    source: Code = Field(description="Name of the source, such as munis-nightly.")
    preset: OptionalText = Field(default=None, description="Chart of a state to start from.")
    settings: OptionalText = Field(
        default=None, description="District settings file, relative to the mapping file."
    )
    fiscal_calendar: FiscalCalendar = Field(
        default=FiscalCalendar(), description="Fiscal year and periods."
    )
    layout: Layout | None = Field(default=None, description="How accounts are written.")
    layouts: tuple[Layout, ...] = Field(
        default=(), description="Several layouts; the first that fits."
    )
    files: tuple[FileMapping, ...] = Field(min_length=1, description="The files.")
    crosswalks: dict[Name, Crosswalk] = Field(
        default={}, description="Translations: `location`, `account`, and others that columns name."
    )
    flags: Flags = Field(
        default=Flags(), description="Federal, transfer, salary and benefit rules."
    )
    kinds: tuple[KindRule, ...] | None = Field(
        default=None,
        description="[kind, rule] in order; the first match wins. Replaces the preset's.",
    )
    spend_class: tuple[SpendClassRule, ...] = Field(
        default=(), description="[class, rule] in order, before the flags decide."
    )
    categories: tuple[Category, ...] = Field(default=(), description="Spending categories.")
    locations: tuple[LocationRule, ...] = Field(
        default=(), description="Type and level of locations, where the location master is silent."
    )
    privacy: Privacy = Field(default=Privacy(), description="Columns that stay out.")

    _path: Path = PrivateAttr(default=Path())
    _sha256: str = PrivateAttr(default="")
    _chart: Chart = PrivateAttr(default=Chart(layouts=()))

    @property
    def path(self) -> Path:
        """File that the mapping was read from; its folder is where relative paths begin."""
        return self._path

    @property
    def sha256(self) -> str:
        """Hash of the mapping with its preset, crosswalks and district settings."""
        return self._sha256

    @property
    def chart(self) -> Chart:
        """The chart of accounts in force: preset, overridden by the mapping."""
        return self._chart

    @property
    def settings_path(self) -> Path | None:
        """District settings file, if the mapping names one."""
        return self.beside(self.settings) if self.settings else None

    def beside(self, name: str) -> Path:
        """Return the path of a file that the mapping names relative to itself."""
        return self._path.parent / name

    def file(self, name: str) -> FileMapping:
        """Return the file called `name`; raises KeyError."""
        return {file.name: file for file in self.files}[name]

    @model_validator(mode="after")
    def _assembled(self) -> Self:
        if self.layout and self.layouts:
            raise ValueError("either layout or layouts")
        preset = load_preset(self.preset) if self.preset else None
        layouts = (self.layout,) if self.layout else self.layouts
        self._chart = chart(
            preset, layouts, self.kinds, self.flags, self.spend_class, self.categories
        )
        from loaders.erp.mapping_checks import first_problem  # noqa: PLC0415 - it reads this model

        problem = first_problem(self)
        if problem:
            raise problem
        return self


def read_mapping(path: Path) -> Mapping:
    """Return the mapping in the file `path`.

    Raises MappingError with file, line, key, what was found and what was expected.
    """
    content, root = _content(path)
    inner = _below(root)
    try:
        mapping = Mapping.model_validate(content["mapping"])
    except ValidationError as problems:
        raise mapping_error(problems, Mapping, inner, path) from problems
    except MappingError as problem:
        raise MappingError(
            "there is no such preset.",
            file=path,
            key=problem.key,
            found=problem.found,
            expected=problem.expected,
        ) from problem
    mapping._path = path  # noqa: SLF001 - set once, where the file is known
    mapping._sha256 = _fingerprint(mapping)  # noqa: SLF001
    if mapping.settings_path:
        check_settings(mapping.settings_path)
    return mapping


def _content(path: Path) -> tuple[dict[str, Any], Any]:
    try:
        content, root = read_yaml(path)
    except YamlError as problem:
        raise MappingError(f"{problem}.", file=path, line=problem.line) from problem
    except OSError as problem:
        raise MappingError("the file cannot be read.", file=path, found=str(path)) from problem
    if not isinstance(content, dict) or list(content) != ["mapping"]:
        found = ", ".join(content) if isinstance(content, dict) else type(content).__name__
        raise MappingError(
            "a mapping file has one key at the top.", file=path, found=found, expected="mapping"
        )
    return content, root


def _below(root: Any) -> Any:
    """The node under the single key at the top."""
    return root.value[0][1]


def _fingerprint(mapping: Mapping) -> str:
    """Everything that shapes the result: the file, its preset, crosswalks and settings."""
    names = [crosswalk.file for crosswalk in mapping.crosswalks.values()]
    paths = [mapping.path, *map(mapping.beside, sorted(names))]
    paths += [mapping.settings_path] if mapping.settings_path else []
    digest = hashlib.sha256()
    for path in paths:
        if not path.is_file():
            key = "mapping.settings" if path == mapping.settings_path else "mapping.crosswalks"
            raise MappingError(
                "the file that is named here is not there.",
                file=mapping.path,
                key=key,
                found=str(path),
                expected="a path relative to the mapping file",
            )
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(mapping.chart.model_dump_json().encode())
    return digest.hexdigest()
