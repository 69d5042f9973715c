"""Which people are listed, in which order, and how they leave as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from data.store.accounts import Account
from exports.flat import Format
from exports.people_file import PersonRow, people_file
from pages.account_state import PeopleState
from pages.configure.people import EVERYTHING, LEVELS, PRODUCTS, SEEN, SORTS, STATES
from pages.format import listed as spoken
from planning.accounts import state_of

_OLDEST: Final = datetime.min.replace(tzinfo=UTC)


def levels(account: Account) -> dict[str, str]:
    """Product -> level of the record; none where only a role of the membership is known."""
    if account.record is None:
        return {}
    return {one: str(account.record.values[f"{one}_access"] or "none") for one in PRODUCTS}


def access_words(account: Account) -> str:
    """What a person may open: the levels of the record, else the role."""
    if account.is_administrator:
        return "Everything (administrator)"
    if account.record is None:
        return account.role.replace("_", " ").capitalize()
    held = [f"{name} ({level})" for name, level in levels(account).items() if level != "none"]
    return spoken(held).capitalize() if held else "Nothing yet"


def in_order(everybody: Sequence[Account], state: PeopleState, now: datetime) -> list[Account]:
    """The people who fit, by the column that is asked for, else by name; ties by address."""
    words = state.search.casefold().split()
    found = [one for one in everybody if _fits(one, words, state, now)]
    found.sort(key=lambda one: one.email)
    found.sort(key=_KEYS[state.sort if state.sort in SORTS else "name"], reverse=state.down)
    return found


def as_file(
    everybody: Sequence[Account], state: PeopleState, form: Format, facts: tuple[str, str, datetime]
) -> tuple[bytes, str]:
    """The people who fit as a file, and its name; `facts` are district, who asks, and when."""
    district, user, now = facts
    rows = [_row(one) for one in in_order(everybody, state, now)]
    asked = {
        "search": state.search,
        "state": state.state,
        "product": state.product,
        "level": state.level,
        "last signed in": state.seen,
        "order": f"{state.sort}{' descending' if state.down else ''}" if state.sort else "",
    }
    return people_file(form, rows, district, user, now, asked), f"{district}_people.{form}"


def _row(one: Account) -> PersonRow:
    held = levels(one)
    manage, allocate, budget, evaluate = (held.get(product, "") for product in PRODUCTS)
    return PersonRow(
        name=one.name,
        email=one.email,
        manage_access=manage,
        allocate_access=allocate,
        budget_access=budget,
        evaluate_access=evaluate,
        role="" if held else one.role,
        is_administrator=one.is_administrator,
        state=str(state_of(one)),
        last_sign_in_utc=one.last_sign_in_utc,
    )


def _fits(one: Account, words: Sequence[str], state: PeopleState, now: datetime) -> bool:
    text = f"{one.name} {one.email} {access_words(one)}".casefold()
    return (
        all(word in text for word in words)
        and (state.state not in STATES or state_of(one) == state.state)
        and _opens(one, state.product or "", state.level or "")
        and _was_seen(one, state.seen or "", now)
    )


def _opens(one: Account, product: str, level: str) -> bool:
    """Whether what is asked for opens: some product at some level, or everything."""
    if product == EVERYTHING:
        return one.is_administrator
    asked = [product] if product in PRODUCTS else []
    if not asked and level not in LEVELS:
        return True
    if one.is_administrator:
        return level in {"", "admin"}
    held = levels(one)
    found = {held.get(name, "none") for name in asked or PRODUCTS}
    return level in found if level in LEVELS else found != {"none"}


def _was_seen(one: Account, seen: str, now: datetime) -> bool:
    if seen not in SEEN:
        return True
    last = one.last_sign_in_utc
    days = SEEN[seen][1]
    return last is None if days is None else last is None or last < now - timedelta(days=days)


_KEYS: Final[dict[str, Callable[[Account], Any]]] = {
    "name": lambda one: one.name.casefold(),
    "email": lambda one: one.email,
    "access": lambda one: access_words(one).casefold(),
    "state": lambda one: str(state_of(one)),
    "last": lambda one: one.last_sign_in_utc or _OLDEST,
}
