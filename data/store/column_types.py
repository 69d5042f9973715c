"""Columns of configured records: exact numbers as whole ones, lists of words, dates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from data.entities.field import Field, Kind

_UNIT: Final = {1: "tenths", 2: "hundredths", 3: "thousandths", 4: "ten_thousandths"}
_LONG: Final = 500


class Scaled(TypeDecorator[Decimal]):
    """A number with so many decimals, kept as a whole number of its smallest part.

    SQLite has no decimal; a whole number is exact in every database.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """To the smallest part; a number that does not fit is a mistake of the caller."""
        del dialect
        if value is None:
            return None
        scaled = value.scaleb(self.places)
        if scaled != int(scaled):
            raise ValueError(f"{value} has more than {self.places} decimals")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """From the smallest part."""
        del dialect
        return None if value is None else Decimal(value).scaleb(-self.places)


class Words(TypeDecorator[tuple[str, ...]]):
    """Several texts in their order."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> Any:
        """As a list."""
        del dialect
        return None if value is None else list(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> tuple[str, ...] | None:
        """As a tuple, which nobody can change by accident."""
        del dialect
        return None if value is None else tuple(value)


def column_of(field: Field) -> Column[Any]:
    """The column of a field; its key in Python is the field's name, its name tells the unit."""
    return Column(_name(field), _type(field), key=field.name, nullable=not field.required)


def _name(field: Field) -> str:
    if field.kind is Kind.MONEY:
        return f"{field.name}_cents"
    if field.kind is Kind.DECIMAL:
        return f"{field.name}_{_UNIT[field.places]}"
    return field.name


def _type(field: Field) -> TypeEngine[Any]:
    plain: dict[Kind, TypeEngine[Any]] = {
        Kind.WHOLE: Integer(),
        Kind.DATE: Date(),
        Kind.FLAG: Boolean(),
        Kind.LIST: Words(),
        Kind.CHOICE: String(30),
    }
    if field.kind in plain:
        return plain[field.kind]
    if field.kind in {Kind.MONEY, Kind.DECIMAL}:
        return Scaled(field.places)
    return Text() if (field.limit or _LONG) >= _LONG else String(field.limit)
