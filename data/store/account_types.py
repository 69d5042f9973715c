"""Accounts of which a district has said itself whether they are expenditure or revenue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.store.record_tables import RECORDS


def account_types(tx: Session, district: str) -> dict[str, str]:
    """Account as printed -> expenditure or revenue, in the order of the accounts."""
    table = RECORDS["account_type"].c
    rows = tx.execute(
        select(table.account_code, table.account_type)
        .where(table.district_id == district)
        .order_by(table.record_key)
    )
    return {account: kind.lower() for account, kind in rows}
