"""What a record may refer to: other records by code or name, and the loaded chart of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from data.entities.content import Filled
from data.entities.entity import Entity, folded


@dataclass(frozen=True, slots=True)
class Target:
    """One thing that can be referred to: its code as it is kept, and whether it is in use.

    `type` is its kind where that matters: the unit of a metric, the type of a priority; `choices`
    are the values that an attribute may have.
    """

    code: str
    is_live: bool = True
    type: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """Targets by what is referred to and by the compared spelling of code or name.

    A kind that is missing cannot be checked: no chart of accounts is loaded, for example.
    """

    targets: Mapping[str, Mapping[str, Target]] = field(default_factory=dict)

    def can_check(self, refers: str) -> bool:
        """Whether it is known what there is."""
        return refers in self.targets

    def find(self, refers: str, text: str) -> Target | None:
        """What a code or name stands for, whatever its case."""
        return self.targets.get(refers, {}).get(folded(text))


def targets_of(entity: Entity, kept: Iterable[Filled]) -> dict[str, Target]:
    """The records of an entity as targets: by their first key field, and by a unique name.

    Of several records with one code (the classes of a job) one in use is enough.
    """
    found: dict[str, Target] = {}
    names: dict[str, Target] = {}
    by_name = entity.unique == (("name",),)
    for one in kept:
        code = str(one.values[entity.key[0]])
        target = Target(
            code,
            entity.is_live(one.values),
            str(one.values.get("unit") or one.values.get("type") or ""),
        )
        if folded(code) not in found or target.is_live:
            found[folded(code)] = target
        if by_name:
            names[folded(one.values["name"])] = target
    return names | found


def codes_of(codes: Iterable[str]) -> dict[str, Target]:
    """Plain codes as targets."""
    return {folded(code): Target(code) for code in codes}
