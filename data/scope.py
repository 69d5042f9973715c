"""Which rows a question may touch: scope lines over accounts, and the access scope, as SQL.

A scope line is a field, an operator and a value ("Fund is 10"). `scope_predicate` writes lines
as a predicate over the serving file and `matches` reads the same lines over one account in
plain Python; both follow one rule and a property test holds them together.

Contract of `scope_predicate`: it stands in a WHERE clause whose FROM names `dim_account a`. Beside
`a` it refers to the tables `dim_account_segment` and `dim_segment_value` of the same file, and
to the named parameters it returns with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from access.scope import Scope


class ScopeError(ValueError):
    """A scope line that cannot be read; the message names the line and what was expected."""

    for_person = True


class Operator(StrEnum):
    """The ten ways to compare a code with a value."""

    IS = "is"
    IS_NOT = "is not"
    BETWEEN = "between"
    NOT_BETWEEN = "not between"
    STARTS_WITH = "starts with"
    DOES_NOT_START_WITH = "does not start with"
    ENDS_WITH = "ends with"
    DOES_NOT_END_WITH = "does not end with"
    MATCHES = "matches"
    DOES_NOT_MATCH = "does not match"

    @property
    def positive(self) -> Operator:
        """The operator that this one denies, or itself."""
        return _DENIES.get(self, self)

    @property
    def is_negative(self) -> bool:
        """Whether the operator denies another."""
        return self in _DENIES


_DENIES = {
    Operator.IS_NOT: Operator.IS,
    Operator.NOT_BETWEEN: Operator.BETWEEN,
    Operator.DOES_NOT_START_WITH: Operator.STARTS_WITH,
    Operator.DOES_NOT_END_WITH: Operator.ENDS_WITH,
    Operator.DOES_NOT_MATCH: Operator.MATCHES,
}
_SYNONYMS = {
    "equals": Operator.IS,
    "not equals": Operator.IS_NOT,
    "range includes": Operator.BETWEEN,
    "range does not include": Operator.NOT_BETWEEN,
}
OPERATOR_SYNONYMS = tuple((word, operator.value) for word, operator in _SYNONYMS.items())
"""Other words for an operator, as files write them."""
_FIELDS = {"account code": "account", "account type": "account_type"}
_KINDS = ("expenditure", "revenue")


@dataclass(frozen=True, slots=True)
class ScopeLine:
    """One line: `field` is a segment name, a segment role, `account` or `account_type`.

    Text is trimmed, the field is kept in small letters and the operator becomes an `Operator`;
    a line that cannot be meant raises `ScopeError`.
    """

    field: str
    operator: str
    value: str

    def __post_init__(self) -> None:
        """Trim, translate and check."""
        field = " ".join(self.field.split()).lower()
        object.__setattr__(self, "field", _FIELDS.get(field, field))
        object.__setattr__(self, "operator", _operator(self.operator))
        object.__setattr__(self, "value", self.value.strip())
        _check(self)

    @property
    def bounds(self) -> tuple[str, str]:
        """Both ends of a range, written `a-b`, or `a..b` where codes contain hyphens."""
        low, mark, high = self.value.partition(".." if ".." in self.value else "-")
        if not mark or not low.strip() or not high.strip() or (mark == "-" and "-" in high):
            raise ScopeError(f"{self.value!r} is not a range: write 100-199, or a-1..a-9")
        return low.strip(), high.strip()


def _operator(text: str) -> Operator:
    words = " ".join(text.split()).lower()
    if words in _SYNONYMS:
        return _SYNONYMS[words]
    try:
        return Operator(words)
    except ValueError:
        known = ", ".join(Operator)
        raise ScopeError(f"operator {text!r} is unknown; expected one of: {known}") from None


def _check(line: ScopeLine) -> None:
    operator = Operator(line.operator)
    if not line.field or not line.value:
        raise ScopeError("a scope line needs a field and a value")
    if operator.positive is Operator.BETWEEN and _order(line.bounds)[0] > _order(line.bounds)[1]:
        raise ScopeError(f"the range {line.value!r} ends before it starts")
    if line.field != "account_type":
        return
    if operator.positive is not Operator.IS or line.value.lower() not in _KINDS:
        kinds = " or ".join(_KINDS)
        found = f"{line.operator} {line.value!r}"
        raise ScopeError(f"Account Type takes only is / is not with {kinds}, found {found}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _order(bounds: tuple[str, str]) -> tuple[tuple[int, str], tuple[int, str]]:
    """Both bounds as keys that sort like whole numbers if both are digits, else like text."""
    low, high = (bound.lower() for bound in bounds)
    if _is_number(low) and _is_number(high):
        return (int(low), ""), (int(high), "")
    return (0, low), (0, high)


# --- plain Python ------------------------------------------------------------------------------

Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lines of one field ask of an account's codes; either test may be missing.

    An account without the field has no code: it fails the positive lines and passes the others.
    """

    positive: Test | None
    negative: Test | None

    def holds(self, codes: Sequence[str]) -> bool:
        """Whether an account with these codes in the field passes."""
        wanted = self.positive is None or any(self.positive(code) for code in codes)
        return wanted and not (self.negative and any(self.negative(code) for code in codes))


def readings(lines: Iterable[ScopeLine]) -> dict[str, Reading]:
    """The lines compiled, by field: an account passes when every field does."""
    by_field: dict[str, list[ScopeLine]] = {}
    for line in lines:
        by_field.setdefault(line.field, []).append(line)
    return {field: _reading(group) for field, group in by_field.items()}


def matches(lines: Iterable[ScopeLine], account: Mapping[str, str], kind: str) -> bool:
    """Whether an account falls under the lines; without any line, none does.

    `account` holds the codes by segment name and by segment role, and the printed account under
    `account`; `kind` is the account's kind. For each field any positive line and every negative
    line must hold; fields combine with "and". A missing field fails positive lines only.
    """
    codes = {name.lower(): code for name, code in account.items()} | {"account_type": kind}
    compiled = readings(lines)
    return bool(compiled) and all(
        one.holds([codes[field]] if field in codes else []) for field, one in compiled.items()
    )


def _reading(lines: Sequence[ScopeLine]) -> Reading:
    tests: dict[bool, list[Test]] = {False: [], True: []}
    for line in lines:
        tests[Operator(line.operator).is_negative].append(compares(line))
    return Reading(_any_of(tests[False]), _any_of(tests[True]))


def _any_of(tests: Sequence[Test]) -> Test | None:
    if not tests:
        return None
    return lambda code: any(test(code.lower()) for test in tests)


def compares(line: ScopeLine) -> Test:
    """The positive form of the line as a test of a code in small letters."""
    value = line.value.lower()
    operator = Operator(line.operator).positive
    if operator is Operator.BETWEEN:
        return _between(*_order(line.bounds))
    if operator is Operator.MATCHES:
        glob = re.compile(_glob(value), re.DOTALL)
        return lambda code: glob.fullmatch(code) is not None
    tests: dict[Operator, Test] = {
        Operator.IS: lambda code: code == value,
        Operator.STARTS_WITH: lambda code: code.startswith(value),
        Operator.ENDS_WITH: lambda code: code.endswith(value),
    }
    return tests[operator]


def _between(low: tuple[int, str], high: tuple[int, str]) -> Test:
    if low[1] or high[1]:
        return lambda code: low[1] <= code <= high[1]
    return lambda code: _is_number(code) and low[0] <= int(code) <= high[0]


def _glob(value: str) -> str:
    marks = {"*": ".*", "?": "."}
    return "".join(marks.get(letter, re.escape(letter)) for letter in value)


# --- SQL ---------------------------------------------------------------------------------------

# A whole number of any length is compared as text: its length first, then its digits.
_NUMBER_BETWEEN = (
    "(regexp_full_match(CODE, '[0-9]+') and lpad(length(ltrim(CODE, '0'))::varchar, 6, '0') "
    "|| ltrim(CODE, '0') between $LOW and $HIGH)"
)
_TEXT_BETWEEN = "(CODE >= lower($LOW) and CODE <= lower($HIGH))"
_TESTS = {
    Operator.IS: "CODE = lower($VALUE)",
    Operator.STARTS_WITH: "starts_with(CODE, lower($VALUE))",
    Operator.ENDS_WITH: "ends_with(CODE, lower($VALUE))",
    Operator.MATCHES: "CODE like lower($VALUE) escape '!'",
}
# A field that names a segment means it; only otherwise is it read as a role.
# The test runs over the few codes of the chart, not over the segments of every account.
_SEGMENT_HOLDS = (
    "a.account_key in (select s.account_key from dim_account_segment s semi join ("
    "select v.segment, v.code from dim_segment_value v where (lower(v.segment) = $FIELD or ("
    "lower(v.role) = $FIELD and not exists (select 1 from dim_segment_value n "
    "where lower(n.segment) = $FIELD))) and (TEST)) v on v.segment = s.segment and v.code = s.code)"
)
_OWN_COLUMNS = {"account": "lower(a.display)", "account_type": "lower(a.kind)"}


def scope_predicate(
    lines: Iterable[ScopeLine], prefix: str = "scope"
) -> tuple[str, dict[str, object]]:
    """The lines as a predicate over `dim_account a`, and its named parameters.

    Parameter names start with `prefix`, so that several predicates fit into one statement.
    Without any line the predicate is `false`.
    """
    parameters: dict[str, object] = {}
    by_field: dict[str, list[ScopeLine]] = {}
    for line in lines:
        by_field.setdefault(line.field, []).append(line)
    clauses = [
        clause
        for number, group in enumerate(by_field.values())
        for clause in _field_clauses(group, f"{prefix}_{number}", parameters)
    ]
    return (" and ".join(clauses) or "false"), parameters


def _field_clauses(
    lines: Sequence[ScopeLine], name: str, parameters: dict[str, object]
) -> list[str]:
    tests: dict[bool, list[str]] = {False: [], True: []}
    for number, line in enumerate(lines):
        negative = Operator(line.operator).is_negative
        tests[negative].append(code_test(line, f"{name}_{number}", parameters))
    clauses = []
    for negative, written in tests.items():
        if written:
            clause = _field_clause(lines[0].field, " or ".join(written), name, parameters)
            clauses.append(f"not {clause}" if negative else clause)
    return clauses


def _field_clause(field: str, test: str, name: str, parameters: dict[str, object]) -> str:
    if field in _OWN_COLUMNS:
        return f"({test.replace('CODE', _OWN_COLUMNS[field])})"
    parameters[f"{name}_field"] = field
    clause = _SEGMENT_HOLDS.replace("$FIELD", f"${name}_field")
    return "(" + clause.replace("TEST", test.replace("CODE", "lower(v.code)")) + ")"


def code_test(line: ScopeLine, name: str, parameters: dict[str, object]) -> str:
    """The positive form of a line as a test of `CODE`; its parameters are added by this name."""
    operator = Operator(line.operator).positive
    if operator is Operator.BETWEEN:
        low, high = line.bounds
        text = _TEXT_BETWEEN
        if _is_number(low) and _is_number(high):
            text, low, high = _NUMBER_BETWEEN, _sort_key(low), _sort_key(high)
        parameters |= {f"{name}_low": low, f"{name}_high": high}
        return text.replace("$LOW", f"${name}_low").replace("$HIGH", f"${name}_high")
    parameters[name] = _like(line.value) if operator is Operator.MATCHES else line.value
    return _TESTS[operator].replace("$VALUE", f"${name}")


def _sort_key(digits: str) -> str:
    plain = digits.lstrip("0")
    return f"{len(plain):06d}{plain}"


def _like(glob: str) -> str:
    marks = {"*": "%", "?": "_", "%": "!%", "_": "!_", "!": "!!"}
    return "".join(marks.get(letter, letter) for letter in glob)


OWN_ACCOUNTS: Final = "own_account"
"""The name under which a question finds the keys of the reader's accounts."""
_OWN_ACCOUNTS: Final = f"(select account_key from {OWN_ACCOUNTS})"  # noqa: S608 - a constant


def access_predicate(
    scope: Scope, column: str, location_keys: Sequence[int]
) -> tuple[str, dict[str, object]]:
    """The rows that a reader may see, as a predicate over a key column of a table.

    Over `account_key`, rows of accounts are meant: the table has a `location_key` beside it, and
    that decides as long as the scope is of whole locations; otherwise the set of the reader's
    accounts does. Over `location_key` alone only whole locations count.

    `location_keys` are the keys of the scope's locations in the snapshot asked. The whole
    district is one bound truth, a single location one equality (by which sorted tables skip all
    other rows), several a list; without a known location no row is visible. Accounts without a
    location have key 0: they belong to the whole district and never to a set of locations.
    """
    if scope.is_whole:
        return "$all_locations", {"all_locations": True}
    if column.endswith("account_key"):
        if scope.is_by_account:
            return f"{column} in {_OWN_ACCOUNTS}", {}
        column = column.removesuffix("account_key") + "location_key"
    visible = sorted(set(location_keys) - {0})
    if not visible:
        return "$all_locations", {"all_locations": False}
    if len(visible) == 1:
        return f"{column} = $location_key", {"location_key": visible[0]}
    return f"{column} in (select unnest($location_keys))", {"location_keys": visible}
