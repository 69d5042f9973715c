"""People who may sign in."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable


class User(StoreTable):
    """One person. `password_hash` is an Argon2id text; none means that sign-in is impossible."""

    __tablename__ = "user"

    id: Mapped[RowId]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    is_active: Mapped[bool]
    created_utc: Mapped[Moment]
    last_sign_in_utc: Mapped[Moment | None]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, str | bool]:
        """What the audit log says about this person: never the password's hash."""
        return {"email": self.email, "name": self.name, "is_active": self.is_active}


def normal_email(text: str) -> str:
    """The one spelling under which an address is kept and found."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def add_user(tx: Session, *, email: str, name: str, now: datetime) -> User:
    """A new active person without a password."""
    user = User(
        email=normal_email(email), name=name, is_active=True, created_utc=now, password_hash=None
    )
    tx.add(user)
    tx.flush()
    return user


def user_by_email(tx: Session, email: str) -> User | None:
    """The person with this address, active or not."""
    return tx.scalar(select(User).where(User.email == normal_email(email)))


def users(tx: Session) -> list[User]:
    """Everybody, by address."""
    return list(tx.scalars(select(User).order_by(User.email)))
