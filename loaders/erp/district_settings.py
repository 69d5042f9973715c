"""The district settings file (`district.yaml`): what is allowed in it, and where it goes wrong.

A misspelt key would leave a bucket empty or a word untold without anybody noticing, so the file
is read as strictly as the mapping that names it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from loaders.erp.attribution_settings import (
    BucketScope,
    ExpenseClass,
    RuleSet,
    check_drivers,
    once,
)
from loaders.erp.mapping_problems import MappingError, mapping_error
from loaders.erp.mapping_rules import Part, Text
from loaders.erp.yaml_text import YamlError, read_yaml
from metrics.loadable import KNOWN, Kind, UnitWord
from metrics.registry import Direction


class Bucket(Part):
    """A pot of money that somebody decides over."""

    code: Text = Field(description="Short code, unique within the file.")
    name: Text = Field(description="Readable name.")
    type: Literal["expenditure", "revenue", "both", "expenditure and revenue"] = Field(
        default="expenditure", description="Which accounts it may hold."
    )
    description: str = Field(default="", description="What the money is for.")
    decided_by: Literal["owner", "district"] = Field(
        default="owner", description="Who decides: the school or department, or the district."
    )
    sort: int | None = Field(default=None, description="Place in lists, the smallest first.")
    scopes: tuple[BucketScope, ...] = Field(
        default=(), description="Which accounts it holds; without a line, none."
    )


class DistrictMetric(Part):
    """A figure of schools that the district tracks."""

    code: Text = Field(description="The `metric` of school_facts.")
    name: str = Field(default="", description="Readable name.")
    kind: Kind | None = Field(
        default=None, description="enrollment, driver, need, outcome, staffing or spending."
    )
    unit: UnitWord | None = Field(default=None, description=f"One of {', '.join(UnitWord)}.")
    direction: Direction | None = Field(
        default=None, description="none, higher_better or lower_better."
    )
    weight_by: str = Field(
        default="", description="Metric by which schools count in a mean; enrollment otherwise."
    )


class CategoryLabel(Part):
    """A spending category by its name; its rules stand in the mapping."""

    code: Text = Field(description="Code of the category.")
    label: Text = Field(description="Readable name.")


class PublicRecord(Part):
    """Measures that the state itself publishes school by school, and where it does."""

    metrics: tuple[Text, ...] = Field(
        min_length=1, description="The `metric` codes that are shown as published."
    )
    source: Text = Field(description="The publication: who published which figures of which year.")


class PrivacyRules(Part):
    """How counts of few pupils are treated."""

    minimum_cell: int | None = Field(
        default=None, ge=5, le=30, description="Smallest count shown; the installation's, if none."
    )
    published: tuple[PublicRecord, ...] = Field(
        default=(), description="Measures shown as the state published them, small or not."
    )


class DistrictSettings(Part):
    """The whole file."""

    code: str = Field(default="", description="Code of the district, as in the mapping.")
    name: str = Field(default="", description="Name that screens show.")
    state: str = Field(default="", description="State, two letters.")
    nces_id: str = Field(default="", description="District number of the NCES.")
    county: str = Field(default="", description="County.")
    timezone: str = Field(default="", description="Time zone, such as America/Chicago.")
    fiscal_year_start_month: int = Field(
        default=7, ge=1, le=12, description="First month of the fiscal year."
    )
    default_funds: tuple[Text, ...] = Field(
        default=(), description="Funds that count in per-pupil figures; none: all."
    )
    words: dict[str, str] = Field(
        default={}, description="Part of the account or pupil group -> the district's word."
    )
    boundary: str = Field(
        default="", description="GeoJSON file with the district's outline, beside this file."
    )
    sources: tuple[Text, ...] = Field(default=(), description="Where the figures come from.")
    metrics: tuple[DistrictMetric, ...] = Field(
        default=(), description="Figures of schools with their units."
    )
    privacy: PrivacyRules = Field(
        default=PrivacyRules(), description="Smallest count shown, and what is public record."
    )
    categories: tuple[CategoryLabel, ...] = Field(
        default=(), description="Labels of categories; those of the mapping are added."
    )
    buckets: tuple[Bucket, ...] = Field(
        default=(), description="Pots of money that people decide over."
    )
    expense_classes: tuple[ExpenseClass, ...] = Field(
        default=(), description="Where the dollars of an account count; the first that fits."
    )
    attribution: tuple[RuleSet, ...] = Field(
        default=(), description="Methods by which central cost reaches the schools."
    )

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        once([bucket.code for bucket in self.buckets], ("buckets",))
        once([one.code for one in self.expense_classes], ("expense_classes",))
        once([one.code for one in self.attribution], ("attribution",))
        check_drivers(self.attribution, {*KNOWN, *(metric.code for metric in self.metrics)})
        return self


def check_settings(path: Path) -> DistrictSettings:
    """Read a settings file strictly.

    Raises MappingError with line, key, what was found and what was expected.
    """
    try:
        content, root = read_yaml(path)
    except YamlError as problem:
        raise MappingError(f"{problem}.", file=path, line=problem.line) from problem
    if not isinstance(content, dict):
        raise MappingError("the district settings must be keys and values.", file=path)
    try:
        return DistrictSettings.model_validate(content)
    except ValidationError as problems:
        raise mapping_error(problems, DistrictSettings, root, path, top="") from problems
