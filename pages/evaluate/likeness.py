"""The card that sets a school beside the schools of its level and the five most like it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import missing
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, plain, strong
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import ordinal, schools_of
from pages.figures.strip import Dot, Role, strip
from pages.format import HIDDEN, MISSING, count, money, share, word

QUESTION = "How does it compare with schools like it?"
_ABOUT = 0.05


@dataclass(frozen=True, slots=True)
class Alike:
    """One school of the comparison; `distance` only for peers."""

    location_id: str
    name: str
    short: str
    per_pupil: float | None
    pupils: float | None
    shares: tuple[float | None, ...]
    hidden: tuple[bool, ...]
    distance: float | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A school, its peers, and every school of its level with a figure.

    `schools` includes the school and its peers. `rank` and `median` are those of the level.
    """

    me: Alike
    peers: Sequence[Alike]
    schools: Sequence[Alike]
    level: str
    needs: tuple[str, ...]
    rank: int | None
    median: float | None
    reason: str
    method: str
    export: str
    href: Callable[[str], str]

    @property
    def peer_mean(self) -> float | None:
        """The plain mean of the peers' spending per pupil."""
        known = [peer.per_pupil for peer in self.peers if peer.per_pupil is not None]
        return sum(known) / len(known) if known else None


def likeness_card(view: Likeness) -> Component:
    """The strip of the level with the peers marked, and the peers as rows."""
    words = sentence(view)
    if not view.schools:
        body = empty("Nothing to compare.", "No school has spending and pupils on this basis.")
        return card(QUESTION, body=body)
    picture = chart(
        "school-likeness",
        strip(_dots(view), view.median, f"Spending per pupil, {_counted(view)}"),
        description=f"{QUESTION} {plain(words)}",
        height=230,
        phone_height=230,
    )
    rows = [_row(view.me, view, is_own=True), *(_row(peer, view) for peer in view.peers)]
    columns = [
        Column("School"),
        Column("$ per pupil", is_number=True, phone=Phone.KEEP),
        Column("Pupils", is_number=True, phone=Phone.KEEP),
        *(Column(name, is_number=True) for name in view.needs),
        Column("Distance", is_number=True),
    ]
    # On a phone name, dollars, pupils and the first share stay.
    look = "c " + " ".join(f"ph{place}" for place in range(5, len(columns) + 1))
    body = [picture, table(columns, rows, caption=QUESTION, look=look)]
    return card(
        QUESTION,
        words,
        body,
        method=view.method,
        menu=Menu(view.export, has_chart=True, card="school-likeness"),
    )


def sentence(view: Likeness) -> Sentence:
    """Where the school stands beside its peers and in its level."""
    own, mean = view.me.per_pupil, view.peer_mean
    if own is None:
        return [f"{view.me.short} has no figure per pupil: {view.reason}."]
    words: list[Part | str] = []
    if mean is None:
        words.append(f"{view.me.short} has no peers: {view.reason}.")
    else:
        number = word(len(view.peers))
        closest = f"{number} closest peers" if len(view.peers) > 1 else "closest peer"
        if abs(own / mean - 1) < _ABOUT:
            words += [f"{view.me.short} spends ", strong("about as much"), f" as its {closest}"]
        else:
            more = "more" if own > mean else "less"
            words += [f"{view.me.short} spends ", strong(f"{money(abs(own - mean))} {more}"),
                      f" per pupil than its {closest}"]  # fmt: skip
        words.append(f": {money(own)} against a mean of {money(mean)}.")
    if view.rank is not None and len(view.schools) > 1:
        words.append(f" It ranks {ordinal(view.rank)} of {_counted(view)}.")
    return words


def _counted(view: Likeness) -> str:
    return f"{count(len(view.schools))} {schools_of(view.level, len(view.schools))}"


def _dots(view: Likeness) -> list[Dot]:
    peers = {peer.location_id for peer in view.peers}
    return [
        Dot(
            school.short,
            school.per_pupil,
            Role.OWN
            if school.location_id == view.me.location_id
            else Role.PEER
            if school.location_id in peers
            else Role.OTHER,
        )
        for school in view.schools
        if school.per_pupil is not None
    ]


def _row(school: Alike, view: Likeness, *, is_own: bool = False) -> Row:
    name = (
        html.B(school.name) if is_own else dcc.Link(school.name, href=view.href(school.location_id))
    )
    dollars = money(school.per_pupil) if school.per_pupil is not None else missing(view.reason)
    shares = [
        HIDDEN if hidden else share(value)
        for value, hidden in zip(school.shares, school.hidden, strict=True)
    ]
    distance = MISSING if school.distance is None else count(school.distance, 2)
    cells = [dollars, count(school.pupils), *shares, distance]
    return Row([name, *([html.B(cell) for cell in cells] if is_own else cells)])
