"""Which rows an actor may see: an argument of every read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows of one district that a reader may see.

    `locations` is the set of location ids whose accounts are visible; `None` means every
    location, the empty set means no row at all. A reader without any assignment therefore
    sees nothing: the scope fails closed.
    """

    district: str
    locations: frozenset[str] | None = frozenset()
    sees_compensation: bool = False

    @classmethod
    def whole(cls, district: str, *, sees_compensation: bool = False) -> Scope:
        """Every row of the district."""
        return cls(district, None, sees_compensation)

    @classmethod
    def nothing(cls, district: str) -> Scope:
        """No row."""
        return cls(district, frozenset())

    @property
    def is_whole(self) -> bool:
        """Whether the scope covers every location of its district."""
        return self.locations is None

    def allows(self, location_id: str | None) -> bool:
        """Whether rows of this location are visible."""
        return self.locations is None or location_id in self.locations

    def digest(self) -> str:
        """Short stable text for cache keys and logs: never the locations themselves."""
        places = "*" if self.locations is None else "\x1f".join(sorted(self.locations))
        text = f"{self.district}\x1e{places}\x1e{self.sees_compensation}"
        return sha256(text.encode()).hexdigest()[:16]
