"""The second step at sign-in: set up, checked, required, taken away; each change is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from access.actor import Actor
from access.second_step import (
    Enrolment,
    enrolment,
    matching_step,
    new_secret,
    new_spare_codes,
    spare_hash,
)
from config import Settings
from data.store import StoreError
from data.store.audit import Change, append
from data.store.keys import Purpose, key
from data.store.memberships import memberships
from data.store.second_steps import (
    SecondStep,
    keep,
    replace_spare_codes,
    role_asking,
    seal,
    second_step,
    spare_codes_left,
    unsealed,
    use_spare_code,
)
from data.store.tables import utc_now
from data.store.users import User


class StepState(StrEnum):
    """Whether a person types a code at sign-in. Required means: has to set it up next time."""

    OFF = "off"
    REQUIRED = "required"
    ON = "on"


class WrongCode(StoreError):  # noqa: N818 - named for what the person meets
    """A code that does not fit."""

    def __init__(self) -> None:
        super().__init__(
            "This code does not fit. Codes change every half minute: type the new one."
        )


@dataclass(frozen=True, slots=True)
class SecondSteps:
    """Second steps of one deployment. `seal_key` seals secrets, `spare_key` hashes spare codes."""

    seal_key: bytes
    spare_key: bytes
    clock: Callable[[], datetime] = utc_now

    def state(self, tx: Session, user_id: int) -> StepState:
        """How it stands with a person."""
        found = second_step(tx, user_id)
        if found.confirmed_utc is not None:
            return StepState.ON
        return StepState.REQUIRED if self.is_required(tx, user_id) else StepState.OFF

    def is_required(self, tx: Session, user_id: int) -> bool:
        """Whether an administrator asks for it: of this person, or of a role that is held."""
        return second_step(tx, user_id).is_required or bool(self.asking_role(tx, user_id))

    def asking_role(self, tx: Session, user_id: int) -> str:
        """The role of the person that asks for it; empty where none does."""
        user = tx.get(User, user_id)
        return role_asking(tx, user.email) if user else ""

    def spare_codes_left(self, tx: Session, user_id: int) -> int:
        """How many spare codes are left."""
        return spare_codes_left(tx, user_id)

    def start(self, tx: Session, user: User) -> Enrolment:
        """What the person's app needs; nothing holds before a first code confirms it."""
        found = second_step(tx, user.id, to_change=True)
        if found.confirmed_utc is not None:
            raise StoreError("The second step is set up already. Turn it off first.")
        if not found.sealed:
            found.sealed = seal(self.seal_key, new_secret())
            keep(tx, found)
        return enrolment(unsealed(self.seal_key, found.sealed), user.email)

    def confirm(self, tx: Session, user: User, code: str) -> tuple[str, ...]:
        """Set it up with a first code; returns the spare codes, which are shown this once."""
        found = second_step(tx, user.id, to_change=True)
        if found.confirmed_utc is not None or not found.sealed:
            raise StoreError("Start again: the picture to scan is an old one.")
        self._take(found, code)
        found.confirmed_utc = self.clock()
        codes = new_spare_codes()
        replace_spare_codes(tx, user.id, [spare_hash(self.spare_key, one) for one in codes])
        self._log(tx, "user.second_step_on", user, (user.id, user.email))
        return codes

    def check(self, tx: Session, user: User, code: str) -> None:
        """Take a code of the app or a spare one; each works once. Raises `WrongCode`."""
        found = second_step(tx, user.id, to_change=True)
        if found.confirmed_utc is None:
            raise WrongCode
        if use_spare_code(tx, user.id, spare_hash(self.spare_key, code), self.clock()):
            self._log(tx, "user.spare_code", user, (user.id, user.email))
            return
        self._take(found, code)

    def turn_off(self, tx: Session, user: User, code: str) -> None:
        """Take it away, knowing a code; not where an administrator requires it."""
        if self.is_required(tx, user.id):
            role = self.asking_role(tx, user.id)
            who = f"The role {role}" if role else "An administrator"
            raise StoreError(f"{who} asks for your second step: it stays on.")
        self.check(tx, user, code)
        self._clear(tx, user)
        self._log(tx, "user.second_step_off", user, (user.id, user.email))

    def reset(self, tx: Session, user: User, by: Actor) -> None:
        """Take it away because the telephone is lost; where required it is set up anew."""
        self._clear(tx, user)
        self._log(tx, "user.second_step_reset", user, (by.user_id, by.email or by.label))

    def require(self, tx: Session, user: User, by: Actor, *, required: bool) -> None:
        """Ask for it from now on, or not any more."""
        found = second_step(tx, user.id, to_change=True)
        found.is_required = required
        keep(tx, found)
        verb = "required" if required else "optional"
        self._log(tx, f"user.second_step_{verb}", user, (by.user_id, by.email or by.label))

    def _take(self, found: SecondStep, code: str) -> None:
        secret = unsealed(self.seal_key, found.sealed)
        step = matching_step(secret, code, self.clock(), found.last_step)
        if step is None:
            raise WrongCode
        found.last_step = step

    def _clear(self, tx: Session, user: User) -> None:
        found = second_step(tx, user.id, to_change=True)
        found.sealed, found.confirmed_utc, found.last_step = "", None, 0
        keep(tx, found)
        replace_spare_codes(tx, user.id, [])

    def _log(self, tx: Session, action: str, user: User, actor: tuple[int, str]) -> None:
        places: list[str | None] = [one.district_id for one in memberships(tx, user.id)]
        for district in places or [None]:
            change = Change(action, "user", user.id, None, {"email": user.email}, district)
            append(tx, actor, change, self.clock())


def second_steps(settings: Settings, clock: Callable[[], datetime] = utc_now) -> SecondSteps:
    """Second steps with this deployment's keys."""
    return SecondSteps(key(settings, Purpose.SECOND_STEP), key(settings, Purpose.PEPPER), clock)
