"""General Ledger Settings: what codes and accounts mean, and how they change over the years."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import (
    ACCOUNT_LENGTH,
    Field,
    Kind,
    choice,
    code,
    decimal,
    fiscal_year,
    reference,
    text,
)

_MENU: Final = ("Configuration", "General Ledger Settings")
_ACCOUNT: Final = reference(
    "account_code", "Account", "account", "10-100-1000-0001", "The whole account.", required=True
)

ACCOUNT_ATTRIBUTE: Final = Entity(
    "account_attribute", "Account custom attribute", "Account custom attributes",
    "Values of an account that stand outside its string; they filter and group.",
    (*_MENU, "Account Custom Attributes"),
    (
        _ACCOUNT,
        Field("custom_attribute_field", "Attribute", Kind.CODE, True, 60,
              example="State Code", doc="Name of the attribute."),
        text("value", "Value", 300, "10-100-1000-0001-9999", "Its value.", required=True),
    ),
    ("account_code", "custom_attribute_field"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ATTRIBUTE_FIELD: Final = Entity(
    "attribute_field", "Attribute field", "Attribute fields",
    "What the values of a custom attribute have to be; attributes without one take any text.",
    (*_MENU, "Account Custom Attributes"),
    (
        Field("name", "Attribute", Kind.CODE, True, 60, example="Title Part",
              doc="Name of the attribute."),
        choice("kind", "Kind", ("text", "number", "date", "yes or no", "list"), "list",
               "What its values are.", required=True),
        Field("choices", "Values", Kind.LIST, limit=60, example="Part A, Part C",
              doc="What may be chosen, for a list."),
    ),
    ("name",),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

SEGMENT_VALUE: Final = Entity(
    "segment_value", "Segment value", "Chart of accounts (segments)",
    "Names of the codes in the account string; they are never sent to the ERP.",
    (*_MENU, "Chart of Accounts"),
    (
        code("code", "Code", "100", "Code of the segment."),
        text("name", "Name", 100, "General Fund", "What the code means.", required=True),
        reference("type", "Segment", "segment_type", "Funds", "Segment that it belongs to.",
                  required=True),
    ),
    ("type", "code"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ACCOUNT_TYPE: Final = Entity(
    "account_type", "Account type", "Account types",
    "Accounts whose type is not the one that their codes suggest; it counts with the next load.",
    (*_MENU, "Account Types"),
    (
        _ACCOUNT,
        choice("account_type", "Account type", ("Expenditure", "Revenue"), "Expenditure",
               "What the account is.", required=True),
    ),
    ("account_code",),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ACCOUNT_RECODING: Final = Entity(
    "account_recoding", "Account recoding", "Account recoding",
    "Old accounts and those that carry on for them, with shares; they count with the next load.",
    (*_MENU, "Account Recoding"),
    (
        Field("from_account", "Old account", Kind.CODE, True, ACCOUNT_LENGTH,
              example="10-100-1000-0001", doc="Account as it was coded."),
        fiscal_year("from_year", "Last old year", "2026"),
    ),
    ("from_account", "from_year"),
    Permission.MANAGE_CONFIGURE,
    lines=(
        Field("to_account", "New account", Kind.CODE, True, ACCOUNT_LENGTH,
              example="10-100-1100-0001", doc="Account that carries on."),
        fiscal_year("to_year", "First new year", "2027"),
        decimal("share", "Share", 4, "100", "Part of the old account, 0 to 100; they sum to 100.",
                required=True, between=("0", "100")),
    ),
    line_key=("to_account",),
    least_lines=1,
)  # fmt: skip

ENTITIES: Final = (
    ATTRIBUTE_FIELD,
    ACCOUNT_ATTRIBUTE,
    SEGMENT_VALUE,
    ACCOUNT_TYPE,
    ACCOUNT_RECODING,
)
