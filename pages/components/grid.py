"""The grid: rows come from the server block by block, the total covers the whole result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_ag_grid as dag
from dash import html

from pages.words import label

BLOCK: Final = 100
_ROW: Final = 36
_TICKED: Final = {
    "rowSelection": {"mode": "multiRow", "checkboxes": True, "headerCheckbox": False},
    "selectionColumnDef": {"headerName": "Tick", "width": 76, "minWidth": 76},
}


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column. `width` in pixels; `grows` takes the room left, `stays` is always in view.

    `key` is what an address calls the column, where its field is only a place in a list.
    A column that `opens` links to the address in the row's `href`, one with `opens_at` to that
    address, in which `{account}` stands for the row's text in the field `account`.
    A column that is `written` takes text of at most so many characters; `choices` are the only
    texts it takes then. On phones the column with the first number in `phone` is the name of a row
    and those with later numbers stand small below it (`assets/24-grid.js`).
    """

    field: str
    label: str
    width: int = 120
    is_number: bool = False
    is_code: bool = False
    grows: bool = False
    sortable: bool = True
    stays: bool = False
    opens: bool = False
    opens_at: str = ""
    written: int = 0
    choices: Sequence[str] = ()
    phone: int = 0
    key: str = ""

    @property
    def name(self) -> str:
        """What an address calls the column."""
        return self.key or self.field


Columns = tuple[GridColumn, ...]


def grid(
    grid_id: str,
    columns: Sequence[GridColumn],
    *,
    total: Mapping[str, str],
    sort: str,
    descending: bool,
    label: str,
    selects: bool = False,
    wanted: str | Sequence[str] = "",
    row_count: int | None = None,
    keeps_order: bool = False,
) -> html.Div:
    """A grid whose cells are text already; `total` is pinned below all rows.

    `wanted` is marked in cells of text, or each of several words (`assets/24-rows.js`).

    Where it `selects`, rows carry a box and are known by their `id`. With fewer rows than fit, a
    known `row_count` makes the grid as tall as they need, so that the total follows them. Where
    the page `keeps_order`, the address takes the order by a heading (`assets/25-order.js`).
    """
    definitions = [_definition(column, sort, descending=descending) for column in columns]
    for column, made in zip(columns, definitions, strict=True):
        if wanted and not column.is_number:
            made |= {"cellRenderer": made.get("cellRenderer", "Found")}
            made["cellRendererParams"] = {**made.get("cellRendererParams", {}), "wanted": wanted}
    return html.Div(
        dag.AgGrid(
            id=grid_id,
            columnDefs=definitions,
            rowModelType="infinite",
            columnSize=None,
            getRowId="params.data.id" if selects else None,
            defaultColDef={"resizable": True, "suppressMovable": False},
            dashGridOptions={
                "cacheBlockSize": BLOCK,
                "maxBlocksInCache": 20,
                "headerHeight": _ROW,
                "enableCellTextSelection": True,
                "ensureDomOrder": True,
                "suppressHorizontalScroll": False,
                "pinnedBottomRowData": [dict(total)],
                "multiSortKey": "ctrl",
                "suppressMultiSort": True,
                **(_TICKED if selects else {}),
            },
            className=f"ag-theme-quartz rows{' keeps-order' if keeps_order else ''}",
            style={"height": "100%"},
        ),
        className="gridbox",
        style=None if row_count is None else {"--rows": row_count},
        role="region",
        **{"aria-label": label},
    )


def _definition(column: GridColumn, sort: str, *, descending: bool) -> dict[str, Any]:
    looks = [name for name, holds in (("n", column.is_number), ("code", column.is_code)) if holds]
    found: dict[str, Any] = {
        "field": column.field,
        "headerName": label(column.label),
        "sortable": column.sortable,
        "minWidth": min(column.width, 70),
        "width": column.width,
        "cellClass": looks,
        "headerClass": "n" if column.is_number else "",
        "tooltipField": column.field if column.grows else None,
        "sortingOrder": ["desc", "asc"] if column.is_number else ["asc", "desc"],
    }
    if column.phone:
        found["context"] = {"phone": column.phone}
    if column.opens or column.opens_at:
        found["cellRenderer"] = "OpenedCell"
    if column.opens_at:
        found["cellRendererParams"] = {"opensAt": column.opens_at}
    if column.grows:
        found |= {"flex": 1, "minWidth": column.width}
    if column.written:
        found |= {"editable": True, "cellEditorParams": {"maxLength": column.written}}
    if column.choices:
        values = {"values": list(column.choices)}
        found |= {"cellEditor": "agSelectCellEditor", "cellEditorParams": values}
    if column.stays:
        found["pinned"] = "right"
    if column.field == sort:
        found["sort"] = "desc" if descending else "asc"
    return found
