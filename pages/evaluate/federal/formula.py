"""The cards of the district's formula: the Title I screening, and a guarantee against loss."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dash import dcc
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.drawn import Content
from pages.components.figures import marked, missing, opened
from pages.components.notices import empty
from pages.components.page_head import choice
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import count, counted, money, money_change, rounded, share

SCREENING_QUESTION = "Do Title I schools get their part of state and local dollars?"
FORMULA_QUESTION = "How far is each school from the formula, and what would a guarantee cost?"
SCREENING_LABEL: Final = "A screening, not a compliance finding."
_FOLDED: Final = 12
_STAY: Final = 5
_FEW: Final = ("Formula figures need pupils, shares of need and state and local dollars of a "
               "school.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class GroupSum:
    """Title I schools or the others: sums over them, and the mean gap by pupils."""

    name: str
    schools: int
    pupils: float
    actual: Decimal
    formula: Decimal
    per_pupil: float | None


@dataclass(frozen=True, slots=True)
class ScreeningView:
    """The screening; `trouble` says why there is none."""

    year: str
    groups: Sequence[GroupSum]
    needs_look: bool | None
    trouble: str
    method: str
    export: str


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """One school beside the formula; guaranteed dollars are missing without a guarantee.

    `accounts` opens the accounts of the school where the reader may see them.
    """

    name: str
    href: str
    is_title_one: bool
    pupils: float
    weighted: float
    actual: Decimal
    formula: Decimal
    gap: Decimal
    per_pupil: float
    index: float
    before: Decimal
    guaranteed: Decimal | None
    is_held: bool
    accounts: str = ""


@dataclass(frozen=True, slots=True)
class FormulaView:
    """The schools in the formula, the guarantee, and what is outside.

    `through` is the part of the district's state and local effort that the dollars are, `near` the
    share of pupils within five percent of the formula.
    """

    year: str
    lines: Sequence[FormulaLine]
    left_out: Sequence[tuple[str, str]]
    guarantee: int
    factor: float | None
    cost: Decimal | None
    no_guarantee: str
    through: float | None
    near: float | None
    moved: Decimal
    trouble: str
    method: str
    export: str
    is_whole: bool = False


def screening_sentence(view: ScreeningView) -> Sentence:
    """Whether Title I schools have less than the formula gives, and that it is a screening."""
    if view.trouble:
        return [f"Not screened: {view.trouble}."]
    gap = next((one.per_pupil for one in view.groups if one.name.startswith("Title I")), None)
    if view.needs_look is None or gap is None:
        return ["Not screened: no Title I school is in the formula."]
    if rounded(gap) == 0:
        words: list[Part | str] = [
            strong("Title I schools have what the formula gives them"),
            " in state and local dollars.",
        ]
    elif view.needs_look:
        words = [
            strong(f"Title I schools have {money(-gap)} per pupil less"),
            " in state and local dollars than the formula gives them: find out why.",
        ]
    else:
        words = [
            strong(f"Title I schools have {money(gap)} per pupil more"),
            " in state and local dollars than the formula gives them.",
        ]
    return [*words, f" {SCREENING_LABEL}"]


def screening_card(view: ScreeningView) -> Component:
    """Title I schools and the others: actual beside formula dollars."""
    if view.trouble or not view.groups:
        return card(
            SCREENING_QUESTION, body=empty(f"Not screened: {view.trouble or 'no school'}.", _FEW)
        )
    columns = [
        Column("Schools"),
        Column("Pupils", is_number=True),
        Column("Actual", "per pupil", is_number=True),
        Column("Formula", "per pupil", is_number=True),
        Column("Gap", "per pupil", is_number=True, phone=Phone.KEEP),
        Column("Gap", "dollars", is_number=True),
    ]
    rows = [_group(one) for one in view.groups]
    return card(
        SCREENING_QUESTION,
        screening_sentence(view),
        table(columns, rows, caption=SCREENING_QUESTION),
        method=view.method,
        menu=Menu(view.export, card="federal-screening"),
    )


def _group(one: GroupSum) -> Row:
    name = f"{one.name} ({count(one.schools)})"
    gap = money_change(one.actual - one.formula)
    if one.per_pupil is None or not one.pupils:
        none = missing("no such school")
        return Row([name, count(one.pupils), none, none, none, gap])
    each = [float(dollars) / one.pupils for dollars in (one.actual, one.formula)]
    return Row([name, count(one.pupils), money(each[0]), money(each[1]),
                money_change(one.per_pupil), gap],
               note=f"gap per pupil; {gap} in all; {count(one.pupils)} pupils, "
                    f"{money(each[0])} per pupil")  # fmt: skip


def formula_sentence(view: FormulaView) -> Sentence:
    """How much would have to move, and what the guarantee holds and costs."""
    if view.trouble:
        return [f"The formula is not run: {view.trouble}."]
    words: list[Part | str] = [
        strong(f"{money(view.moved)} would have to move"),
        f" between {counted(len(view.lines), 'school')} for each to have what the formula gives; ",
        f"{share(view.near)} of pupils are in schools within 5% of it.",
    ]
    if view.no_guarantee:
        return [*words, f" No guarantee is reckoned: {view.no_guarantee}."]
    held = sum(one.is_held for one in view.lines)
    if not held:
        return [*words, f" A guarantee of {view.guarantee}% of the year before would hold nobody."]
    cost = f"would hold {counted(held, 'school')} at a cost of {money(view.cost)}"
    rest = f"the others would get {share(view.factor, 1)} of their formula dollars"
    return [*words, f" A guarantee of {view.guarantee}% of the year before {cost}; {rest}."]


def formula_card(view: FormulaView) -> Component:
    """Schools from the one furthest below the formula to the one furthest above it."""
    if view.trouble or not view.lines:
        why = view.trouble or "no school can be reckoned"
        return card(FORMULA_QUESTION, body=empty(f"The formula is not run: {why}.", _FEW))
    columns = [
        Column("School"),
        Column("Pupils", is_number=True),
        Column("Counted by need", is_number=True),
        Column("Actual", "state and local", is_number=True),
        Column("By the formula", is_number=True),
        Column("Gap per pupil", is_number=True, phone=Phone.KEEP),
        Column("Index", "actual over formula", is_number=True),
        Column("Year before", is_number=True),
        Column("With guarantee", is_number=True),
        Column("Held"),
    ]
    ordered = sorted(view.lines, key=lambda one: (one.index, one.name))
    rows = [_row(one, view) for one in ordered]
    if not view.is_whole and len(rows) > _FOLDED:
        words = f"{count(len(rows) - 2 * _STAY)} schools between: show all"
        between = Row([choice(words, "all=1", is_current=False)], RowKind.GROUP)
        rows = [*rows[:_STAY], between, *rows[-_STAY:]]
    rows.append(_total(view))
    return card(
        FORMULA_QUESTION,
        formula_sentence(view),
        table(columns, rows, caption=FORMULA_QUESTION),
        method=view.method,
        menu=Menu(view.export, card="federal-formula"),
    )


def _row(one: FormulaLine, view: FormulaView) -> Row:
    guaranteed: Content = money(one.guaranteed)
    if one.guaranteed is None:
        guaranteed = missing(view.no_guarantee)
    held = marked("Held", "lock") if one.is_held else ""
    return Row(
        [dcc.Link(one.name, href=one.href), count(one.pupils), count(one.weighted),
         opened(money(one.actual), one.accounts), money(one.formula),
         money_change(one.per_pupil), count(one.index, 2), money(one.before), guaranteed, held],
        note=f"gap per pupil; {money(one.actual)} spent, {money(one.formula)} by the formula, "
             f"index {count(one.index, 2)}",
    )  # fmt: skip


def _total(view: FormulaView) -> Row:
    lines = view.lines
    guaranteed = [one.guaranteed for one in lines if one.guaranteed is not None]
    return Row(
        ["All schools in the formula", count(sum(one.pupils for one in lines)),
         count(sum(one.weighted for one in lines)), _sum([one.actual for one in lines]),
         _sum([one.formula for one in lines]), "", "", _sum([one.before for one in lines]),
         _sum(guaranteed) if guaranteed else "", ""],
        RowKind.TOTAL,
        note=f"{_sum([one.actual for one in lines])} spent, "
             f"{_sum([one.formula for one in lines])} by the formula",
    )  # fmt: skip


def _sum(dollars: Sequence[Decimal]) -> str:
    return money(sum(dollars, Decimal(0)))
