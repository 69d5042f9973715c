"""How a district's account string is put together: segments, widths, delimiters, patterns."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from loaders.erp.mapping_rules import NULL, Kind, KindRule, Name, OptionalText, Part, Pattern, Text

Role = Literal[
    "fund",
    "function",
    "object",
    "program",
    "project",
    "location",
    "source",
    "grant",
    "year",
    "type",
    "local",
]
_WIDTH = r"^\d+(-\d+)?$"
_RESERVED = ("kind", "spend_class")


def _segment(value: object) -> object:
    """Let `fund:3` stand for `{name: fund, width: "3"}`; a part called fund has that role."""
    if isinstance(value, str):
        name, _, width = value.partition(":")
        value = {"name": name.strip()} | ({"width": width.strip()} if width else {})
    if isinstance(value, dict) and "role" not in value and value.get("name") in get_args(Role):
        return value | {"role": value["name"]}
    return value


def _with_location(segments: list[object], name: str) -> list[object]:
    """Give the part called `name` the role of the location, and nobody else."""
    parts = [dict(part) if isinstance(part, dict) else part for part in map(_segment, segments)]
    for part in parts:
        if isinstance(part, dict):
            if part.get("name") == name:
                part["role"] = "location"
            elif part.get("role") == "location":
                part["role"] = NULL
    return parts


class Segment(Part):
    """One part of the account."""

    name: Name = Field(description="Name of the part, used in rules.")
    width: str | None = Field(
        default=None,
        pattern=_WIDTH,
        description="Characters: `3`, a range `3-4`, or `0-4` for a part that may be missing.",
    )
    role: Annotated[Role | None, BeforeValidator(lambda v: None if v == "null" else v)] = Field(
        default=None, description="What the part means to Plumbline; the same role may stand once."
    )
    label: str | None = Field(default=None, description="What people call the part.")
    pad_left: str | None = Field(
        default=None,
        pattern=r"^.$",
        description="Character that restores lost leading zeros, when the code is all digits.",
    )
    constant: Text | None = Field(
        default=None, description="The part is not in the text: it always has this code."
    )
    ignore: bool = Field(
        default=False, description="The part is in the text, but is no part of the account."
    )
    undistributed: tuple[str, ...] = Field(
        default=(), description="Codes that mean no particular school (role location)."
    )

    @property
    def min_len(self) -> int:
        """Shortest code; 0 where the part may be missing."""
        return int(self.width.split("-")[0]) if self.width else 0

    @property
    def max_len(self) -> int | None:
        """Longest code, or None where the layout names no width."""
        return int(self.width.split("-")[-1]) if self.width else None

    @property
    def is_optional(self) -> bool:
        """Whether an account without this part is still an account."""
        return self.min_len == 0 and self.width is not None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.name in _RESERVED:
            raise ValueError(f"another name than {self.name!r}, which rules use for themselves")
        if self.max_len is not None and self.max_len < max(self.min_len, 1):
            raise ValueError("a width of at least 1, the smaller number first")
        if self.pad_left is not None and not self.width:
            raise ValueError("a width beside pad_left")
        return self


class ShortKey(Part):
    """Short account keys that only the account master can spell out."""

    file: Text = Field(description="Name of the account_master file of this mapping.")
    key_column: Name = Field(
        default="short_key", description="Canonical column that holds the key."
    )
    account_column: Name = Field(
        default="account", description="Canonical column with the full account."
    )


class FiscalYears(Part):
    """First and last fiscal year (ending years) for which something holds."""

    first: int = Field(
        default=1900, alias="from", ge=1900, le=2200, description="First fiscal year."
    )
    last: int = Field(default=2200, alias="to", ge=1900, le=2200, description="Last fiscal year.")


class Layout(Part):
    """One way of writing accounts: by delimiter, by width, by pattern, or a column per part."""

    name: Name = Field(default="account", description="Name, when there are several layouts.")
    delimiter: str | None = Field(
        default=None,
        description="One character, taken literally, or a regular expression; empty: cut by width.",
    )
    pattern: Pattern | None = Field(
        default=None,
        description="Regular expression with a named group for each part of the account.",
    )
    segments: tuple[Annotated[Segment, BeforeValidator(_segment)], ...] = Field(
        default=(), description="The parts in the order in which they are printed."
    )
    display_delimiter: str = Field(
        default="-", description="Put between the parts when a file has one column per part."
    )
    location: OptionalText = Field(
        default=None, description="Part that holds the school; the same as `role: location` there."
    )
    applies_to: tuple[Kind, ...] = Field(
        default=(), description="Kinds of account this layout can hold; empty: all."
    )
    fiscal_years: FiscalYears = Field(
        default=FiscalYears(), description="Fiscal years in which the layout holds."
    )
    matches: Pattern | None = Field(
        default=None,
        description="Only accounts whose text matches, from its start, use this layout.",
    )
    kinds: tuple[KindRule, ...] | None = Field(
        default=None, description="Kind rules of this layout alone, instead of the mapping's."
    )
    short_key: ShortKey | None = Field(
        default=None, description="Where short keys are spelled out, when files carry them."
    )

    @model_validator(mode="before")
    @classmethod
    def _spelled_out(cls, data: Any) -> Any:
        """Name the groups of a pattern as parts, and move `location` into the part's role."""
        if not isinstance(data, dict):
            return data
        data = dict(data)
        if not data.get("segments") and isinstance(data.get("pattern"), str):
            data["segments"] = _groups(data["pattern"])
        location = data.get("location")
        if location not in (None, "", NULL) and isinstance(data.get("segments"), list):
            data["segments"] = _with_location(data["segments"], location)
        return data

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problem = next(filter(None, (check(self) for check in _CHECKS)), None)
        if problem:
            raise ValueError(problem)
        return self

    @property
    def is_cut_by_width(self) -> bool:
        """Whether the text has no delimiter, only widths."""
        return self.delimiter == "" and self.pattern is None

    @property
    def delimiter_pattern(self) -> str | None:
        """The delimiter as a regular expression, or None where text is not split by one."""
        if not self.delimiter:
            return None
        return re.escape(self.delimiter) if len(self.delimiter) == 1 else self.delimiter

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the parts that belong to the account, in order."""
        return tuple(segment.name for segment in self.segments if not segment.ignore)

    @property
    def location_segment(self) -> Segment | None:
        """The part that names the school or department."""
        return self.with_role("location")

    def with_role(self, role: str) -> Segment | None:
        """Return the segment with `role`, or None."""
        return next((segment for segment in self.segments if segment.role == role), None)


def _groups(pattern: str) -> list[object]:
    try:
        return [{"name": name} for name in re.compile(pattern).groupindex]
    except re.error:
        return []


def _twice(layout: Layout) -> str | None:
    names = [segment.name for segment in layout.segments]
    roles = [str(segment.role) for segment in layout.segments if segment.role]
    for word, values in (("part", names), ("role", roles)):
        double = next((value for value in values if values.count(value) > 1), None)
        if double:
            return f"every {word} once; {double!r} stands there twice"
    return None


def _delimiter(layout: Layout) -> str | None:
    pattern = layout.delimiter_pattern
    if pattern is None:
        return None
    if layout.pattern is not None:
        return "either a delimiter or a pattern"
    try:
        compiled = re.compile(pattern)
    except re.error as problem:
        return f"a regular expression as delimiter; this one is broken: {problem}"
    if compiled.groups or compiled.match(""):
        return "a delimiter without capturing groups that never matches empty text"
    return None


def _widths(layout: Layout) -> str | None:
    if not layout.is_cut_by_width:
        return None
    cut = [segment for segment in layout.segments if segment.constant is None]
    if any(segment.width is None for segment in cut):
        return "a width for every part, because the delimiter is empty"
    if any(segment.min_len != segment.max_len for segment in cut[:-1]):
        return "ranges of width only in the last part, because the delimiter is empty"
    return None


def _optional_parts(layout: Layout) -> str | None:
    if layout.pattern is not None or not layout.delimiter:
        return None
    flags = [segment.is_optional for segment in layout.segments if segment.constant is None]
    if flags != sorted(flags):
        return "parts that may be missing only at the end"
    return None


def _pattern_groups(layout: Layout) -> str | None:
    if layout.pattern is None:
        return None
    groups = re.compile(layout.pattern).groupindex
    missing = [s.name for s in layout.segments if s.constant is None and s.name not in groups]
    return f"a group (?P<{missing[0]}>...) in the pattern" if missing else None


_CHECKS = (_twice, _delimiter, _widths, _optional_parts, _pattern_groups)
