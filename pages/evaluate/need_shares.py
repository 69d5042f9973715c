"""The card that says who goes to a school: shares of need beside its level and the district."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import missing
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.level_words import level_name
from pages.evaluate.track import key_entry, track
from pages.format import HIDDEN, listed, share, word


@dataclass(frozen=True, slots=True)
class NeedShare:
    """One group of pupils as a share of all, here and elsewhere; `reason` where it is missing.

    `words` name the group in sentences.
    """

    name: str
    words: str
    own: float | None
    level: float | None
    district: float | None
    reason: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class NeedShares:
    """Who goes to a school. `note` says what a reader should know of the measures."""

    school: str
    level: str
    shares: Sequence[NeedShare]
    note: str
    method: str
    export: str


def need_shares_card(view: NeedShares) -> Component:
    """Shares of need on tracks from 0 to 100 %."""
    question = f"Who goes to {view.school}?"
    compared = "All schools" if not view.level else f"{level_name(view.level)} mean"
    key = html.Div(
        [
            key_entry("own", view.school),
            key_entry("tick", "District"),
            key_entry("hollow", compared),
        ],
        className="key",
    )
    columns = [
        Column("Share"),
        Column("", width="26%", phone=Phone.KEEP),
        Column("School", is_number=True, phone=Phone.KEEP),
        Column("Level" if view.level else "All", is_number=True),
        Column("District", is_number=True, phone=Phone.KEEP),
    ]
    rows = [
        Row(
            [
                line.name,
                track(line.own, high=1.0, mark=line.district, hollow=line.level),
                _own(line),
                html.Span(share(line.level, 1), className="hat"),
                html.Span(share(line.district, 1), className="hat"),
            ]
        )
        for line in view.shares
    ]
    body = [key, table(columns, rows, caption=question, look="c ph4 need")]
    if view.note:
        body.append(html.P(view.note, className="note"))
    return card(
        question,
        sentence(view),
        body,
        method=view.method,
        menu=Menu(view.export, card="school-need"),
    )


def sentence(view: NeedShares) -> Sentence:
    """On how many measures the school has more need than the district."""
    known = [line for line in view.shares if line.own is not None and line.district is not None]
    if not known:
        return ["Shares of need are not known for this school."]
    more = [line for line in known if (line.own or 0) > (line.district or 0)]
    if not more:
        where = "the measure" if len(known) == 1 else f"all {word(len(known))} measures"
        start: list[Part | str] = [strong("Less need"), f" than the district on {where} known."]
    elif len(more) == len(known):
        where = "the one measure" if len(known) == 1 else f"all {word(len(known))} measures"
        start = [strong("More need"), f" than the district on {where}."]
    else:
        names = listed([_inside(line.words) for line in more])
        start = [strong("More need"), f" than the district in {names}, not in the rest."]
    return [*start, *_stands_out(known)]


def _stands_out(known: Sequence[NeedShare]) -> list[str]:
    """The measure furthest from the district, where it is ten points or more."""
    line = max(known, key=lambda line: abs((line.own or 0) - (line.district or 0)))
    gap = (line.own or 0) - (line.district or 0)
    if abs(gap) < 0.1 or len(known) == 1:  # noqa: PLR2004 - ten points
        return []
    points = round(abs(gap) * 100)
    return [f" {line.words} stand out: {points} points {'above' if gap > 0 else 'below'}."]


def _own(line: NeedShare) -> Component | str:
    if line.own is not None:
        return share(line.own, 1)
    if line.is_hidden:
        return html.Span(HIDDEN, title=line.reason)
    return missing(line.reason)


def _inside(name: str) -> str:
    return name if name.startswith("English") else name[:1].lower() + name[1:]
