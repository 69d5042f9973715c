"""A question to DuckDB and the shapes in which sets go in and answers come out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import duckdb
import pyarrow as pa

BATCH: Final = 2_048
"""Rows of a part of an answer. DuckDB reserves every column of one for its largest size, a million
rows unless told."""


class QueryError(RuntimeError):
    """A question that cannot be asked, or failed; the message is for a person."""


class QueryTimeoutError(QueryError):
    """A question that ran longer than allowed and was stopped."""

    def __init__(self, name: str, seconds: float) -> None:
        super().__init__(f"The question {name!r} was stopped after {seconds:g} seconds.")


@dataclass(frozen=True, slots=True)
class Question:
    """One statement as it is asked: its text, its parameters, and the sets that it joins.

    `key` names everything that decides the answer; a lookup is a small table of names.
    """

    name: str
    text: str
    parameters: Mapping[str, object]
    key: Hashable
    connection: duckdb.DuckDBPyConnection
    is_lookup: bool
    sets: Mapping[str, pa.Table] = field(default_factory=dict)


def arrays(accounts: pa.Table) -> object:
    """A set as arrays, which DuckDB reads without the data sets of Arrow and their memory.

    One of texts stays a table while it is empty: DuckDB sees no type in an array of no texts.
    """
    if not accounts.num_rows and pa.string() in accounts.schema.types:
        return accounts
    columns = accounts.combine_chunks().to_batches()[0] if accounts.num_rows else accounts
    return {name: columns[name].to_numpy(zero_copy_only=False) for name in accounts.column_names}


def fitted(answer: pa.Table) -> pa.Table:
    """A small answer in buffers of its own size, or a kept one would hold the room of a batch."""
    if answer.num_rows > BATCH:
        return answer
    # Only columns of two chunks or more are copied.
    return pa.concat_tables([answer, answer.slice(0, 0)]).combine_chunks()


def frozen(value: Any) -> Hashable:
    """An argument as a part of a key; mappings are equal in whatever order they name things."""
    if isinstance(value, Mapping):
        return tuple((name, frozen(value[name])) for name in sorted(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        return tuple(frozen(item) for item in value)
    return value  # type: ignore[no-any-return]
