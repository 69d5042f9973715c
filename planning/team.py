"""Team Access: who holds which role in one budget, changed by whoever may manage the team.

That is whoever manages users, and whoever holds a role in the budget that manages its team. The
rules are those of any budget role: nobody gives one to oneself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted
from data.entities.content import Content, Key
from data.entities.entity import Entity, folded
from data.entities.problem import Problem
from data.entities.registry import ENTITIES
from data.store import Store, StoreError
from data.store.records import Record, records
from data.store.tables import utc_now
from planning.assigned import assigned_rights
from planning.configure import commands

PAIR, BUDGET, PEOPLE, ROLE = (
    ENTITIES[name] for name in ("budget_role", "budget", "district_user", "role")
)


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the team; `is_active` says whether the person may sign in."""

    email: str
    name: str
    role_code: str
    role_name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class Team:
    """A budget with its people, and who and which role could be added: (value, words)."""

    code: str
    name: str
    members: Sequence[Member]
    people: Sequence[tuple[str, str]]
    roles: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a change would do, in words before and after; problems keep it from being done."""

    person: str
    before: str
    after: str
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class TeamDesk:
    """The team of one budget, handled by one person."""

    actor: Actor
    store: Store
    code: str
    clock: Callable[[], datetime] = utc_now

    def team(self) -> Team | None:
        """The team; none where there is no such budget, or it is not the actor's to manage."""
        if not self.may_manage():
            return None
        budgets, people, roles = self._by_key(BUDGET), self._by_key(PEOPLE), self._by_key(ROLE)
        budget = budgets.get((folded(self.code),))
        if budget is None:
            return None
        members = [self._member(one, people, roles) for one in self._pairs().values()]
        return Team(
            code=str(budget.values["code"]),
            name=str(budget.values["name"]),
            members=sorted(members, key=lambda one: one.name.casefold()),
            people=_offered(people, "email"),
            roles=_offered(roles, "code"),
        )

    def may_manage(self) -> bool:
        """Whether the actor manages users, or holds a role here that manages the team."""
        if Permission.USER_MANAGE in self.actor.permissions:
            return True
        found = assigned_rights(self.store, self.actor.district, self.actor.email)
        own = found[1] if found else []
        return any(
            folded(one.rule.code) == folded(self.code) and one.rights.manages_team for one in own
        )

    def review(self, email: str, role: str) -> Step:
        """What giving the role would change; an empty role takes the person out of the team."""
        self._must_manage()
        before = self._pairs().get(folded(email))
        if not role:
            if before is None:
                raise StoreError("This person holds no role in the budget.")
            return Step(email, str(before.values["role_code"]), "")
        checked = commands.review(
            self._as_manager(), self.store, self.actor.district, PAIR, self._pair(email, role),
            target=_target(before),
        )  # fmt: skip
        held = str(before.values["role_code"]) if before else ""
        return Step(email, held, str(checked.content.values["role_code"]), checked.problems)

    def change(self, email: str, role: str) -> str:
        """Give the role, or take the person out; raises `RecordRefused` and `Conflict`."""
        self._must_manage()
        before, manager = self._pairs().get(folded(email)), self._as_manager()
        known = (manager, self.store, self.actor.district, PAIR)
        if not role:
            target = _target(before)
            if target is None:
                raise StoreError("This person holds no role in the budget.")
            commands.delete(*known, target, clock=self.clock)
            return f"{email} is no longer in the team."
        saved = commands.save(*known, self._pair(email, role), target=_target(before),
                              clock=self.clock)  # fmt: skip
        values = saved.record.values
        return f"{values['email']} now holds the role {values['role_code']}."

    def _must_manage(self) -> None:
        if not self.may_manage():
            raise NotPermitted(Permission.USER_MANAGE, "You do not manage the team of this budget.")

    def _as_manager(self) -> Actor:
        """The actor with the right to change pairs: used for this budget's alone."""
        return replace(self.actor, permissions=self.actor.permissions | {Permission.USER_MANAGE})

    def _pair(self, email: str, role: str) -> Content:
        return Content({"email": email, "budget_code": self.code, "role_code": role})

    def _pairs(self) -> dict[str, Record]:
        """The budget's pairs by the address of the person."""
        with self.store.reading() as tx:
            kept = records(tx, self.actor.district, PAIR)
        own = [one for one in kept if folded(one.values["budget_code"]) == folded(self.code)]
        return {folded(one.values["email"]): one for one in own}

    def _by_key(self, entity: Entity) -> dict[Key, Record]:
        with self.store.reading() as tx:
            kept = records(tx, self.actor.district, entity)
        return {entity.key_of(one.values): one for one in kept}

    @staticmethod
    def _member(pair: Record, people: dict[Key, Record], roles: dict[Key, Record]) -> Member:
        person = people.get((folded(pair.values["email"]),))
        role = roles.get((folded(pair.values["role_code"]),))
        return Member(
            email=str(pair.values["email"]),
            name=str(person.values["name"]) if person else str(pair.values["email"]),
            role_code=str(pair.values["role_code"]),
            role_name=str(role.values["name"]) if role else "",
            is_active=bool(person and person.values["is_active"]),
        )


def _offered(kept: dict[Key, Record], field: str) -> list[tuple[str, str]]:
    """Active records as choices, by name."""
    live = [one.values for one in kept.values() if one.values["is_active"] is not False]
    pairs = [(str(one[field]), f"{one['name']} ({one[field]})") for one in live]
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def _target(record: Record | None) -> commands.Target | None:
    return None if record is None else commands.Target(record.id, record.version)
