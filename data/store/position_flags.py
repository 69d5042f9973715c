"""Positions marked for checking: an expected FTE and a note. A mark changes no total."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.column_types import Scaled
from data.store.tables import Moment, RowId, StoreTable


class PositionFlag(StoreTable):
    """The mark of one position of a district, whatever its periods; at most one."""

    __tablename__ = "position_flag"
    __table_args__ = (UniqueConstraint("district_id", "position_code"),)

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60))
    position_code: Mapped[str] = mapped_column(String(20))
    expected_fte: Mapped[Decimal | None] = mapped_column("expected_fte_thousandths", Scaled(3))
    note: Mapped[str] = mapped_column(String(255))
    changed_by: Mapped[str] = mapped_column(String(254))
    changed_utc: Mapped[Moment]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says about this mark."""
        return {
            "position_code": self.position_code,
            "expected_fte": self.expected_fte,
            "note": self.note,
        }


def position_flag(
    tx: Session, district: str, code: str, *, to_change: bool = False
) -> PositionFlag | None:
    """The mark of a position, if it has one."""
    wanted = select(PositionFlag).where(
        PositionFlag.district_id == district, PositionFlag.position_code == code
    )
    return tx.scalar(wanted.with_for_update() if to_change else wanted)
