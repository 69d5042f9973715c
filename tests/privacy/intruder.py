"""What somebody with every export can reckon about groups of pupils.

The intruder knows the exports, the totals of levels and of the district (a state publishes them),
and arithmetic: a share times its pupils, dollars by dollars per pupil, a part of a pool beside
another school's part. Everything becomes the least and the most that a count may be; sums over
grades, levels and the district do the rest. No code of the product is used, and no linear program
of it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from tests.privacy.exported import Row, Taken

Count = tuple[str, str, str]
"""School, grade, group."""
Known = dict[str, float | None]
TINY = 1e-6
# What stands on which pupils, by read model: a column that counts a group ...
COUNTS = {
    "per-pupil": {"pupils": "all", "frl_pupils": "frl"},
    "program-comparison": {"pupils": "all", "group_pupils": ""},
    "salary-gaps": {"pupils": "all"},
    "school-points": {"pupils": "all"},
    "school-map": {"pupils": "all"},
    "equity-schools": {"pupils": "all"},
    "per-pupil-report": {"pupils": "all"},
    "comparability": {"pupils": "all"},
    "formula-gaps": {"pupils": "all"},
}
# ... a share of all pupils ...
SHARES = {"frl_share": "frl", "ell_share": "ell", "sped_share": "sped"}
# ... and dollars for each pupil beside the dollars.
RATES = {
    "per-pupil": {"per_pupil_usd": "spent_usd"},
    "salary-gaps": {"gap_per_pupil_usd": "gap_usd"},
    "formula-gaps": {"gap_per_pupil_usd": "gap_usd"},
    "program-comparison": {"cost_per_pupil_usd": ""},
    "central-resources": {"per_pupil_usd": "amount_usd"},
}
# Here these dollars hold a share of central cost too, which the per-pupil report tells better.
OTHER_DOLLARS = {"per_pupil_usd": ("school-comparison",)}
DRIVERS = {"Pupils with free or reduced lunch": "frl", "English learners": "ell",
           "Pupils in special education": "sped", "pupils": "all"}  # fmt: skip
STAFF = ("staff_per_100", "teachers_per_100")
FORMULA = {"frl": 0.25, "sped": 0.9}
"""Extra weights that the district's settings print, and the page too."""


@dataclass
class Intruder:
    """The least and the most of each count, as far as single figures tell it."""

    low: dict[Count, float] = field(default_factory=lambda: defaultdict(float))
    high: dict[Count, float] = field(default_factory=lambda: defaultdict(lambda: math.inf))

    def learn(self, exports: Iterable[Taken]) -> Intruder:
        """Take in every export of a year; twice, since shares need the pupils they are of."""
        listed = list(exports)
        spent = {row["location_id"]: number(row["spent_usd"]) for one in listed
                 if one.model == "per-pupil" and "funds" not in one.asked
                 for row in one.rows}  # fmt: skip
        staff = self._staff(listed)
        for _ in range(2):
            for one in listed:
                if one.model == "school-facts":
                    self._facts(one.rows)
                elif one.model == "central-resources":
                    self._pools(one.rows)
                for row in one.rows:
                    if row.get("location_id"):
                        self._row(one, row, spent, staff)
        return self

    def told(self, count: Count, n: float) -> None:
        """Take in a count that stands in no export."""
        self._between(count, n, n)

    def _between(self, count: Count, low: float, high: float) -> None:
        self.low[count] = max(self.low[count], low)
        self.high[count] = min(self.high[count], high)
        assert self.low[count] <= self.high[count] + TINY, (count, low, high, "no such count")

    def _rate(self, count: Count, dollars: float, each: float) -> None:
        """Dollars for each pupil, to the cent, beside the dollars."""
        if dollars and each and dollars * each > 0 and abs(each) > 0.01:
            ends = sorted(abs(dollars) / (abs(each) + side) for side in (-0.005, 0.005))
            self._between(count, *ends)

    def _share(self, place: str, group: str, share: float) -> None:
        whole = (place, "all", "all")
        low, high = self.low[whole], self.high[whole]
        if math.isfinite(high):
            self._between((place, "all", group), share * low - TINY, share * high + TINY)

    def _row(self, one: Taken, row: Row, spent: Known, staff: Known) -> None:
        place, asked_group = row["location_id"], str(one.asked.get("group", "all"))
        for name, group in COUNTS.get(one.model, {}).items():
            if (n := number(row[name])) is not None:
                self._between((place, "all", group or asked_group), n, n)
        for name, group in SHARES.items():
            if (share := number(row.get(name, ""))) is not None:
                self._share(place, group, share)
        self._rates(one, row, (place, "all", asked_group))
        self._federal(one, row, spent.get(place) or 0)
        if one.model == "equity-schools" and "share" not in one.asked:
            each = number(row["per_pupil_usd"])
            self._rate((place, "all", "all"), spent.get(place) or 0, each or 0)
        for axis in ("x", "colour", "measure"):
            value = number(row.get("value" if axis == "measure" else f"{axis}_value", ""))
            if value is not None and (more := number(row.get(f"{axis}_expected", ""))) is not None:
                value += more  # what is beyond need, and what need predicts
            if (
                value is not None
                and row.get(axis)
                and one.model not in OTHER_DOLLARS.get(row[axis], ())
            ):
                self._measure(place, row[axis], value, spent, staff)

    def _federal(self, one: Taken, row: Row, spent: float) -> None:
        if one.model == "formula-gaps":
            self._weighted(row)
        if one.model == "comparability":
            self._compared(one, row, spent)

    def _weighted(self, row: Row) -> None:
        """Pupils counted by need beside pupils: what one group counts, the others' bounds apart."""
        place, weighted = row["location_id"], number(row["weighted_pupils"])
        n = self.high[place, "all", "all"]
        if weighted is None or not math.isfinite(n):
            return
        for group, weight in FORMULA.items():
            others = [(place, "all", g) for g in FORMULA if g != group]
            least, most = (
                sum(FORMULA[one[2]] * min(side[one], n) for one in others)
                for side in (self.low, self.high)
            )
            ends = ((weighted - n - most) / weight, (weighted - n - least) / weight)
            self._between((place, "all", group), ends[0] - TINY * n, ends[1] + TINY * n)

    def _compared(self, one: Taken, row: Row, spent: float) -> None:
        """Pupils for each FTE, or dollars for each pupil, beside the FTE or the dollars."""
        whole = (row["location_id"], "all", "all")
        amount, ratio = number(row["amount"]), number(row["ratio"])
        average, part = number(row["average"]), number(row["average_share"])
        if ratio is None and average is not None and part is not None:
            ratio = average * part
        if amount and ratio:
            is_staff = one.asked.get("option", "staffing") == "staffing"
            n = amount * ratio if is_staff else amount / ratio
            self._between(whole, n * (1 - 1e-9), n * (1 + 1e-9))
        self._rate(whole, spent, number(row["per_pupil_usd"]) or 0)

    def _rates(self, one: Taken, row: Row, count: Count) -> None:
        """Every figure for each pupil beside its dollars."""
        pairs = dict(RATES.get(one.model, {}))
        if one.model == "per-pupil-report":
            per = (name for name in row if name.endswith("_per_pupil_usd"))
            pairs = {name: name.replace("_per_pupil", "") for name in per}
        for name, of in pairs.items():
            dollars = row[of or f"{one.asked.get('amount', 'spent')}_usd"]
            self._rate(count, number(dollars) or 0, number(row[name]) or 0)

    def _measure(self, place: str, name: str, value: float, spent: Known, staff: Known) -> None:
        whole = (place, "all", "all")
        if name == "pupils":
            self._between(whole, value, value)
        elif name in SHARES:
            self._share(place, SHARES[name], value)
        elif name == "per_pupil_usd":
            self._rate(whole, spent.get(place) or 0, value)
        elif name in ("staff_per_100", "per_100_all") and value:
            exact = 100 * (staff[place] or 0) / value
            self._between(whole, exact * (1 - 1e-9), exact * (1 + 1e-9))

    def _facts(self, rows: list[Row]) -> None:
        """Counts and their bounds; pupils behind a result are a part of their group."""
        for row in rows:
            key = (row["location_id"], row["grade"], row["group_code"])
            low, high = number(row["value_low"]), number(row["value_high"])
            pupils, value = number(row["denominator"]), number(row["value"])
            if row["metric"] == "enrollment":
                if row["status"] == "ok" and value is not None:
                    low = high = value
                self._between(key, low or 0, math.inf if high is None else high)
                if pupils is not None:
                    self._between((key[0], key[1], "all"), pupils, pupils)
            elif pupils is not None:
                self._between(key, pupils, math.inf)

    def _pools(self, rows: list[Row]) -> None:
        """A school's part of a pool beside its driver value tells the value of all the others."""
        by_pool: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["driver_label"] in DRIVERS:
                by_pool[row["pool_code"]].append(row)
        for members in by_pool.values():
            # A value that is given as a bound tells the bound only.
            told = [
                (None, None)
                if row["reason"]
                else (number(row["driver_value"]), number(row["pool_share"]))
                for row in members
            ]
            whole = max((v / s for v, s in told if v and s), default=None)
            for row, (value, share) in zip(members, told, strict=True):
                count = (row["location_id"], "all", DRIVERS[row["driver_label"]])
                if value is not None:
                    self._between(count, value, value)
                if share is not None and whole is not None:
                    self._between(count, share * whole - 1e-3, share * whole + 1e-3)

    @staticmethod
    def _staff(exports: list[Taken]) -> Known:
        staff: dict[str, float] = defaultdict(float)
        for one in exports:
            if one.model == "staff-on-day":
                for row in one.rows:
                    staff[row["location_id"]] += number(row["filled_fte"]) or 0
        return dict(staff)


def number(text: str) -> float | None:
    """The number of a cell; nothing where it is missing or withheld."""
    return None if text in ("", "*") else float(text)


def reach(
    intruder: Intruder, truth: dict[Count, float], levels: dict[str, str], wanted: Iterable[Count]
) -> dict[Count, tuple[float, float]]:
    """The least and the most of each wanted count, from single figures and every sum at once."""
    place = {count: at for at, count in enumerate(truth)}
    sums, right = _sums(truth, levels, place)
    # Nobody is in a group without being a pupil of the school.
    parts = [(c, (c[0], c[1], "all")) for c in truth if c[2] != "all"]
    inside = _matrix([{place[part]: 1, place[whole]: -1} for part, whole in parts], len(place))
    limits = [(intruder.low[c], max(intruder.low[c], intruder.high[c])) for c in truth]
    found = {}
    for count in wanted:
        goal = np.zeros(len(place))
        goal[place[count]] = 1
        ends = [
            linprog(
                sign * goal, A_ub=inside, b_ub=np.zeros(len(parts)), A_eq=sums, b_eq=right,
                bounds=limits, method="highs",
            )
            for sign in (1, -1)
        ]  # fmt: skip
        assert all(one.x is not None for one in ends), (count, ends[0].message)
        found[count] = (float(ends[0].x[place[count]]), float(ends[1].x[place[count]]))
    return found


def _sums(
    truth: dict[Count, float], levels: dict[str, str], place: dict[Count, int]
) -> tuple[csr_matrix, list[float]]:
    """Grades of each school, schools of each level, and all schools, by group."""
    lines: dict[tuple[str, ...], dict[int, int]] = defaultdict(dict)
    known: dict[tuple[str, ...], float] = defaultdict(float)
    for count, n in truth.items():
        school, grade, group = count
        for key in (("level", levels[school], grade, group), ("district", grade, group)):
            lines[key][place[count]] = 1
            known[key] += n
        if grade != "all" and (school, "all", group) in place:
            lines["grades", school, group] |= {place[count]: 1, place[school, "all", group]: -1}
    return _matrix(list(lines.values()), len(place)), [known[key] for key in lines]


def _matrix(lines: list[dict[int, int]], width: int) -> csr_matrix:
    row = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    column = [at for line in lines for at in line]
    sign = [one for line in lines for one in line.values()]
    return csr_matrix((sign, (row, column)), shape=(len(lines), width))
