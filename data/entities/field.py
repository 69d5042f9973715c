"""Fields of configured records: name, kind, limits and words, for forms and files alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

Value = str | int | Decimal | date | bool | tuple[str, ...] | None
"""What a field holds; `None` is empty, never zero. A flag is a bool, a list a tuple of texts."""


class Kind(StrEnum):
    """How the text of a field is read and its value is kept."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    LIST = "list"
    EMAIL = "email"
    REFERENCE = "reference"


OUTSIDE: Final = frozenset(
    {"account", "label_word", "location", "segment_type", "segment_code", "scope_field"}
)
"""What a field may refer to beside records: the loaded chart of accounts, words of the product."""

CODE_LENGTH: Final = 20
NAME_LENGTH: Final = 60
ACCOUNT_LENGTH: Final = 120

# Roles and templates are also referred to by name, people by address.
_LONGER: Final = {
    "account": ACCOUNT_LENGTH,
    "district_user": 120,
    "label_word": NAME_LENGTH,
    "metric": 30,
    "role": NAME_LENGTH,
    "rollup_template": NAME_LENGTH,
    "scope_field": NAME_LENGTH,
    "segment_type": NAME_LENGTH,
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `limit` is the longest text in characters, of a list the longest item. `places` are the
    decimals allowed, `lowest` and `highest` the bounds, both included. `choices` are the words
    allowed (of a list: for each item), `synonyms` pairs of (word in a file, choice meant).
    `default` is the value of an empty optional field. `refers` names the entity whose record
    is meant, or one of `OUTSIDE`. `example` is a text that reads without a problem. A field
    that is not `on_file` is set on screen only.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    limit: int | None = None
    places: int = 0
    lowest: Decimal | None = None
    highest: Decimal | None = None
    choices: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()
    default: Value = None
    refers: str = ""
    example: str = ""
    doc: str = ""
    on_file: bool = True

    @property
    def is_number(self) -> bool:
        """Whether the value is a number."""
        return self.kind in {Kind.WHOLE, Kind.DECIMAL, Kind.MONEY}


def text(
    name: str, label: str, limit: int, example: str, doc: str, *, required: bool = False
) -> Field:
    """Free text up to `limit` characters."""
    return Field(name, label, Kind.TEXT, required, limit, example=example, doc=doc)


def code(
    name: str,
    label: str,
    example: str,
    doc: str,
    *,
    required: bool = True,
    limit: int = CODE_LENGTH,
) -> Field:
    """A code of one's own: leading zeros kept, compared without regard to case."""
    return Field(name, label, Kind.CODE, required, limit, example=example, doc=doc)


def reference(
    name: str, label: str, refers: str, example: str, doc: str, *, required: bool = False
) -> Field:
    """The code of another record, or of something in the chart of accounts."""
    limit = _LONGER.get(refers, CODE_LENGTH)
    return Field(
        name, label, Kind.REFERENCE, required, limit, refers=refers, example=example, doc=doc
    )


def references(
    name: str, label: str, refers: str, example: str, doc: str, *, required: bool = False
) -> Field:
    """Several codes of other records, separated by commas."""
    limit = _LONGER.get(refers, CODE_LENGTH)
    return Field(name, label, Kind.LIST, required, limit, refers=refers, example=example, doc=doc)


def choice(
    name: str,
    label: str,
    choices: tuple[str, ...],
    example: str,
    doc: str,
    *,
    required: bool = False,
    default: str | None = None,
    on_file: bool = True,
) -> Field:
    """One of a closed set of words."""
    return Field(
        name, label, Kind.CHOICE, required, choices=choices, default=default, example=example,
        doc=doc, on_file=on_file,
    )  # fmt: skip


def flag(name: str, label: str, doc: str, *, default: bool, on_file: bool = True) -> Field:
    """Yes or no."""
    example = "true" if default else "false"
    return Field(name, label, Kind.FLAG, default=default, example=example, doc=doc, on_file=on_file)


IS_ACTIVE: Final = flag("is_active", "Active", "Whether it can still be chosen.", default=True)
ARCHIVED: Final = flag("archived", "Archived", "Archived records take nothing new.", default=False)


def whole(
    name: str,
    label: str,
    example: str,
    doc: str,
    *,
    required: bool = False,
    between: tuple[int | None, int | None] = (None, None),
    on_file: bool = True,
) -> Field:
    """A whole number, within both bounds where they are given."""
    lowest, highest = (None if bound is None else Decimal(bound) for bound in between)
    return Field(
        name, label, Kind.WHOLE, required, lowest=lowest, highest=highest, example=example,
        doc=doc, on_file=on_file,
    )  # fmt: skip


def decimal(
    name: str,
    label: str,
    places: int,
    example: str,
    doc: str,
    *,
    required: bool = False,
    between: tuple[str | None, str | None] = (None, None),
) -> Field:
    """A number with up to `places` decimals, within both bounds where they are given."""
    lowest, highest = (None if bound is None else Decimal(bound) for bound in between)
    return Field(
        name, label, Kind.DECIMAL, required, places=places, lowest=lowest, highest=highest,
        example=example, doc=doc,
    )  # fmt: skip


def money(
    name: str,
    label: str,
    example: str,
    doc: str,
    *,
    required: bool = False,
    lowest: str | None = None,
) -> Field:
    """An amount of dollars and cents."""
    bound = None if lowest is None else Decimal(lowest)
    return Field(
        name, label, Kind.MONEY, required, places=2, lowest=bound, example=example, doc=doc
    )


def day(name: str, label: str, example: str, doc: str, *, required: bool = False) -> Field:
    """A date."""
    return Field(name, label, Kind.DATE, required, example=example, doc=doc)


def fiscal_year(
    name: str = "fiscal_year", label: str = "Fiscal year", example: str = "2027"
) -> Field:
    """A fiscal year, named by the year in which it ends."""
    return whole(
        name, label, example, "The year in which the fiscal year ends: 2027 is 2026-27.",
        required=True, between=(1900, 2200),
    )  # fmt: skip
