"""The card that says where a school's money goes, beside the schools of its level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.figures import missing, opened
from pages.components.notices import empty
from pages.components.page_head import choice
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import schools_of
from pages.evaluate.track import bar, swatch, tone
from pages.format import money, share

QUESTION = "Where does the money go?"
SPLITS = {"category": "Function", "class": "Object", "source": "Fund source"}
_SHOWN_SHARE = Decimal("0.03")
_ROOM = 80
"""Letters that fit over the whole bar."""
_COLOURED = 4


@dataclass(frozen=True, slots=True)
class SplitLine:
    """One part of a school's spending, and the pupil-weighted mean of the schools compared.

    `is_central` marks a part of the school's share of central cost.
    """

    name: str
    spent: Decimal
    per_pupil: Decimal | None
    mean: Decimal | None
    is_central: bool = False


@dataclass(frozen=True, slots=True)
class MoneySplit:
    """A school's spending in parts, largest first; `level` is that of the schools compared.

    `parts` are the sums at the school and of the central share where both count.
    """

    school: str
    level: str
    split: str
    lines: Sequence[SplitLine]
    total: SplitLine
    reason: str
    href: str
    method: str
    export: str
    parts: Sequence[SplitLine] = ()

    @property
    def gap(self) -> SplitLine | None:
        """The part in which the school differs most from the mean."""
        known = [
            (abs(line.per_pupil - line.mean), place)
            for place, line in enumerate(self.lines)
            if line.per_pupil is not None and line.mean is not None
        ]
        return self.lines[max(known)[1]] if known else None


def money_card(view: MoneySplit) -> Component:
    """The stacked bar with its table; the split is chosen above it."""
    if view.total.spent <= 0:
        notice = empty("No spending is booked here.", view.reason or "Choose other funds above.")
        return card(QUESTION, body=notice, tools=[_switch(view.split)])
    return card(
        QUESTION,
        sentence(view),
        [_stack(view), _table(view)],
        method=view.method,
        menu=Menu(view.export, card="school-money"),
        tools=[_switch(view.split)],
    )


def sentence(view: MoneySplit) -> Sentence:
    """The largest parts, and where the school differs most from its level."""
    words = _shares(view)
    gap = view.gap
    if gap is None or gap.per_pupil is None or gap.mean is None or gap.per_pupil == gap.mean:
        return [*words, "."]
    more = "more" if gap.per_pupil > gap.mean else "less"
    amount = money(abs(gap.per_pupil - gap.mean))
    central = " from central budgets" if gap.is_central and view.parts else ""
    where = f". {view.school} differs most in {_inside(gap.name)}{central}: "
    than = f" per pupil than {schools_of(view.level)} on average."
    return [*words, where, strong(f"{amount} {more}"), than]


def _shares(view: MoneySplit) -> list[Part | str]:
    """The two largest parts; where both count, what is booked at the school and what is shared."""
    if view.parts:
        own, central = (part.spent / view.total.spent for part in view.parts)
        return [strong(share(own)), " is booked at the school, ", strong(share(central)),
                " is its share of central cost"]  # fmt: skip
    first, *rest = view.lines
    words: list[Part | str] = [
        strong(share(first.spent / view.total.spent)),
        f" pays for {_inside(first.name)}",
    ]
    if rest and rest[0].spent > 0:
        words.append(f" and {share(rest[0].spent / view.total.spent)} for {_inside(rest[0].name)}")
    return words


def _switch(split: str) -> html.Div:
    links = [
        choice(words, "split=" if code == "category" else f"split={code}", is_current=code == split)
        for code, words in SPLITS.items()
    ]
    return html.Div(links, className="seg", role="group", **{"aria-label": "Split by"})


def _stack(view: MoneySplit) -> html.Div:
    is_both = bool(view.parts)
    shown = [line for line in view.lines if line.spent > 0 and not (is_both and line.is_central)]
    rest = sum((line.spent for line in shown[_COLOURED:]), Decimal(0))
    parts = [(line.name, line.spent, tone(place)) for place, line in enumerate(shown[:_COLOURED])]
    parts += [("Other", rest, tone(_COLOURED))] if rest else []
    if is_both and view.parts[1].spent > 0:
        parts.append((view.parts[1].name, view.parts[1].spent, "central"))
    whole = sum((spent for _, spent, _ in parts), Decimal(0))
    segments = [_segment(name, spent / whole, look) for name, spent, look in parts]
    words = ", ".join(f"{name} {share(spent / whole)}" for name, spent, _ in parts)
    label = f"{QUESTION} {words}"
    return html.Div(segments, className="stack-bar", role="img", **{"aria-label": label})


def _segment(name: str, part: Decimal, look: str) -> html.Span:
    words: list[Component | str] = []
    if part >= _SHOWN_SHARE:
        words.append(html.B(share(part)))
    if part * _ROOM >= len(name) + 4:
        words.append(f" {name}")
    return html.Span(
        [html.Span(words, className="w named" if len(words) > 1 else "w"), html.I(className=look)],
        style={"flex": f"{part:.4f} 0 0"},
    )


def _table(view: MoneySplit) -> html.Div:
    values = [line.per_pupil for line in view.lines] + [line.mean for line in view.lines]
    high = float(max((value for value in values if value is not None), default=Decimal(1))) * 1.05
    rows: list[Row] = []
    for part in (False, True) if view.parts else (None,):
        lines = [line for line in view.lines if part is None or line.is_central is part]
        if part is not None and lines:
            rows.append(Row([view.parts[part].name], RowKind.GROUP))
        rows += [_row(line, place, high, view) for place, line in enumerate(lines)]
    rows += [_total(line, view) for line in (*view.parts, view.total)]
    mean = "Mean, all levels" if not view.level else f"{view.level.capitalize()} mean"
    columns = [
        Column("What for"),
        Column("", width="22%"),
        Column("Dollars", is_number=True),
        Column("$ per pupil", is_number=True, phone=Phone.KEEP),
        Column(mean, is_number=True, phone=Phone.KEEP),
    ]
    return table(columns, rows, caption=QUESTION, look="c ph3")


def _total(line: SplitLine, view: MoneySplit) -> Row:
    name = line.name or "Booked at the school"
    spent = money(line.spent) if line.is_central else opened(money(line.spent), view.href)
    per_pupil = _per_pupil(line.per_pupil, view)
    return Row([name, "", spent, per_pupil, _mean(line.mean)], RowKind.TOTAL)


def _row(line: SplitLine, place: int, high: float, view: MoneySplit) -> Row:
    look = tone(place) if line.spent > 0 else "c0"
    if line.is_central and view.parts and line.spent > 0:
        look = "central"
    value = None if line.per_pupil is None else float(line.per_pupil)
    mark = None if line.mean is None else float(line.mean)
    return Row([
        html.Span([swatch(look), html.Span(line.name)], className="swn"),
        bar(value, high=high, mark=mark, tone=look),
        money(line.spent),
        _per_pupil(line.per_pupil, view),
        _mean(line.mean),
    ])  # fmt: skip


def _per_pupil(value: Decimal | None, view: MoneySplit) -> Component | str:
    return missing(view.reason) if value is None else money(value)


def _mean(value: Decimal | None) -> Component | str:
    words = missing("no school compared has spending and pupils") if value is None else money(value)
    return html.Span(words, className="hat")


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]
