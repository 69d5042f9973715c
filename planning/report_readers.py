"""Whether those with whom a report is shared may see its kind of rows at all.

Sharing gives nobody a right: for whoever lacks it the report is not there, and its owner is told.
"""

from __future__ import annotations

from access.permissions import Permission
from access.policy import may
from access.roles import Role, permissions_of
from data.store import Store
from data.store.reports import team_addresses
from data.store.users import normal_email, user_by_email
from planning.audiences import With
from planning.reports import RIGHTS
from planning.sign_in import actor_of


def is_blind(store: Store, district: str, rows_of: str, kind: str, code: str) -> bool:
    """Whether a person, a role or a team has no right to rows of this kind.

    Of a team, whether none of its people has: one without people is not blind, only empty.
    """
    right = RIGHTS[rows_of]
    if kind == With.ROLE and code.lower() in tuple(Role):
        return right not in permissions_of(Role(code.lower()))
    people = _addresses(store, district, kind, code)
    return bool(people) and not any(_may(store, district, one, right) for one in people)


def _addresses(store: Store, district: str, kind: str, code: str) -> list[str]:
    if kind == With.USER:
        return [normal_email(code)]
    with store.reading() as tx:
        return team_addresses(tx, district, **{kind: code})


def _may(store: Store, district: str, email: str, right: Permission) -> bool:
    with store.reading() as tx:
        user = user_by_email(tx, email)
    return user is not None and may(actor_of(store, user.id, district), right)
