"""What the cells of an export hold: withheld figures as one sign, and no text that is a formula."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

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
    if "hidden" not in table.column_names:
        return table
    named = [set((words or "").split()) for words in table.column("hidden").to_pylist()]
    for name in sorted(set().union(*named) & set(table.column_names)):
        place = table.column_names.index(name)
        texts = table.column(name).cast(pa.string()).to_pylist()
        shown = [
            WITHHELD if name in words else text for text, words in zip(texts, named, strict=True)
        ]
        table = table.set_column(place, name, pa.array(shown, pa.string()))
    return table


def chosen(table: pa.Table, names: Sequence[str]) -> pa.Table:
    """Only the named columns, in the order asked for; every column when none is named."""
    return table.select(list(names)) if names else table
