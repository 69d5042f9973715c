"""Presentations that people put together: which cards, in which order, with which words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable


class Presentation(StoreTable):
    """One person's presentation in one district.

    `slides` are objects with `key`, `card`, `address`, `question`, `title` and `note`, in order:
    which card of which page, never a figure. `form` is `pptx` or `pdf`.
    """

    __tablename__ = "presentation"

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    form: Mapped[str] = mapped_column(String(4))
    has_appendix: Mapped[bool]
    slides: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_utc: Mapped[Moment]
    changed_utc: Mapped[Moment]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says about this presentation."""
        return {
            "title": self.title,
            "form": self.form,
            "has_appendix": self.has_appendix,
            "slides": self.slides,
        }


def presentations(tx: Session, user_id: int, district_id: str) -> list[Presentation]:
    """A person's presentations in a district, the one changed last first."""
    wanted = (
        select(Presentation)
        .where(Presentation.user_id == user_id, Presentation.district_id == district_id)
        .order_by(Presentation.changed_utc.desc(), Presentation.id.desc())
    )
    return list(tx.scalars(wanted))


def presentation(
    tx: Session, number: int, user_id: int, district_id: str, *, to_change: bool = False
) -> Presentation | None:
    """One of a person's own presentations; none for anybody else's."""
    found = tx.get(Presentation, number, with_for_update=to_change)
    if found is None or (found.user_id, found.district_id) != (user_id, district_id):
        return None
    return found
