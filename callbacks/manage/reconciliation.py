"""Totals by fund, what fits nowhere and the checks of staffing, for the Data page."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services, chosen_year
from callbacks.manage.payroll import payroll
from callbacks.manage.staffing_checks import checks
from data.balances import account_totals
from data.bucket_coverage import coverage_totals
from data.condition import Condition, written
from data.loads import NO_ACCOUNT, Aside, quarantine_totals
from data.reconciliation import fund_totals
from data.scope import Operator
from pages.components.card import row
from pages.manage.reconciliation import Unplaced, funds, unplaced

PROVISIONAL: Final = "provisional is yes"
ASIDE: Final = {
    Aside.ORDERS: "Order lines without an account",
    Aside.OTHERS: "Other rows without an account",
}
"""Rows set aside for want of an account, by list."""

_WITHOUT_FUND: Final = Condition("fund", Operator.DOES_NOT_MATCH, "*")


def reconciliation(services: Services, actor: Actor) -> list[Any]:
    """The cards, over the newest year with money."""
    year = chosen_year(services.warehouse, actor.district, None).year
    found = fund_totals(services.warehouse, actor.scope, fiscal_year=year).to_pylist()
    nowhere = [*_accounts(services, actor, year), *_rows(services, actor)]
    staffing = [row(one) for one in (*checks(services, actor), *payroll(services, actor))]
    if may(actor, Permission.ACCOUNT_READ):
        found = [one | {"href": _accounts_of(one, year)} for one in found]
    return [row(funds(found, year)), row(unplaced(nowhere)), *staffing]


def _accounts_of(fund: dict[str, Any], year: int) -> str:
    """The accounts of a fund and kind, as a page."""
    code = fund["fund_code"]
    is_fund = Condition("fund", Operator.IS, code) if code else _WITHOUT_FUND
    where = written([is_fund])
    asked = {"year": year, "kind": fund["kind"], "where": where}
    return f"/current/accounts?{urlencode(asked)}"


def _accounts(services: Services, actor: Actor, year: int) -> Iterator[Unplaced]:
    """Accounts that no master names, and those in no or in several buckets."""
    totals = account_totals(
        services.warehouse, actor.scope, fiscal_year=year, where=PROVISIONAL
    ).to_pylist()
    # By account type, so that every kind of account is listed.
    listed = {"year": year, "where": PROVISIONAL, "group": "Account Type"}
    given = urlencode({"fiscal_year": year, "where": PROVISIONAL})
    yield Unplaced(
        "Provisional accounts",
        "posted to, but missing in the account master",
        sum(one["account_count"] for one in totals),
        sum((one["spent_usd"] or Decimal(0) for one in totals), Decimal(0)),
        f"/current/accounts?{urlencode(listed)}",
        f"/export/account-status?{given}",
    )
    if not may(actor, Permission.MANAGE_CONFIGURE):
        return
    covered = coverage_totals(services.warehouse, actor.scope, fiscal_year=year)
    for title, detail, part, number in (
        ("Accounts in no bucket", "left out of every bucket", "none", 0),
        ("Accounts in several buckets", "counted more than once", "several", 2),
    ):
        own = [one for one in covered if one.bucket_count == number]
        yield Unplaced(
            title, detail, sum(one.account_count for one in own),
            sum((one.spent for one in own), Decimal(0)), "/configuration/coverage",
            f"/export/bucket-coverage?fiscal_year={year}&part={part}",
        )  # fmt: skip


def _rows(services: Services, actor: Actor) -> Iterator[Unplaced]:
    """Rows set aside because their account cannot be read, orders apart from the rest."""
    found = quarantine_totals(services.warehouse, actor.scope).to_pylist()
    lost = [one for one in found if one["reason_code"] in NO_ACCOUNT and not one["is_warning"]]
    for part, title in ASIDE.items():
        own = [one for one in lost if one["is_order"] is (part is Aside.ORDERS)]
        yield Unplaced(
            title,
            "set aside with the reason",
            sum(one["row_count"] for one in own),
            sum((one["amount_usd"] or Decimal(0) for one in own), Decimal(0)),
            f"/data?aside={part}",
            f"/export/quarantine?part={part}",
        )
