"""Columns and order of a page of rows as its reader has chosen them, on screen and in files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import quote, unquote, urlencode

import pyarrow as pa

from access.actor import Actor
from callbacks.basis import Services
from data.more_columns import Beside, column_name, heading_of, more_columns, values_beside
from pages.components.filters import Choice
from pages.components.grid import GridColumn
from pages.manage.row_state import FilteredState

MOST: Final = 60
DOWN: Final = " desc"


def names(text: str) -> list[str]:
    """The columns that an address names, in its order, each once."""
    found = (unquote(part).strip() for part in text.split(",") if part.strip())
    return list(dict.fromkeys(found))[:MOST]


def query(found: Sequence[str]) -> str:
    """Names as an address holds them."""
    return ",".join(quote(name, safe="") for name in found)


def chosen(
    state: FilteredState, usual: Sequence[GridColumn], more: Sequence[GridColumn] = ()
) -> tuple[GridColumn, ...]:
    """The columns to show; the usual ones where the address names none that the reader has.

    What the reader may not see is not among them, whoever has chosen it.
    """
    known = {column.name: column for column in (*usual, *more)}
    asked = [known[name] for name in names(state.columns) if name in known]
    return _fitted(asked) if asked else tuple(usual)


def is_chosen(state: FilteredState, offered: Sequence[GridColumn]) -> bool:
    """Whether the address names any column that there is."""
    known = {column.name for column in offered}
    return any(name in known for name in names(state.columns))


def totals(total: Mapping[str, str], columns: Sequence[GridColumn]) -> dict[str, str]:
    """The last row, with its words in the first column of text that is shown."""
    found, shown = dict(total), {column.field for column in columns}
    named, words = next(iter(total.items()), ("", ""))
    if named and named not in shown:
        place = next((column.field for column in columns if not column.is_number), "")
        found.pop(named)
        found |= {place: words} if place and place not in found else {}
    return {field: text for field, text in found.items() if field in shown}


def order(
    state: FilteredState, columns: Sequence[GridColumn], usual: tuple[str, bool]
) -> tuple[str, bool]:
    """The column that rows are ordered by, and whether downwards; the usual where none is asked."""
    field = state.ordered.removesuffix(DOWN)
    known = {column.field for column in columns if column.sortable}
    return (field, state.ordered.endswith(DOWN)) if field in known else usual


def order_choice(
    state: FilteredState, columns: Sequence[GridColumn], usual: tuple[str, bool]
) -> Choice:
    """The menu of orders: figures from the highest, texts from A; headings turn them round."""
    field, _ = order(state, columns, usual)
    options = []
    for column in columns:
        if column.sortable:
            down = DOWN if column.is_number or (column.field, True) == usual else ""
            text = "" if (column.field, bool(down)) == usual else f"{column.field}{down}"
            options.append((column.label, urlencode({"sort": text})))
    shown = next((one.label for one in columns if one.field == field), "Usual")
    return Choice("Order", shown, options)


def file_order(
    state: FilteredState, columns: Sequence[GridColumn], sorts: Mapping[str, str]
) -> dict[str, str]:
    """The order that the address asks for, as arguments of a file."""
    field, is_down = order(state, columns, ("", False))
    if field not in sorts:
        return {}
    return {"sort": sorts[field], "descending": "1" if is_down else "0"}


def file_columns(
    state: FilteredState,
    usual: Sequence[GridColumn],
    more: Sequence[GridColumn],
    files: Mapping[str, Sequence[str]],
) -> list[str]:
    """What the chosen columns are called in a file, none without a choice.

    Some hold two columns of a file, and what is typed into the grid is in none.
    """
    if not is_chosen(state, (*usual, *more)):
        return []
    shown = chosen(state, usual, more)
    found = [name for column in shown for name in files.get(column.name, (column.name,))]
    return list(dict.fromkeys(found))


def beside(
    services: Services, actor: Actor, model: str, known: Sequence[GridColumn]
) -> tuple[GridColumn, ...]:
    """Segments and attributes of accounts, and loaded columns, as columns of a grid.

    A segment that a `known` column shows by this name already is left out.
    """
    found = more_columns(services.warehouse, actor.scope, model)
    taken = {column_name(Beside.SEGMENT, column.label.lower()) for column in known}
    return tuple(
        GridColumn(f"beside_{place}", _label(name), 150, sortable=False, key=name)
        for place, name in enumerate(found)
        if name.lower() not in taken
    )


def _label(name: str) -> str:
    """How the district writes it; its segments begin with a capital letter."""
    text = heading_of(name)
    is_segment = name.startswith(f"{Beside.SEGMENT}:")
    return text[:1].upper() + text[1:] if is_segment else text


def cells_beside(
    services: Services, actor: Actor, rows: pa.Table, columns: Sequence[GridColumn]
) -> list[dict[str, str]]:
    """The texts of such columns for each row, by the field of the column."""
    fields = {column.key: column.field for column in columns if column.key}
    values = values_beside(services.warehouse, actor.scope, rows, list(fields))
    return [
        {fields[name]: texts[place] for name, texts in values.items()}
        for place in range(rows.num_rows)
    ]


def _fitted(columns: Sequence[GridColumn]) -> tuple[GridColumn, ...]:
    """The columns in the reader's order, on phones too.

    Only the last may stay in view, and one takes the room that is left.
    """
    kept = [
        replace(column, stays=column.stays and column is columns[-1], phone=0) for column in columns
    ]
    if not any(column.grows for column in kept):
        place = next((at for at, column in enumerate(kept) if not column.is_number), len(kept) - 1)
        kept[place] = replace(kept[place], grows=True)
    return tuple(kept)
