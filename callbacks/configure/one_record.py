"""What a person asks of one record: its form, a review, save, set aside, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import no_update

from access.actor import Actor
from callbacks.basis import Services
from callbacks.configure.effect import SCOPED, effect, impact
from callbacks.configure.form import differences, field_view, findings, read
from callbacks.configure.kinds import (
    budget_address,
    kind,
    list_address,
    preset,
    team_address,
)
from callbacks.configure.recoded_accounts import ACCOUNT_RECODING, recoded
from callbacks.configure.turned_accounts import ACCOUNT_TYPE, turned, types_of
from data.chart import Chart, chart
from data.entities.content import Content, Filled
from data.entities.entity import Entity
from data.entities.parsing import written
from data.entities.problem import Problem
from data.entities.scope_lines import SCOPE
from data.rules.scopes import scope_problems
from data.rules.surroundings import Surroundings
from data.store.neighbours import surroundings
from data.store.records import Record
from pages.configure import answers
from pages.configure.record import RecordPage, body, missing
from pages.configure.state import RecordState
from pages.words import Said, label
from planning.configure import commands
from planning.configure.commands import Target
from planning.configure.presets import budget_of
from planning.configure.problems import RecordRefused, blocking


class Form:
    """What one request says about a record: its kind, its target and the texts of its form."""

    def __init__(self, services: Services, actor: Actor, search: object, target: object) -> None:
        state = RecordState.from_query(str(search or ""))
        self.services, self.actor, self.number = services, actor, state.record
        self.preset, self.organization = state.preset, state.organization
        self.entity = kind(actor, state.entity)
        self.target = _target(target)

    def chart(self) -> Chart:
        """The chart of the newest load."""
        return chart(self.services.warehouse, self.actor.district)

    def around(self, entity: Entity) -> Surroundings:
        """What the record may refer to."""
        with self.services.store.reading() as tx:
            return surroundings(tx, self.actor.district, entity, self.chart())

    def kept(self, entity: Entity) -> Record | None:
        """The record that the form was opened for, as it is now."""
        number = self.target.id if self.target else self.number
        if number is None:
            return None
        return commands.opened(self.actor, self.services.store, self.actor.district, entity, number)


def page(form: Form) -> Any:
    """The form of the record that the address names."""
    entity = form.entity
    kept = form.kept(entity) if entity else None
    if entity is None or (form.number is not None and kept is None):
        return missing()
    around = form.around(entity)
    start = kept or _start(form, entity)
    return body(
        RecordPage(
            title=entity.title,
            plural=entity.plural,
            label=entity.label_of(kept.values) if kept else "",
            about=entity.about,
            list_href=list_address(entity),
            fields=[field_view(entity, one, start, around) for one in entity.fields
                    if one.name != "archived"],
            line_fields=[field_view(entity, one, None, around) for one in entity.lines],
            lines=[{one.name: written(one, line.get(one.name)) for one in entity.lines}
                   for line in (start.lines if start else ())],
            target={"id": kept.id, "version": kept.version} if kept else None,
            set_aside=_set_aside(entity, kept),
            team_href=team_address(entity, kept),
            budget_href=budget_address(form.actor, entity, kept, kept.id if kept else None),
        )
    )  # fmt: skip


def _start(form: Form, entity: Entity) -> Content | None:
    """What a new record starts with; for a budget perhaps what its organization says."""
    of = kind(form.actor, "organization")
    if entity.name != "budget" or form.organization is None or of is None:
        return preset(entity, form.preset)
    found = commands.opened(
        form.actor, form.services.store, form.actor.district, of, form.organization
    )
    return budget_of(found) if found else None


def review(form: Form, fields: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> Any:
    """What saving would change; nothing is changed."""
    entity = form.entity
    if entity is None:
        return answers.refused("This cannot be shown.", "The kind of record is not known.")
    before = form.kept(entity)
    content, unread = read(entity, fields, lines, before)
    found: list[Problem] = unread
    if not unread:
        checked = commands.review(form.actor, form.services.store, form.actor.district, entity,
                                  content, target=form.target, chart=form.chart())  # fmt: skip
        content, found = checked.content, list(checked.problems)
    stops = blocking(found)
    return answers.review(
        answers.ReviewView(
            differences(entity, before, content),
            findings(entity, stops),
            findings(entity, [one for one in found if one.is_warning]),
            [] if stops else _effects(form, entity, before, content),
            is_new=before is None,
        )
    )


def _effects(form: Form, entity: Entity, before: Record | None, content: Filled) -> list[str]:
    if entity.name == ACCOUNT_TYPE:
        return turned(form.services, form.actor, types_of([content]))
    if entity.name == ACCOUNT_RECODING:
        return recoded(form.services, form.actor, content)
    return [
        *effect(form.services, form.actor, entity, content),
        *impact(form.services, form.actor, entity, before, content),
    ]


def reached(form: Form, fields: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> list[str]:
    """What the lines reach as they are typed; a line that cannot be read yet is left out."""
    entity = form.entity
    if entity is None or entity.name not in SCOPED:
        return []
    readable = []
    for line in lines:
        content, unread = read(entity, {}, [line], None)
        if not unread and not list(scope_problems(entity, content)):
            readable += [one for one in content.lines if all(one.get(name) for name in SCOPE)]
    kept = form.kept(entity)
    typed, _ = read(entity, fields, [], kept)
    return effect(form.services, form.actor, entity, Content(typed.values, tuple(readable)))


def save(
    form: Form, fields: Mapping[str, str], lines: Sequence[Mapping[str, str]]
) -> tuple[Any, Any]:
    """Keep what the form says; the answer, and the target as it is from now on."""
    entity = form.entity
    if entity is None:
        return answers.refused("This was not saved.", "The kind of record is not known."), no_update
    content, unread = read(entity, fields, lines, form.kept(entity))
    if unread:
        raise RecordRefused(unread)
    made = _kept(form, entity, content)
    words = Said(f"Saved: {label(entity.title)} {entity.label_of(made.values)}.")
    return answers.saved(words, list_address(entity)), {"id": made.id, "version": made.version}


def _kept(form: Form, entity: Entity, content: Content) -> Record:
    saved = commands.save(
        form.actor, form.services.store, form.actor.district, entity, content,
        target=form.target, chart=form.chart(), clock=form.services.clock,
    )  # fmt: skip
    return saved.record


def set_aside(form: Form) -> tuple[Any, Any]:
    """Archive the record, or bring it back."""
    entity, target = form.entity, form.target
    kept = form.kept(entity) if entity else None
    if entity is None or target is None or kept is None:
        return answers.refused("Nothing was changed.", "There is no such record."), no_update
    is_archived = kept.values.get("archived") is True
    command = commands.restore if is_archived else commands.archive
    made = command(form.actor, form.services.store, form.actor.district, entity, target,
                   clock=form.services.clock)  # fmt: skip
    words = f"{entity.label_of(made.values)} is {'active again' if is_archived else 'archived'}."
    return answers.saved(words, list_address(entity)), {"id": made.id, "version": made.version}


def delete(form: Form, *, is_confirmed: bool) -> Any:
    """Ask before a record goes, say why it cannot, or remove it."""
    entity, target = form.entity, form.target
    kept = form.kept(entity) if entity else None
    if entity is None or target is None or kept is None:
        return answers.refused("Nothing was deleted.", "There is no such record.")
    known = (form.actor, form.services.store, form.actor.district, entity, target)
    named = f"{label(entity.title)} {entity.label_of(kept.values)}"
    if is_confirmed:
        commands.delete(*known, clock=form.services.clock)
        return answers.saved(Said(f"Deleted: {named}."), list_address(entity))
    reasons = commands.removal_review(*known)
    if reasons:
        return answers.refused("This cannot be deleted.", " ".join(one.message for one in reasons))
    return answers.ask_delete(named)


def _target(value: object) -> Target | None:
    """The record and version that the form was opened with, as the browser kept them."""
    if not isinstance(value, dict):
        return None
    number, version = value.get("id"), value.get("version")
    if not isinstance(number, int) or not isinstance(version, int):
        return None
    return Target(number, version)


def _set_aside(entity: Entity, kept: Record | None) -> str:
    if kept is None or not entity.archivable:
        return ""
    return "Restore" if kept.values.get("archived") else "Archive"
