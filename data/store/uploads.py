"""Uploads of configured records: the file as it was read, its mapping, and what it changed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Integer, LargeBinary, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, StoreTable


class Upload(StoreTable):
    """One upload. `content` is the table that was read, `diff` what was changed, both packed.

    `stamp` says what the review promised, so that only that is confirmed; `summary` is what it
    shows and `errors` the packed file of its rows in error. `counts` are records by outcome, those
    in error in rows. What is packed may be tens of megabytes: it is read only when it is asked
    for, in the transaction that read the rest. `job_id` is the job that works on a large one.
    `left` names what an undo could not take back.
    """

    __tablename__ = "upload"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    entity: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    mapping: Mapped[dict[str, str]] = mapped_column(JSON)
    row_count: Mapped[int] = mapped_column(Integer, server_default="0")
    file_bytes: Mapped[int] = mapped_column(BigInteger, server_default="0")
    job_id: Mapped[str | None] = mapped_column(String(32))
    stamp: Mapped[str] = mapped_column(String(64))
    summary: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    errors: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    diff: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    left: Mapped[list[str]] = mapped_column(JSON)
    user_id: Mapped[int] = mapped_column(Integer)
    user_label: Mapped[str] = mapped_column(String(254))
    created_utc: Mapped[Moment] = mapped_column(index=True)
    confirmed_utc: Mapped[Moment | None]
    undone_utc: Mapped[Moment | None]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says about this upload; each record has an entry of its own."""
        return {
            "entity": self.entity,
            "state": self.state,
            "file_name": self.file_name,
            "counts": dict(self.counts),
            "left": list(self.left),
        }


def add_upload(
    tx: Session,
    *,
    district: str,
    entity: str,
    state: str,
    file_name: str,
    content: bytes,
    row_count: int,
    file_bytes: int,
    user: tuple[int, str],
    now: datetime,
) -> Upload:
    """Keep a file that was read; `user` is (id, label)."""
    made = Upload(
        id=secrets.token_hex(16),
        district_id=district,
        entity=entity,
        state=state,
        file_name=file_name[-255:],
        content=content,
        row_count=row_count,
        file_bytes=file_bytes,
        mapping={},
        stamp="",
        counts={},
        left=[],
        user_id=user[0],
        user_label=user[1],
        created_utc=now,
    )
    tx.add(made)
    tx.flush()
    return made


def bytes_since(tx: Session, user_id: int, since: datetime) -> int:
    """How much a person has brought since a moment, in every district together."""
    wanted = select(func.coalesce(func.sum(Upload.file_bytes), 0)).where(
        Upload.user_id == user_id, Upload.created_utc > since
    )
    return int(tx.scalar(wanted) or 0)


def upload(tx: Session, district: str, upload_id: str) -> Upload | None:
    """One upload of the district, held until the end of a writing transaction."""
    return tx.scalar(
        select(Upload)
        .where(Upload.id == upload_id, Upload.district_id == district)
        .with_for_update()
    )


def uploads(
    tx: Session, district: str, *, entity: str | None = None, limit: int = 50
) -> list[Upload]:
    """The newest uploads first."""
    wanted = (
        select(Upload)
        .where(Upload.district_id == district)
        .order_by(Upload.created_utc.desc(), Upload.id)
        .limit(limit)
    )
    if entity is not None:
        wanted = wanted.where(Upload.entity == entity)
    return list(tx.scalars(wanted))


def last_mapping(tx: Session, district: str, entity: str) -> Mapping[str, str]:
    """Heading -> field of the newest confirmed upload of this kind; empty for the first."""
    found = tx.scalar(
        select(Upload.mapping)
        .where(
            Upload.district_id == district,
            Upload.entity == entity,
            Upload.confirmed_utc.is_not(None),
        )
        .order_by(Upload.confirmed_utc.desc(), Upload.id)
        .limit(1)
    )
    return found or {}


def newest_content(tx: Session, district: str, entity: str) -> bytes | None:
    """The table of the newest upload of this kind, where that is confirmed and not taken back."""
    found = tx.execute(
        select(Upload.content, Upload.state)
        .where(Upload.district_id == district, Upload.entity == entity)
        .where(Upload.confirmed_utc.is_not(None))
        .order_by(Upload.confirmed_utc.desc(), Upload.id)
        .limit(1)
    ).first()
    return found.content if found is not None and found.state == "confirmed" else None
