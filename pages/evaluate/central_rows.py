"""Central resources as rows: schools by pool, one school's pools, one pool's schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.figures import missing
from pages.components.page_head import choice
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import LEVELS, level_name
from pages.evaluate.track import bar
from pages.format import (
    HIDDEN,
    MISSING,
    count,
    counted,
    money,
    money_change,
    money_short,
    share,
    upper,
)

FOLDED: Final = 9
_STAY: Final = (5, 3)
"""How many schools stay at the top and at the bottom of a folded list."""
_LARGEST: Final = 2
_STEPS: Final = (0.5, 0.9, 1.1, 1.5)
STEP_WORDS: Final = (
    "under half of the mean", "less", "about the mean", "more", "over one and a half times",
)  # fmt: skip
"""What the five tints mean: dollars per pupil beside the district's mean for the pool."""


@dataclass(frozen=True, slots=True)
class PoolHead:
    """A pool: its driver, district's mean per pupil, dollars, and the accounts behind it.

    `per_unit` is dollars for one unit of the driver, `source` says why this driver.
    """

    code: str
    name: str
    driver: str
    schools: str
    source: str
    mean: Decimal | None
    dollars: Decimal
    per_unit: Decimal | None
    accounts: str
    takers: int
    without: int


@dataclass(frozen=True, slots=True)
class Lost:
    """Dollars that reach no school by the method, why, and the accounts behind them."""

    name: str
    dollars: Decimal
    reason: str
    accounts: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a school gets of a pool; `reason` says why there is nothing, `note` more about it."""

    per_pupil: Decimal | None
    dollars: Decimal | None
    part: float | None
    driver: float | None
    reason: str = ""
    note: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A school with a cell for each pool in order, and all of them together."""

    code: str
    name: str
    href: str
    level: str
    pupils: float | None
    total: Cell
    cells: Sequence[Cell]


def step(value: Decimal | None, mean: Decimal | None) -> int | None:
    """Which of the five tints a figure takes beside the mean; none without both."""
    if value is None or not mean or mean < 0:
        return None
    ratio = float(value / mean)
    return sum(ratio >= edge for edge in _STEPS)


def written(cell: Cell, unit: str) -> Component | str:
    """A cell in dollars per pupil, dollars, or as part of the pool."""
    if unit == "pupil":
        if cell.is_hidden:
            return HIDDEN
        return missing(cell.reason) if cell.per_pupil is None else money(cell.per_pupil)
    if unit == "dollars":
        return missing(cell.reason) if cell.dollars is None else money(cell.dollars)
    return missing(cell.reason) if cell.part is None else share(cell.part, 1)


def matrix(
    pools: Sequence[PoolHead],
    lines: Sequence[SchoolLine],
    mean: Decimal | None,
    *,
    unit: str,
    is_whole: bool,
    caption: str,
) -> Component:
    """Schools by level down, pools across; long levels fold to their ends unless `is_whole`."""
    columns = [
        Column("School"),
        Column("All", is_number=True, phone=Phone.KEEP),
        *(Column(one.name, is_number=True, head=_pool_link(one)) for one in pools),
    ]
    rows: list[Row] = []
    for level in LEVELS:
        own = [line for line in lines if line.level == level]
        if own:
            own.sort(key=lambda line: (-(line.total.per_pupil or Decimal(-1)), line.name))
            rows.append(Row([f"{level_name(level)}, {counted(len(own), 'school')}"], RowKind.GROUP))
            made = [_line(pools, one, mean, unit) for one in own]
            rows += _folded(made, is_whole=is_whole)
    rows += _feet(pools, mean)
    return table(columns, rows, caption=caption, look="c stack central")


def _pool_link(pool: PoolHead) -> Component:
    link = choice(pool.name, f"pool={pool.code}&school=", is_current=False)
    link.title = f"Shared by {pool.driver}, {pool.schools}"
    return link


def _folded(rows: list[Row], *, is_whole: bool) -> list[Row]:
    top, bottom = _STAY
    if is_whole or len(rows) <= FOLDED:
        return rows
    words = f"{count(len(rows) - top - bottom)} schools between: show all"
    link = choice(words, "all=1", is_current=False)
    return [*rows[:top], Row([link], RowKind.GROUP), *rows[-bottom:]]


def _line(pools: Sequence[PoolHead], one: SchoolLine, mean: Decimal | None, unit: str) -> Row:
    name = choice(one.name, f"school={one.code}&pool=", is_current=False)
    cells = [
        _cell(cell, pool.mean, unit, f"school={one.code}&pool={pool.code}", pool.name)
        for pool, cell in zip(pools, one.cells, strict=True)
    ]
    total = _cell(one.total, mean, "pupil" if unit == "share" else unit, "", "")
    return Row([name, total, *cells], note=_note(pools, one))


def _cell(cell: Cell, mean: Decimal | None, unit: str, query: str, pool: str) -> Component | str:
    if cell.dollars is None and cell.reason.startswith("only "):
        return MISSING
    at = step(cell.per_pupil, mean)
    look = "heat" if at is None else f"heat tint{at}"
    shown = written(cell, unit)
    if cell.dollars is None:
        return shown
    if not query:
        return html.Span(shown, className=look)
    link = choice("", query, is_current=False)
    link.children, link.className = shown, look
    link.title = f"{pool}: {money(cell.dollars)}" + (f"; {cell.note}" if cell.note else "")
    return link


def _note(pools: Sequence[PoolHead], one: SchoolLine) -> str:
    """The school's largest pools, for phones."""
    pairs = [
        (cell.dollars, pool.name, cell)
        for pool, cell in zip(pools, one.cells, strict=True)
        if cell.dollars
    ]
    pairs.sort(key=lambda pair: -(pair[0] or 0))
    return "; ".join(
        f"{name} {money(cell.dollars if cell.per_pupil is None else cell.per_pupil)}"
        for _, name, cell in pairs[:_LARGEST]
    )


def _feet(pools: Sequence[PoolHead], mean: Decimal | None) -> list[Row]:
    """The district's mean per pupil, and the dollars, which open the accounts behind them."""
    whole = sum((one.dollars for one in pools), Decimal(0))
    return [
        Row(["Mean per pupil", money(mean), *(money(one.mean) for one in pools)], RowKind.TOTAL),
        Row(["Dollars", money_short(whole), *(_short(one) for one in pools)], RowKind.TOTAL),
    ]


def _short(pool: PoolHead) -> Component | str:
    """Dollars for a narrow column; the whole figure on hover and in the table of resources."""
    text, whole = money_short(pool.dollars), money(pool.dollars, cents=True)
    if not pool.accounts:
        return html.Span(text, title=whole)
    return html.A(text, href=pool.accounts, className="dig", title=whole)


def dollars(pool: PoolHead) -> Component | str:
    """The pool's dollars; they open its accounts where the reader may see them."""
    return _opened(pool.dollars, pool.accounts)


def _opened(amount: Decimal, accounts: str) -> Component | str:
    return html.A(money(amount), href=accounts, className="dig") if accounts else money(amount)


def of_school(
    pools: Sequence[PoolHead], line: SchoolLine, caption: str
) -> tuple[Component, list[tuple[PoolHead, Cell]]]:
    """One school's pools, the largest first, and those it takes; none last with its reason."""
    pairs = list(zip(pools, line.cells, strict=True))
    pairs.sort(key=lambda pair: (pair[1].dollars is None, -(pair[1].dollars or 0), pair[0].name))
    columns = [
        Column("Resource"),
        Column("$ per pupil", is_number=True, phone=Phone.KEEP),
        Column("District's mean", is_number=True),
        Column("Difference", is_number=True),
        Column("Dollars", is_number=True),
        Column("Part of the whole", is_number=True),
        Column("Shared by"),
        Column("Its value", is_number=True),
    ]
    rows = [_school_row(line, pool, cell) for pool, cell in pairs]
    rows.append(
        Row(["All", written(line.total, "pupil"), "", "", money(line.total.dollars), "", "", ""],
            RowKind.TOTAL)
    )  # fmt: skip
    taken = [pair for pair in pairs if pair[1].dollars is not None]
    return table(columns, rows, caption=caption, look="c stack"), taken


def _school_row(line: SchoolLine, pool: PoolHead, cell: Cell) -> Row:
    name = choice(pool.name, f"pool={pool.code}&school={line.code}", is_current=False)
    if cell.dollars is None:
        none = missing(cell.reason)
        return Row([name, none, money(pool.mean), "", "", "", upper(pool.driver), ""],
                   note=f"No share: {cell.reason}")  # fmt: skip
    gap = None if cell.per_pupil is None or pool.mean is None else cell.per_pupil - pool.mean
    note = f"{money(cell.dollars)}; district's mean {money(pool.mean)}"
    value = [amount_of(cell.driver), *_asterisk(cell)]
    return Row(
        [name, written(cell, "pupil"), money(pool.mean), money_change(gap), money(cell.dollars),
         share(cell.part, 1), upper(pool.driver), value],
        note=f"{note}; {cell.note}" if cell.note else note,
    )  # fmt: skip


def of_pool(
    pool: PoolHead, lines: Sequence[tuple[SchoolLine, Cell]], *, is_whole: bool, caption: str
) -> Component:
    """Schools by level, ranked by what they get of a pool per pupil; without a share last."""
    columns = [
        Column("School"),
        Column("", width="22%", phone=Phone.WIDE),
        Column("$ per pupil", is_number=True, phone=Phone.KEEP),
        Column("Dollars", is_number=True),
        Column("Part of the whole", is_number=True),
        Column(upper(pool.driver), is_number=True),
        Column("Pupils", is_number=True),
    ]
    top = max((float(cell.per_pupil or 0) for _, cell in lines), default=0.0) or 1.0
    rows: list[Row] = []
    for level in LEVELS:
        own = [(line, cell) for line, cell in lines if line.level == level]
        own.sort(key=lambda pair: (pair[1].dollars is None, -(pair[1].per_pupil or 0),
                                   pair[0].name))  # fmt: skip
        if own:
            rows.append(Row([f"{level_name(level)}, {counted(len(own), 'school')}"], RowKind.GROUP))
            made = [_pool_row(pool, line, cell, top) for line, cell in own]
            rows += _folded(made, is_whole=is_whole)
    return table(columns, rows, caption=caption, look="c stack schools")


def _pool_row(pool: PoolHead, line: SchoolLine, cell: Cell, top: float) -> Row:
    name = dcc.Link(line.name, href=line.href)
    if cell.dollars is None:
        return Row([name, "", missing(cell.reason), "", "", "", count(line.pupils)],
                   note=f"No share: {cell.reason}")  # fmt: skip
    drawn: Any = ""
    if cell.per_pupil is not None:
        mean = None if pool.mean is None else float(pool.mean)
        drawn = bar(float(cell.per_pupil), high=top * 1.03, mark=mean)
    value = amount_of(cell.driver)
    link = choice(money(cell.dollars), f"school={line.code}&pool={pool.code}", is_current=False)
    link.className = "dig"
    pupils = HIDDEN if cell.is_hidden else count(line.pupils)
    return Row(
        [name, drawn, written(cell, "pupil"), link, share(cell.part, 1),
         [value, *_asterisk(cell)], pupils],
        note=f"{money(cell.dollars)}; {pool.driver}: {value}",
    )  # fmt: skip


def amount_of(value: float | None) -> str:
    """A driver's value: whole numbers as such, others with two decimals."""
    if value is None:
        return HIDDEN
    return count(value) if float(value).is_integer() else count(value, 2)


def _asterisk(cell: Cell) -> list[Component]:
    if not cell.note:
        return []
    words = html.Span(f" ({cell.note})", className="vh")
    return [html.Span(" ≈", title=cell.note, **{"aria-hidden": "true"}), words]


def pool_table(pools: Sequence[PoolHead], lost: Sequence[Lost], caption: str) -> Component:
    """How each pool is shared; under them what reaches no school, each with its reason."""
    columns = [
        Column("Resource"),
        Column("Shared by"),
        Column("Why"),
        Column("For each", is_number=True),
        Column("Schools", is_number=True),
        Column("Take none", is_number=True),
        Column("Dollars", is_number=True, phone=Phone.KEEP),
    ]
    rows = [_how(one) for one in pools]
    if lost:
        rows.append(Row(["Reaches no school"], RowKind.GROUP))
        rows += [
            Row([one.name, "", one.reason, "", "", "", _opened(one.dollars, one.accounts)],
                note=one.reason)
            for one in lost
        ]  # fmt: skip
    amounts = [*(one.dollars for one in pools), *(one.dollars for one in lost)]
    whole = sum(amounts, Decimal(0))
    rows.append(Row(["All", "", "", "", "", "", money(whole)], RowKind.TOTAL))
    return table(columns, rows, caption=caption, look="c stack")


def _how(pool: PoolHead) -> Row:
    name = choice(pool.name, f"pool={pool.code}&school=", is_current=False)
    each = "" if pool.per_unit is None else money(pool.per_unit, cents=True)
    how = f"{upper(pool.driver)}, {pool.schools}"
    return Row(
        [name, how, pool.source, each, count(pool.takers), count(pool.without), dollars(pool)],
        note=how,
    )
