"""How a table is declared: its grain in words, its columns in order, its key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: SQL type, unit (where the type does not say it) and meaning."""

    name: str
    type: str
    doc: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its grain in words, its columns in order and its key."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    def ddl(self) -> str:
        """The column list of a CREATE TABLE statement."""
        return ", ".join(f"{column.name} {column.type}" for column in self.columns)


def table(name: str, grain: str, key: str, *columns: str) -> Table:
    """Return a table made from lines of the form `name TYPE | meaning`."""
    parsed = tuple(
        Column(head.split(" ", 1)[0], head.split(" ", 1)[1].strip(), doc.strip())
        for head, _, doc in (line.partition("|") for line in columns)
    )
    return Table(name, grain, parsed, tuple(key.split()))
