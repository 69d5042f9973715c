"""What mail people do not want, or want less often: by district and topic, until they say else."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable

OFF: Final = "off"
MONTH: Final = "month"


class MailChoice(StoreTable):
    """One choice of one person. Without a row mail comes as it was arranged."""

    __tablename__ = "mail_choice"
    __table_args__ = (UniqueConstraint("user_id", "district_id", "topic"),)

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    district_id: Mapped[str] = mapped_column(String(60))
    topic: Mapped[str] = mapped_column(String(40))
    choice: Mapped[str] = mapped_column(String(10))
    changed_utc: Mapped[Moment]


def choices_of(tx: Session, district: str, topic: str) -> dict[int, str]:
    """Who has chosen what about a topic: `OFF` or `MONTH` by the number of the person."""
    wanted = select(MailChoice.user_id, MailChoice.choice).where(
        MailChoice.district_id == district, MailChoice.topic == topic
    )
    return {row[0]: row[1] for row in tx.execute(wanted)}


def choice_of(tx: Session, user_id: int, district: str, topic: str) -> str:
    """What a person has chosen about a topic, empty for nothing."""
    return choices_of(tx, district, topic).get(user_id, "")


def choose(
    tx: Session, user_id: int, district: str, topic: str, choice: str, now: datetime
) -> bool:
    """Keep a choice, an empty one takes it back; whether that has changed anything."""
    wanted = select(MailChoice).where(
        MailChoice.user_id == user_id,
        MailChoice.district_id == district,
        MailChoice.topic == topic,
    )
    found = tx.scalar(wanted.with_for_update())
    if (found.choice if found else "") == choice:
        return False
    if found is None:
        tx.add(
            MailChoice(user_id=user_id, district_id=district, topic=topic, choice=choice,
                       changed_utc=now)
        )  # fmt: skip
    elif not choice:
        tx.delete(found)
    else:
        found.choice, found.changed_utc = choice, now
    tx.flush()
    return True
