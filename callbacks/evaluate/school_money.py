"""Where a school's money goes and how it has changed, reckoned from sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from callbacks.evaluate.comparison import counted
from callbacks.evaluate.constant_dollars import Prices, prices_of
from callbacks.evaluate.school_view import SchoolView
from callbacks.evaluate.shares import central_reason, shared_rows
from data.school_spending import Part, Share, counted_spending, school_spending
from pages.evaluate.money_split import SPLITS, MoneySplit, SplitLine
from pages.evaluate.spending_years import SpendingYear, SpendingYears
from pages.format import fiscal_year, listed, money, word

_COLUMNS: Final = {"category": "name", "class": "spend_class", "source": "fund_source"}
_WORDS: Final = {
    "salary": "Salaries",
    "benefit": "Benefits",
    "non_personnel": "Supplies and services",
    "capital": "Equipment and buildings",
    "debt": "Debt",
    "transfer": "Transfers to others",
    "federal": "Federal",
    "state_local": "State and local",
    "personnel": "Pay and benefits",
}
_POOLS: Final = 5
_SITE, _CENTRAL = "Booked at the school", "Share of central cost"
_YEARS: Final = 6
Key = tuple[bool, str]
"""Whether a sum is of central cost, and the name of its part."""


def known_split(asked: str | None) -> str:
    """The split asked for, else by function."""
    return asked if asked in SPLITS else "category"


def money_split(view: SchoolView, split: str) -> MoneySplit:
    """The school's spending in parts, beside the pupil-weighted means of its level."""
    ground = view.ground
    rows = _rows(view)
    compared = counted(view.compared)
    places = {row["location_id"] for row in compared}
    own = _sums((row for row in rows if row["location_id"] == view.id), split)
    others = _sums((row for row in rows if row["location_id"] in places), split)
    pupils = _exact(view.row["pupils"])
    all_pupils = sum((_exact(row["pupils"]) or Decimal(0) for row in compared), Decimal(0))

    def line(name: str, keys: Iterable[Key], *, is_central: bool) -> SplitLine:
        spent, of_all = (sum((of[key] for key in keys), Decimal(0)) for of in (own, others))
        return SplitLine(
            name, spent, _ratio(spent, pupils), _ratio(of_all, all_pupils), is_central=is_central
        )

    keys = sorted({*own, *others}, key=lambda key: (-own[key], -others[key], key))
    lines = [line(key[1], [key], is_central=key[0]) for key in keys if own[key] or others[key]]
    is_both = view.counting.share is Share.BOTH
    names = {Share.SITE: "", Share.ATTRIBUTED: _CENTRAL, Share.BOTH: "Both together"}
    return MoneySplit(
        school=view.short,
        level=view.level,
        split=split,
        lines=_folded(lines, line, keys) if is_both else lines,
        total=line(names[view.counting.share], keys, is_central=view.counting.has_central),
        reason=view.reason,
        href=view.accounts_href,
        method=f"{view.basis_words}. Mark: pupil-weighted mean of {view.pool}."
        f"{_elsewhere(lines)}{_aside(view)}",
        export=ground.export(
            "school-spending" if view.counting.has_central else "spending-by-school"
        ),
        parts=[
            line(name, [key for key in keys if key[0] is part], is_central=part)
            for part, name in ((False, _SITE), (True, _CENTRAL))
            if is_both
        ],
    )


def _folded(
    lines: list[SplitLine], line: Callable[..., SplitLine], keys: Sequence[Key]
) -> list[SplitLine]:
    """The lines with the smaller parts of the central share as one."""
    central = [one.name for one in lines if one.is_central]
    if len(central) <= _POOLS + 1:
        return lines
    small = set(central[_POOLS:])
    rest = [key for key in keys if key[0] and key[1] in small]
    kept = [one for one in lines if not (one.is_central and one.name in small)]
    name = f"{word(len(small), start=True)} smaller pools"
    return [*kept, line(name, rest, is_central=True)]


def _rows(view: SchoolView) -> list[dict[str, Any]]:
    """The rows of the parts that count, of every school."""
    ground = view.ground
    return counted_spending(
        ground.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        funds=ground.funds,
        share=view.counting.share,
    )


def _aside(view: SchoolView) -> str:
    """What is booked at the school and does not count there, where central cost counts too."""
    if view.counting.share is not Share.BOTH:
        return ""
    ground = view.ground
    rows = school_spending(
        ground.warehouse, ground.scope, fiscal_year=ground.year.year, funds=ground.funds
    ).to_pylist()
    aside = sum(
        row["spent_usd"] or Decimal(0)
        for row in rows
        if row["location_id"] == view.id and row["part"] == Part.ASIDE
    )
    if not aside:
        return ""
    return (
        f" {money(aside)} booked here does not count by the district's classes, such as equipment "
        "and buildings."
    )


def _elsewhere(lines: list[SplitLine]) -> str:
    """Which parts other schools have and this one has not."""
    absent = [
        line.name
        for line in lines
        if not line.spent and (line.mean or 0) >= 1 and not line.is_central
    ]
    return f" Nothing is booked here for {listed(absent).lower()}." if absent else ""


def _sums(rows: Iterable[dict[str, Any]], split: str) -> dict[Key, Decimal]:
    sums: dict[Key, Decimal] = defaultdict(Decimal)
    for row in rows:
        name = row[_COLUMNS[split]] or "Other"
        key = (row["part"] == Part.CENTRAL, _WORDS.get(name, name))
        sums[key] += row["spent_usd"] or Decimal(0)
    return sums


def spending_years(view: SchoolView, asked: str | None = None) -> SpendingYears:
    """The school's last years on the same funds, at the prices asked for."""
    ground = view.ground
    prices = prices_of(ground, asked)
    years = [entry for entry in ground.years if entry.year <= ground.year.year][-_YEARS:]
    found = []
    for entry in years:
        counting = view.counting
        why = central_reason(ground, entry.year) if counting.has_central else ""
        if why:
            counting = replace(counting, share=Share.SITE)
        rows = shared_rows(ground, entry.year, counting)
        row = next((row for row in rows if row["location_id"] == view.id), None)
        if why and row is not None:
            row = row | {"site_usd": row["spent_usd"], "site_per_pupil_usd": row["per_pupil_usd"]}
            row |= {"spent_usd": None, "per_pupil_usd": None}
        found.append(_year(entry.year, row, why, is_open=ground.is_open(entry)))
    words = view.basis_words.replace(f" FY{ground.year.year}", "", 1).partition(" so far")[0]
    dollars = prices.words if prices else "current dollars"
    method = f"{words}, {dollars}; bars start at zero."
    found = [_priced(year, prices) for year in found] if prices else found
    return SpendingYears(
        years=found,
        method=method + _under_way(found) + _unknown(found),
        export=ground.export("per-pupil-report" if view.counting.has_central else "per-pupil"),
        share=view.counting.share,
        prices=prices.choice if prices else None,
    )


def _priced(year: SpendingYear, prices: Prices) -> SpendingYear:
    """A year at the prices chosen; without a price level it has no figure and says so."""
    spent, site = prices.of(year.spent, year.year), prices.of(year.site, year.year)
    if (spent, site) == (None, None) and (year.spent or year.site) is not None:
        why = "no price level is loaded"
        return replace(year, spent=None, per_pupil=None, reason=why, site=None, site_per_pupil=None)
    return replace(
        year,
        spent=spent,
        per_pupil=prices.of(year.per_pupil, year.year),
        site=site,
        site_per_pupil=prices.of(year.site_per_pupil, year.year),
    )


def _under_way(years: list[SpendingYear]) -> str:
    names = [fiscal_year(year.year) for year in years if year.is_open]
    return f" Light bar: {listed(names)} is still under way." if names else ""


def _year(year: int, row: dict[str, Any] | None, lacking: str, *, is_open: bool) -> SpendingYear:
    if row is None:
        return SpendingYear(year, None, None, None, "no money and no pupils loaded", is_open)
    why = "hidden: too few pupils" if "pupils" in row["hidden"].split() else "no pupils loaded"
    return SpendingYear(
        year,
        row["spent_usd"],
        row["pupils"],
        row["per_pupil_usd"],
        "" if row["per_pupil_usd"] is not None else lacking or why,
        is_open,
        row.get("site_usd"),
        row.get("site_per_pupil_usd"),
    )


def _unknown(years: list[SpendingYear]) -> str:
    lacking = [year for year in years if year.per_pupil is None]
    if not lacking:
        return ""
    reasons = dict.fromkeys(year.reason for year in lacking)
    names = listed([fiscal_year(year.year) for year in lacking])
    return f" Per pupil is missing for {names}: {', '.join(reasons)}."


def _exact(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _ratio(dollars: Decimal, pupils: Decimal | None) -> Decimal | None:
    return dollars / pupils if pupils else None
