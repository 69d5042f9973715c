"""Notes that people keep beside a bucket or an account, for themselves or for their team."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable
from data.store.users import User

LONGEST: Final = 2_000
LONGEST_CODE: Final = 120


class Note(StoreTable):
    """One person's note on one thing at one place of a district.

    `subject` is bucket or account, `code` names it; `place` is a location code, empty for the
    whole district. A note belongs to no fiscal year: it stays beside its thing in the next one,
    and `fiscal_year` says in which it was last written.
    """

    __tablename__ = "note"
    __table_args__ = (UniqueConstraint("district_id", "user_id", "subject", "code", "place"),)

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    subject: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(LONGEST_CODE))
    place: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(String(LONGEST))
    is_shared: Mapped[bool]
    fiscal_year: Mapped[int]
    changed_utc: Mapped[Moment]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says: of a private note that there is one, but not its words."""
        words = self.text if self.is_shared else f"private, {len(self.text)} characters"
        return {
            "subject": self.subject,
            "code": self.code,
            "place": self.place,
            "is_shared": self.is_shared,
            "fiscal_year": self.fiscal_year,
            "text": words,
        }


def own_note(
    tx: Session,
    key: tuple[str, int, str, str, str],
    *,
    to_change: bool = False,
) -> Note | None:
    """A person's note by district, person, subject, code and place."""
    district, user, subject, code, place = key
    wanted = select(Note).where(
        Note.district_id == district,
        Note.user_id == user,
        Note.subject == subject,
        Note.code == code,
        Note.place == place,
    )
    return tx.scalar(wanted.with_for_update() if to_change else wanted)


def notes_at(
    tx: Session, district: str, user: int, subject: str, place: str
) -> list[tuple[Note, str]]:
    """Own notes and those shared by others at a place, with their writers' names, newest first."""
    wanted = (
        select(Note, User.name)
        .join(User, User.id == Note.user_id)
        .where(
            Note.district_id == district,
            Note.subject == subject,
            Note.place == place,
            (Note.user_id == user) | Note.is_shared,
        )
        .order_by(Note.changed_utc.desc(), Note.id.desc())
    )
    return [(note, name) for note, name in tx.execute(wanted)]
