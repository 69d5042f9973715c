"""What the cells of an export hold: withheld figures as one sign, and no text that is a formula."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from metrics.per_pupil import HIDDEN

WITHHELD = "*"
# Spreadsheets run text that starts so, also after blanks, marks of encoding and in wide forms.
_FORMULA = r"^[\s\p{Z}\p{C}]*[=+\-@＝＋－＠]|^[\p{Z} ]*[\t\r\n]"

_NUMBER = r"^-\d+(\.\d+)?([eE][+\-]?\d+)?$"


def harmless(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Texts with an apostrophe before those that a spreadsheet would run as a formula."""
    flat = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    is_formula = pc.match_substring_regex(flat, pattern=_FORMULA).fill_null(fill_value=False)
    # A negative number beside withheld cells stands in a column of text, and is a number still.
    is_number = pc.match_substring_regex(flat, pattern=_NUMBER).fill_null(fill_value=False)
    is_formula = pc.and_not(is_formula, is_number)
    if not pc.any(is_formula).as_py():
        return flat
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", flat, ""), flat)


def with_withheld(table: pa.Table) -> pa.Table:
    """The table with `*` in cells that its column `hidden` names; such columns become text."""
    named = _named(table)
    for name in sorted(set().union(*named) & set(table.column_names)):
        place = table.column_names.index(name)
        texts = table.column(name).cast(pa.string()).to_pylist()
        shown = [
            WITHHELD if name in words else text for text, words in zip(texts, named, strict=True)
        ]
        table = table.set_column(place, name, pa.array(shown, pa.string()))
    return table


def without_withheld(table: pa.Table) -> pa.Table:
    """The table with nothing in cells that its column `hidden` names; columns keep their type."""
    named = _named(table)
    for name in sorted(set().union(*named) & set(table.column_names)):
        place = table.column_names.index(name)
        is_shown = pa.array([name not in words for words in named])
        shown = pc.if_else(is_shown, table.column(name), pa.scalar(None, table.column(name).type))
        table = table.set_column(place, name, shown)
    return table


def withheld_reasons(table: pa.Table) -> list[dict[str, str]]:
    """For each row, why the cells that its column `hidden` names are withheld."""
    if "hidden" not in table.column_names:
        return [{}] * table.num_rows
    blank = pa.nulls(table.num_rows, pa.string())
    said = table.column("reason") if "reason" in table.column_names else blank
    return [
        {name: _why(name, text or "") for name in (words or "").split()}
        for words, text in zip(table.column("hidden").to_pylist(), said.to_pylist(), strict=True)
    ]


def _named(table: pa.Table) -> list[set[str]]:
    if "hidden" not in table.column_names:
        return []
    return [set((words or "").split()) for words in table.column("hidden").to_pylist()]


def _why(name: str, reasons: str) -> str:
    """The part of a row's reasons that speaks of the column's group of pupils, if one does."""
    group = name.partition("_")[0]
    parts = (part.partition(": ") for part in reasons.split("; "))
    return next((why for of, _, why in parts if of == group and why), HIDDEN)


def chosen(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Only the named columns, in the order asked for; every column when none is named."""
    return table.select(list(names)) if names else table
