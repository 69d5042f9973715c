"""Commands about reports of rows: kept, shared, pinned; each change has its audit entry.

The owner and whoever shares it for editing may rename a report and change what it shows; the
owner and administrators alone share and delete it. A report gives nobody a right to rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import may, require
from access.roles import Role
from data.entities.registry import ENTITIES
from data.store import Store, StoreError
from data.store.audit import Change, append
from data.store.records import records
from data.store.reports import Report, drop_report, pinned, report, reports, set_pin
from data.store.tables import utc_now
from data.store.users import User, normal_email, user_by_email
from planning.audiences import With, names_of

Clock = Callable[[], datetime]
MOST_REPORTS: Final = 500
MOST_SHARES: Final = 50
LONGEST_NAME: Final = 80
# A report is opened by its address, of which the web server takes 4,094 characters with the method.
LONGEST_QUERY: Final = 4_000
RIGHTS: Final = {
    "accounts": Permission.ACCOUNT_READ,
    "transactions": Permission.TRANSACTION_READ,
    "purchase orders": Permission.TRANSACTION_READ,
    "positions": Permission.STAFFING_READ,
}
"""The right that each kind of row needs."""


class ReportError(StoreError):
    """Something that cannot be done with a report. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A report as one person sees it."""

    id: int
    name: str
    rows_of: str
    query: str
    owner: str
    is_own: bool
    may_edit: bool
    is_pinned: bool
    changed: datetime
    shares: tuple[dict[str, Any], ...]


def visible(actor: Actor, store: Store) -> list[Seen]:
    """The reports that the actor owns or shares, by name, as far as their rows may be read."""
    require(actor, Permission.ACCOUNT_READ)
    with store.reading() as tx:
        audience, pins = names_of(tx, actor), pinned(tx, actor.user_id)
        return [
            _seen(tx, actor, one, audience, pins)
            for one in reports(tx, actor.district)
            if _sees(actor, one, audience)
        ]


def one(actor: Actor, store: Store, number: int) -> Seen:
    """One report that the actor may see; raises for any other."""
    require(actor, Permission.ACCOUNT_READ)
    with store.reading() as tx:
        audience = names_of(tx, actor)
        found = _found(tx, actor, number, audience)
        return _seen(tx, actor, found, audience, pinned(tx, actor.user_id))


def save(
    actor: Actor, store: Store, rows_of: str, name: str, query: str, *, clock: Clock = utc_now
) -> int:
    """Keep a page of rows under a name; returns the number of the report."""
    if rows_of not in RIGHTS:
        raise ReportError(f"There is no report of {rows_of!r}.")
    require(actor, RIGHTS[rows_of])
    with store.transaction() as tx:
        own = [one for one in reports(tx, actor.district) if one.user_id == actor.user_id]
        if len(own) >= MOST_REPORTS:
            raise ReportError(f"You have {MOST_REPORTS} reports, the most one can keep.")
        now = clock()
        made = Report(
            district_id=actor.district, user_id=actor.user_id, rows_of=rows_of,
            name=_name(name), query=_query(query), shares=[], created_utc=now,
            changed_utc=now,
        )  # fmt: skip
        tx.add(made)
        tx.flush()
        _log(tx, actor, made.id, ("report.save", None, made.facts()), now)
        return made.id


def rename(actor: Actor, store: Store, number: int, name: str, *, clock: Clock = utc_now) -> None:
    """Give a report another name."""
    _changed(actor, store, number, clock, lambda _one: {"name": _name(name)}, needs_edit=True)


def change(actor: Actor, store: Store, number: int, query: str, *, clock: Clock = utc_now) -> None:
    """Let a report show what the page shows now."""
    kept = _query(query)
    _changed(actor, store, number, clock, lambda _one: {"query": kept}, needs_edit=True)


def duplicate(actor: Actor, store: Store, number: int, *, clock: Clock = utc_now) -> int:
    """A copy of one's own, shared with nobody; returns its number."""
    found = one(actor, store, number)
    name = f"{found.name[: LONGEST_NAME - 7]} (copy)"
    return save(actor, store, found.rows_of, name, found.query, clock=clock)


def delete(actor: Actor, store: Store, number: int, *, clock: Clock = utc_now) -> None:
    """Delete a report for everybody."""
    require(actor, Permission.ACCOUNT_READ)
    with store.transaction() as tx:
        found = _found(tx, actor, number, names_of(tx, actor), to_change=True)
        _must_own(actor, found)
        before = found.facts()
        drop_report(tx, found)
        _log(tx, actor, number, ("report.delete", before, None), clock())


def pin(actor: Actor, store: Store, number: int, *, is_pinned: bool) -> None:
    """Put a report on the own home page, or take it away."""
    require(actor, Permission.ACCOUNT_READ)
    with store.transaction() as tx:
        _found(tx, actor, number, names_of(tx, actor))
        set_pin(tx, number, actor.user_id, is_pinned=is_pinned)


def share(
    actor: Actor, store: Store, number: int, kind: str, code: str, *,
    may_edit: bool = False, clock: Clock = utc_now,
) -> None:  # fmt: skip
    """Share a report with a person, a role or the team of a budget."""
    if kind not in tuple(With):
        raise ReportError("A report is shared with a user, a role or the team of a budget.")
    given = code.strip()
    if not given:
        raise ReportError("Say with whom the report is shared.")
    entry = {
        "kind": kind,
        "code": normal_email(given) if kind == With.USER else given,
        "may_edit": may_edit,
    }

    def shared(found: Report) -> dict[str, Any]:
        kept = [one for one in found.shares if (one["kind"], one["code"]) != (kind, entry["code"])]
        if len(kept) >= MOST_SHARES:
            raise ReportError(f"A report is shared with at most {MOST_SHARES}.")
        return {"shares": [*kept, entry]}

    with store.reading() as tx:
        _must_be_there(tx, actor.district, kind, given)
    _changed(actor, store, number, clock, shared)


def unshare(
    actor: Actor, store: Store, number: int, kind: str, code: str, *, clock: Clock = utc_now
) -> None:
    """Take back what was shared with one person, role or team."""
    _changed(actor, store, number, clock, lambda found: {
        "shares": [one for one in found.shares if (one["kind"], one["code"]) != (kind, code)]
    })  # fmt: skip


def _changed(
    actor: Actor, store: Store, number: int, clock: Clock,
    values: Callable[[Report], dict[str, Any]], *, needs_edit: bool = False,
) -> None:  # fmt: skip
    require(actor, Permission.ACCOUNT_READ)
    with store.transaction() as tx:
        audience = names_of(tx, actor)
        found = _found(tx, actor, number, audience, to_change=True)
        if not (needs_edit and _edits(actor, found, audience)):
            _must_own(actor, found)
        before = found.facts()
        for name, value in values(found).items():
            setattr(found, name, value)
        if found.facts() == before:
            return
        found.changed_utc = clock()
        tx.flush()
        _log(tx, actor, number, ("report.change", before, found.facts()), found.changed_utc)


def _must_be_there(tx: Session, district: str, kind: str, given: str) -> None:
    """A mistyped name would share the report with nobody, and look as if it had."""
    if kind == With.USER:
        if user_by_email(tx, normal_email(given)) is None:
            raise ReportError(f"Nobody has the address {given}.")
        return
    found = records(tx, district, ENTITIES[kind])
    known = {str(one.values["code"]).lower() for one in found}
    known |= {role.value for role in Role} if kind == With.ROLE else set()
    if given.lower() not in known:
        raise ReportError(f"There is no {kind} “{given[:40]}”: choose its code from the list.")


def _is_named(entry: dict[str, Any], audience: frozenset[tuple[str, str]]) -> bool:
    return (entry["kind"], str(entry["code"]).lower()) in audience


def _sees(actor: Actor, found: Report, audience: frozenset[tuple[str, str]]) -> bool:
    """Whether a report is the actor's or shared, and its kind of row may be read at all."""
    is_shared = any(_is_named(entry, audience) for entry in found.shares)
    return (found.user_id == actor.user_id or is_shared) and may(actor, RIGHTS[found.rows_of])


def _edits(actor: Actor, found: Report, audience: frozenset[tuple[str, str]]) -> bool:
    named = any(entry["may_edit"] and _is_named(entry, audience) for entry in found.shares)
    return _owns(actor, found) or named


def _owns(actor: Actor, found: Report) -> bool:
    return found.user_id == actor.user_id or may(actor, Permission.DISTRICT_ADMINISTER)


def _must_own(actor: Actor, found: Report) -> None:
    if not _owns(actor, found):
        raise ReportError("This belongs to somebody else: make a copy to change it.")


def _found(
    tx: Session, actor: Actor, number: int, audience: frozenset[tuple[str, str]], *,
    to_change: bool = False,
) -> Report:  # fmt: skip
    found = report(tx, number, actor.district, to_change=to_change)
    if found is None or not _sees(actor, found, audience):
        raise ReportError("This report is not there, or not shared with you any more.")
    return found


def _seen(
    tx: Session, actor: Actor, found: Report, audience: frozenset[tuple[str, str]],
    pins: frozenset[int],
) -> Seen:  # fmt: skip
    owner = tx.get(User, found.user_id)
    return Seen(
        id=found.id, name=found.name, rows_of=found.rows_of, query=found.query,
        owner=owner.name if owner else "", is_own=_owns(actor, found),
        may_edit=_edits(actor, found, audience), is_pinned=found.id in pins,
        changed=found.changed_utc, shares=tuple(found.shares) if _owns(actor, found) else (),
    )  # fmt: skip


def _name(text: str) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in text).strip()
    if not kept:
        raise ReportError("A report needs a name.")
    return kept[:LONGEST_NAME]


def _query(text: str) -> str:
    """What a report shows; a part of it would be another report."""
    if len(text) > LONGEST_QUERY:
        raise ReportError("This is too long to keep: leave out some columns or filters.")
    return text


def _log(
    tx: Session, actor: Actor, number: int,
    what: tuple[str, dict[str, Any] | None, dict[str, Any] | None], now: datetime,
) -> None:  # fmt: skip
    action, before, after = what
    entry = Change(action, "report", number, before, after, actor.district)
    append(tx, (actor.user_id, actor.email or actor.label), entry, now)
