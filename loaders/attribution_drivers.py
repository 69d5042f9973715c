"""Values of a driver at each school in a year, from the facts and positions loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from duckdb import DuckDBPyConnection

from data.staff_on_day import census_day
from loaders.erp.attribution_settings import AttributionRule
from metrics.attribution import Basis, DriverValue, basis
from metrics.loadable import loadable, unnamed
from metrics.per_pupil import COUNT_TYPES

_WHOLE: Final = "all"
_GROUPS: Final = {
    "frl": "low-income pupils",
    "ell": "English learners",
    "sped": "pupils with disabilities",
}
# A count that readers get as a bound only stands at that bound, which tells them nothing more.
_FACTS = """
select s.fiscal_year, s.metric, s.group_code, s.count_type, s.grade, l.location_id,
    case s.status when 'ok' then s.value
        when 'top_coded' then coalesce(s.value_low, s.value)
        when 'bottom_coded' then coalesce(s.value_high, s.value) end as value,
    s.status in ('top_coded', 'bottom_coded') as is_bound
from fct_school s join dim_location l using (location_key)
where l.type = 'school' and s.count_type <> 'projection'
"""
_STAFF = """
select l.location_id, sum(p.fte) from fct_position p join dim_location l using (location_key)
where p.fiscal_year = $year and l.type = 'school' and p.status = 'filled'
    and (p.start_date is null or p.start_date <= $day)
    and (p.end_date is null or p.end_date >= $day)
    and (len($groups) = 0 or list_contains($groups, p.job_group))
group by l.location_id
"""
_SPENDERS = """
select distinct c.fiscal_year, l.location_id
from cube_class c join dim_location l using (location_key)
where l.type = 'school' and c.expense_class = 'allocated'
    and (c.spent_cents <> 0 or c.budget_cents <> 0)
"""
AT_BOUND: Final = "counted at the bound that is shown of it"
_WITHHELD: Final = DriverValue(None, "withheld")
# (year, metric, group) -> count type -> grade -> location -> value, or why there is none.
_Counts = dict[str, dict[str, dict[str, DriverValue]]]


class Drivers:
    """Answers, for a rule and a year, which schools share a pool and by what weights.

    A school takes part in a year in which pupils were counted there; where no pupils are loaded
    for the year, every school with spending of its own does. Values are those that
    readers may see: a share would tell one that is withheld.
    """

    def __init__(self, con: DuckDBPyConnection, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.rows: list[tuple[Any, ...]] = []
        self._con = con
        self._levels = dict(
            con.execute(
                "select location_id, level from dim_location where type = 'school'"
            ).fetchall()
        )
        years = con.execute("select distinct fiscal_year from account_class order by 1").fetchall()
        self.years = tuple(year for (year,) in years)
        self._counts: dict[tuple[int, str, str], _Counts] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(dict))
        )
        self._open: dict[int, set[str]] = defaultdict(set)
        self._read_facts()

    def fill(self, set_code: str, rule: AttributionRule, year: int) -> Basis:
        """The basis of a pool in a year; its driver values join `rows`."""
        values = self._values(rule, year)
        made = basis(values)
        portions = made.portions
        for place, told in sorted(values.items()):
            reason = made.left_out.get(place, told.reason if place in portions else "")
            value = None if place in made.left_out else told.value
            self.rows.append((set_code, rule.code, year, place, value, portions.get(place), reason))
        return made

    def _read_facts(self) -> None:
        for year, metric, group, kind, grade, place, value, is_bound in self._con.execute(
            _FACTS
        ).fetchall():
            shown = DriverValue(value, AT_BOUND if is_bound else "")
            told = _WITHHELD if value is None else shown
            self._counts[year, metric, group][kind][grade][place] = told
            if metric == "enrollment":
                self._open[year].add(place)
        spenders: dict[int, set[str]] = defaultdict(set)
        for year, place in self._con.execute(_SPENDERS).fetchall():
            spenders[year].add(place)
        for year in self.years:
            self._open[year] = self._open[year] or spenders[year]

    def _selected(self, rule: AttributionRule, year: int) -> list[str]:
        return sorted(
            place
            for place in self._open[year]
            if (not rule.levels or self._levels[place] in rule.levels)
            and (not rule.organizations or place in rule.organizations)
        )

    def _values(self, rule: AttributionRule, year: int) -> dict[str, DriverValue]:
        places = self._selected(rule, year)
        if rule.driver == "equal":
            return {place: DriverValue(1.0) for place in places}
        if rule.driver == "fixed":
            return {place: DriverValue(float(share)) for place, share in rule.shares.items()}
        if rule.driver == "fte":
            return self._staff(rule, year, places)
        return self._counted(rule, year, places)

    def _staff(self, rule: AttributionRule, year: int, places: list[str]) -> dict[str, DriverValue]:
        told = {"year": year, "day": census_day(year), "groups": list(rule.job_groups)}
        found = dict(self._con.execute(_STAFF, told).fetchall())
        missing = DriverValue(None, "no staff loaded on the count day")
        return {
            place: DriverValue(round(found[place], 4)) if place in found else missing
            for place in places
        }

    def _counted(
        self, rule: AttributionRule, year: int, places: list[str]
    ) -> dict[str, DriverValue]:
        """Values of one count type: the one known at most schools, so that counts never mix."""
        counts = self._counts.get((year, rule.driver, rule.group or _WHOLE), {})
        told = {
            kind: {place: self._sum(rule, by_grade, place) for place in places}
            for kind, by_grade in counts.items()
        }
        if not told:
            return dict.fromkeys(places, DriverValue(None, "no value loaded"))
        known = {
            kind: sum(one.value is not None for one in values.values())
            for kind, values in told.items()
        }
        order = {kind: place for place, kind in enumerate(COUNT_TYPES)}
        best = min(told, key=lambda kind: (-known[kind], order.get(kind, len(order)), kind))
        return told[best]

    def _sum(
        self, rule: AttributionRule, by_grade: Mapping[str, Mapping[str, DriverValue]], place: str
    ) -> DriverValue:
        """The value of a school over the rule's grades; a grade that it does not teach is 0."""
        wanted = rule.grades or (_WHOLE,)
        found = [by_grade[grade][place] for grade in wanted if place in by_grade.get(grade, {})]
        teaches = any(place in values for grade, values in by_grade.items() if grade != _WHOLE)
        if not found:
            known = teaches and any(by_grade.get(grade) for grade in rule.grades)
            return DriverValue(0.0) if known else DriverValue(None, "no value loaded")
        if any(one.value is None for one in found):
            return _WITHHELD
        reason = next((one.reason for one in found if one.reason), "")
        return DriverValue(sum(one.value for one in found if one.value is not None), reason)


def driver_label(rule: AttributionRule, settings: Mapping[str, Any]) -> str:
    """The driver in words: `English learners`, `Square feet`, `equal parts`."""
    if rule.driver == "enrollment":
        words: Mapping[str, str] = settings.get("words") or {}
        if rule.grades:
            return f"pupils of grade {', '.join(rule.grades)}"
        return words.get(rule.group) or _GROUPS.get(rule.group, rule.group or "pupils")
    if rule.driver == "fte":
        groups = f", {', '.join(rule.job_groups)}" if rule.job_groups else ""
        return f"staff on the count day{groups}"
    plain = {"equal": "equal parts", "fixed": "fixed percentages"}
    if rule.driver in plain:
        return plain[rule.driver]
    metrics = loadable(settings.get("metrics") or ())
    name = (metrics.get(rule.driver) or unnamed(rule.driver)).name
    return f"{name}, {rule.group}" if rule.group else name


def schools_label(rule: AttributionRule) -> str:
    """The schools that share the pool, in words."""
    if rule.driver == "fixed":
        return f"{len(rule.shares)} named schools"
    levels = " and ".join(rule.levels)
    if rule.organizations:
        named = f"{len(rule.organizations)} named schools"
        return f"{named} ({levels})" if levels else named
    return f"{levels} schools" if levels else "all schools"
