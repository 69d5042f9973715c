"""Why rows were set aside, in words."""

from __future__ import annotations

from typing import Final

REASONS: Final = {
    "ACCOUNT_KIND_UNKNOWN": "Account of no known kind",
    "ACCOUNT_UNPARSED": "Account does not fit the layout",
    "ACCOUNT_WIDTH": "Part of the account has the wrong length",
    "AMOUNT_UNPARSED": "Amount cannot be read",
    "BAD_COLUMN_COUNT": "Wrong number of columns",
    "BAD_ENCODING": "Characters cannot be read",
    "COORDINATE_INCOMPLETE": "Latitude or longitude is missing",
    "COORDINATE_RANGE": "Latitude or longitude out of range",
    "COORDINATE_SWAPPED": "Latitude and longitude look exchanged",
    "COORDINATE_ZERO": "Latitude or longitude is 0",
    "DATE_LIKE_ACCOUNT": "Account was turned into a date",
    "DATE_UNPARSED": "Date cannot be read",
    "DUPLICATE_KEY": "Stands twice in the file",
    "EXPONENT_ACCOUNT": "Account was turned into a number",
    "PERIOD_OUT_OF_CALENDAR": "Period is not in the calendar",
    "REQUIRED_NULL": "A cell that is needed is empty",
    "VALUE_UNMAPPED": "Value that the mapping does not name",
    "UNKNOWN_LOCATION": "Location is not in the list",
}


def reason(code: str) -> str:
    """The reason code in words; an unknown code as words of its own."""
    return REASONS.get(code, code.replace("_", " ").capitalize())
