"""Kinds of configured records: their fields, keys, lines and who may change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from access.permissions import Permission
from data.entities.field import Field, Value


@dataclass(frozen=True)
class Entity:
    """One kind of record that a district keeps.

    `key` names the fields that identify a record; each of `unique` is another set of fields
    that occurs once (a record may also be found by it where the key is left empty). `lines`
    are the fields of the part that repeats, `line_key` what occurs once among them,
    `least_lines` how many a record needs. `together` are fields that are all filled or all
    empty, in the record or in each line; `either` sets of fields of which exactly one is
    filled. `fixed` fields cannot change once the record is made. Records with `compensation`
    are seen only by people who may also see pay.
    """

    name: str
    title: str
    plural: str
    about: str
    menu: tuple[str, ...]
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    permission: Permission
    unique: tuple[tuple[str, ...], ...] = ()
    lines: tuple[Field, ...] = ()
    line_key: tuple[str, ...] = ()
    least_lines: int = 0
    together: tuple[tuple[str, ...], ...] = ()
    either: tuple[tuple[str, ...], ...] = ()
    fixed: tuple[str, ...] = ()
    compensation: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """Every field, of the record and of its lines, by name."""
        return {field.name: field for field in (*self.fields, *self.lines)}

    @property
    def archivable(self) -> bool:
        """Whether records are archived before they can be deleted."""
        return "archived" in self.by_name

    @property
    def has_period(self) -> bool:
        """Whether records hold from a start date to an end date, which may be open."""
        return {"start_date", "end_date"} <= self.by_name.keys()

    def key_of(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """The key of a record as it is compared: texts in one case, without outer spaces."""
        return compared(values, self.key)

    def line_key_of(self, values: Mapping[str, Value]) -> tuple[str, ...]:
        """The key of one line within its record."""
        return compared(values, self.line_key)

    def label_of(self, values: Mapping[str, Value]) -> str:
        """The key as a person reads it."""
        return ", ".join(str(values[name]) for name in self.key if values.get(name) is not None)

    def is_live(self, values: Mapping[str, Value]) -> bool:
        """Whether a record may be referred to without a warning: active and not archived."""
        return values.get("is_active") is not False and values.get("archived") is not True


def compared(values: Mapping[str, Value], names: tuple[str, ...]) -> tuple[str, ...]:
    """The named values as comparable texts; empty ones as the empty text."""
    return tuple(folded(values.get(name)) for name in names)


def folded(value: Value) -> str:
    """One value as codes are compared: without regard to case and outer spaces."""
    return "" if value is None else " ".join(str(value).split()).casefold()
