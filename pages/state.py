"""What a page shows, as its address says it.

One frozen dataclass a page. `from_query` drops what it does not know and replaces what is not
valid by the default; `to_query` leaves defaults out, so a plain address means the plain view.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Final, Self, TypeVar
from urllib.parse import parse_qsl, urlencode

_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/-]{0,39}")
_LONGEST_NAMES: Final = 8_000
_YEARS: Final = range(1990, 2100)
State = TypeVar("State", bound="PageState")


def year(text: str) -> int:
    """A fiscal year; ValueError when it is none."""
    number = int(text)
    if number not in _YEARS:
        raise ValueError(text)
    return number


def code(text: str) -> str:
    """A code of the district: letters, digits and a little punctuation."""
    if not _CODE.fullmatch(text):
        raise ValueError(text)
    return text


def codes(text: str) -> str:
    """Codes separated by commas, each once, at most 20; what is no code is left out."""
    return _codes(text, 20)


def some_codes(text: str) -> str:
    """Codes as in `codes`, at least one."""
    if not (found := codes(text)):
        raise ValueError(text)
    return found


def picks(text: str) -> str:
    """Codes as in `codes`, for as many schools as a lasso may hold."""
    return _codes(text, 500)


def _codes(text: str, most: int) -> str:
    given = (part.strip() for part in text.split(","))
    known = dict.fromkeys(part for part in given if _CODE.fullmatch(part))
    return ",".join(list(known)[:most])


def words(text: str) -> str:
    """Free text of a search box, without control characters, at most 100 characters."""
    return "".join(letter for letter in text if letter.isprintable())[:100].strip()


def sentences(text: str) -> str:
    """Longer free text, such as conditions, at most 400 characters."""
    return "".join(letter for letter in text if letter.isprintable())[:400].strip()


def typed_conditions(text: str) -> str:
    """Conditions as typed, separated by commas, at most 2,000 characters."""
    return "".join(letter for letter in text if letter.isprintable())[:2_000].strip()


def column_names(text: str) -> str:
    """Names of columns separated by commas, as many whole ones as 8,000 characters hold."""
    kept = "".join(letter for letter in text if letter.isprintable())
    if len(kept) > _LONGEST_NAMES:
        kept = kept[: _LONGEST_NAMES + 1].rpartition(",")[0]
    return kept.strip()


def flag(text: str) -> bool:
    """A switch: `1` is on; anything else is not valid."""
    if text != "1":
        raise ValueError(text)
    return True


def weight(text: str) -> str:
    """An extra weight of a need as typed: a plain decimal from 0 to 10."""
    if not re.fullmatch(r"\d{1,2}(\.\d{0,4})?|\.\d{1,4}", text) or float(text) > 10:  # noqa: PLR2004
        raise ValueError(text)
    return text


def number(text: str) -> int:
    """A whole number from 0, for pages of a list."""
    value = int(text)
    if not 0 <= value <= 10_000_000:  # noqa: PLR2004 - more rows than any list has
        raise ValueError(text)
    return value


def asked(read: Any, default: Any = None) -> Any:
    """A field of a state: how its text is read, and its default."""
    return field(default=default, metadata={"read": read})


@dataclass(frozen=True, slots=True)
class PageState:
    """The fiscal year and the budget (one location) that every page about money knows."""

    year: int | None = asked(year)
    location: str | None = asked(code)

    @classmethod
    def from_query(cls, query: str | None) -> Self:
        """The state that an address asks for; never an error."""
        try:
            given = dict(parse_qsl((query or "").removeprefix("?"), max_num_fields=50))
        except ValueError:
            given = {}
        values = {}
        for entry in fields(cls):
            text = given.get(entry.name.replace("_", "-"))
            if text is None:
                continue
            try:
                values[entry.name] = entry.metadata["read"](text)
            except ValueError:
                continue
        return cls(**values)

    def changed(self, query: str) -> Self:
        """The state after a change of the address; an empty text takes a filter away."""
        given = dict(parse_qsl(self.to_query().removeprefix("?")))
        given |= dict(parse_qsl(query, keep_blank_values=True))
        return self.from_query(urlencode({name: text for name, text in given.items() if text}))

    def to_query(self) -> str:
        """The address of the state: `?year=2026`, or nothing for the plain view."""
        pairs = [
            (entry.name.replace("_", "-"), _text(value))
            for entry in fields(self)
            if (value := getattr(self, entry.name)) != entry.default
        ]
        return f"?{urlencode(pairs)}" if pairs else ""


def _text(value: object) -> str:
    return "1" if value is True else str(value)


@dataclass(frozen=True, slots=True)
class HomeState(PageState):
    """The home of a role."""


@dataclass(frozen=True, slots=True)
class MoneyState(PageState):
    """The Money tab: whether buckets without money are listed."""

    empty: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class BucketState(PageState):
    """One bucket, by its code."""

    bucket: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class EvaluateState(PageState):
    """A comparison of schools: which funds (a code, or `all`), and which level."""

    funds: str | None = asked(code)
    level: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class EquityState(EvaluateState):
    """The equity report: which dollars, the smallest school compared, and what is unfolded.

    `axis` is `rank` for schools in order of need; `all` shows long lists whole.
    """

    amount: str | None = asked(code)
    share: str | None = asked(code)
    smallest: int = asked(number, default=0)
    axis: str | None = asked(code)
    all: bool = asked(flag, default=False)
    analyst: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class SchoolState(EvaluateState):
    """One school: which dollars count, by what its spending is split, and at which prices."""

    share: str | None = asked(code)
    split: str | None = asked(code)
    prices: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class SchoolsState(EvaluateState):
    """The list of schools: its order, what is searched for, and schools picked to compare.

    `all` shows a long list whole.
    """

    sort: str = asked(code, default="name")
    down: bool = asked(flag, default=False)
    search: str = asked(words, default="")
    pick: str = asked(codes, default="")
    all: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class CompareState(EvaluateState):
    """Schools side by side: their codes, which dollars count, and at which prices."""

    schools: str = asked(codes, default="")
    share: str | None = asked(code)
    prices: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class ScatterState(EvaluateState):
    """A scatter: the measures of its axes, of area and colour, and the school looked for.

    `years` are how many a value is the mean of, `need` shows what is beyond need and `plain` what
    is not, where the page would otherwise begin with need allowed for; `pick` holds the codes of
    the schools chosen with box or lasso.
    """

    x: str | None = asked(code)
    y: str | None = asked(code)
    size: str | None = asked(code)
    colour: str | None = asked(code)
    years: int = asked(number, default=1)
    need: bool = asked(flag, default=False)
    plain: bool = asked(flag, default=False)
    pick: str = asked(picks, default="")
    search: str = asked(words, default="")


@dataclass(frozen=True, slots=True)
class MapState(EvaluateState):
    """The school map: the measure of its colour."""

    measure: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class QuestionsState(EvaluateState):
    """Guided questions: who is asked."""

    audience: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class ProgramState(EvaluateState):
    """A program across schools: what it is, what its dollars are divided by and set beside.

    `outcome` and `second` are measures; `none` is none. `every` shows all rows of the ranking.
    """

    bucket: str | None = asked(code)
    where: str = asked(sentences, default="")
    amount: str | None = asked(code)
    group: str | None = asked(code)
    outcome: str | None = asked(code)
    second: str | None = asked(code)
    every: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class MethodsState(PageState):
    """The methods: what is searched for."""

    search: str = asked(words, default="")


@dataclass(frozen=True, slots=True)
class OwnTableState(PageState):
    """A person's own table: how schools and pupils count, and the extra weights of needs.

    The table itself is never in the address.
    """

    each: bool = asked(flag, default=False)
    once: bool = asked(flag, default=False)
    frl: str = asked(weight, default="")
    ell: str = asked(weight, default="")
    sped: str = asked(weight, default="")


@dataclass(frozen=True, slots=True)
class BoardState(PageState):
    """The builder of presentations: which one, and the view whose cards are offered."""

    deck: int | None = asked(number)
    view: str = asked(sentences, default="")


def settled(previous: State | None, address: State, controls: State) -> State:
    """What holds when either the address or a control of the page has changed.

    `previous` is what both said before, missing when the page opens: then the address decides,
    as it does for Back and for a copied link.
    """
    if previous is None or controls == previous:
        return address
    return controls


@dataclass(frozen=True, slots=True)
class PerPupilState(EvaluateState):
    """The per-pupil report: actual or budget, the method, and whether long lists are whole."""

    amount: str | None = asked(code)
    method: str | None = asked(code)
    all: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class CentralState(EvaluateState):
    """Central resources: amounts, method, unit of the figures, and the school and pool chosen."""

    amount: str | None = asked(code)
    method: str | None = asked(code)
    unit: str | None = asked(code)
    school: str | None = asked(code)
    pool: str | None = asked(code)
    search: str = asked(words, default="")
    all: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class FederalState(PageState):
    """Federal fiscal tests: what is compared, by which average and rules, and the guarantee.

    `smallest` is the size up to which a school is exempt, `guarantee` percent of the year before;
    `all` shows long lists whole.
    """

    option: str | None = asked(code)
    average: str | None = asked(code)
    without: str | None = asked(code)
    smallest: int = asked(number, default=100)
    guarantee: int = asked(number, default=95)
    all: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class RowsState(PageState):
    """A list with a search box: what is searched for."""

    search: str = asked(words, default="")
