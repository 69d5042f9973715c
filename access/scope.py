"""Which rows an actor may see: an argument of every read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256

from access.account_rules import BudgetRule, Rulebook


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one district that a reader may see.

    `locations` is the set of location ids whose accounts are visible; `None` means every
    location, the empty set means no row at all. A reader without any assignment therefore
    sees nothing: the scope fails closed. Names of people in positions need
    `sees_employees`, what they earn needs `sees_compensation`.

    `budgets` are the budgets by which a person sees, with the role held in each: together they
    are the visible accounts, and each bucket is seen in those whose role it names. Budgets of
    whole locations have them in `locations` too. `book` holds the buckets that the district has
    configured; those of its file stand where it has none.
    """

    district: str
    locations: frozenset[str] | None = frozenset()
    sees_compensation: bool = False
    budgets: tuple[BudgetRule, ...] = ()
    book: Rulebook | None = None
    sees_employees: bool = False

    @classmethod
    def whole(
        cls, district: str, *, sees_compensation: bool = False, book: Rulebook | None = None
    ) -> Scope:
        """Every row of the district."""
        return cls(district, None, sees_compensation, book=book)

    @classmethod
    def nothing(cls, district: str) -> Scope:
        """No row."""
        return cls(district, frozenset())

    @property
    def is_whole(self) -> bool:
        """Whether the scope covers every location of its district."""
        return self.locations is None

    @property
    def is_empty(self) -> bool:
        """Whether the scope holds no row: neither a location nor a budget."""
        return not self.is_whole and not self.locations and not self.budgets

    @property
    def is_by_account(self) -> bool:
        """Whether some budget is not a set of whole locations, so that accounts decide."""
        return not self.is_whole and any(not one.locations for one in self.budgets)

    @property
    def only_location(self) -> str | None:
        """The one location that is all of the scope, if it is one."""
        places = self.locations
        if places is None or len(places) != 1 or self.is_by_account:
            return None
        return next(iter(places))

    def allows(self, location_id: str | None) -> bool:
        """Whether every row of this location is visible."""
        return self.locations is None or location_id in self.locations

    def in_budget(self, code: str) -> Scope:
        """The part of the scope in one budget; no row where it is not one that may be seen.

        Whoever sees the whole district may look at any budget, and sees every bucket in it.
        """
        known = self.budgets
        if self.is_whole and self.book is not None:
            known = self.book.budgets
        chosen = tuple(one for one in known if one.code == code)
        places = frozenset[str]().union(*(one.locations for one in chosen))
        return replace(self, locations=places, budgets=chosen)

    def digest(self) -> str:
        """Short stable text for cache keys and logs: never the locations themselves."""
        places = "*" if self.locations is None else "\x1f".join(sorted(self.locations))
        text = f"{self.district}\x1e{places}\x1e{self.sees_compensation}{self.sees_employees}"
        if self.budgets:
            text += "\x1e" + repr([(one.role, one.lines) for one in self.budgets])
        return sha256(text.encode()).hexdigest()[:16]
