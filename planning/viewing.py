"""Looking as somebody else, to help: an administrator, read only, each start and stop logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, require
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.sessions import UserSession
from data.store.tables import utc_now
from data.store.users import User
from planning.sign_in import actor_of


@dataclass(frozen=True, slots=True)
class Viewing:
    """Starts and stops looking, in the session of the actor."""

    store: Store
    clock: Callable[[], datetime] = utc_now

    def start(self, actor: Actor, user_id: int) -> None:
        """Look as an active person of the actor's district."""
        require(actor, Permission.DISTRICT_ADMINISTER)
        if actor.viewer:
            raise NotPermitted(Permission.DISTRICT_ADMINISTER, "Stop looking as this person first.")
        if user_id == actor.user_id:
            raise StoreError("You see what you see already.")
        if actor_of(self.store, user_id, actor.district) is None:
            raise StoreError("There is no such active person in this district.")
        with self.store.transaction() as tx:
            session = tx.get_one(UserSession, actor.session_id)
            session.viewing_user_id, session.district_id = user_id, actor.district
            self._log(tx, "view.start", session, actor.district)

    def stop(self, actor: Actor) -> None:
        """Act as oneself again."""
        with self.store.transaction() as tx:
            session = tx.get_one(UserSession, actor.session_id)
            if session.viewing_user_id is not None:
                self._log(tx, "view.stop", session, actor.district)
                session.viewing_user_id = None

    def _log(self, tx: Session, action: str, session: UserSession, district: str) -> None:
        """In the name of the administrator, about the person who is looked as."""
        who, whom = tx.get_one(User, session.user_id), session.viewing_user_id
        seen = tx.get(User, whom)
        facts = {"email": seen.email if seen else ""}
        change = Change(action, "user", whom or 0, None, facts, district)
        append(tx, (who.id, who.email), change, self.clock())
