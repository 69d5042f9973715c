"""Second steps of people: the sealed secret of an app, spare codes, and whether one is required."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ForeignKey, String, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.record_tables import RECORDS
from data.store.tables import Moment, RowId, StoreTable

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class SecondStep(StoreTable):
    """One person's second step: set up once `confirmed_utc` is there.

    The secret is sealed with a key outside the database; `last_step` is the half minute whose
    code was taken last.
    """

    __tablename__ = "second_step"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[str] = mapped_column(String(255))
    last_step: Mapped[int] = mapped_column(BigInteger)
    is_required: Mapped[bool]
    confirmed_utc: Mapped[Moment | None]


class SpareCode(StoreTable):
    """One spare code, as a keyed hash."""

    __tablename__ = "spare_code"

    id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_utc: Mapped[Moment | None]


def second_step(tx: Session, user_id: int, *, to_change: bool = False) -> SecondStep:
    """The second step of a person; a new one, not set up and not required, where none is kept."""
    found = tx.get(SecondStep, user_id, with_for_update=to_change or None)
    return found or SecondStep(
        user_id=user_id, sealed="", last_step=0, is_required=False, confirmed_utc=None
    )


def role_asking(tx: Session, email: str) -> str:
    """The name of a role of this person, in any district, that asks for it; empty without one."""
    roles, pairs = RECORDS["role"].c, RECORDS["budget_role"].c
    found = tx.scalar(
        select(roles.name)
        .join(
            RECORDS["budget_role"],
            (pairs.district_id == roles.district_id)
            & (func.lower(pairs.role_code) == func.lower(roles.code)),
        )
        .where(
            func.lower(pairs.email) == email.lower(),
            roles.second_step.is_(True),
            roles.is_active.is_not(False),
        )
        .order_by(roles.name)
        .limit(1)
    )
    return found or ""


def keep(tx: Session, step: SecondStep) -> None:
    """Keep a second step."""
    tx.add(step)
    tx.flush()


def seal(key: bytes, secret: str) -> str:
    """A secret as it is kept."""
    return _box(key).encrypt(secret.encode()).decode()


def unsealed(key: bytes, sealed: str) -> str:
    """The secret of what is kept."""
    return _box(key).decrypt(sealed.encode()).decode()


def _box(key: bytes) -> Fernet:
    # Who signs in without a second step waits for no cryptography, six megabytes.
    from cryptography.fernet import Fernet  # noqa: PLC0415

    return Fernet(base64.urlsafe_b64encode(key))


def replace_spare_codes(tx: Session, user_id: int, hashes: Iterable[str]) -> None:
    """Keep new spare codes in place of all there were."""
    tx.execute(delete(SpareCode).where(SpareCode.user_id == user_id))
    tx.add_all(SpareCode(user_id=user_id, code_hash=one, used_utc=None) for one in hashes)


def spare_codes_left(tx: Session, user_id: int) -> int:
    """How many spare codes a person has not used."""
    unused = SpareCode.used_utc.is_(None)
    return len(tx.scalars(select(SpareCode.id).where(SpareCode.user_id == user_id, unused)).all())


def use_spare_code(tx: Session, user_id: int, code_hash: str, now: datetime) -> bool:
    """Use up a spare code; whether it was one that was left."""
    used = tx.scalars(
        update(SpareCode)
        .where(
            SpareCode.user_id == user_id,
            SpareCode.code_hash == code_hash,
            SpareCode.used_utc.is_(None),
        )
        .values(used_utc=now)
        .returning(SpareCode.id)
    )
    return bool(used.all())
