"""What the district's home shows, asked and reckoned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from access.actor import Actor
from access.permissions import Permission
from access.scope import Scope
from callbacks.basis import Basis, Services
from callbacks.bucket_links import has_lines
from callbacks.fund_lines import fund_accounts, fund_lines
from callbacks.school_need import (
    COMPARED,
    FALL,
    UNSPENT,
    Rows,
    below_fit,
    budget_looks,
    compared,
    enrollment_look,
    fifth_gap,
    fit,
    fitted,
    schools,
)
from callbacks.year_shares import dollars, outlook
from data.districts import District, district, fiscal_years
from data.fund_projection import fund_projection
from data.loads import loads
from data.per_pupil import per_pupil_spending
from data.spending import spending_by_category
from data.warehouse import Warehouse
from pages.components.bucket_amounts import Amounts
from pages.format import count, counted, fiscal_year, money, share, word
from pages.home.categories import Category
from pages.home.district import DistrictHome
from pages.home.levels import LevelYears
from pages.home.need import NeedView

_LEVELS: Final = (
    ("Elementary", ("elementary",)),
    ("Middle", ("middle",)),
    ("High", ("high",)),
    ("All grades", ("k12",)),
)


def district_view(services: Services, actor: Actor, basis: Basis) -> DistrictHome:
    """The home of the whole district."""
    warehouse = services.warehouse
    scope = actor.evaluate_scope
    place = district(warehouse, actor.district)
    by_fund = fund_projection(warehouse, scope, fiscal_year=basis.year.year).to_pylist()
    school_year = newest_closed(warehouse, basis)
    now = per_pupil_spending(warehouse, scope, fiscal_year=school_year).to_pylist()
    before = _rows_before(warehouse, scope, school_year)
    words = fund_words(place, by_fund)
    need = need_view(now, school_year, words, basis)
    sees_rows = Permission.TRANSACTION_READ in actor.permissions
    href = basis.address("/current/transactions", type="actual") if sees_rows else ""
    if not has_lines(basis) and Permission.ACCOUNT_READ in actor.permissions:
        href = basis.address("/current/accounts", kind="expenditure")
    sentence, facts = data_facts(warehouse, actor, now)
    return DistrictHome(
        district=basis.district_name,
        year=basis.year.year,
        year_end=basis.year_end,
        is_closed=basis.is_closed,
        periods=basis.periods,
        fund_words=words,
        amounts=amounts(warehouse, basis, place, by_fund),
        all_budget=added([row["budget_usd"] for row in by_fund]),
        school_year=school_year,
        need=need,
        looks=_looks(now, before, need, is_closed=True),
        look_method=_look_method(need, school_year),
        categories=categories(warehouse, scope, basis, place),
        levels=levels(now, before),
        funds=fund_lines(actor, basis, by_fund),
        funds_href=fund_accounts(actor, basis),
        school_funds=fund_names(place, by_fund),
        data_sentence=sentence,
        data_facts=facts,
        may_see_loads=Permission.LOAD_READ in actor.permissions,
        spent_href=href,
        exports={
            "category": basis.export("spending-by-category", funds=",".join(place.default_funds)),
            "pupil": f"/export/per-pupil?fiscal_year={school_year}",
            "fund": basis.export("fund-projection"),
        },
        loaded=basis.loaded_words,
    )


def newest_closed(warehouse: Warehouse, basis: Basis) -> int:
    """The year of school figures: the chosen one if it is closed, else the closed one before."""
    if basis.is_closed:
        return basis.year.year
    earlier = [
        entry.year
        for entry in fiscal_years(warehouse, basis.scope.district)
        if entry.has_money and entry.year < basis.year.year
    ]
    return max(earlier, default=basis.year.year)


def fund_words(place: District, by_fund: Rows) -> str:
    """The funds that school figures cover, in words: their name if it is one."""
    chosen = place.default_funds
    if not chosen:
        return "all funds together"
    if len(chosen) == 1:
        return fund_names(place, by_fund)[0]
    return f"{word(len(chosen))} school funds"


def fund_names(place: District, by_fund: Rows) -> list[str]:
    """The names of the funds that school figures cover, in the order of the district."""
    names = {row["fund_code"]: row["fund_name"] for row in by_fund}
    return [names.get(code) or f"fund {code}" for code in place.default_funds]


def amounts(warehouse: Warehouse, basis: Basis, place: District, by_fund: Rows) -> Amounts:
    """The terms of the funds of school figures, with their projection."""
    chosen = place.default_funds
    rows = [row for row in by_fund if not chosen or row["fund_code"] in chosen]
    sums = Amounts(
        budget=added([row["budget_usd"] for row in rows]),
        spent=added([row["spent_usd"] for row in rows]),
        encumbered=added([row["encumbered_usd"] for row in rows]),
        remaining=added([row["remaining_usd"] for row in rows]),
        reserved=added([row["reserved_usd"] for row in rows]),
    )
    found = outlook(warehouse, basis, sums, funds=chosen).projection
    return replace(
        sums,
        projected=dollars(found.projected),
        low=dollars(found.low),
        high=dollars(found.high),
        years=found.prior_years,
    )


def need_view(rows: Rows, year: int, funds: str, basis: Basis) -> NeedView:
    """Schools by need, with the fit and what it hides."""
    found = schools(rows)
    fit_line = fit(found)
    return NeedView(
        year=year,
        funds=funds,
        schools=found,
        fitted=fitted(fit_line, found),
        fifth_gap=fifth_gap(found),
        left_out=len(compared(rows)) - len(found),
        apart=len(rows) - len(compared(rows)),
        export=f"/export/per-pupil?fiscal_year={year}",
        schools_href=basis.address("/evaluate/schools"),
    )


def categories(warehouse: Warehouse, scope: Scope, basis: Basis, place: District) -> list[Category]:
    """Spending by category in the funds of school figures, largest first."""
    rows = spending_by_category(
        warehouse, scope, fiscal_year=basis.year.year, funds=place.default_funds
    ).to_pylist()
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row["category_name"] or "Other"] += row["spent_usd"] or Decimal(0)
    found = [Category(name, spent) for name, spent in sums.items() if spent]
    return sorted(found, key=lambda category: -category.spent)


def levels(now: Rows, before: Rows) -> list[LevelYears]:
    """Spending per pupil by level in both years: dollars and pupils are added first."""
    made = []
    for name, codes in (*_LEVELS, ("All levels", COMPARED)):
        rows = [row for row in _complete(now) if row["level"] in codes]
        earlier = [row for row in _complete(before) if row["level"] in codes]
        if rows:
            pupils = sum(row["pupils"] for row in rows)
            made.append(
                LevelYears(name, len(rows), count(pupils), _per_pupil(earlier), _per_pupil(rows))
            )
    return made


def data_facts(
    warehouse: Warehouse, actor: Actor, rows: Rows
) -> tuple[list[str], list[tuple[str, str]]]:
    """What the load brought; dollars and rows only for those who may see loads."""
    complete = sum(row["frl_share"] is not None and row["pupils"] is not None for row in rows)
    facts = [("Schools with enrollment and need", count(complete))]
    if Permission.LOAD_READ not in actor.permissions:
        return ["The newest load is published."], facts
    files = loads(warehouse, actor.scope).to_pylist()
    read = sum(row["rows_read"] or 0 for row in files)
    aside = sum(row["rows_quarantined"] or 0 for row in files)
    dollars_aside = added([row["quarantined_usd"] for row in files]) or Decimal(0)
    facts = [
        ("Files", count(len(files))),
        ("Rows read", count(read)),
        ("Rows set aside", count(aside)),
        ("Dollars set aside", money(dollars_aside, cents=True)),
        *facts,
    ]
    if aside:
        return [f"{counted(aside, 'row')} of {count(read)} could not be used."], facts
    return [f"Every one of {counted(read, 'row')} was taken over."], facts


def added(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of what is known; missing where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def _rows_before(warehouse: Warehouse, scope: Scope, year: int) -> list[dict[str, Any]]:
    known = {entry.year for entry in fiscal_years(warehouse, scope.district) if entry.has_money}
    if year - 1 not in known:
        return []
    rows: list[dict[str, Any]] = per_pupil_spending(
        warehouse, scope, fiscal_year=year - 1
    ).to_pylist()
    return rows


def _looks(now: Rows, before: Rows, need: NeedView, *, is_closed: bool) -> list[Any]:
    now, before = compared(now), compared(before)
    return [
        *below_fit(need.schools),
        *budget_looks(now, is_closed=is_closed),
        *enrollment_look(now, before),
    ]


def _look_method(need: NeedView, year: int) -> str:
    checks = "most below the fit of its level, most unspent, most over budget"
    return (
        f"{counted(len(need.schools), 'school')} in the comparison, {fiscal_year(year)}. Checks: "
        f"{checks}, largest fall in enrollment since {fiscal_year(year - 1)}. "
        f"Named from {share(UNSPENT)} unspent and a fall of {share(FALL)}."
    )


def _complete(rows: Rows) -> list[dict[str, Any]]:
    return [row for row in rows if row["pupils"] and row["spent_usd"] is not None]


def _per_pupil(rows: Rows) -> Decimal | None:
    pupils = sum(row["pupils"] for row in rows)
    spent = sum((row["spent_usd"] for row in rows), Decimal(0))
    return spent / Decimal(str(pupils)) if pupils else None
