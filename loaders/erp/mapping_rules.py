"""The smallest parts of a mapping file: text, numbers, regular expressions and rules.

A rule maps segment names to regular expressions. Each expression is matched from the start of
the code, all of them must match, and the word `null` means that the segment is absent or empty.
Every expression has to be understood by RE2 as well, because DuckDB evaluates it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Literal

import duckdb
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

NULL = "null"


class Part(BaseModel):
    """A section of a mapping file: immutable, and no key that nobody knows."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Misfit(ValueError):  # noqa: N818 - it is a finding about a file, caught by pydantic
    """What a validator expected, and where below its own section it found something else."""

    def __init__(self, expected: str, at: tuple[str | int, ...] = (), found: str = "") -> None:
        self.at = at
        self.found = found
        super().__init__(expected)


def near(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean ..." with the name of `known` that looks like `name`, or ''."""
    close = get_close_matches(name, sorted(known), 1, 0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def _absent(value: object) -> object:
    """YAML is read as plain text, so the word null has to be recognised here."""
    return None if value in ("", NULL, "~") else value


@lru_cache(maxsize=1)
def _re2() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def checked_pattern(pattern: str) -> str:
    """Return `pattern` if Python and RE2 both understand it.

    Raises ValueError with the reason otherwise: RE2 has no look-around and no back-references.
    """
    try:
        re.compile(pattern)
    except re.error as problem:
        raise ValueError(f"a regular expression; this one is broken: {problem}") from problem
    try:
        _re2().cursor().execute("select regexp_matches('', $pattern)", {"pattern": pattern})
    except duckdb.Error as problem:
        raise ValueError(
            "a regular expression without look-around and back-references"
        ) from problem
    return pattern


OptionalText = Annotated[str | None, BeforeValidator(_absent)]
Text = Annotated[str, Field(min_length=1)]
Pattern = Annotated[str, Field(min_length=1), AfterValidator(checked_pattern)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Rule = dict[str, Pattern]

Kind = Literal["expenditure", "revenue", "asset", "liability", "equity", "balance", "control"]
SpendClass = Literal["salary", "benefit", "non_personnel", "capital", "debt", "transfer"]
KindRule = tuple[Kind, Rule]
SpendClassRule = tuple[SpendClass, Rule]


class Flags(Part):
    """Lists of rules; an account has the flag if any rule of the list matches."""

    federal: tuple[Rule, ...] | None = Field(
        default=None, description="Paid from restricted federal money. Replaces the preset's list."
    )
    transfer: tuple[Rule, ...] | None = Field(
        default=None, description="Moves money between funds and spends none."
    )
    salary: tuple[Rule, ...] | None = Field(
        default=None, description="Pay of staff. Replaces the preset's list."
    )
    benefit: tuple[Rule, ...] | None = Field(
        default=None, description="Benefits of staff. Replaces the preset's list."
    )


class Category(Part):
    """A spending category of the district; the first category with a matching rule wins."""

    code: Code = Field(description="Short code, unique within the mapping.")
    label: Text = Field(description="Readable name.")
    rules: tuple[Rule, ...] = Field(
        min_length=1,
        description="Any of these rules. Besides segments, `kind` and `spend_class` may be named.",
    )


class LocationRule(Part):
    """What kind of place a location code is, where no location master says so."""

    codes: Pattern = Field(description="Regular expression, matched from the start of the code.")
    type: Literal["school", "department", "district", "undistributed"] = Field(
        description="Kind of place."
    )
    level: Literal["elementary", "middle", "high", "k12", "other"] | None = Field(
        default=None, description="Level of a school."
    )
