"""What is shown of a review, kept with its upload: pages need no second dry run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any, Final

from data.entities.entity import Entity
from data.entities.problem import Problem
from loaders.uploads.changes import Outcome, RecordChange, Review
from loaders.uploads.effect import Effect, effect
from loaders.uploads.packed import plain_changes, read_changes
from loaders.uploads.rows import Finding

SHOWN: Final = 100
"""How many changes, errors and warnings a page shows."""
_CHANGING: Final = (Outcome.CREATE, Outcome.UPDATE, Outcome.DELETE)


@dataclass(frozen=True, slots=True)
class Summary:
    """The first changes and findings of a review, and how many there are of each.

    `question` is what a person has to confirm of the file. `along` are the labels of the first
    records of another kind that come along.
    """

    changes: Sequence[RecordChange]
    changing: int
    errors: Sequence[Finding]
    wrong: int
    warnings: Sequence[Finding]
    warned: int
    along: Sequence[str]
    companions: int
    effect: Effect | None
    question: str = ""


def summary(entity: Entity, review: Review) -> Summary:
    """The summary of one review."""
    changes = review.of(*_CHANGING)
    errors = [one for one in review.findings if not one.problem.is_warning]
    warnings = review.warnings
    return Summary(
        changes=changes[:SHOWN],
        changing=len(changes),
        errors=errors[:SHOWN],
        wrong=len(errors),
        warnings=warnings[:SHOWN],
        warned=len(warnings),
        along=[one.label for one in review.companions[:SHOWN]],
        companions=len(review.companions),
        effect=effect(entity, review.changes),
        question=review.question,
    )


def packed_summary(entity: Entity, one: Summary) -> bytes:
    """The summary as the store keeps it."""
    told = one.effect
    return json.dumps(
        {
            "changes": plain_changes(entity, one.changes),
            "changing": one.changing,
            "errors": _plain(one.errors),
            "wrong": one.wrong,
            "warnings": _plain(one.warnings),
            "warned": one.warned,
            "along": list(one.along),
            "companions": one.companions,
            "question": one.question,
            "effect": told and [told.label, str(told.before), str(told.after), told.is_dollars],
        }
    ).encode()


def unpacked_summary(entity: Entity, content: bytes) -> Summary:
    """The summary again."""
    kept = json.loads(content)
    told = kept.pop("effect")
    made = told and Effect(told[0], Decimal(told[1]), Decimal(told[2]), told[3])
    return Summary(
        **kept
        | {
            "changes": read_changes(entity, kept["changes"]),
            "errors": _findings(kept["errors"]),
            "warnings": _findings(kept["warnings"]),
            "effect": made,
        }
    )


def _plain(found: Iterable[Finding]) -> list[Any]:
    return [[one.row, one.column, one.found, asdict(one.problem)] for one in found]


def _findings(kept: Iterable[Any]) -> list[Finding]:
    return [Finding(row, column, found, Problem(**problem)) for row, column, found, problem in kept]
