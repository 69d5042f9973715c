"""Groups of the pages of rows: which there are, which are open, and the rows behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar
from urllib.parse import quote, unquote, urlencode

from access.actor import Actor
from callbacks.basis import Services
from callbacks.manage.row_columns import query as query_of
from data.condition import Condition, typed_conditions, written
from data.position_groups import POSITION_GROUPS
from data.row_groups import MODELS, condition_of, group_fields
from pages.components.filters import Choice
from pages.components.grid import GridColumn
from pages.manage.row_groups import MOST_GROUPS, MOST_ROWS, Group, Grouped, RowInGroup, query
from pages.manage.row_state import FilteredState

MOST_OPEN: Final = 8
_GROUPS_OF: Final = {
    "account-status": "account-groups",
    "transactions": "transaction-groups",
    "purchase-orders": "purchase-order-groups",
    "positions": "position-groups",
}
_COUNTS: Final = {
    "account-groups": "account_count",
    "transaction-groups": "row_count",
    "purchase-order-groups": "order_count",
    "position-groups": "position_count",
}
_GROUP_MODELS: Final = {model.name: model for model in (*MODELS, POSITION_GROUPS)}
Shown = TypeVar("Shown", bound=FilteredState)


@dataclass(frozen=True, slots=True)
class GroupSource(Generic[Shown]):
    """What fills the groups of one page: sums as dictionaries, their texts, and rows inside.

    `count` names the column of the sums that counts rows.
    """

    rows_of: str
    noun: str
    count: str
    sums: Callable[[Services, Actor, Shown], Sequence[Mapping[str, Any]]]
    cells: Callable[[Mapping[str, Any]], Mapping[str, str]]
    inside: Callable[[Services, Actor, Shown, int], Sequence[RowInGroup]]


def group_choice(services: Services, actor: Actor, rows: str, state: FilteredState) -> Choice:
    """The menu of fields to group by."""
    names = group_fields(services.warehouse, actor.scope, rows)
    options = [(name[:1].upper() + name[1:], query(group=name, open="")) for name in names]
    shown = next((text for text, _ in options if text.lower() == state.group.lower()), "None")
    return Choice("Group by", shown, [("None", query(group="", open="")), *options])


def download(
    state: FilteredState, table: str, given: Mapping[str, str], columns: Sequence[str] = ()
) -> str:
    """The address of the rows, or of their groups, as a file without its format.

    `columns` are those of the file; every one where none is named.
    """
    if state.group:
        table = _GROUPS_OF[table]
        given = {**given, "group": state.group}
        own = [column.name for column in _GROUP_MODELS[table].columns]
        kept = [name for name in columns if name in own]
        columns = [*own[: own.index(_COUNTS[table]) + 1], *kept] if columns else ()
    chosen = {"columns": query_of(columns)} if columns else {}
    return f"/export/{table}?{urlencode({**given, **chosen})}"


def grouped(
    services: Services,
    actor: Actor,
    source: GroupSource[Shown],
    state: Shown,
    columns: Sequence[GridColumn] = (),
) -> Grouped:
    """The groups that the address asks for, with the rows of the open ones.

    `columns` stand in place of those of the page.
    """
    sums = sorted(source.sums(services, actor, state), key=_order(state.group))
    is_open = opened(state)
    made = [_group(services, actor, source, state, row, is_open) for row in sums[:MOST_GROUPS]]
    field = state.group[:1].upper() + state.group[1:]
    return Grouped(field, source.noun, made, max(0, len(sums) - MOST_GROUPS), columns)


def opened(state: FilteredState) -> tuple[str, ...]:
    """The codes of the open groups; `open` holds them separated by commas."""
    if not state.open:
        return ()
    return tuple(unquote(code) for code in state.open.split(","))[:MOST_OPEN]


def within(state: Shown, rows: str, code: str) -> Shown | None:
    """The state of the rows of one group as a plain list; none where no condition says it."""
    one = condition_of(rows, state.group, code)
    if one is None:
        return None
    kept = typed_conditions([state.where])
    return replace(state, where=written([*kept, Condition(*one)]), group="", open="")


def _group(
    services: Services,
    actor: Actor,
    source: GroupSource[Shown],
    state: Shown,
    row: Mapping[str, Any],
    is_open: tuple[str, ...],
) -> Group:
    code, name = str(row["code"]), str(row["name"] or "")
    inside = within(state, source.rows_of, code)
    shown = code in is_open and inside is not None
    listed = [one for one in is_open if one != code] if shown else [*is_open, code][-MOST_OPEN:]
    return Group(
        title=code if name in ("", code) else name,
        detail="" if name in ("", code) or not _is_code(code) else code,
        row_count=int(row[source.count] or 0),
        cells=source.cells(row),
        toggle=query(open=",".join(quote(one, safe="") for one in listed)) if inside else "",
        is_open=shown,
        every=query(where=inside.where, group="", open="") if inside else "",
        rows=source.inside(services, actor, inside, MOST_ROWS) if shown and inside else (),
    )


def _order(field: str) -> Callable[[Mapping[str, Any]], Any]:
    """Codes and months in their own order, vendors by dollars, the largest first."""
    if field.lower() != "vendor":
        return lambda row: (str(row["code"]), str(row.get("kind", "")))
    figures = ("actual_usd", "amount_usd", "original_usd")
    return lambda row: -next((row[name] for name in figures if row.get(name)), 0)


def _is_code(code: str) -> bool:
    return any(letter.isdigit() for letter in code)
