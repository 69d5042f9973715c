"""Where a school's money goes and how it has changed, reckoned from sums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from callbacks.evaluate.comparison import counted
from callbacks.evaluate.school_view import SchoolView, year_rows
from data.spending import spending_by_school
from pages.evaluate.money_split import SPLITS, MoneySplit, SplitLine
from pages.evaluate.spending_years import SpendingYear, SpendingYears
from pages.format import fiscal_year, listed

_COLUMNS: Final = {"category": "category_name", "class": "spend_class", "source": "fund_source"}
_WORDS: Final = {
    "salary": "Salaries",
    "benefit": "Benefits",
    "non_personnel": "Supplies and services",
    "capital": "Equipment and buildings",
    "debt": "Debt",
    "transfer": "Transfers to others",
    "federal": "Federal",
    "state_local": "State and local",
}
_YEARS: Final = 6


def known_split(asked: str | None) -> str:
    """The split asked for, else by function."""
    return asked if asked in SPLITS else "category"


def money_split(view: SchoolView, split: str) -> MoneySplit:
    """The school's spending in parts, beside the pupil-weighted means of its level."""
    ground = view.ground
    rows = spending_by_school(
        ground.warehouse, ground.scope, fiscal_year=ground.year.year, funds=ground.funds
    ).to_pylist()
    compared = counted(view.compared)
    places = {row["location_id"] for row in compared}
    own = _sums((row for row in rows if row["location_id"] == view.id), split)
    others = _sums((row for row in rows if row["location_id"] in places), split)
    pupils = _exact(view.row["pupils"])
    all_pupils = sum((_exact(row["pupils"]) or Decimal(0) for row in compared), Decimal(0))
    lines = [
        SplitLine(name, own[name], _ratio(own[name], pupils), _ratio(others[name], all_pupils))
        for name in sorted({*own, *others}, key=lambda name: (-own[name], -others[name], name))
        if own[name] or others[name]
    ]
    total, of_all = sum(own.values(), Decimal(0)), sum(others.values(), Decimal(0))
    whole = SplitLine("", total, _ratio(total, pupils), _ratio(of_all, all_pupils))
    method = f"{ground.year_words}. Mark: pupil-weighted mean of {view.pool}."
    return MoneySplit(
        school=view.short,
        level=view.level,
        split=split,
        lines=lines,
        total=whole,
        reason=view.reason,
        href=view.accounts_href,
        method=f"{method}{_elsewhere(lines)}",
        export=ground.export("spending-by-school"),
    )


def _elsewhere(lines: list[SplitLine]) -> str:
    """Which parts other schools have and this one has not."""
    absent = [line.name for line in lines if not line.spent and (line.mean or 0) >= 1]
    return f" Nothing is booked here for {listed(absent).lower()}." if absent else ""


def _sums(rows: Iterable[dict[str, Any]], split: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        name = row[_COLUMNS[split]] or "Other"
        sums[_WORDS.get(name, name)] += row["spent_usd"] or Decimal(0)
    return sums


def spending_years(view: SchoolView) -> SpendingYears:
    """The school's last years on the same funds."""
    ground = view.ground
    years = [entry for entry in ground.years if entry.year <= ground.year.year][-_YEARS:]
    found = []
    for entry in years:
        rows = year_rows(ground, entry.year)
        row = next((row for row in rows if row["location_id"] == view.id), None)
        found.append(_year(entry.year, row, is_open=ground.is_open(entry)))
    method = (
        f"{ground.fund_words}, actual, booked at the school, current dollars; bars start at zero."
    )
    return SpendingYears(
        years=found,
        method=method + _under_way(found) + _unknown(found),
        export=ground.export("per-pupil"),
    )


def _under_way(years: list[SpendingYear]) -> str:
    names = [fiscal_year(year.year) for year in years if year.is_open]
    return f" Light bar: {listed(names)} is still under way." if names else ""


def _year(year: int, row: dict[str, Any] | None, *, is_open: bool) -> SpendingYear:
    if row is None:
        return SpendingYear(year, None, None, None, "no money and no pupils loaded", is_open)
    why = "hidden: too few pupils" if "pupils" in row["hidden"].split() else "no pupils loaded"
    return SpendingYear(
        year,
        row["spent_usd"],
        row["pupils"],
        row["per_pupil_usd"],
        "" if row["per_pupil_usd"] is not None else why,
        is_open,
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
