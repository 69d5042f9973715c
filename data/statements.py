"""SQL texts of `data/sql`, read once, and the few places where a text may vary.

Each file is one SELECT with a head of comments: its grain, what it reads and who asks. Two lines
of the head are rules. `-- rows: by scope` promises that the text carries the access predicate;
`-- rows: district` says that no row belongs to a location. `-- sort: a b c` lists the columns by
which the rows may be ordered at the mark `{sort}`. Scope lines go to the mark `{lines}`,
and `{part: name}` stands for a piece in `data/sql/parts` that several texts share.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.scope import ScopeLine, scope_predicate

_FOLDER = Path(__file__).resolve().parent / "sql"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_HEAD = re.compile(r"^-- (rows|sort): *(.*)$", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
_PART = re.compile(r"\{part: ([a-z_]+)\}")
_COMMENT = re.compile(r"--[^\n]*")
_SORT_MARK = "{sort}"
_LINES_MARK = "{lines}"


class StatementError(ValueError):
    """A statement that is not there, or an order that it does not offer."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows; the column must be offered by the statement. Missing values come last."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL text with the parameters it names and the orders it offers."""

    name: str
    text: str
    parameters: frozenset[str]
    sort_columns: tuple[str, ...]
    is_scoped: bool

    def written(
        self, sort: Sort | None, lines: Sequence[ScopeLine]
    ) -> tuple[str, dict[str, object]]:
        """The text with order and scope lines in place, and the parameters of the lines."""
        text, parameters = self.text, dict[str, object]()
        if _LINES_MARK in text:
            predicate, parameters = scope_predicate(lines) if lines else ("true", {})
            text = text.replace(_LINES_MARK, predicate)
        elif lines:
            raise StatementError(f"{self.name} takes no scope lines")
        return text.replace(_SORT_MARK, self._order(sort)), parameters

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
    body = _COMMENT.sub("", _PART.sub(_part, text)).strip()
    is_scoped = head.get("rows") == "by scope"
    parameters = frozenset(_PARAMETER.findall(body))
    if is_scoped != ("all_locations" in parameters) or head.get("rows", "") == "":
        raise StatementError(f"{name}.sql: its head and its access predicate disagree")
    return Statement(name, body, parameters, tuple(head.get("sort", "").split()), is_scoped)


def _part(mark: re.Match[str]) -> str:
    return (_FOLDER / "parts" / f"{mark[1]}.sql").read_text(encoding="utf-8")


def statement_names() -> tuple[str, ...]:
    """Every statement of the folder, in alphabetical order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.sql")))
