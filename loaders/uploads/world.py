"""The records that exist, as the review asks of them: references, use, rules beside each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy.orm import Session

from data.chart import Chart
from data.entities.entity import Entity, compared, folded
from data.entities.field import Value
from data.entities.problem import Problem
from data.entities.registry import referring_to
from data.rules.beside import beside_problems
from data.rules.own_rights import (
    Author,
    adopted,
    leaves_no_administrator,
    rights_problems,
    with_members,
)
from data.rules.percentages import percentage_question, understood
from data.rules.references import resolved
from data.rules.rules import problems
from data.rules.surroundings import Surroundings, targets_of
from data.store.assigned import administrators_by_membership
from data.store.neighbours import Use, surroundings, why_kept
from data.store.records import Draft, Record, records
from loaders.uploads.changes import RecordChange
from loaders.uploads.companions import companions
from loaders.uploads.groups import Key

_NONE: Final[frozenset[Key]] = frozenset()


class StoreWorld:
    """One kind of record of a district, as it is in a transaction.

    `chart` holds the codes of the loaded chart of accounts; `kept` the records of `entity` by key.
    """

    def __init__(
        self, tx: Session, district: str, entity: Entity, chart: Chart, author: Author
    ) -> None:
        self._tx, self._district, self.entity, self._author = tx, district, entity, author
        self.kept: dict[Key, Record] = {
            entity.key_of(one.values): one for one in records(tx, district, entity)
        }
        self.records = {key: Draft(one.values, one.lines) for key, one in self.kept.items()}
        self._around = surroundings(tx, district, entity, chart)
        is_people = entity.name == "district_user"
        self._members = administrators_by_membership(tx, district) if is_people else []
        self._users: dict[str, list[tuple[Use, Key]]] | None = None

    def foresee(self, drafts: Iterable[Draft]) -> None:
        """Let records of the same file be referred to by each other."""
        if any(field.refers == self.entity.name for field in self.entity.by_name.values()):
            everything = [*self.records.values(), *drafts]
            own = {self.entity.name: targets_of(self.entity, everything)}
            self._around = Surroundings({**self._around.targets, **own})

    def settled(self, content: Draft) -> Draft:
        """The record with its references by code, in the spelling under which they are kept."""
        made = understood(self.entity, resolved(self.entity, content, self._around))
        if self.entity.key_of(made.values) not in self.records:
            made = adopted(self.entity, made, self._members)
        return Draft(made.values, made.lines)

    def problems(self, content: Draft, before: Draft | None) -> Iterator[Problem]:
        """What is wrong with a record by itself and in what it refers to."""
        yield from problems(self.entity, content, before, self._around)
        yield from rights_problems(self.entity, before, content, self._author)

    def question(self, contents: Iterable[Draft]) -> str:
        """What a person has to confirm of records as they are written; empty for nothing."""
        return percentage_question(self.entity, contents)

    def companions(self, changes: Iterable[RecordChange]) -> tuple[RecordChange, ...]:
        """Records of another kind that are made along with the changes."""
        return companions(self.entity, changes, self._around)

    def why_kept(self, key: Key) -> str:
        """Why a person cannot remove a record (V14); what can be archived is archived first."""
        content = self.records[key]
        for problem in rights_problems(self.entity, content, None, self._author):
            return problem.message
        if self.entity.archivable and content.values.get("archived") is not True:
            return f"{self.entity.title} {self._label(content)} is archived first, then removed."
        return self.used_by(key)

    def used_by(self, key: Key, going: frozenset[Key] = _NONE) -> str:
        """Who refers to a record, in words; `going` are those that go with it."""
        gone = going | {key}
        code = folded(self.records[key].values[self.entity.key[0]])
        if any(other[0] == code and other not in gone for other in self.records):
            return ""
        users = [
            use
            for use, user in self._using().get(code, [])
            if not (use.entity is self.entity and user in gone)
        ]
        return why_kept(self.entity, self.records[key], users)

    def together(self, after: Mapping[Key, Draft | None]) -> Iterator[tuple[Key, Problem]]:
        """What is wrong beside other records, each problem with a record of the file."""
        untouched = {key: one for key, one in self.records.items() if key not in after}
        merged = untouched | {key: one for key, one in after.items() if one is not None}
        others: list[tuple[Key, Problem]] = []
        for key, problem in beside_problems(self.entity, merged):
            if key in after:
                yield key, problem
            elif not problem.is_warning:
                others.append((key, problem))
        if others:
            yield from self._of_others(others, untouched, after)
        if self.entity.name == "district_user":
            left = leaves_no_administrator(
                with_members(self.records.values(), self._members),
                with_members(merged.values(), self._members),
            )
            yield from ((key, left) for key in after if left is not None)

    def _of_others(
        self,
        others: list[tuple[Key, Problem]],
        untouched: Mapping[Key, Draft],
        after: Mapping[Key, Draft | None],
    ) -> Iterator[tuple[Key, Problem]]:
        """Problems that the file gives to records it does not speak of, on its own records."""
        old = {(key, one.message) for key, one in beside_problems(self.entity, self.records)}
        names = tuple(name for name in self.entity.key if name != "start_date")
        for key, problem in others:
            if (key, problem.message) in old:
                continue
            group = compared(untouched[key].values, names)
            for mine, content in after.items():
                if content is not None and compared(content.values, names) == group:
                    message = f"{self._label(untouched[key])}: {problem.message}"
                    yield mine, Problem(problem.code, message, "", problem.field)

    def _using(self) -> Mapping[str, list[tuple[Use, Key]]]:
        """Compared code -> who refers to it; read when first asked for."""
        if self._users is None:
            self._users = defaultdict(list)
            for entity, name, in_line in referring_to(self.entity.name):
                for one in records(self._tx, self._district, entity):
                    rows = one.lines if in_line else (one.values,)
                    for code in {code for row in rows for code in _codes(row.get(name))}:
                        use = Use(entity, entity.label_of(one.values))
                        self._users[code].append((use, entity.key_of(one.values)))
        return self._users

    def _label(self, content: Draft) -> str:
        return self.entity.label_of(content.values)


def _codes(value: Value) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(folded(one) for one in value) if isinstance(value, tuple) else (folded(value),)
