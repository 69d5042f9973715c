"""Conditions over rows: what they mean for a kind of row, and how SQL asks them.

A condition names a segment of the account, the account itself, a custom attribute of accounts, or
a column of the row. Per field any positive condition and every negative one must hold; fields
combine with "and". A missing value fails positive conditions and passes negative ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from access.scope import Scope
from data.condition import Condition, typed_conditions
from data.read_model import ArgumentError, UnknownFieldError
from data.row_fields import AMOUNTS, ROW_FIELDS, FieldKind, RowField, loaded_field
from data.scope import Operator, ScopeError, ScopeLine, code_test, compares

if TYPE_CHECKING:
    from data.warehouse import Warehouse

LOADED_ROWS: Final = frozenset({"transactions", "purchase orders"})
"""Kinds of rows that carry further columns of their files."""
OWN_FIELDS: Final = ("Account Code", "Account Type")
_COMPARED: Final = frozenset({Operator.IS, Operator.BETWEEN})
_NUMBERS: Final = frozenset({FieldKind.MONEY, FieldKind.WHOLE, FieldKind.FTE})
# Hundredths of a dollar and thousandths of a full-time equivalent.
_PLACES: Final = {FieldKind.MONEY: 2, FieldKind.FTE: 3}


@dataclass(frozen=True, slots=True)
class AccountsLine:
    """Accounts by their printed codes: those that the rows must, or must not, be booked on."""

    accounts: tuple[str, ...]
    is_negative: bool = False

    def predicate(self, name: str, parameters: dict[str, object]) -> str:
        """The line over `dim_account a`."""
        parameters[name] = list(self.accounts)
        test = f"a.display in (select unnest(${name}::varchar[]))"
        return f"not {test}" if self.is_negative else test


@dataclass(frozen=True, slots=True)
class RowLine:
    """A condition on a column of the row."""

    field: RowField
    operator: Operator
    value: str

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.field.kind is FieldKind.TEXT or not self._is_compared:
            _ = self.text_line
        else:
            _ = self.bounds

    @property
    def _is_compared(self) -> bool:
        return self.operator.positive in _COMPARED

    def test(self, name: str, parameters: dict[str, object]) -> str:
        """The positive form of the condition; its parameters are added by this name."""
        sql = self.field.sql
        if self.field.key:
            parameters[f"{name}_key"] = heading_pointer(self.field.key)
            sql = sql.replace("$KEY", f"${name}_key")
        if self.field.kind is FieldKind.TEXT or not self._is_compared:
            return code_test(self.text_line, name, parameters).replace(
                "CODE", f"lower(nullif(({sql})::varchar, ''))"
            )
        low, high = self.bounds
        parts = []
        for end, bound, sign in (("low", low, ">="), ("high", high, "<=")):
            if bound is not None:
                parameters[f"{name}_{end}"] = bound
                parts.append(f"{sql} {sign} ${name}_{end}")
        return f"({' and '.join(parts)})"

    @property
    def text_line(self) -> ScopeLine:
        """The condition on a text; refused where the field is compared as a number."""
        if told := AMOUNTS.get(self.field.kind):
            raise ScopeError(
                f"{self.field.label} is {told} and takes is, is not, between and not between"
            )
        return ScopeLine(self.field.name, self.operator, self.value)

    @property
    def bounds(self) -> tuple[Any, Any]:
        """Both ends as the column holds them, either of which may be left open."""
        if self.operator.positive is Operator.IS:
            value = _value(self.field, self.value)
            return value, value
        low_text, high_text = _range(self.field, self.value)
        low, high = (_value(self.field, text) if text else None for text in (low_text, high_text))
        if low is None and high is None:
            raise ScopeError(f"{self.field.label} between needs a first or a last value")
        if low is not None and high is not None and low > high:
            raise ScopeError(f"the range {self.value!r} ends before it starts")
        return low, high


Line = ScopeLine | AccountsLine | RowLine


def row_predicate(
    lines: Sequence[RowLine], parameters: dict[str, object], prefix: str = "row"
) -> str:
    """Conditions on the columns of a row as one predicate; `true` without any.

    `prefix` begins the names of their parameters.
    """
    by_field: dict[tuple[str, bool], list[str]] = {}
    for number, line in enumerate(lines):
        tests = by_field.setdefault((line.field.name, line.operator.is_negative), [])
        tests.append(line.test(f"{prefix}_{number}", parameters))
    clauses = []
    for (_, is_negative), tests in by_field.items():
        clause = f"coalesce({' or '.join(tests)}, false)"
        clauses.append(f"not {clause}" if is_negative else clause)
    return " and ".join(clauses) or "true"


def where_lines(warehouse: Warehouse, scope: Scope, rows: str, where: str) -> tuple[Line, ...]:
    """What typed conditions mean for a kind of row; `ArgumentError` says what cannot be meant."""
    if not where.strip():
        return ()
    try:
        return tuple(_meant(warehouse, scope, rows, typed_conditions([where])))
    except ScopeError as error:
        raise ArgumentError(f"where: {error}") from error


def _meant(
    warehouse: Warehouse, scope: Scope, rows: str, typed: Sequence[Condition]
) -> Iterator[Line]:
    segments = segment_names(warehouse, scope.district)
    attributes = {name.lower() for name in warehouse.attributes.names(scope.district)}
    fields = {field.name: field for field in row_fields(warehouse, scope, rows)}
    by_attribute: dict[str, list[ScopeLine]] = {}
    for one in typed:
        name = one.field.lower()
        if name in fields:
            yield RowLine(fields[name], one.operator, one.value)
            continue
        line = ScopeLine(one.field, one.operator, one.value)
        if line.field in ("account", "account_type") or name in segments:
            yield line
        elif name in attributes:
            by_attribute.setdefault(name, []).append(line)
        else:
            known = [*fields, *segments, *sorted(attributes)]
            raise UnknownFieldError(f"where: there is no field {one.field!r}", known)
    for name, own in by_attribute.items():
        yield from _attribute_lines(own, warehouse.attributes.values(scope.district, name))


def row_fields(warehouse: Warehouse, scope: Scope, rows: str) -> tuple[RowField, ...]:
    """The columns of a kind of row that the reader may know.

    Among them are those that the district loads beside the usual ones. Nobody learns from a
    condition what may not be read: pay and names of people need their rights.
    """
    hidden = {"annual cost": not scope.sees_compensation, "employee": not scope.sees_employees}
    own = tuple(field for field in ROW_FIELDS[rows] if not hidden.get(field.name))
    if rows not in LOADED_ROWS:
        return own
    is_order = rows == "purchase orders"
    taken = {field.name for field in own} | set(segment_names(warehouse, scope.district))
    return own + tuple(
        field
        for heading in loaded_headings(warehouse, scope, rows)
        if (field := loaded_field(heading, is_of_line=is_order)).name not in taken
    )


def loaded_headings(warehouse: Warehouse, scope: Scope, rows: str) -> tuple[str, ...]:
    """Headings of the further columns of posting lines, or of orders, in the order of the files."""
    is_order = rows == "purchase orders"
    found = warehouse.exact(
        scope.district, "loaded_headings", of_orders=is_order, of_lines=not is_order
    )
    return tuple(dict.fromkeys(found.column("heading").to_pylist()))


def segment_names(warehouse: Warehouse, district: str) -> dict[str, str]:
    """Segments and roles of the chart as they are compared -> as they are written."""
    rows = warehouse.exact(district, "segment_names").to_pylist()
    names = {row["segment"].lower(): row["segment"] for row in rows}
    return {row["role"].lower(): row["role"] for row in rows if row["role"]} | names


def _attribute_lines(lines: Sequence[ScopeLine], values: Mapping[str, str]) -> list[AccountsLine]:
    """Lines over an attribute as the accounts that hold it in a way that counts."""
    found = []
    for is_negative in (False, True):
        own = [line for line in lines if Operator(line.operator).is_negative == is_negative]
        if own:
            tests = [compares(line) for line in own]
            hit = [account for account, value in sorted(values.items())
                   if any(test(value.lower()) for test in tests)]  # fmt: skip
            found.append(AccountsLine(tuple(hit), is_negative))
    return found


def _range(field: RowField, text: str) -> tuple[str, str]:
    if ".." in text:
        low, _, high = text.partition("..")
        return low.strip(), high.strip()
    low, mark, high = text.partition("-")
    if field.kind in _NUMBERS and mark and low.strip() and high.strip():
        return low.strip(), high.strip()
    raise ScopeError(f"{text!r} is not a range: write first..last, either of them may be left out")


def _value(field: RowField, text: str) -> Any:
    """A bound as the column holds it: a day, whole cents or thousandths, a whole number."""
    plain = text.strip().replace(",", "").removeprefix("$")
    try:
        if field.kind is FieldKind.DATE:
            return date.fromisoformat(plain)
        units = Decimal(plain).scaleb(_PLACES.get(field.kind, 0))
        if units.is_finite() and units == units.to_integral_value() and abs(units) < 1 << 62:
            return int(units)
    except (ValueError, InvalidOperation):
        pass
    wanted = {
        FieldKind.DATE: "a day as 2026-01-31",
        FieldKind.WHOLE: "a whole number",
        FieldKind.FTE: "a number with at most three decimals",
    }.get(field.kind, "an amount in dollars and cents")
    raise ScopeError(f"{field.label}: {text.strip()!r} is not {wanted}")


def heading_pointer(heading: str) -> str:
    """The heading as a JSON pointer."""
    return "/" + heading.replace("~", "~0").replace("/", "~1")
