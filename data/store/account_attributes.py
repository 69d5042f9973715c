"""Custom attributes of accounts, as the reads of accounts and their rows ask for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from data.store.record_tables import RECORDS
from data.store.store import Store


@dataclass(frozen=True, slots=True)
class AccountAttributes:
    """Values that stand outside the account's string, as they are configured right now."""

    store: Store

    def names(self, district: str) -> tuple[str, ...]:
        """The attributes that accounts of the district have, in alphabetical order."""
        table = RECORDS["account_attribute"]
        name = table.c.custom_attribute_field
        wanted = select(name).where(table.c.district_id == district).distinct().order_by(name)
        with self.store.reading() as tx:
            return tuple(tx.scalars(wanted))

    def values(self, district: str, name: str) -> dict[str, str]:
        """Printed account -> value of one attribute; small and capital letters are alike."""
        table = RECORDS["account_attribute"]
        wanted = select(table.c.account_code, table.c.value).where(
            table.c.district_id == district,
            func.lower(table.c.custom_attribute_field) == name.lower(),
        )
        with self.store.reading() as tx:
            return {row[0]: row[1] for row in tx.execute(wanted)}
