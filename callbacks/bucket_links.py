"""Where the figures of buckets lead: the rows of lines, orders and accounts behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import quote

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis
from data.condition import Condition, written
from data.scope import Operator
from pages.components.bucket_table import BucketLine, Link, codes_of

# A web server takes about 4,000 characters of an address; filters need their part of them.
_LONGEST_CODES: Final = 2_000


def named(lines: Sequence[BucketLine]) -> str:
    """The codes of buckets for an address; empty where it cannot hold them all."""
    codes = codes_of(lines)
    return codes if len(quote(codes)) <= _LONGEST_CODES else ""


def link(actor: Actor, basis: Basis, location: str = "") -> Link:
    """Addresses of a bucket's page and of the rows behind its figures, or those of several buckets.

    Rows have none without the right to see them, nor for more buckets than an address can name.
    A `location` narrows what is opened to the bucket's part there.
    """
    rights = actor.permissions
    return _link(
        basis,
        sees_rows=Permission.TRANSACTION_READ in rights,
        sees_accounts=Permission.ACCOUNT_READ in rights,
        there={"location": location} if location else {},
    )


def _link(
    basis: Basis, *, sees_rows: bool, sees_accounts: bool, there: Mapping[str, str]
) -> Callable[[str, str], str]:
    def address(code: str, what: str) -> str:
        if what == "page":
            return basis.address("/current/bucket", bucket=code, **there)
        has_rows = what == "ordered" or (what in ("budget", "paid") and has_lines(basis))
        may_see = sees_rows if has_rows else sees_accounts
        if not may_see or len(quote(code)) > _LONGEST_CODES:
            return ""
        return _BEHIND[what](basis, code, **there)

    return address


def left_accounts(basis: Basis, code: str, **more: str) -> str:
    """The accounts that the four terms are of."""
    return basis.address("/current/accounts", bucket=code, **more)


def open_orders(basis: Basis, code: str, **more: str) -> str:
    """The orders that are still open."""
    return basis.address("/current/purchase-orders", bucket=code, state="still open", **more)


def requested_accounts(basis: Basis, code: str, **more: str) -> str:
    """The accounts on which something is requested: figures of requisitions have no other rows."""
    asked = written([Condition("Requested", Operator.IS_NOT, "0")])
    return basis.address("/current/accounts", bucket=code, kind="expenditure", where=asked, **more)


def has_lines(basis: Basis) -> bool:
    """Whether postings of the year are loaded; without them its accounts are the last rows."""
    return basis.year.last_period is not None


def spent_lines(basis: Basis, code: str, kind: str, **more: str) -> str:
    """What was spent or received on one kind of account; the accounts where no line is loaded."""
    if not has_lines(basis):
        return basis.address("/current/accounts", bucket=code, kind=kind, **more)
    type_of_line = "receipt" if kind == "revenue" else "actual"
    return basis.address("/current/transactions", bucket=code, type=type_of_line, **more)


def budget_lines(basis: Basis, code: str, kind: str, **more: str) -> str:
    """The budget lines of one kind of account: a bucket may hold both, which are never netted.

    Where no line is loaded, the accounts.
    """
    if not has_lines(basis):
        return basis.address("/current/accounts", bucket=code, kind=kind, **more)
    return basis.address(
        "/current/transactions", bucket=code, type="budget", where=f"Account Type is {kind}", **more
    )


_BEHIND: Final[Mapping[str, Callable[..., str]]] = {
    "budget": partial(budget_lines, kind="expenditure"),
    "paid": partial(spent_lines, kind="expenditure"),
    "ordered": open_orders,
    "requested": requested_accounts,
    "left": left_accounts,
}
"""Where each figure of a bucket leads."""
