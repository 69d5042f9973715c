"""Every measure by which schools stand side by side, each with the sums behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from access.scope import Scope
from data.attribution import attributed_spending
from data.districts import fiscal_years
from data.per_pupil import per_pupil_spending
from data.school_spending import Part, Share, counted_spending, unshared
from data.schools import school_facts
from data.staff_on_day import staff_on_day
from data.warehouse import Warehouse
from metrics.job_families import JobFamily
from metrics.per_pupil import per_pupil
from metrics.registry import METRICS, Unit

RESULTS: Final = ("ela_points", "math_points", "chronic_absence", "suspension", "graduation")
RESULT_YEARS: Final = 3
YEARS: Final = 6
_NEEDS: Final = ("frl_share", "ell_share", "sped_share")
_SOURCES: Final = {"state_local": "State and local", "federal": "Federal"}
_NO_PUPILS: Final = "no pupils loaded"
HIDDEN: Final = "hidden: too few pupils"
Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A school's value, and the two sums whose ratio it is; `reason` where it is missing."""

    value: float | None
    top: float = 0.0
    base: float = 0.0
    reason: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the value exists and is withheld."""
        return self.reason.startswith("hidden")


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure of every school. `card` is the question it belongs to, `part` its heading."""

    card: str
    id: str
    label: str
    unit: Unit
    year: int
    figures: Mapping[str, Figure]
    part: str = ""


def compared_measures(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, funds: Sequence[str], share: Share
) -> list[Compared]:
    """Pupils, dollars, staff, results and the last years of every visible school."""
    rows = per_pupil_spending(warehouse, scope, fiscal_year=fiscal_year, funds=funds).to_pylist()
    asked: dict[str, Any] = {"fiscal_year": fiscal_year, "funds": funds, "share": share}
    dollars = counted_spending(warehouse, scope, **asked)
    return [
        *_pupils(fiscal_year, rows),
        *_dollars(fiscal_year, rows, dollars),
        *_staff(warehouse, scope, fiscal_year, rows),
        *_results(warehouse, scope),
        *_years(warehouse, scope, **asked),
    ]


def _pupils(year: int, rows: Rows) -> list[Compared]:
    counts = {row["location_id"]: _count(row) for row in rows}
    made = [Compared("pupils", "pupils", "Pupils", Unit.PUPILS, year, counts)]
    for name in _NEEDS:
        figures = {row["location_id"]: _need(row, name) for row in rows}
        label = METRICS[name].label.partition(":")[0]
        made.append(Compared("pupils", name, label, Unit.SHARE, year, figures))
    return made


def _count(row: dict[str, Any]) -> Figure:
    pupils = row["pupils"]
    return Figure(None, reason=_why(row)) if pupils is None else Figure(pupils, pupils, 1.0)


def _need(row: dict[str, Any], name: str) -> Figure:
    value, group = row[name], name.removesuffix("_share")
    if value is not None:
        weight = row["pupils"] or 0.0
        return Figure(value, value * weight, weight)
    told = [part.partition(": ")[2] for part in row["reason"].split("; ") if part.startswith(group)]
    if name in row["hidden"].split():
        return Figure(None, reason=HIDDEN)
    return Figure(None, reason=told[0] if told else "not loaded")


def _why(row: dict[str, Any]) -> str:
    return HIDDEN if "pupils" in row["hidden"].split() else _NO_PUPILS


def _dollars(year: int, rows: Rows, dollars: Rows) -> list[Compared]:
    """Dollars per pupil: by source and place of booking, by category, and in all."""
    sums: dict[tuple[str, str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in dollars:
        spent, place = row["spent_usd"] or Decimal(0), row["location_id"]
        part = "central" if row["part"] == Part.CENTRAL else "site"
        sums["source", part, row["fund_source"] or "state_local"][place] += spent
        sums["category", part, row["name"] or "Other"][place] += spent
        sums["source", "", "total"][place] += spent
    known = {row["location_id"]: row for row in rows}
    has_money = set(sums["source", "", "total"])

    def measure(key: tuple[str, str, str]) -> Compared:
        card, part, name = key
        figures = {
            place: _per_pupil(sums[key].get(place), row, has_money=place in has_money)
            for place, row in known.items()
        }
        label = "In all" if name == "total" else _SOURCES.get(name, name)
        code = f"{part}_{name}".strip("_").lower().replace(" ", "_")
        return Compared(card, code, label, Unit.DOLLARS_PER_PUPIL, year, figures, part)

    sources = [key for part in ("site", "central") for name in _SOURCES
               if (key := ("source", part, name)) in sums]  # fmt: skip
    of = {key: sum(sums[key].values()) for key in sums}
    categories = [key for key in sums if key[0] == "category"]
    categories.sort(key=lambda key: (key[1] == "central", -of[key], key[2]))
    return [measure(key) for key in (*sources, ("source", "", "total"), *categories)]


def _per_pupil(spent: Decimal | None, row: dict[str, Any], *, has_money: bool) -> Figure:
    pupils = row["pupils"]
    if not has_money:
        return Figure(None, reason="no spending in these funds")
    if not pupils:
        return Figure(None, reason=_why(row))
    dollars = spent or Decimal(0)
    cents = per_pupil(int(dollars.scaleb(2)), pupils)
    return Figure(None if cents is None else cents / 100, float(dollars), pupils)


def _staff(warehouse: Warehouse, scope: Scope, year: int, rows: Rows) -> list[Compared]:
    """Filled positions on the census day per 100 pupils, pupils per teacher, vacancy."""
    staff = staff_on_day(warehouse, scope, fiscal_year=year).to_pylist()
    fte: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    vacant: dict[str, float] = defaultdict(float)
    for row in staff:
        fte[row["location_id"]][row["job_family"]] += row["filled_fte"] or 0.0
        vacant[row["location_id"]] += row["vacant_fte"] or 0.0
    if not staff:
        return []

    def per_100(row: dict[str, Any], family: str) -> Figure:
        here = fte.get(row["location_id"])
        if here is None:
            return Figure(None, reason="no position at this school")
        if not row["pupils"]:
            return Figure(None, reason=_why(row))
        amount = sum(here.values()) if family == "all" else here.get(family, 0.0)
        return Figure(amount * 100 / row["pupils"], amount * 100, row["pupils"])

    families = [*(f.value for f in JobFamily if any(f in jobs for jobs in fte.values())), "all"]
    made = []
    for family in families:
        figures = {row["location_id"]: per_100(row, family) for row in rows}
        label = "All staff" if family == "all" else family
        code = f"per_100_{family}".lower().replace(" ", "_").replace(",", "")
        made.append(Compared("staff", code, label, Unit.FTE, year, figures, "per 100 pupils"))
    ratio = {row["location_id"]: _per_teacher(row, fte.get(row["location_id"])) for row in rows}
    made.append(Compared("staff", "pupils_per_teacher", "Pupils per teacher", Unit.RATIO, year,
                         ratio, "ratios"))  # fmt: skip
    if any(row["vacant_fte"] is not None for row in staff):
        shares = {place: _vacancy(fte.get(place), vacant[place]) for place in ratio}
        made.append(Compared("staff", "vacancy_share", "Positions vacant", Unit.SHARE, year,
                             shares, "ratios"))  # fmt: skip
    return made


def _per_teacher(row: dict[str, Any], jobs: Mapping[str, float] | None) -> Figure:
    teachers = (jobs or {}).get(JobFamily.TEACHERS, 0.0)
    if not teachers:
        return Figure(None, reason="no teacher at this school")
    if not row["pupils"]:
        return Figure(None, reason=_why(row))
    return Figure(row["pupils"] / teachers, row["pupils"], teachers)


def _vacancy(jobs: Mapping[str, float] | None, vacant: float) -> Figure:
    every = sum((jobs or {}).values()) + vacant
    if not every:
        return Figure(None, reason="no position at this school")
    return Figure(vacant / every, vacant, every)


def _results(warehouse: Warehouse, scope: Scope) -> list[Compared]:
    """Results of all pupils in the newest three years of each."""
    facts = [
        fact
        for fact in school_facts(warehouse, scope, metrics=RESULTS, groups=["all"]).to_pylist()
        if fact["grade"] == "all"
    ]
    made = []
    for name in RESULTS:
        own = [fact for fact in facts if fact["metric"] == name]
        for year in sorted({fact["fiscal_year"] for fact in own})[-RESULT_YEARS:]:
            figures = {f["location_id"]: _result(f) for f in own if f["fiscal_year"] == year}
            metric = METRICS[name]
            made.append(Compared("results", name, metric.label, metric.unit, year, figures))
    return made


def _result(fact: dict[str, Any]) -> Figure:
    if fact["status"] == "suppressed":
        return Figure(None, reason=HIDDEN)
    if fact["value"] is None:
        return Figure(None, reason="not published")
    if fact["status"] in ("top_coded", "bottom_coded"):
        return Figure(None, reason="published only as a bound")
    weight = fact["denominator"] or 0.0
    return Figure(fact["value"], fact["value"] * weight, weight)


def _years(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, funds: Sequence[str], share: Share
) -> list[Compared]:
    """Spending per pupil of the last years, on the same dollars."""
    years = [one.year for one in fiscal_years(warehouse, scope.district) if one.has_money]
    made = []
    for year in [one for one in years if one <= fiscal_year][-YEARS:]:
        rows = per_pupil_spending(warehouse, scope, fiscal_year=year, funds=funds).to_pylist()
        why, told = "", {}
        if share is not Share.SITE:
            why = unshared(warehouse, scope, fiscal_year=year, funds=funds)
        if share is not Share.SITE and not why:
            report = attributed_spending(warehouse, scope, fiscal_year=year, funds=funds)
            told = {row["location_id"]: row for row in report.to_pylist()}
        figures = {row["location_id"]: _year(row, told, share, why) for row in rows}
        made.append(Compared("years", "per_pupil_usd", "Spending per pupil",
                             Unit.DOLLARS_PER_PUPIL, year, figures))  # fmt: skip
    return made


def _year(row: dict[str, Any], told: Mapping[str, Any], share: Share, why: str) -> Figure:
    if why:
        return Figure(None, reason=why)
    spent, value = row["spent_usd"], row["per_pupil_usd"]
    if share is not Share.SITE:
        name = "total" if share is Share.BOTH else "central"
        own = told.get(row["location_id"], {})
        spent, value = own.get(f"{name}_usd"), own.get(f"{name}_per_pupil_usd")
    if spent is None:
        return Figure(None, reason="no spending in these funds")
    if value is None:
        return Figure(None, reason=_why(row))
    return Figure(float(value), float(spent), row["pupils"])
