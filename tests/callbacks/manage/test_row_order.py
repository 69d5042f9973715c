"""The order of the rows: a grid that shows no sorted column has that of its file and its menu."""

from __future__ import annotations

import csv
import io

import pytest

from callbacks.grid_rows import answer
from callbacks.manage import accounts, purchase_orders, staffing, transactions
from callbacks.table_orders import TableOrder, begun
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState
from pages.manage.staffing_state import StaffingState
from tests.callbacks.manage.test_staffing import house, kept  # noqa: F401 - fixtures

FIRST = {"startRow": 0, "endRow": 100, "sortModel": []}
"""What a grid asks for while no column that it shows is the sorted one."""
CASES = [
    (accounts, AccountsState(columns="description,budget"), "account", "account"),
    (accounts, AccountsState(columns="description", sort="budget desc"), "account", "account"),
    (accounts, AccountsState(columns="description", sort="account desc"), "account", "account"),
    (transactions, TransactionsState(columns="amount,journal_no"), "account", "account"),
    (transactions, TransactionsState(columns="vendor_name", sort="amount"), "account", "account"),
    (purchase_orders, OrdersState(columns="status,open"), "po_no", "po_no"),
    (purchase_orders, OrdersState(columns="status", sort="original"), "po_no", "po_no"),
    (staffing, StaffingState(columns="job,fte"), "code", "position"),
    (staffing, StaffingState(columns="job,fte", order="cost"), "code", "position"),
    (staffing, StaffingState(columns="job,fte", order="vacant"), "code", "position"),
    (staffing, StaffingState(columns="job,fte", order="assigned"), "code", "position"),
    (staffing, StaffingState(columns="job,fte", order="job"), "code", "position"),
]


def fed(house, actor, module, state):  # noqa: F811
    """The rows that the grid is given."""
    return answer(house, actor, module.SOURCE, state, FIRST, module.SORTS)["rowData"]


@pytest.mark.parametrize(("module", "state", "field", "column"), CASES)
@pytest.mark.parametrize("who", [("administrator",), ("principal", "101")])
def test_rows_stand_in_the_order_of_their_file(
    house, person, who, module, state, field, column  # noqa: F811
):  # fmt: skip
    actor = person(*who)
    shown = [row[field] for row in fed(house, actor, module, state)]
    path, _, query = module.address(house, actor, state).partition("?")
    # Every column of the file: those that were chosen may not tell two rows apart.
    query = "&".join(part for part in query.split("&") if not part.startswith("columns="))
    made = begun(house, actor, TableOrder(path.rpartition("/")[2], "csv", query))
    rows = csv.DictReader(io.StringIO(b"".join(made.chunks).decode()))
    assert shown == [row[column] for row in rows][:100]
    assert len(set(shown)) > 1
    view = module.view(house, actor, state)
    assert (view.sort, view.descending) == module.SOURCE.order(actor, state)


def test_who_sees_no_pay_gets_no_order_by_it(house, person):  # noqa: F811
    state = StaffingState(columns="job,fte", order="cost")
    assert staffing.SOURCE.order(person("administrator"), state) == ("cost", True)
    assert staffing.SOURCE.order(person("principal", "101"), state) == ("code", False)
