"""The people of the cockpit and of the list of calls as a file: the rows on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from access.actor import Actor
from callbacks.basis import Services
from callbacks.configure.adoption import (
    budget_words,
    chosen,
    roles_of,
    school_names,
    schools_of,
)
from data.adoption_rows import ADOPTION, people_table
from data.read_model import ArgumentError, ReadModel
from exports.flat import MEDIA_TYPES, Export, Format, header, written
from metrics.adoption import since
from pages.account_state import AdoptionState
from pages.state import State
from planning.adoption import Looker, adoption


def adoption_file(
    services: Services, actor: Actor, form: str, given: Mapping[str, Sequence[str]]
) -> Export:
    """The people that the address of the cockpit asks for; raises `ArgumentError`."""
    state = asked_state(AdoptionState, ADOPTION, given)
    found = adoption(actor, services.store, services.clock().date())
    rows, words = chosen(found, state, school_names(services, actor))
    return people_file(services, actor, form, (ADOPTION, rows, words))


def asked_state(kind: type[State], model: ReadModel, given: Mapping[str, Sequence[str]]) -> State:
    """The state that the arguments of a file ask for; `ArgumentError` where it knows one not."""
    typed = model.arguments_from(given)
    state = kind.from_query(urlencode(typed))
    for name, value in typed.items():
        if str(getattr(state, name)) != str(value):
            raise ArgumentError(f"{name}: {value!r} is not known; {_help(model, name)}")
    return state


def _help(model: ReadModel, name: str) -> str:
    return next(one.help for one in model.arguments if one.name == name)


def people_file(
    services: Services, actor: Actor, form: str, what: tuple[ReadModel, Sequence[Looker], str]
) -> Export:
    """A file of these people; the words say which they are."""
    model, people, words = what
    now, kind = services.clock(), Format(form)
    names = school_names(services, actor)
    line = header(services.warehouse, actor.scope, model, {"people": words}, actor.label, now)
    parts = iter([people_table([_row(one, names, now.date()) for one in people])])
    name = f"{actor.district}_{model.name}_{now.date().isoformat()}.{kind}"
    return Export(name, MEDIA_TYPES[kind], written(kind, parts, line, model))


def _row(one: Looker, names: dict[str, str], today: date) -> list[Any]:
    signed, call = one.holder.last_sign_in_utc, next(iter(one.calls), None)
    first = since(today)
    mails = [mail for mail in one.mails if first <= mail.day <= today]
    return [
        one.holder.name, one.holder.email, ", ".join(roles_of(one)), budget_words(one, names),
        ", ".join(schools_of(one, names)), one.has_looked, one.first, one.last, len(one.days),
        one.sign_ins, signed.date() if signed else None, one.bucket, one.report,
        len(mails), sum(mail.is_opened for mail in mails), sum(mail.is_clicked for mail in mails),
        one.mail_choice,
        call.day if call else None, call.author if call else "", call.text if call else "",
    ]  # fmt: skip
