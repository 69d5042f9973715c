"""SQL texts of `data/sql`, read once, and the few places where a text may vary.

Each file is one SELECT with a head of comments: its grain, what it reads and who asks. Two lines
of the head are rules: `-- rows: by scope` promises an access mark in the text, `-- rows: district`
says that no row belongs to a location; `-- sort: a b c` lists the columns for the mark `{sort}`.
Answers without locations, and those marked `-- kept: with the snapshot`, are small tables of names
that other answers are completed from: they are kept as long as the snapshot is served.

Marks, all filled from this code and never from a value:
`{access: b.location_key}` the predicate of the reader's scope over that column;
`{access: whole}` true for readers of the whole district alone;
`{when name: ...}` text that stands only where the argument `name` is given, so that the database
need not plan for filters nobody set; `{lines}` conditions on the account, over `dim_account a`;
`{order_lines}` conditions on the lines that an order sums up; `{rows}` conditions on columns of the
row; `{part: name}` a shared piece.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from data.row_filter import AccountsLine, Line, RowLine, row_predicate
from data.scope import ScopeLine, scope_predicate

_FOLDER = Path(__file__).resolve().parent / "sql"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HEAD = re.compile(r"^-- (rows|sort|kept): *(.*)$", re.MULTILINE)
_COMMENT = re.compile(r"--[^\n]*")
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
_PART = re.compile(r"\{part: ([a-z_]+)\}")
_WHEN = re.compile(r"\{when ([a-z_]+): ((?:[^{}]|\{[^{}]*\})*)\}")
_ACCESS = re.compile(r"\{access: ([a-z_.]+)\}")
_SORT, _LINES, _ROWS = "{sort}", "{lines}", "{rows}"
_ORDER_LINES = "{order_lines}"
WHOLE = "whole"
CHOSEN_BUCKET = "chosen_bucket"
"""The name under which a statement finds the keys of the accounts of the bucket it is asked for."""

Access = Callable[[str], tuple[str, dict[str, Any]]]


class StatementError(ValueError):
    """A statement, argument or order that is not there; the message names what is."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows; the column must be offered by the statement. Missing values come last."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL text, the arguments it needs or may take, and the orders it offers.

    A fixed one has no mark: it is the same for every reader.
    """

    name: str
    text: str
    needed: frozenset[str]
    optional: frozenset[str]
    sort_columns: tuple[str, ...]
    is_scoped: bool
    is_lookup: bool
    is_fixed: bool

    def written(
        self,
        arguments: Mapping[str, Any],
        access: Access,
        sort: Sort | None = None,
        lines: Sequence[Line] = (),
    ) -> tuple[str, dict[str, Any]]:
        """The text with every mark filled, and the parameters that it names."""
        self._refuse_difference(arguments)
        if self.is_fixed and not lines and sort is None:
            return self.text, dict(arguments)
        given = {name: value for name, value in arguments.items() if is_given(value)}
        text = _standing(self.text, frozenset(given))
        parameters = {name: arguments[name] for name in self.needed} | given
        text = _filled(text, access, parameters)
        text = self._with_conditions(text, lines, parameters)
        text = text.replace(_SORT, self._order(sort))
        named = set(_PARAMETER.findall(text))
        return text, {name: value for name, value in parameters.items() if name in named}

    def _with_conditions(self, text: str, lines: Sequence[Line], parameters: dict[str, Any]) -> str:
        typed = [line for line in lines if isinstance(line, RowLine)]
        on_line = [line for line in typed if line.field.is_of_line]
        on_row = [line for line in typed if not line.field.is_of_line]
        on_account = [line for line in lines if not isinstance(line, RowLine)]
        for mark, given in ((_LINES, on_account), (_ORDER_LINES, on_line), (_ROWS, on_row)):
            if given and mark not in text:
                raise StatementError(f"{self.name} takes no scope lines")
        if _LINES in text:
            text = text.replace(_LINES, _account_predicate(on_account, parameters))
        if _ORDER_LINES in text:
            text = text.replace(_ORDER_LINES, row_predicate(on_line, parameters, "line"))
        if _ROWS in text:
            text = text.replace(_ROWS, row_predicate(on_row, parameters))
        return text

    def _refuse_difference(self, arguments: Mapping[str, Any]) -> None:
        if missing := sorted(self.needed - set(arguments)):
            raise StatementError(f"{self.name} needs {', '.join(missing)}")
        if surplus := sorted(set(arguments) - self.needed - self.optional):
            raise StatementError(f"{self.name} knows no {', '.join(surplus)}")

    def _order(self, sort: Sort | None) -> str:
        if not self.sort_columns:
            if sort is not None:
                raise StatementError(f"{self.name} cannot be sorted")
            return ""
        column = sort.column if sort else self.sort_columns[0]
        if column not in self.sort_columns:
            known = ", ".join(self.sort_columns)
            raise StatementError(f"{self.name} cannot be sorted by {column!r}; expected: {known}")
        return f'"{column}" {"desc" if sort and sort.descending else "asc"} nulls last'


@cache
def statement(name: str) -> Statement:
    """The statement of this name, read from its file the first time."""
    path = _FOLDER / f"{name}.sql"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise StatementError(f"there is no statement {name!r}")
    text = path.read_text(encoding="utf-8")
    head = dict(_HEAD.findall(text))
    body = text
    while _PART.search(body):
        body = _PART.sub(_part, body)
    body = _COMMENT.sub("", body).strip()
    is_scoped = head.get("rows") == "by scope"
    if is_scoped != bool(_ACCESS.search(body)) or head.get("rows") not in ("by scope", "district"):
        raise StatementError(f"{name}.sql: its head and its access mark disagree")
    always = _WHEN.sub("", body)
    needed = frozenset(_PARAMETER.findall(always)) - {"sees_compensation"}
    # The accounts of a bucket come as a set of their own, chosen by this argument.
    needed |= {"bucket"} if CHOSEN_BUCKET in always else frozenset[str]()
    optional = frozenset(_PARAMETER.findall(body)) - needed - {"sees_compensation"}
    optional |= {mark[1] for mark in _WHEN.finditer(body)}
    columns = tuple(head.get("sort", "").split())
    is_lookup = not is_scoped or "kept" in head
    is_fixed = "{" not in body and CHOSEN_BUCKET not in body
    return Statement(name, body, needed, optional - needed, columns, is_scoped, is_lookup, is_fixed)


def statement_names() -> tuple[str, ...]:
    """Every statement of the folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.sql")))


@lru_cache(maxsize=1024)
def _standing(text: str, given: frozenset[str]) -> str:
    """The text with what stands only where an argument is given."""
    return _WHEN.sub(lambda mark: mark[2] if mark[1] in given else "", text)


def _account_predicate(
    lines: Sequence[ScopeLine | AccountsLine], parameters: dict[str, Any]
) -> str:
    scoped = [line for line in lines if isinstance(line, ScopeLine)]
    listed = [line for line in lines if isinstance(line, AccountsLine)]
    predicate, more = scope_predicate(scoped) if scoped else ("true", {})
    parameters.update(more)
    more_lines = [
        line.predicate(f"accounts_{number}", parameters) for number, line in enumerate(listed)
    ]
    return " and ".join([predicate, *more_lines])


def _part(mark: re.Match[str]) -> str:
    return (_FOLDER / "parts" / f"{mark[1]}.sql").read_text(encoding="utf-8")


def is_given(value: object) -> bool:
    """Whether an argument says something: zero does, nothing and `False` do not."""
    return value is not None and value is not False and value not in ("", [], ())


def _filled(text: str, access: Access, parameters: dict[str, Any]) -> str:
    def fill(mark: re.Match[str]) -> str:
        predicate, more = access(mark[1])
        parameters.update(more)
        return predicate

    return _ACCESS.sub(fill, text)
