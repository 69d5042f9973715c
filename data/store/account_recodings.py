"""Accounts of which a district has said itself under which account they carry on."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.recoding import Recoding
from data.store.record_tables import LINES, RECORDS

_PERCENT = Decimal(100)


def account_recodings(tx: Session, district: str) -> tuple[Recoding, ...]:
    """Every line of the district's recodings, in the order of the records and their lines."""
    record, line = RECORDS["account_recoding"].c, LINES["account_recoding"].c
    rows = tx.execute(
        select(record.from_account, record.from_year, line.to_account, line.to_year, line.share)
        .join_from(RECORDS["account_recoding"], LINES["account_recoding"])
        .where(record.district_id == district)
        .order_by(record.record_key, line.place)
    )
    return tuple(Recoding(*row[:4], row[4] / _PERCENT) for row in rows)
