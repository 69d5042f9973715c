"""Commands on the accounts of a district's people: invite, mail a link, deactivate, sign out.

Who manages users may do all of it, but only an administrator touches an administrator. Nobody but
the person ever sees a password or a link for one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, require
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store import Store, StoreError
from data.store.account_mail import invite, post_reset
from data.store.accounts import Account, accounts, administered, end_sessions_in
from data.store.audit import Change, append
from data.store.memberships import memberships
from data.store.outbox import OutboxMail
from data.store.sessions import end_sessions_of
from data.store.tables import utc_now
from data.store.users import User
from planning import people
from planning.configure import commands
from planning.second_step import SecondSteps, StepState

Clock = Callable[[], datetime]


class AccountState(StrEnum):
    """Where an account is: invited people have no password yet."""

    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where accounts are handled: who acts, on which store."""

    actor: Actor
    store: Store
    clock: Clock = utc_now
    steps: SecondSteps | None = None

    @property
    def second(self) -> SecondSteps:
        """Second steps; where they are asked for, the desk was made with them."""
        if self.steps is None:
            raise StoreError("Second steps are not known here.")
        return self.steps


def state_of(account: Account) -> AccountState:
    """Where an account is."""
    if not account.is_active:
        return AccountState.DEACTIVATED
    # Single sign-on needs no password.
    is_known = account.has_password or account.last_sign_in_utc is not None
    return AccountState.ACTIVE if is_known else AccountState.INVITED


def listed(desk: Desk) -> list[Account]:
    """Everybody who belongs to the actor's district."""
    require(desk.actor, Permission.USER_MANAGE)
    with desk.store.reading() as tx:
        return accounts(tx, desk.actor.district)


def opened(desk: Desk, user_id: int | None) -> Account | None:
    """One person of the actor's district, if there is such a person."""
    require(desk.actor, Permission.USER_MANAGE)
    with desk.store.reading() as tx:
        found = accounts(tx, desk.actor.district, user_id or 0)
    return found[0] if found else None


def send_invitation(desk: Desk, user_id: int) -> str:
    """Invite somebody once more; links of earlier invitations become worthless."""
    with desk.store.transaction() as tx:
        account, user = _managed(tx, desk, user_id)
        if state_of(account) is not AccountState.INVITED:
            raise StoreError(f"{account.name} needs no invitation.")
        earlier = select(func.count()).where(OutboxMail.key.like(f"invitation:{user.id}:%"))
        again = 1 + (tx.scalar(earlier) or 0)
        invite(tx, user, desk.actor.label, desk.actor.district, desk.clock(), again=again)
        _log(tx, desk, "user.invite", account)
    return f"An invitation is on its way to {account.email}."


def send_reset(desk: Desk, user_id: int) -> str:
    """Mail somebody a link for a new password."""
    with desk.store.transaction() as tx:
        account, user = _managed(tx, desk, user_id)
        if state_of(account) is not AccountState.ACTIVE:
            raise StoreError(f"{account.name} is {state_of(account)}: there is no password to set.")
        post_reset(tx, user, desk.actor.label, desk.actor.district, desk.clock())
        _log(tx, desk, "user.reset", account)
    return f"A link for a new password is on its way to {account.email}."


def sign_out(desk: Desk, user_id: int) -> str:
    """End the sessions of somebody in this district."""
    with desk.store.transaction() as tx:
        account, user = _managed(tx, desk, user_id)
        ended = end_sessions_in(tx, user.id, desk.actor.district, desk.clock())
        _log(tx, desk, "session.end_all", account, ended=ended)
    return f"{account.name} is signed out everywhere."


def step_of(desk: Desk, account: Account) -> tuple[StepState, bool, str]:
    """How it stands with somebody's second step, whether it is required, and by which role."""
    with desk.store.reading() as tx:
        return (
            desk.second.state(tx, account.user_id),
            desk.second.is_required(tx, account.user_id),
            desk.second.asking_role(tx, account.user_id),
        )


def require_step(desk: Desk, user_id: int, *, required: bool) -> str:
    """Ask somebody for a second step from the next sign-in on, or not any more."""
    with desk.store.transaction() as tx:
        account, user = _whole(tx, desk, user_id)
        desk.second.require(tx, user, desk.actor, required=required)
    words = "is asked for a second step" if required else "is not asked for a second step any more"
    return f"{account.name} {words}."


def reset_step(desk: Desk, user_id: int) -> str:
    """Take away somebody's second step, whose telephone is lost; the sessions end."""
    with desk.store.transaction() as tx:
        account, user = _whole(tx, desk, user_id)
        desk.second.reset(tx, user, desk.actor)
        end_sessions_of(tx, user.id, desk.clock())
    return f"The second step of {account.name} is reset."


def set_active(desk: Desk, user_id: int, *, active: bool) -> str:
    """Deactivate somebody, whose sessions end at once, or let the person in again.

    What the person holds is kept. The last active administrator stays active.
    """
    with desk.store.reading() as tx:
        account, _ = _managed(tx, desk, user_id)
    if account.record is None:
        command = people.reactivate if active else people.deactivate
        command(desk.actor, desk.store, email=account.email, clock=desk.clock)
    else:
        _set_recorded(desk, account, active=active)
    return f"{account.name} is {'active again' if active else 'deactivated'}."


def _set_recorded(desk: Desk, account: Account, *, active: bool) -> None:
    record = account.record
    if record is None:
        return
    values = {**record.values, "is_active": active}
    target = commands.Target(record.id, record.version)
    entity = ENTITIES["district_user"]
    commands.save(
        desk.actor, desk.store, desk.actor.district, entity, Content(values, record.lines),
        target=target, clock=desk.clock,
    )  # fmt: skip


def _managed(tx: Session, desk: Desk, user_id: int) -> tuple[Account, User]:
    """The person, if the actor may manage the account."""
    require(desk.actor, Permission.USER_MANAGE)
    found = accounts(tx, desk.actor.district, user_id)
    if not found:
        raise StoreError("There is no such person in this district.")
    if found[0].is_administrator and Permission.DISTRICT_ADMINISTER not in desk.actor.permissions:
        raise NotPermitted(
            Permission.DISTRICT_ADMINISTER, "Only an administrator manages an administrator."
        )
    return found[0], tx.get_one(User, user_id)


def _whole(tx: Session, desk: Desk, user_id: int) -> tuple[Account, User]:
    """The person, for what touches the account in every district: all must be the actor's."""
    account, user = _managed(tx, desk, user_id)
    theirs = {one.district_id for one in memberships(tx, user.id)}
    mine = administered(tx, desk.actor.user_id, desk.actor.email)
    if not theirs <= mine | {desk.actor.district}:
        raise NotPermitted(
            Permission.USER_MANAGE,
            f"{account.email} also belongs to districts you do not administer.",
        )
    return account, user


def _log(tx: Session, desk: Desk, action: str, account: Account, **facts: object) -> None:
    change = Change(
        action, "user", account.user_id, None, {"email": account.email, **facts},
        desk.actor.district,
    )  # fmt: skip
    append(tx, (desk.actor.user_id, desk.actor.email or desk.actor.label), change, desk.clock())
