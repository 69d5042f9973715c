"""Who acts: the person behind a request or a command, with the rights that hold right now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from access.account_rules import Rulebook
from access.permissions import Permission
from access.roles import Role, permissions_of
from access.scope import Scope


@dataclass(frozen=True, slots=True)
class Actor:
    """One person in one district, read from the store for every request.

    `district` is the active district, `districts` all of the person's districts; role, scope
    and permissions hold for the active one. `location_id` is set for a person who sees a
    single location, else `None`.
    """

    user_id: int
    label: str
    email: str
    role: Role
    district: str
    districts: tuple[str, ...]
    scope: Scope
    permissions: frozenset[Permission]
    location_id: str | None
    staffing: Scope | None = None
    session_id: int = 0
    viewer: str = ""

    @property
    def own_label(self) -> str:
        """The name of the person alone, whoever looks."""
        return self.label.removesuffix(f" (seen by {self.viewer})")

    def seen_by(self, viewer: Actor) -> Actor:
        """The person as an administrator looks: in the administrator's session and district."""
        return replace(
            self,
            label=f"{self.label} (seen by {viewer.label})",
            districts=(self.district,),
            session_id=viewer.session_id,
            viewer=viewer.label,
        )

    @property
    def staffing_scope(self) -> Scope:
        """The rows of positions and people, with names and pay as far as every budget shows them.

        It is narrower than `scope` where a role hides the personnel of a budget.
        """
        if Permission.STAFFING_READ not in self.permissions:
            return Scope.nothing(self.district)
        return self.staffing or replace(self.scope, sees_employees=True)

    @property
    def evaluate_scope(self) -> Scope:
        """The rows for school comparisons: totals of every school, never pay.

        Whoever may see Evaluate compares all schools of the district, also with a scope of one
        school. Accounts, transactions and purchase orders always take `scope`.
        """
        if Permission.EVALUATE_READ not in self.permissions:
            return Scope.nothing(self.district)
        return Scope.whole(self.district, book=self.scope.book)

    @property
    def is_owner(self) -> bool:
        """Whether the rows are those of a place or of budgets of one's own."""
        return self.location_id is not None or bool(self.scope.budgets)

    @property
    def is_system(self) -> bool:
        """Whether the command line or a scheduled job acts, not a person."""
        return self.user_id == 0


def actor_in_district(
    person: tuple[int, str, str],
    role: Role,
    district: str,
    districts: tuple[str, ...],
    locations: frozenset[str] | None,
    book: Rulebook | None = None,
) -> Actor:
    """The actor for `person` (id, label, e-mail) in `district`.

    `locations` is `None` for the whole district; a single location becomes `location_id`.
    """
    user_id, label, email = person
    permissions = permissions_of(role)
    pay = Permission.COMPENSATION_READ in permissions
    scope = Scope(district, locations, pay, book=book)
    return Actor(
        user_id=user_id,
        label=label,
        email=email,
        role=role,
        district=district,
        districts=districts,
        scope=scope,
        permissions=permissions,
        location_id=scope.only_location,
    )


SYSTEM: Final = Actor(
    user_id=0,
    label="system",
    email="",
    role=Role.ADMINISTRATOR,
    district="",
    districts=(),
    scope=Scope.nothing(""),
    permissions=frozenset(Permission),
    location_id=None,
)
"""The command line and scheduled jobs: every permission, no district and no rows of its own."""
