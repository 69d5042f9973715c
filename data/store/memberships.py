"""Which districts a person belongs to, as what, and for which location."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import RowId, StoreTable
from data.store.users import User


class Membership(StoreTable):
    """One person in one district. `location_id` is the only visible location, none means all."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "district_id"),)

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    role: Mapped[str] = mapped_column(String(30))
    location_id: Mapped[str | None] = mapped_column(String(30))
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, str | int | None]:
        """What the audit log says about this membership."""
        return {
            "user_id": self.user_id,
            "district_id": self.district_id,
            "role": self.role,
            "location_id": self.location_id,
        }


def memberships(tx: Session, user_id: int) -> list[Membership]:
    """A person's memberships, the oldest first: that is the district to start in."""
    return list(
        tx.scalars(select(Membership).where(Membership.user_id == user_id).order_by(Membership.id))
    )


def membership(tx: Session, user_id: int, district_id: str) -> Membership | None:
    """A person's membership in one district."""
    return tx.scalar(
        select(Membership).where(
            Membership.user_id == user_id, Membership.district_id == district_id
        )
    )


def active_with_role(tx: Session, district_id: str, role: str) -> int:
    """How many active people hold the role for the whole district."""
    found = tx.scalar(
        select(func.count())
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.district_id == district_id,
            Membership.role == role,
            Membership.location_id.is_(None),
            User.is_active,
        )
    )
    return found or 0


def districts_with_role(tx: Session, user_id: int, role: str) -> frozenset[str]:
    """The districts in which a person holds the role."""
    return frozenset(
        tx.scalars(
            select(Membership.district_id).where(
                Membership.user_id == user_id, Membership.role == role
            )
        )
    )


def lock_role(tx: Session, district_id: str, role: str) -> None:
    """Hold the district's rows of a role until the end of the transaction.

    Two administrators who deactivate each other at the same moment must not both succeed.
    """
    tx.scalars(
        select(Membership.id)
        .where(Membership.district_id == district_id, Membership.role == role)
        .order_by(Membership.id)
        .with_for_update()
    ).all()
