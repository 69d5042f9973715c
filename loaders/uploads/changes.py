"""What an upload would do, record by record: the words of its review and of its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from data.entities.entity import Entity
from data.entities.field import Value
from data.entities.parsing import written
from data.store.records import Draft, Values
from loaders.uploads.rows import Finding


class Outcome(StrEnum):
    """What becomes of a record."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as texts a person reads."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """One record: what would become of it, and the rows of the file that say so."""

    outcome: Outcome
    key: tuple[str, ...]
    label: str
    rows: tuple[int, ...]
    before: Draft | None = None
    after: Draft | None = None

    def fields(self, entity: Entity) -> list[FieldChange]:
        """Field by field what differs, lines as one."""
        old = self.before or Draft({})
        new = self.after or Draft({})
        texts = [
            FieldChange(
                field.label,
                written(field, old.values.get(field.name)),
                written(field, new.values.get(field.name)),
            )
            for field in entity.fields
        ]
        if entity.lines:
            texts.append(FieldChange("Lines", _lines(entity, old), _lines(entity, new)))
        return [one for one in texts if one.before != one.after]


@dataclass(frozen=True, slots=True)
class Review:
    """The dry run of one upload. Nothing has been changed.

    `findings` are in the order of the rows; those that are warnings keep nothing from being
    saved. Rows in error are ignored when the rest is confirmed. `companions` are records of
    another kind that are made along with these. A `question` has to be confirmed by a person.
    """

    changes: tuple[RecordChange, ...]
    findings: tuple[Finding, ...]
    rows: int
    companions: tuple[RecordChange, ...] = ()
    question: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each outcome; errors are counted in rows."""
        found = Counter(one.outcome for one in self.changes)
        errors = len(self.rows_in_error)
        return {
            outcome.value: errors if outcome is Outcome.ERROR else found[outcome]
            for outcome in Outcome
        }

    @property
    def rows_in_error(self) -> tuple[int, ...]:
        """The row numbers that would be ignored."""
        return tuple(
            sorted({n for one in self.changes if one.outcome is Outcome.ERROR for n in one.rows})
        )

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What a person should look at, although it can be saved."""
        return tuple(one for one in self.findings if one.problem.is_warning)

    def of(self, *outcomes: Outcome) -> list[RecordChange]:
        """The changes of some outcomes, in the order of the file."""
        return [one for one in self.changes if one.outcome in outcomes]


def same(entity: Entity, one: Draft, other: Draft) -> bool:
    """Whether two contents say the same; the order of lines does not count."""
    return all(
        one.values.get(field.name) == other.values.get(field.name) for field in entity.fields
    ) and _sorted(entity, one.lines) == _sorted(entity, other.lines)


def _sorted(entity: Entity, lines: Iterable[Values]) -> list[tuple[Value, ...]]:
    tuples = [tuple(line.get(field.name) for field in entity.lines) for line in lines]
    return sorted(tuples, key=lambda line: tuple(map(str, line)))


def _lines(entity: Entity, content: Draft) -> str:
    """Every line on one line of its own."""
    return "\n".join(
        " ".join(text for field in entity.lines if (text := written(field, line.get(field.name))))
        for line in content.lines
    )
