"""The cards of schools side by side, from the rows of the read model school-comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from callbacks.evaluate.constant_dollars import Prices
from callbacks.evaluate.ground import Ground
from callbacks.evaluate.shares import Counting
from data.school_spending import Share
from data.staff_on_day import census_day
from metrics.registry import Unit
from pages.evaluate.compare import Cell, CompareCard, ComparePage, CompareRow, Picture
from pages.evaluate.compare_words import (
    Side,
    results_words,
    sources_words,
    widest,
    years_words,
)
from pages.evaluate.measure_words import is_share, written
from pages.evaluate.prices import price_switch
from pages.figures.axes import Axis
from pages.figures.side_by_side import (
    Lane,
    Path,
    Stack,
    lanes_height,
    paths,
    side_by_side,
    stacks,
)
from pages.format import MISSING, count, counted, day, fiscal_year

__all__ = ["ComparePage", "Sides", "compare_cards"]

_PARTS: Final = {
    "site": "Booked at the school",
    "central": "Share of central cost",
    "per 100 pupils": "Full-time equivalents per 100 pupils",
    "ratios": "Ratios",
}
_LANES: Final = 7
Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Sides:
    """The schools chosen with their figures: one row a measure, year and school."""

    ground: Ground
    counting: Counting
    codes: tuple[str, ...]
    names: tuple[str, ...]
    rows: Rows
    prices: Prices | None = None

    def groups(self, card: str) -> list[Rows]:
        """The rows of a card, measure by measure, each in the order of the schools."""
        found: dict[tuple[str, str, int], list[dict[str, Any]]] = {}
        for row in self.rows:
            if row["card"] == card:
                key = (row["part"], row["measure"], row["fiscal_year"])
                found.setdefault(key, []).append(row)
        return list(found.values())

    def of(self, card: str) -> list[Side]:
        """The measures of a card as sentences and pictures take them."""
        return [_side(rows) for rows in self.groups(card)]

    @property
    def total(self) -> Side | None:
        """Spending per pupil of the dollars that count."""
        rows = next((rows for rows in self.groups("source") if rows[0]["measure"] == "total"), None)
        return None if rows is None else _side(rows)

    def export(self, card: str) -> str:
        """The address of a card's rows, without the format."""
        return self.ground.export(
            "school-comparison",
            share=self.counting.share,
            location_ids=",".join(self.codes),
            card=card,
        )

    @property
    def district_words(self) -> str:
        """How many schools the district's figures stand on."""
        most = max((row["district_schools"] for row in self.rows), default=0)
        return f"District: weighted mean of {counted(most, 'school')}"


def compare_cards(sides: Sides) -> list[CompareCard]:
    """Who goes there, what is spent, who works there, with what results, and how it moved."""
    return [
        _pupils(sides), _sources(sides), _categories(sides), _staff(sides), _results(sides),
        _years(sides),
    ]  # fmt: skip


def _side(rows: Rows) -> Side:
    first = rows[0]
    return Side(
        first["label"],
        Unit(first["unit"]),
        [row["value"] for row in rows],
        [row["peers_value"] for row in rows],
        first["district_value"],
        first["part"],
    )


def _line(rows: Rows, label: str = "") -> CompareRow:
    first, unit = rows[0], Unit(rows[0]["unit"])
    cells = [
        Cell(
            _written(row["value"], unit),
            _written(row["peers_value"], unit) if row["peers_value"] is not None else "",
            row["reason"],
            row["is_hidden"],
        )
        for row in rows
    ]
    district = _written(first["district_value"], unit)
    part = _PARTS.get(first["part"], "")
    return CompareRow(label or first["label"], cells, district, part, first["measure"] == "total")


def _written(value: float | None, unit: Unit) -> str:
    if value is None:
        return MISSING
    return count(value, 1) if unit is Unit.RATIO else _fte(value, unit)


def _fte(value: float, unit: Unit) -> str:
    return count(value, 2) if unit is Unit.FTE else written(value, unit)


def _lanes(sides: Sequence[Side], names: Sequence[str], words: str, name: str) -> list[Picture]:
    """One chart of measures that share a unit; none where nothing is known."""
    known = [one for one in sides if any(value is not None for value in one.values)]
    if not known:
        return []
    unit = known[0].unit
    scale = 100.0 if is_share(unit) else 1.0
    dollars = "$" if unit is Unit.DOLLARS_PER_PUPIL else ""
    axis = Axis(words, lambda v: _written(v, unit), scale, dollars, "%" if scale > 1 else "",
                100.0 if scale > 1 else None)  # fmt: skip
    lanes = [Lane(one.label, one.values, one.peers, one.district) for one in known]
    return [Picture(name, side_by_side(lanes, names, axis), lanes_height(len(lanes), len(names)))]


def _method(sides: Sides, words: str) -> str:
    peers = "Small or hollow: plain mean of the school's five peers, nearest in size and need"
    return f"{words}. {peers} within its level. {sides.district_words}. Axes start at zero."


def _pupils(sides: Sides) -> CompareCard:
    groups = sides.groups("pupils")
    shares = [one for one in sides.of("pupils") if is_share(one.unit)]
    year = fiscal_year(sides.ground.year.year)
    return CompareCard(
        "Who goes to these schools?",
        widest(sides.names, shares, unit=Unit.SHARE),
        _lanes(shares, sides.names, "Share of pupils", "compare-pupils"),
        [_line(rows) for rows in groups],
        "lanes",
        _method(sides, f"{year}; pupils of the district: mean of a school"),
        sides.export("pupils"),
    )


def _sources(sides: Sides) -> CompareCard:
    groups, total = sides.groups("source"), sides.total
    known = {(rows[0]["part"], rows[0]["measure"].partition("_")[2]): rows for rows in groups}
    order = [(part, name) for part in ("site", "central") for name in ("state_local", "federal")]

    def parts(column: str, place: int) -> tuple[float, float, float, float] | None:
        if total is None or groups[-1][place][column] is None:
            return None
        found = [known[key][place][column] or 0.0 if key in known else 0.0 for key in order]
        return (found[0], found[1], found[2], found[3])

    bars: list[Stack] = []
    for place, name in enumerate(sides.names):
        bars.append(Stack(name, parts("value", place)))
        bars.append(Stack(f"Peers of {name}", parts("peers_value", place), is_own=False))
    bars = [bar for bar in bars if bar.is_own or bar.parts is not None]
    if groups:
        bars.append(Stack("District", parts("district_value", 0), is_own=False))
    picture = Picture("compare-sources", stacks(bars, lambda v: written(v, Unit.DOLLARS)),
                      len(bars) * 52 + 46)  # fmt: skip
    central = [one for one in sides.of("source") if one.part == "central"]
    is_central = sides.counting.share is Share.ATTRIBUTED
    return CompareCard(
        "What is spent per pupil, and from which source?",
        sources_words(sides.names, total, [] if is_central else central),
        [picture] if groups else [],
        [_line(rows) for rows in groups],
        "stacks",
        f"{sides.counting.words(sides.ground)}. {sides.district_words}. Bars start at zero.",
        sides.export("source"),
        "compare-sources",
        empty="" if groups else "No spending is booked in these funds. Choose others above.",
    )


def _categories(sides: Sides) -> CompareCard:
    groups = sides.groups("category")
    shown = [
        rows for rows in groups
        if any(row["value"] for row in rows) or (rows[0]["district_value"] or 0) >= 1
    ]  # fmt: skip
    by_size = sorted(shown, key=lambda rows: -max(row["value"] or 0.0 for row in rows))
    drawn = [_side(rows) for rows in by_size[:_LANES]]
    named = [_named(one) for one in drawn]
    return CompareCard(
        "Where does the money go?",
        widest(sides.names, [_side(rows) for rows in shown]),
        _lanes(named, sides.names, "Dollars per pupil", "compare-categories"),
        [_line(rows) for rows in shown],
        "lanes",
        _method(sides, sides.counting.words(sides.ground)) + _drawn(len(shown), len(drawn)),
        sides.export("category"),
        empty="" if shown else "No spending is booked in these funds. Choose others above.",
    )


def _named(side: Side) -> Side:
    if side.part != "central":
        return side
    return Side(f"{side.label} (central)", side.unit, side.values, side.peers, side.district)


def _drawn(shown: int, drawn: int) -> str:
    return f" The picture shows the {drawn} largest of {shown}." if shown > drawn else ""


def _staff(sides: Sides) -> CompareCard:
    groups = sides.groups("staff")
    lanes = [one for one in sides.of("staff") if one.unit is Unit.FTE and one.label != "All staff"]
    when = day(census_day(sides.ground.year.year))
    lacking = "No positions are loaded for this year."
    return CompareCard(
        "Who works there?",
        widest(sides.names, lanes, unit=Unit.FTE),
        _lanes(lanes, sides.names, "Full-time equivalents per 100 pupils", "compare-staff"),
        [_line(rows) for rows in groups],
        "lanes",
        _method(sides, f"Filled positions on {when} (census day), all funds; groups from titles"),
        sides.export("staff"),
        empty="" if groups else lacking,
    )


def _results(sides: Sides) -> CompareCard:
    by_measure: dict[str, list[Rows]] = {}
    for rows in sides.groups("results"):
        if any(row["value"] is not None for row in rows):
            by_measure.setdefault(rows[0]["measure"], []).append(rows)
    newest = [groups[-1] for groups in by_measure.values()]
    return CompareCard(
        "What are the results?",
        results_words(sides.names, [(rows[0]["fiscal_year"], _side(rows)) for rows in newest]),
        [_result(name, groups, sides.names) for name, groups in by_measure.items()],
        [_line(rows, f"{rows[0]['label']}, {rows[0]['fiscal_year']}") for rows in newest],
        "paths",
        "Years are named by the one in which they end; the table shows the newest. District: "
        "mean weighted by pupils tested or counted. Small: plain mean of its five peers. Axes of "
        "points do not start at zero. Association, not cause.",
        sides.export("results"),
        "compare-results",
        empty="" if newest else "No result of these schools is published.",
    )


def _result(name: str, groups: Sequence[Rows], names: Sequence[str]) -> Picture:
    unit = Unit(groups[0][0]["unit"])
    figure = paths(
        [rows[0]["fiscal_year"] for rows in groups],
        [Path(one, [rows[place]["value"] for rows in groups]) for place, one in enumerate(names)],
        [rows[0]["district_value"] for rows in groups],
        lambda value: written(value, unit, 0 if is_share(unit) or unit is Unit.POINTS else None),
        starts_at_zero=is_share(unit),
    )
    note = "% of pupils" if is_share(unit) else "points from standard"
    return Picture(f"compare-{name}", figure, 216, groups[0][0]["label"].partition(":")[0], note)


def _years(sides: Sides) -> CompareCard:
    prices = sides.prices
    groups = sides.groups("years")
    if prices:
        groups = [[_priced(row, prices) for row in rows] for rows in groups]
    known = [rows for rows in groups if any(row["value"] is not None for row in rows)]
    figure = paths(
        [rows[0]["fiscal_year"] for rows in known] or [0],
        [Path(one, [rows[i]["value"] for rows in known]) for i, one in enumerate(sides.names)],
        [rows[0]["district_value"] for rows in known],
        lambda value: written(value, Unit.DOLLARS),
        starts_at_zero=True,
    )
    year = sides.ground.year.year
    words = sides.counting.words(sides.ground).replace(f" FY{year}", "", 1)
    return CompareCard(
        "How has spending per pupil changed?",
        years_words(
            sides.names,
            [(rows[0]["fiscal_year"], _side(rows)) for rows in known],
            prices.choice.before if prices else "before inflation",
        ),
        [Picture("compare-years", figure, 320)],
        [_line(rows, fiscal_year(rows[0]["fiscal_year"])) for rows in known],
        "paths",
        f"{words.partition(' so far')[0]}, {prices.words if prices else 'current dollars'}; the "
        "axis starts at zero."
        f"{_open(sides)}{_lacking(groups)}",
        sides.export("years"),
        "compare-years",
        tools=price_switch(prices.choice if prices else None),
        empty=""
        if known
        else f"No year has spending per pupil of these schools.{_lacking(groups)}",
    )


def _priced(row: dict[str, Any], prices: Prices) -> dict[str, Any]:
    """A year's row at the prices chosen; without a price level it has no figure and says so."""
    names = ("value", "district_value", "peers_value")
    made = {
        name: None if (found := prices.of(_exact(row[name]), row["fiscal_year"])) is None
        else float(found)
        for name in names
    }  # fmt: skip
    lost = row["value"] is not None and made["value"] is None
    return row | made | ({"reason": "no price level is loaded"} if lost else {})


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _open(sides: Sides) -> str:
    year = sides.ground.year
    return f" {fiscal_year(year.year)} is still under way." if sides.ground.is_open(year) else ""


def _lacking(groups: Sequence[Rows]) -> str:
    """Years in which no school has a figure, with the reasons."""
    absent = [rows for rows in groups if all(row["value"] is None for row in rows)]
    if not absent:
        return ""
    years = ", ".join(fiscal_year(rows[0]["fiscal_year"]) for rows in absent)
    reasons = dict.fromkeys(row["reason"] for rows in absent for row in rows)
    return f" Left out: {years} ({'; '.join(reasons)})."
