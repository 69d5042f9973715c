"""Attempts to sign in: counted before a password is hashed, because hashing costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import String, delete, func, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from data.store.tables import Moment, RowId, StoreTable
from data.store.users import normal_email

KEPT = timedelta(days=30)
ACCOUNT_WINDOW = timedelta(hours=24)


class Outcome(StrEnum):
    """How an attempt ended. An attempt counts as a failure until the password was right."""

    FAILURE = "failure"
    REFUSED = "refused"
    SUCCESS = "success"


class SignInAttempt(StoreTable):
    """One attempt. The account is a hash: people mistype passwords into the address field."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[RowId]
    account_hash: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(45), index=True)
    at_utc: Mapped[Moment] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(String(10))


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known about an account and an address when an attempt arrives."""

    failures_here: int
    seconds_since_failure_here: float
    failures_everywhere: int
    address_last_minute: int
    is_known_address: bool


def account_hash(email: str) -> str:
    """The key under which an account's attempts are counted."""
    return sha256(normal_email(email).encode()).hexdigest()


def tally(tx: Session, account: str, address: str, now: datetime) -> Tally:
    """Count the attempts that matter now; attempts on one account wait for each other."""
    if tx.get_bind().dialect.name == "postgresql":
        number = int(account[:15], 16)
        tx.execute(text("select pg_advisory_xact_lock(:number)"), {"number": number})
    last_success = _latest(tx, account, Outcome.SUCCESS, address)
    since = max(last_success or now - KEPT, now - KEPT)
    here, last = _failures(tx, account, since, address)
    return Tally(
        failures_here=here,
        seconds_since_failure_here=(now - last).total_seconds() if last else 0.0,
        failures_everywhere=_failures(tx, account, _account_since(tx, account, now), None)[0],
        address_last_minute=_from_address(tx, address, now),
        is_known_address=last_success is not None,
    )


def record(tx: Session, account: str, address: str, outcome: Outcome, now: datetime) -> int:
    """Note an attempt and return its number."""
    attempt = SignInAttempt(account_hash=account, address=address, at_utc=now, outcome=outcome)
    tx.add(attempt)
    tx.flush()
    return attempt.id


def mark_success(tx: Session, attempt_id: int, now: datetime) -> None:
    """Turn an attempt into a success, and forget attempts that no rule looks at any more."""
    tx.execute(
        update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(outcome=Outcome.SUCCESS)
    )
    tx.execute(delete(SignInAttempt).where(SignInAttempt.at_utc < now - KEPT))


def forget(tx: Session, account: str) -> None:
    """Forget an account's failures: an administrator has set a new password."""
    tx.execute(
        delete(SignInAttempt).where(
            SignInAttempt.account_hash == account, SignInAttempt.outcome == Outcome.FAILURE
        )
    )


def _latest(tx: Session, account: str, outcome: Outcome, address: str) -> datetime | None:
    return tx.scalar(
        select(func.max(SignInAttempt.at_utc)).where(
            SignInAttempt.account_hash == account,
            SignInAttempt.outcome == outcome,
            SignInAttempt.address == address,
        )
    )


def _account_since(tx: Session, account: str, now: datetime) -> datetime:
    """Failures everywhere count for a day, and only after the last success anywhere."""
    success = tx.scalar(
        select(func.max(SignInAttempt.at_utc)).where(
            SignInAttempt.account_hash == account, SignInAttempt.outcome == Outcome.SUCCESS
        )
    )
    return max(success or now - ACCOUNT_WINDOW, now - ACCOUNT_WINDOW)


def _failures(
    tx: Session, account: str, since: datetime, address: str | None
) -> tuple[int, datetime | None]:
    wanted = select(func.count(), func.max(SignInAttempt.at_utc)).where(
        SignInAttempt.account_hash == account,
        SignInAttempt.outcome == Outcome.FAILURE,
        SignInAttempt.at_utc > since,
    )
    if address is not None:
        wanted = wanted.where(SignInAttempt.address == address)
    count, last = tx.execute(wanted).one()
    return count, last


def _from_address(tx: Session, address: str, now: datetime) -> int:
    found = tx.scalar(
        select(func.count()).where(
            SignInAttempt.address == address, SignInAttempt.at_utc > now - timedelta(minutes=1)
        )
    )
    return found or 0
