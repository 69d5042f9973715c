"""In words, what it moves when an account is said to carry on under others."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pyarrow.compute as pc

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from data.entities.content import Filled
from data.warehouse import NoSnapshotError, QueryError
from pages.format import fiscal_year, money

ACCOUNT_RECODING: Final = "account_recoding"
LATER: Final = "Years before are read so with the next load."
_PERCENT: Final = Decimal(100)


def recoded(services: Services, actor: Actor, content: Filled) -> list[str]:
    """Sentences: which part of what was spent is read under which account, from when on."""
    old, year = str(content.values.get("from_account")), content.values.get("from_year")
    if not isinstance(year, int) or not may(actor, Permission.ACCOUNT_READ):
        return []
    try:
        rows = services.warehouse.exact(actor.scope, "account_shares", fiscal_year=year)
    except (NoSnapshotError, QueryError):
        return []
    own = rows.filter(pc.equal(pc.utf8_lower(rows["account"]), old.lower()))
    if not own.num_rows:
        return [f"No account {old} with figures is known in {fiscal_year(year)}.", LATER]
    cents = Decimal(pc.sum(own["spent_cents"]).as_py() or 0)
    said = []
    for line in content.lines:
        share, first = line.get("share"), line.get("to_year")
        if isinstance(share, Decimal) and isinstance(first, int):
            part, booked = money(cents * share / _PERCENT / 100), money(cents / 100)
            said.append(
                f"{part} of the {booked} booked in {fiscal_year(year)} is read under "
                f"{line.get('to_account')} from {fiscal_year(first)} on."
            )
    return [*said, LATER]
