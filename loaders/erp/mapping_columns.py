"""How one canonical column is filled: a source in the file and a few fixed transforms.

The set is closed on purpose: no expressions, no templates, no SQL from a configuration file.
Transforms apply in this order: source, strip, null_values, regex_extract, slice, map, crosswalk,
pad_left; then the text is read as a date, an amount, a number or a yes/no.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from loaders.erp.mapping_rules import Name, Part, Pattern, Text

SOURCES = (
    "from",
    "from_first",
    "coalesce",
    "concat",
    "constant",
    "from_file_name",
    "debit",
)


class Slice(Part):
    """A piece of the text by position."""

    start: int = Field(
        default=1, ge=1, description="First character, the first of the text being 1."
    )
    length: int = Field(ge=1, description="Number of characters.")


class PadLeft(Part):
    """Leading zeros that a spreadsheet took away."""

    width: int = Field(ge=1, le=60, description="Length of the padded text.")
    fill: str = Field(
        default="0", alias="with", pattern=r"^.$", description="Character to pad with."
    )


class ColumnRule(Part):
    """Where a canonical column comes from, and how its text is changed and read."""

    from_: Text | None = Field(default=None, alias="from", description="Heading in the file.")
    from_first: tuple[Text, ...] = Field(
        default=(), description="Headings; the first one that the file has is used."
    )
    coalesce: tuple[Text, ...] = Field(
        default=(), description="Headings; in each row the first one that is not empty is used."
    )
    concat: tuple[Text, ...] = Field(default=(), description="Headings whose texts are joined.")
    separator: str = Field(default="", description="Put between the texts of `concat`.")
    constant: str | None = Field(default=None, description="The same text in every row.")
    from_file_name: Pattern | None = Field(
        default=None, description="Regular expression with one group, searched in the file's name."
    )
    debit: Text | None = Field(
        default=None, description="Heading of debits; amount = debit - credit."
    )
    credit: Text | None = Field(default=None, description="Heading of credits.")

    optional: bool = Field(
        default=False, description="A file without the heading is read with an empty column."
    )
    strip: bool = Field(default=True, description="Remove blanks at both ends.")
    null_values: tuple[str, ...] = Field(
        default=(), description="Texts that mean: no value. Empty text always does."
    )
    regex_extract: Pattern | None = Field(
        default=None,
        description="Keep the first group, or the whole match where there is no group.",
    )
    slice: Slice | None = Field(default=None, description="Keep a piece by position.")
    map: dict[str, str] = Field(default={}, description="Text in the file -> canonical text.")
    unmapped: Literal["keep", "empty", "reject"] = Field(
        default="keep",
        description="What happens to a text that `map` or `crosswalk` does not name.",
    )
    crosswalk: Name | None = Field(
        default=None, description="Name of a crosswalk of the mapping that translates the text."
    )
    pad_left: PadLeft | None = Field(
        default=None, description="Pad texts that are all digits; the report counts them."
    )

    formats: tuple[Text, ...] = Field(
        default=(), description="Date formats in strptime notation, or `excel` for serial numbers."
    )
    decimal: Literal[".", ","] | None = Field(default=None, description="Instead of the file's.")
    thousands: Literal[",", ".", " ", "'", ""] | None = Field(
        default=None, description="Instead of the file's."
    )
    implied_decimals: int | None = Field(
        default=None, ge=0, le=6, description="Digits after a decimal point that is not written."
    )
    overpunch: bool = Field(
        default=False, description="The last character is digit and sign at once (mainframes)."
    )
    blank_is_zero: bool = Field(default=False, description="An empty amount is 0, not missing.")
    flip: bool = Field(default=False, description="Change the sign of this amount.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        given = [name for name in SOURCES if self.source_values(name)]
        if self.credit and not self.debit:
            raise ValueError("debit beside credit")
        if self.debit and not self.credit:
            raise ValueError("credit beside debit")
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"exactly one of {', '.join(SOURCES)}+credit; found {found}")
        return self

    def source_values(self, name: str) -> tuple[str, ...]:
        """Return what stands under the source key `name`: headings, or the constant."""
        value = getattr(self, "from_" if name == "from" else name)
        if value is None or value == ():
            return ()
        return value if isinstance(value, tuple) else (value,)

    @property
    def headings(self) -> tuple[str, ...]:
        """Headings of the file that the column needs; of `from_first`, any one will do."""
        one = tuple(h for h in (self.from_, self.debit, self.credit) if h)
        return one + self.from_first + self.coalesce + self.concat


class UnpivotRule(Part):
    """Headings whose cells become rows of their own: one school measure, one month, one year.

    Either `from` names one heading, or `matches` is a regular expression with named groups over
    all headings. Groups and the other keys fill canonical columns of the new row.
    """

    from_: Text | None = Field(
        default=None, alias="from", description="Heading whose cells become rows."
    )
    matches: Pattern | None = Field(
        default=None,
        description="Regular expression over whole headings; each named group fills a column, "
        "the group `into` names the column that takes the cell.",
    )
    into: Name | None = Field(
        default=None, description="Column that takes the cell; value for school_facts, else amount."
    )
    maps: dict[Name, dict[str, str]] = Field(
        default={}, description="For each named group: text in the heading -> canonical text."
    )
    denominator: Text | None = Field(
        default=None, description="Heading with the pupils behind a rate (school_facts)."
    )
    metric: Text | None = Field(default=None, description="Metric of the new row (school_facts).")
    count_type: Text | None = Field(default=None, description="Count type of the new row.")
    count_date: Text | None = Field(default=None, description="Day of the count, YYYY-MM-DD.")
    grade: Text | None = Field(default=None, description="Grade of the new row.")
    group_code: Text | None = Field(default=None, description="Pupil group of the new row.")
    fiscal_year: Text | None = Field(default=None, description="Fiscal year of the new row.")
    period: Text | None = Field(default=None, description="Accounting period of the new row.")
    type: Text | None = Field(default=None, description="Budget type of the new row.")
    null_values: tuple[str, ...] = Field(default=(), description="Texts that mean: no value.")
    skip_blank: bool = Field(default=True, description="Empty cells make no row.")

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.from_ is None) == (self.matches is None):
            raise ValueError("either from or matches")
        return self

    @property
    def fixed(self) -> dict[str, str]:
        """Canonical columns that this rule fills with one text in every new row."""
        names = ("metric", "count_type", "count_date", "grade", "group_code", "fiscal_year")
        pairs = ((name, getattr(self, name)) for name in (*names, "period", "type"))
        return {name: value for name, value in pairs if value is not None}
