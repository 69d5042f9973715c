"""Before a load, what a district has said itself of its accounts, as the records are now."""

from __future__ import annotations

from contextlib import closing

from config import Settings
from data.store import open_store
from data.store.account_recodings import account_recodings
from data.store.account_types import account_types
from loaders.erp.told import ToldAccounts


def told_accounts(settings: Settings, district: str) -> ToldAccounts:
    """Types and recodings of the district's accounts."""
    with closing(open_store(settings)) as store, store.reading() as tx:
        return ToldAccounts(account_types(tx, district), account_recodings(tx, district))
