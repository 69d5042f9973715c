"""What a page of rows shows, as its address says it: search, conditions, groups and report."""

from __future__ import annotations

from dataclasses import dataclass

from pages.state import (
    PageState,
    RowsState,
    asked,
    code,
    column_names,
    number,
    some_codes,
    typed_conditions,
    words,
)


@dataclass(frozen=True, slots=True)
class FilteredState(RowsState):
    """A page of rows: what is searched for, and the conditions that hold, and groups.

    `group` is the field that rows are summed by, `open` the groups that show their rows. `report`
    asks for a kept report, which takes the place of everything else; `of` says which one it was.
    `columns` are those shown in their order, the usual ones where it is empty, and `sort` is the
    column that rows are ordered by: `amount`, or `amount desc`.
    """

    where: str = asked(typed_conditions, default="")
    group: str = asked(words, default="")
    open: str = asked(typed_conditions, default="")
    columns: str = asked(column_names, default="")
    sort: str = asked(code, default="")
    report: int | None = asked(number)
    of: int | None = asked(number)

    @property
    def ordered(self) -> str:
        """The order that the address asks for, as `sort` has it; empty for the usual one."""
        return self.sort


@dataclass(frozen=True, slots=True)
class TransactionsState(FilteredState):
    """Transactions: type of line, buckets, account, vendor, and periods from first to last."""

    type: str | None = asked(code)
    bucket: str | None = asked(some_codes)
    first_period: int | None = asked(number)
    last_period: int | None = asked(number)
    account: str | None = asked(words)
    vendor: str | None = asked(words)


@dataclass(frozen=True, slots=True)
class AccountsState(FilteredState):
    """Accounts: kind, buckets, and a category of the bucket's rollup template."""

    kind: str | None = asked(code)
    bucket: str | None = asked(some_codes)
    rollup: str | None = asked(words)


@dataclass(frozen=True, slots=True)
class OrdersState(FilteredState):
    """Purchase orders: state, buckets and account."""

    state: str | None = asked(code)
    bucket: str | None = asked(some_codes)
    account: str | None = asked(words)


@dataclass(frozen=True, slots=True)
class OrderState(PageState):
    """One purchase order, by its number."""

    number: str = asked(words, default="")


@dataclass(frozen=True, slots=True)
class ReportsState(PageState):
    """The list of reports: which one is being arranged; what just happened to it."""

    report: int | None = asked(number)
    said: str | None = asked(code)
