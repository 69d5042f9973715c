"""Before a load, the accounts of which the district has said itself whether they are revenue."""

from __future__ import annotations

from contextlib import closing

from config import Settings
from data.store import open_store
from data.store.account_types import account_types


def account_types_of(settings: Settings, district: str) -> dict[str, str]:
    """Account as printed -> expenditure or revenue, as the records are now."""
    with closing(open_store(settings)) as store, store.reading() as tx:
        return account_types(tx, district)
