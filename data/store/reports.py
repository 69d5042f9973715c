"""Reports: a page of rows with its filters and groups, under a name, shared with others.

A report holds no figure and no right: whoever opens it gets the rows of the own scope.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Integer,
    String,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.record_tables import RECORDS
from data.store.tables import Moment, RowId, StoreTable


class Report(StoreTable):
    """One report of a district. `rows_of` is the kind of row, `query` the address of the page.

    `shares` are objects with `kind` (user, role or budget), `code` and `may_edit`.
    """

    __tablename__ = "report"

    id: Mapped[RowId]
    district_id: Mapped[str] = mapped_column(String(60), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    rows_of: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(80))
    query: Mapped[str] = mapped_column(Text)
    shares: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    created_utc: Mapped[Moment]
    changed_utc: Mapped[Moment]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads a plain dict

    def facts(self) -> dict[str, Any]:
        """What the audit log says about this report."""
        return {
            "name": self.name,
            "rows_of": self.rows_of,
            "query": self.query,
            "shares": self.shares,
        }


class ReportPin(StoreTable):
    """A report that a person keeps on the own home page."""

    __tablename__ = "report_pin"
    __table_args__ = (UniqueConstraint("report_id", "user_id"),)

    id: Mapped[RowId]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))


def reports(tx: Session, district_id: str) -> list[Report]:
    """Every report of a district by name; who may see which is decided elsewhere."""
    wanted = (
        select(Report).where(Report.district_id == district_id).order_by(Report.name, Report.id)
    )
    return list(tx.scalars(wanted))


def report(tx: Session, number: int, district_id: str, *, to_change: bool = False) -> Report | None:
    """One report of the district."""
    found = tx.get(Report, number, with_for_update=to_change)
    return found if found is not None and found.district_id == district_id else None


def pinned(tx: Session, user_id: int) -> frozenset[int]:
    """Numbers of the reports that a person has on the home page."""
    return frozenset(tx.scalars(select(ReportPin.report_id).where(ReportPin.user_id == user_id)))


def set_pin(tx: Session, number: int, user_id: int, *, is_pinned: bool) -> None:
    """Put a report on a person's home page, or take it away."""
    tx.execute(delete(ReportPin).where(ReportPin.report_id == number, ReportPin.user_id == user_id))
    if is_pinned:
        tx.add(ReportPin(report_id=number, user_id=user_id))
    tx.flush()


def drop_report(tx: Session, found: Report) -> None:
    """Delete a report and everybody's pins of it."""
    tx.execute(delete(ReportPin).where(ReportPin.report_id == found.id))
    tx.delete(found)
    tx.flush()


def teams(tx: Session, district_id: str, email: str) -> tuple[frozenset[str], frozenset[str]]:
    """Codes of the budget roles that a person holds, and of the budgets they are held in."""
    pairs = RECORDS["budget_role"]
    rows = tx.execute(
        select(pairs.c.role_code, pairs.c.budget_code).where(
            pairs.c.district_id == district_id, pairs.c.email == email
        )
    ).all()
    return frozenset(row[0] for row in rows), frozenset(row[1] for row in rows)


def team_addresses(tx: Session, district_id: str, *, role: str = "", budget: str = "") -> list[str]:
    """Addresses of the people who hold a budget role, or any role in a budget; by code."""
    pairs = RECORDS["budget_role"]
    column, code = (pairs.c.role_code, role) if role else (pairs.c.budget_code, budget)
    wanted = select(pairs.c.email).where(
        pairs.c.district_id == district_id, func.lower(column) == code.lower()
    )
    return sorted(set(tx.scalars(wanted)))


def first_reports(tx: Session, district_id: str) -> dict[int, date]:
    """By person, the day on which the first report that still is there was kept."""
    wanted = (
        select(Report.user_id, func.min(Report.created_utc))
        .where(Report.district_id == district_id)
        .group_by(Report.user_id)
    )
    return {row[0]: row[1].date() for row in tx.execute(wanted)}
