"""How much a person may bring within a day, and what else a desk is told by who opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from data.entities.entity import Entity
from data.store.store import Store, StoreError
from data.store.uploads import bytes_since
from loaders.uploads.changes import RecordChange

Moves = Callable[[Entity, Sequence[RecordChange]], Sequence[str]]
"""What changes of records move beyond the records, in sentences."""
_DAY: Final = timedelta(days=1)


class QuotaError(StoreError):
    """More than a day's worth of files. The message says what to do."""


def nothing_moves(_entity: Entity, _changes: Sequence[RecordChange]) -> Sequence[str]:
    """Nothing is said beyond the records."""
    return ()


def refuse_beyond(
    store: Store, user_id: int, now: datetime, *, more: int, quota: int | None
) -> None:
    """Raise `QuotaError` where `more` bytes are beyond the quota; none is no quota."""
    if quota is None:
        return
    with store.reading() as tx:
        used = bytes_since(tx, user_id, now - _DAY)
    if used + more > quota:
        raise QuotaError(
            f"With this file you would have brought {_mb(used + more)} within a day; "
            f"{_mb(quota)} are allowed. Come back tomorrow, or leave large files to the nightly "
            "feed."
        )


def _mb(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MB"
