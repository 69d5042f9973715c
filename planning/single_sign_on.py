"""Signing in by the word of an issuer: only people who are here already, and active."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from access.issuer import Issuer, Trip, Vouched
from config import Settings
from data.store import Store
from data.store.audit import Change, append
from data.store.identities import has_identity, identified, identify
from data.store.memberships import memberships
from data.store.sign_in_attempts import account_hash, mark_success
from data.store.users import User, user_by_email
from planning.sign_in import SignIn, SignInRefused, settled

_NOBODY = (
    "Your district's sign-in knows you, but there is no active account with your address here. "
    "Please ask the person who manages users."
)


@dataclass(frozen=True, slots=True)
class IssuerSignIn:
    """Sessions for people for whom the issuer vouches.

    The first time an account is found by the address that the issuer has verified; from then on
    by issuer and subject, so that an address given to somebody else opens nothing.
    """

    store: Store
    door: SignIn
    issuer: Issuer

    def start(self) -> tuple[str, Trip]:
        """Where the browser goes, and what it takes along."""
        return self.issuer.start()

    def finish(self, trip: Trip, answer: dict[str, str], address: str, device: str) -> str:
        """The secret of a session; raises `SignInRefused` and `IssuerError`.

        Attempts are counted by network address. The issuer's own second step stands for ours.
        """
        attempt = self.door.admit(account_hash(f"issuer:{address}"), address, self.door.clock())
        vouched = self.issuer.finish(trip, answer)
        with self.store.transaction() as tx:
            user = self._person(tx, vouched)
            mark_success(tx, attempt, self.door.clock())
            opened = self.door.enter(tx, user, address, device, is_checked=True)
        return settled(opened)

    def _person(self, tx: Session, vouched: Vouched) -> User:
        issuer = self.issuer.address
        user = identified(tx, issuer, vouched.subject)
        if user is None:
            user = user_by_email(tx, vouched.email) if vouched.email else None
            if user is None or has_identity(tx, issuer, user.id):
                raise SignInRefused(_NOBODY)
            if user.is_active:
                self._keep(tx, user, vouched)
        if not user.is_active:
            raise SignInRefused(_NOBODY)
        return user

    def _keep(self, tx: Session, user: User, vouched: Vouched) -> None:
        now = self.door.clock()
        identify(tx, self.issuer.address, vouched.subject, user.id, now)
        facts = {"email": user.email, "issuer": self.issuer.address, "subject": vouched.subject}
        places: list[str | None] = [one.district_id for one in memberships(tx, user.id)]
        for district in places or [None]:
            change = Change("user.identity", "user", user.id, None, facts, district)
            append(tx, (user.id, user.email), change, now)


def issuer_sign_in(settings: Settings, store: Store, door: SignIn) -> IssuerSignIn | None:
    """Single sign-on as this deployment is set; none where no issuer is."""
    if not settings.sso_issuer:
        return None
    redirect = f"{settings.base_address}/single-sign-on"
    issuer = Issuer(
        settings.sso_issuer, settings.sso_client_id, settings.sso_client_secret, redirect
    )
    return IssuerSignIn(store, door, issuer)
