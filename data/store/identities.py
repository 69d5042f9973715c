"""Who a person is at a place that vouches for people: issuer and subject, never an address."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable
from data.store.users import User


class Identity(StoreTable):
    """One person at one issuer."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("issuer", "user_id"))

    id: Mapped[RowId]
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_utc: Mapped[Moment]


def identified(tx: Session, issuer: str, subject: str) -> User | None:
    """The person with this identity."""
    return tx.scalar(
        select(User)
        .join(Identity, Identity.user_id == User.id)
        .where(Identity.issuer == issuer, Identity.subject == subject)
    )


def has_identity(tx: Session, issuer: str, user_id: int) -> bool:
    """Whether a person has an identity at an issuer."""
    wanted = select(Identity.id).where(Identity.issuer == issuer, Identity.user_id == user_id)
    return tx.scalar(wanted) is not None


def identify(tx: Session, issuer: str, subject: str, user_id: int, now: datetime) -> None:
    """Keep who a person is at an issuer."""
    tx.add(Identity(issuer=issuer, subject=subject, user_id=user_id, created_utc=now))
    tx.flush()
