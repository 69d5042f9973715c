"""Notes on calls: whom somebody of the district talked to about looking at a budget, and when."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Date, ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable
from data.store.users import User

LONGEST: Final = 500


class CallNote(StoreTable):
    """One call: `user_id` was called by `author_id` on `day`. Notes are added, never edited."""

    __tablename__ = "call_note"

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    day: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(LONGEST))
    created_utc: Mapped[Moment]

    def facts(self) -> dict[str, Any]:
        """What the audit log says of the call."""
        return {"person": self.user_id, "day": self.day.isoformat(), "text": self.text}


def call_notes(tx: Session, district: str) -> list[tuple[CallNote, str]]:
    """Every call of a district with the name of who called, the newest first."""
    wanted = (
        select(CallNote, User.name)
        .join(User, User.id == CallNote.author_id)
        .where(CallNote.district_id == district)
        .order_by(CallNote.day.desc(), CallNote.id.desc())
    )
    return [(note, name) for note, name in tx.execute(wanted)]
