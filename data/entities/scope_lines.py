"""The three fields of a scope line: field, operator, value; they repeat within a record."""

from __future__ import annotations

from typing import Final

from data.entities.field import Field, Kind, reference
from data.scope import OPERATOR_SYNONYMS, Operator

SCOPE: Final = ("segment_type", "operator", "segment_code")


def scope_lines(example: tuple[str, str, str], *, required: bool = False) -> tuple[Field, ...]:
    """The fields of a scope line with an example of each."""
    field, operator, value = example
    return (
        reference(
            "segment_type", "Field", "scope_field", field,
            "A segment of the account, an attribute, Account Code or Account Type.",
            required=required,
        ),
        Field(
            "operator", "Operator", Kind.CHOICE, required,
            choices=tuple(Operator), synonyms=OPERATOR_SYNONYMS, example=operator,
            doc="How the field is compared with the value.",
        ),
        Field(
            "segment_code", "Value", Kind.CODE, required, limit=300, example=value,
            doc="One code; a range as 1000-1999; * and ? as wildcards with matches.",
        ),
    )  # fmt: skip
