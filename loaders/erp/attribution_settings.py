"""Classes of spending and rules of attribution in the district settings, read strictly.

A class says where the dollars of an account count: at the school, shared between schools, at the
district office, or not at all. A rule set says how shared accounts reach the schools.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, Self

from pydantic import Field, model_validator

from data.scope import ScopeError, ScopeLine
from loaders.erp.mapping_rules import Misfit, Part, Text

BUILT_IN_DRIVERS: Final = ("enrollment", "fte", "equal", "fixed")
_HUNDRED = Decimal(100)

Level = Literal["elementary", "middle", "high", "k12", "other"]


class BucketScope(Part):
    """One line that says which accounts a bucket, a class or a rule holds."""

    field: Text = Field(description="A part of the account, a role, `account` or `account_type`.")
    operator: Text = Field(description="How the code is compared.")
    value: Text = Field(description="Code, range or pattern.")

    @model_validator(mode="after")
    def _readable(self) -> Self:
        try:
            ScopeLine(self.field, self.operator, self.value)
        except ScopeError as problem:
            raise Misfit(f"a scope line that can be meant ({problem})") from problem
        return self


class ExpenseClass(Part):
    """Accounts of one class; the first rule by sort order that fits an account decides."""

    code: Text = Field(description="Short code, unique among the classes.")
    name: Text = Field(description="Readable name.")
    expense_class: Literal["allocated", "attributable", "central_office", "excluded"] = Field(
        alias="class", description="allocated, attributable, central_office or excluded."
    )
    sort: int | None = Field(default=None, description="Place in the order, the smallest first.")
    scopes: tuple[BucketScope, ...] = Field(min_length=1, description="Which accounts it holds.")


class AttributionRule(Part):
    """A pool of central cost and the driver by which schools share it."""

    code: Text = Field(description="Short code, unique within the rule set.")
    name: Text = Field(description="Readable name of the pool.")
    sort: int | None = Field(default=None, description="Place in the order, the smallest first.")
    scopes: tuple[BucketScope, ...] = Field(min_length=1, description="Which accounts it holds.")
    driver: Text = Field(description="enrollment, fte, equal, fixed, or the code of a metric.")
    group: str = Field(default="", description="Group of pupils: frl, ell, sped, ...")
    grades: tuple[Text, ...] = Field(default=(), description="Only pupils of these grades.")
    job_groups: tuple[Text, ...] = Field(default=(), description="Only staff of these job groups.")
    shares: dict[str, Decimal] = Field(
        default={}, description="Location -> percent of a fixed share; together 100."
    )
    levels: tuple[Level, ...] = Field(default=(), description="Only schools of these levels.")
    organizations: tuple[Text, ...] = Field(default=(), description="Only these locations.")
    source: str = Field(default="", description="Why this driver, or who decided it.")

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.driver == "fixed":
            _check_shares(self)
        elif self.shares:
            raise Misfit("driver: fixed, or no shares", ("shares",), ", ".join(self.shares))
        if self.job_groups and self.driver != "fte":
            raise Misfit("driver: fte, or no job_groups", ("job_groups",), self.driver)
        if (self.group or self.grades) and self.driver in {"fte", "equal", "fixed"}:
            key = "group" if self.group else "grades"
            raise Misfit("a driver that has groups and grades of pupils", (key,), self.driver)
        if self.group and self.grades:
            raise Misfit("a group or grades, not both", ("grades",), ", ".join(self.grades))
        return self


class RuleSet(Part):
    """One named method: the rules by which attributable accounts reach the schools."""

    code: Text = Field(description="Short code, unique among the rule sets.")
    name: Text = Field(description="Readable name of the method.")
    description: str = Field(default="", description="What the method says, in a sentence.")
    spread_central_office: bool = Field(
        default=False, description="Whether the rules take accounts of the district office too."
    )
    rules: tuple[AttributionRule, ...] = Field(min_length=1, description="The rules.")

    @model_validator(mode="after")
    def _codes_once(self) -> Self:
        once([rule.code for rule in self.rules], ("rules",))
        return self


def once(codes: list[str], key: tuple[str, ...]) -> None:
    """Refuse a code that stands twice in a list of the file."""
    for place, code in enumerate(codes):
        if code in codes[:place]:
            raise Misfit("a code that stands once", (*key, place), code)


def check_drivers(sets: tuple[RuleSet, ...], metrics: set[str]) -> None:
    """Refuse a driver that is neither built in nor a metric that can be loaded."""
    known = sorted({*BUILT_IN_DRIVERS, *metrics})
    for place, one in enumerate(sets):
        for number, rule in enumerate(one.rules):
            if rule.driver not in known:
                at = ("attribution", place, "rules", number, "driver")
                raise Misfit("one of " + ", ".join(known), at, rule.driver)


def _check_shares(rule: AttributionRule) -> None:
    if not rule.shares:
        raise Misfit("the share of each location in percent", ("shares",))
    if rule.levels or rule.organizations:
        key = "levels" if rule.levels else "organizations"
        raise Misfit("shares alone: they name the schools already", (key,))
    if low := [place for place, share in rule.shares.items() if share < 0]:
        raise Misfit("shares of at least 0", ("shares", low[0]), str(rule.shares[low[0]]))
    if (whole := sum(rule.shares.values())) != _HUNDRED:
        raise Misfit("shares that add up to 100 percent", ("shares",), f"{whole} percent")
