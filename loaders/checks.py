"""Checks of a load: identities, control totals, thresholds; and whether they hold it back.

A check compares two sums and says how many lines break it. Errors and passed thresholds hold
the load until a person forces it; warnings are shown and let it pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from duckdb import DuckDBPyConnection

from loaders.serving import text

CENT = Decimal("0.01")
FUND_CHANGE = Decimal("0.05")
FUND_WEIGHT = Decimal("0.001")
_IDENTITIES = ("check_identities", "check_journals", "check_keys")


class Status(StrEnum):
    """What came of a check."""

    OK = "ok"
    FAILED = "failed"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Check:
    """One check; the fields are the columns of `check_result` without the district. Dollars."""

    import_id: str
    check_code: str
    scope: str
    fiscal_year: int | None
    severity: str
    status: Status
    expected: Decimal | None
    actual: Decimal | None
    message: str

    @property
    def difference(self) -> Decimal | None:
        """Actual less expected, in dollars."""
        if self.expected is None or self.actual is None:
            return None
        return self.actual - self.expected

    @property
    def holds(self) -> bool:
        """Whether this check keeps the load from being served."""
        return self.severity == "error" and self.status is not Status.OK

    def __str__(self) -> str:
        """The check in one line, for a person."""
        year = f", fiscal year {self.fiscal_year}" if self.fiscal_year else ""
        sums = ""
        if self.difference is not None:
            sums = (
                f" Expected {self.expected:,.2f}, found {self.actual:,.2f}, "
                f"difference {self.difference:,.2f}."
            )
        return f"{self.check_code} {self.scope}{year}: {self.message}.{sums}"


class Limits(Protocol):
    """When a load is held, in percent (the `thresholds` of a mapping's file)."""

    @property
    def max_bad_rows_pct(self) -> Decimal:
        """Rows set aside."""

    @property
    def max_bad_amount_pct(self) -> Decimal:
        """Dollars set aside."""

    @property
    def max_row_drop_pct(self) -> Decimal:
        """Fewer rows than before."""


def identities(con: DuckDBPyConnection) -> list[Check]:
    """Identities of the accounts (B1, B2, B4, L1, L2, E1, E2) and keys (K1, K2) in `canon`."""
    return [check for name in _IDENTITIES for check in _asked(con, name)]


def serving_sums(con: DuckDBPyConnection) -> list[Check]:
    """R1: sums of the attached serving file are those of the tables it was built from."""
    return _asked(con, "check_serving")


def central_cost(con: DuckDBPyConnection) -> list[Check]:
    """A1 and A2: unclassified accounts and central cost that reaches no school, as warnings."""
    return _asked(con, "check_attribution")


def thresholds(con: DuckDBPyConnection, limits: Mapping[str, Limits]) -> list[Check]:
    """Q1 and Q2: rows and dollars set aside, for each file of this load, by name of the file."""
    rows = con.execute(
        "select import_id, file_name, path, rows_read, rows_quarantined, amount_accepted, "
        "amount_quarantined from stage.import_file "
        "where list_contains($names, file_name) order by path",
        {"names": list(limits)},
    ).fetchall()
    found = []
    for import_id, name, path, read, bad, accepted, aside in rows:
        share = _share(Decimal(bad or 0), Decimal(read or 0))
        message = f"{bad or 0:,} of {read or 0:,} rows set aside"
        found.append(_limit("Q1", import_id, path, message, share, limits[name].max_bad_rows_pct))
        if aside is not None and accepted is not None:
            share = _share(abs(aside), abs(aside) + abs(accepted))
            message = f"{aside:,.2f} dollars set aside"
            found.append(
                _limit("Q2", import_id, path, message, share, limits[name].max_bad_amount_pct)
            )
    return found


def row_drops(
    before: Mapping[tuple[str, int | None], int],
    now: Mapping[tuple[str, int | None], int],
    limits: Mapping[str, Decimal],
) -> list[Check]:
    """D1: rows of a table and year that are fewer than in the snapshot served.

    `limits` names the tables that are compared and the drop in percent that holds the load.
    """
    found = []
    for (table, year), old in sorted(before.items(), key=str):
        if table not in limits or not old:
            continue
        new = now.get((table, year), 0)
        share = _share(Decimal(old - new), Decimal(old))
        message = f"{new:,} rows where the snapshot served has {old:,}"
        scope = table.replace("_", " ")
        found.append(_limit("D1", "", scope, message, share, limits[table], year))
    return found


def fund_changes(con: DuckDBPyConnection) -> list[Check]:
    """D2: totals of a fund against the served file, attached as `before`.

    Held where a year's budget of a fund moves by more than 5 percent, or its spending falls by
    as much; a fund below a thousandth of the year's total is too small to hold a load.
    """
    found = []
    for fund, year, measure, old, new, total in con.execute(text("check_funds")).fetchall():
        change = Decimal(new - old)
        moved = abs(change) if measure == "budget" else -change
        large = moved > FUND_CHANGE * abs(old) and moved > FUND_WEIGHT * total
        found.append(
            Check(
                "",
                "D2",
                f"{measure} of fund {fund}",
                year,
                "error" if large else "info",
                Status.HELD if large else Status.OK,
                old * CENT,
                new * CENT,
                "the total of the fund is not what it was in the snapshot served",
            )
        )
    return found


def told_by_files(con: DuckDBPyConnection) -> list[Check]:
    """Checks that the extract wrote itself, such as L3 on a file's own grand total."""
    rows = con.execute(
        "select import_id, check_code, scope, fiscal_year, severity, status, expected, actual, "
        "message from stage.check_result order by all"
    ).fetchall()
    return [_told(*row) for row in rows]


def write_checks(con: DuckDBPyConnection, district: str, checks: Iterable[Check]) -> None:
    """Add checks to `stage.check_result`."""
    for check in checks:
        row = {field.name: getattr(check, field.name) for field in fields(check)}
        con.execute(
            "insert into stage.check_result values ($import_id, $district, $check_code, $scope, "
            "$fiscal_year, $severity, $status, $expected, $actual, $difference, $message)",
            row
            | {"district": district, "difference": check.difference, "status": check.status.value},
        )


def control_totals(con: DuckDBPyConnection) -> list[dict[str, Any]]:
    """Accounts, lines and cents by fiscal year and kind of account, from the serving file."""
    answer = con.execute(text("control_totals"))
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _asked(con: DuckDBPyConnection, name: str) -> list[Check]:
    """Checks of a SQL file: code, scope, year, severity, broken lines, expected, actual, text."""
    found = []
    for row in con.execute(text(name)).fetchall():
        code, scope, year, severity, broken, expected, actual, message = row
        status = Status.FAILED if broken else Status.OK
        found.append(
            Check(
                "",
                code,
                scope,
                year,
                severity,
                status,
                _cents(expected),
                _cents(actual),
                f"{broken or 0:,} {message}",
            )
        )
    return found


def _told(
    import_id: str,
    code: str,
    scope: str,
    year: int | None,
    severity: str,
    status: str,
    *sums_and_message: Any,
) -> Check:
    expected, actual, message = sums_and_message
    return Check(import_id, code, scope, year, severity, Status(status), expected, actual, message)


def _cents(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else Decimal(amount).quantize(CENT)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Percent; nothing set aside of nothing is none."""
    return part * 100 / whole if whole else Decimal(0)


def _limit(
    code: str,
    import_id: str,
    scope: str,
    message: str,
    share: Decimal,
    limit: Decimal,
    year: int | None = None,
) -> Check:
    held = share > limit
    told = f"{message} ({share:.2f} percent; the limit is {limit.normalize():f})"
    return Check(
        import_id,
        code,
        scope,
        year,
        "error" if held else "info",
        Status.HELD if held else Status.OK,
        None,
        None,
        told,
    )


def holding(checks: Sequence[Check]) -> list[Check]:
    """The checks that keep the load from being served."""
    return [check for check in checks if check.holds]
