"""What a district calls the words of the product, as pairs that texts are written with."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.entities.labels import COUNTED
from data.store.record_tables import RECORDS


def labels(tx: Session, district: str) -> tuple[tuple[str, str], ...]:
    """(word, label) of every word that is called otherwise, those for several of them too."""
    table = RECORDS["label"].c
    rows = tx.execute(
        select(table.word, table.one, table.many)
        .where(table.district_id == district)
        .order_by(table.record_key)
    )
    found = []
    for word, one, many in rows:
        found.append((word, one))
        if several := COUNTED.get(word):
            found.append((several, many or one))
    return tuple(found)
