"""Rules that choose accounts, as a district has configured them: plain values, no reading yet.

`data.scope` says what a line means, `data.account_sets` which accounts it chooses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

Line = tuple[str, str, str]
"""Field, operator and value of one scope line."""


@dataclass(frozen=True, slots=True)
class BudgetRule:
    """The accounts of a budget, and the role by which a person sees them.

    Without a role the person sees every bucket in the budget, as administrators do.
    `locations` are the whole locations that the lines name and nothing but them; empty where
    the lines say anything else, and then the lines alone decide.
    """

    code: str
    name: str
    lines: tuple[Line, ...]
    locations: frozenset[str] = frozenset()
    role: str | None = None

    def shows(self, bucket: BucketRule) -> bool:
        """Whether the bucket is shown in the budget: it names the role."""
        return self.role is None or self.role in bucket.roles


@dataclass(frozen=True, slots=True)
class BucketRule:
    """The accounts of a bucket: those of its lines that are of its type.

    `type` is expenditure, revenue or both; `roles` are the codes of the roles that see it;
    `rollup` names the template that sums it up by category, empty for none; `questions` are
    those that owners often ask, with their answers.
    """

    code: str
    name: str
    type: str
    lines: tuple[Line, ...]
    roles: frozenset[str] = frozenset()
    description: str = ""
    decided_by: str = "owner"
    rollup: str = ""
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a rollup template."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Rollup:
    """A template with its ordered categories; its code is in one case."""

    code: str
    name: str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Attributes:
    """Values that stand outside the account string: account as printed, field, value."""

    values: tuple[Line, ...] = ()
    digest: str = ""

    @classmethod
    def of(cls, values: Iterable[Line]) -> Attributes:
        """The values with the digest of their content."""
        kept = tuple(values)
        return cls(kept, _short(repr(kept)) if kept else "")


@dataclass(frozen=True)
class Rulebook:
    """What a district has configured about accounts; `digest` is short text for cache keys.

    `buckets` is empty where the district has configured none: those of its file stand then.
    """

    buckets: tuple[BucketRule, ...] = ()
    budgets: tuple[BudgetRule, ...] = ()
    rollups: tuple[Rollup, ...] = ()
    attributes: Attributes = Attributes()
    digest: str = ""

    @classmethod
    def of(
        cls,
        buckets: Iterable[BucketRule],
        budgets: Iterable[BudgetRule] = (),
        rollups: Iterable[Rollup] = (),
        attributes: Attributes | None = None,
    ) -> Rulebook:
        """A rulebook with the digest of its content."""
        listed, templates = tuple(buckets), tuple(rollups)
        # The names of a set come in another order in every process.
        plain = [(replace(one, roles=frozenset()), sorted(one.roles)) for one in listed]
        values = attributes or Attributes()
        seen = tuple(replace(one, role=None) for one in budgets)
        text = repr((plain, templates, values.digest))
        return cls(listed, seen, templates, values, _short(text))

    def budget(self, code: str) -> BudgetRule | None:
        """The budget of this code, seen by no role in particular."""
        return next((one for one in self.budgets if one.code == code), None)

    def rollup(self, code: str) -> Rollup | None:
        """The template of this code, if there is one."""
        return next((one for one in self.rollups if one.code == code), None)


def _short(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
