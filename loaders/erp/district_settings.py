"""The district settings file (`district.yaml`): what is allowed in it, and where it goes wrong.

A misspelt key would leave a bucket empty or a word untold without anybody noticing, so the file
is read as strictly as the mapping that names it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
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
from loaders.erp.federal_settings import FederalRules
from loaders.erp.mapping_problems import MappingError, mapping_error
from loaders.erp.mapping_rules import Misfit, Part, Text
from loaders.erp.yaml_text import YamlError, read_yaml
from metrics.loadable import KNOWN, Kind, UnitWord
from metrics.registry import Direction


class Question(Part):
    """What owners often ask about a bucket."""

    question: Text = Field(max_length=150, description="The question.")
    answer: Text = Field(max_length=1500, description="Its answer.")


class RollupCategory(Part):
    """One category of a rollup template; an account goes to the first that chooses it."""

    name: Text = Field(description="Name of the category.")
    scopes: tuple[BucketScope, ...] = Field(
        min_length=1, description="Which accounts of the bucket it takes."
    )


class Rollup(Part):
    """A template that sums buckets up by category; the rest falls into Other."""

    code: Text = Field(description="Short code, unique within the file.")
    name: Text = Field(description="Readable name.")
    categories: tuple[RollupCategory, ...] = Field(
        min_length=1, description="Categories in their order."
    )


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
    rollup: str = Field(default="", description="Code of the template that sums it up.")
    questions: tuple[Question, ...] = Field(
        default=(), max_length=4, description="What owners often ask, with the answers."
    )
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


class Projection(Part):
    """What year-end projections assume, and where alerts begin; shares lie between 0 and 2."""

    over_share: Decimal = Field(
        default=Decimal(1), gt=0, le=2, description="Likely spending above this share runs over."
    )
    slow_share: Decimal = Field(
        default=Decimal("0.9"), ge=0, le=1, description="Likely spending below this is slow."
    )
    early_share: Decimal = Field(
        default=Decimal("0.25"), ge=0, le=1, description="An even pace from less is greyed."
    )
    grant_days: int = Field(
        default=90, ge=0, le=366, description="A grant that ends within so many days is near."
    )
    grant_left_share: Decimal = Field(
        default=Decimal("0.2"), ge=0, le=1, description="A near grant with more left is slow."
    )
    fill_share: Decimal = Field(
        default=Decimal("0.5"), ge=0, le=1, description="How likely a vacancy is filled."
    )


class Grant(Part):
    """A bucket whose money has a period of its own."""

    bucket: Text = Field(description="Code of the bucket.")
    starts: date = Field(description="First day on which the money may be spent.")
    ends: date = Field(description="Last day on which it may be spent.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ends < self.starts:
            raise ValueError(f"the grant of {self.bucket} ends before it starts")
        return self


class HelpLink(Part):
    """A page or film of the district about a screen, which Help leads to."""

    name: Text = Field(max_length=120, description="What people read of it.")
    address: Text = Field(
        max_length=500, pattern="^https://[^\\s/]+", description="Where it stands; https alone."
    )
    screen: str = Field(
        default="", pattern="^(/.*)?$", description="Address of the screen; none: every screen."
    )


class PriceLevels(Part):
    """A published price index by which dollars of several years are set at one year's prices."""

    name: Text = Field(description="What the series is called, such as CPI-U or ECI.")
    source: Text = Field(description="Who publishes it, and which table and date.")
    levels: dict[str, Decimal] = Field(
        min_length=2, description="Fiscal year -> level of the index in it, above 0."
    )

    @model_validator(mode="after")
    def _years_and_levels(self) -> Self:
        for year, level in self.levels.items():
            if not (year.isdigit() and len(year) == 4):  # noqa: PLR2004 - digits of a year
                raise Misfit("a fiscal year in four digits", ("levels", year), year)
            if level <= 0:
                raise Misfit("a level above 0", ("levels", year), str(level))
        return self


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
    rollups: tuple[Rollup, ...] = Field(
        default=(), description="Templates that sum buckets up by category."
    )
    projection: Projection = Field(
        default=Projection(), description="Where the alerts of projections begin."
    )
    strategy_column: str = Field(
        default="",
        description="Further heading of ledger and budget lines that holds their strategies.",
    )
    grants: tuple[Grant, ...] = Field(
        default=(), description="Buckets whose money has a period of its own."
    )
    help_links: tuple[HelpLink, ...] = Field(
        default=(), description="Pages and films of the district that Help leads to."
    )
    subtract_requisitions: bool = Field(
        default=False,
        description="What is requested and not yet ordered is subtracted from what is left.",
    )
    old_order_days: int = Field(
        default=90, ge=1, le=1_000, description="An order open for more days than these is marked."
    )
    expense_classes: tuple[ExpenseClass, ...] = Field(
        default=(), description="Where the dollars of an account count; the first that fits."
    )
    attribution: tuple[RuleSet, ...] = Field(
        default=(), description="Methods by which central cost reaches the schools."
    )
    price_index: PriceLevels | None = Field(
        default=None, description="Price levels by year, for constant dollars."
    )
    federal: FederalRules = Field(
        default=FederalRules(), description="Which accounts federal fiscal tests look at."
    )

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        once([bucket.code for bucket in self.buckets], ("buckets",))
        once([grant.bucket for grant in self.grants], ("grants",))
        once([rollup.code for rollup in self.rollups], ("rollups",))
        known = {rollup.code for rollup in self.rollups}
        for bucket in self.buckets:
            if bucket.rollup and bucket.rollup not in known:
                raise ValueError(f"bucket {bucket.code} names no known rollup: {bucket.rollup}")
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
