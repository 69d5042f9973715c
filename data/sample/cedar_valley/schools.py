"""The schools: codes, names, grades, pupils and need by year, buildings and meals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.cedar_valley.shape import (
    DEMO_SCHOOL,
    PUPILS_A_SCHOOL,
    YEARS,
    Floats,
    Ints,
    Shape,
)

GRADES = ("TK", "KG", *(f"{grade:02d}" for grade in range(1, 13)))
_SPAN = {"elementary": (0, 6), "k8": (1, 9), "middle": (7, 9), "high": (10, 13), "other": (10, 13)}
_SIZE = {"elementary": 420, "k8": 600, "middle": 680, "high": 1240, "other": 150}
_MIX = (("k8", 3), ("middle", 9), ("high", 5), ("other", 1))
_TITLES = {"elementary": "Elementary", "k8": "K-8", "middle": "Middle", "high": "High",
           "other": "Continuation"}  # fmt: skip
_FIRST = (
    "Alder", "Juniper", "Willow", "Aspen", "Birch", "Hazel", "Laurel", "Cypress", "Magnolia",
    "Sycamore", "Linden", "Maple", "Hawthorn", "Redwood", "Poplar", "Elder", "Chestnut", "Oak",
    "Fern", "Clover", "Heron", "Falcon", "Meadowlark", "Quail", "Sparrow", "Otter", "Foxglove",
    "Granite", "Slate", "Amber", "Copper", "Silver", "Prairie", "Canyon", "Mesa", "Harbor",
    "Lakeview", "Orchard", "Summit", "Valley", "Spring", "Autumn", "Sunrise", "Northgate",
    "Westbrook", "Eastfield",
)  # fmt: skip
_SECOND = (
    "Grove", "Creek", "Hill", "Ridge", "Park", "Bend", "Field", "Glen", "Run", "Point", "Vista",
    "Hollow", "Landing", "Crossing", "Terrace", "Heights", "Bluff", "Shore", "Trail", "Gate",
    "Bridge", "Meadow", "Spring", "Rock", "Lane", "Knoll", "Dale", "Mill", "Ford", "Pines",
    "Garden", "Cove", "Way", "Court", "Green", "Common", "Corner", "Wood", "Stone", "Falls",
)  # fmt: skip
_PUPIL_TREND = {2025: 1.021, 2026: 1.010, 2027: 1.0}


@dataclass(frozen=True, slots=True)
class Schools:
    """Parallel arrays, one entry a school, in the order of their codes.

    Counts of pupils are `[school, year]`, years as in `shape.YEARS`.
    """

    codes: list[str]
    names: list[str]
    levels: list[str]
    pupils: Ints
    frl: Ints
    ell: Ints
    sped: Ints
    riders: Ints
    square_feet: Ints
    meals: Ints
    grades: list[Ints]

    def frl_share(self, year: int) -> Floats:
        """Pupils with free or reduced lunch, as a share of all, in that year."""
        column = YEARS.index(year)
        return self.frl[:, column] / self.pupils[:, column]


def schools(shape: Shape) -> Schools:
    """All schools of the district, Maple Grove Elementary (112) among them."""
    random = shape.random(1)
    levels = _levels(shape.schools)
    codes = _codes(shape.schools)
    pupils = _pupils(levels, codes, random)
    frl_share = np.clip(random.beta(1.9, 1.6, len(codes)), 0.06, 0.96)
    frl_share[codes.index(DEMO_SCHOOL)] = 0.635
    frl = _part(pupils, frl_share, random)
    ell = _part(pupils, np.clip(frl_share * 0.42 + random.normal(0, 0.07, len(codes)), 0, 0.7),
                random)  # fmt: skip
    sped = _part(pupils, np.clip(random.normal(0.135, 0.025, len(codes)), 0.06, 0.3), random)
    riders = _part(pupils, random.uniform(0.05, 0.45, len(codes)), random)
    feet = (pupils[:, 2] * random.uniform(88, 135, len(codes)) / 100).astype(np.int64) * 100
    meals = (frl * random.uniform(118, 140, (len(codes), 1)) + pupils * 21).astype(np.int64)
    return Schools(
        codes, _names(codes, levels), levels, pupils, frl, ell, sped, riders, feet, meals,
        [_by_grade(pupils[i], levels[i], random) for i in range(len(codes))],
    )  # fmt: skip


def _levels(count: int) -> list[str]:
    parts = {level: max(1, round(count * share / 46)) for level, share in _MIX}
    elementary = count - sum(parts.values())
    return ["elementary"] * elementary + [level for level, n in parts.items() for _ in range(n)]


def _codes(count: int) -> list[str]:
    plain = [str(code) for code in range(101, 900)]
    lettered = [f"{letter}{code:02d}" for letter in "ABCDEFGHJKLMNPQR" for code in range(100)]
    codes = (plain + lettered)[:count]
    return codes if DEMO_SCHOOL in codes else [DEMO_SCHOOL, *codes[:-1]]


def _names(codes: list[str], levels: list[str]) -> list[str]:
    names = []
    for i, (code, level) in enumerate(zip(codes, levels, strict=True)):
        lap, place = divmod(i, len(_FIRST))
        second = _SECOND[(place * 7 + lap) % len(_SECOND)]
        name = "Maple Grove" if code == DEMO_SCHOOL else f"{_FIRST[place]} {second}"
        names.append(f"{name} {_TITLES[level]}")
    return names


def _pupils(levels: list[str], codes: list[str], random: np.random.Generator) -> Ints:
    base = np.array([_SIZE[level] for level in levels]) * random.lognormal(0, 0.18, len(levels))
    base *= PUPILS_A_SCHOOL * len(levels) / base.sum()
    base[codes.index(DEMO_SCHOOL)] = 430
    trend = np.array([_PUPIL_TREND[year] for year in YEARS])
    drift = random.normal(0, 0.012, (len(levels), len(YEARS)))
    counts = np.rint(base[:, None] * (trend + drift)).astype(np.int64)
    counts[codes.index(DEMO_SCHOOL), -1] = 430
    return counts


def _part(pupils: Ints, share: Floats, random: np.random.Generator) -> Ints:
    noise = random.normal(0, 0.006, pupils.shape)
    return np.rint(pupils * np.clip(share[:, None] + noise, 0.0, 0.98)).astype(np.int64)


def _by_grade(pupils: Ints, level: str, random: np.random.Generator) -> Ints:
    """Pupils by grade and year: `[grade, year]`, zero outside the school's grades."""
    low, high = _SPAN[level]
    weights = random.dirichlet(np.full(high - low + 1, 90.0))
    table = np.zeros((len(GRADES), len(YEARS)), dtype=np.int64)
    for column, total in enumerate(pupils):
        counts = np.floor(weights * total).astype(np.int64)
        counts[: total - counts.sum()] += 1
        table[low : high + 1, column] = counts
    return table


def span(level: str) -> tuple[str, str]:
    """Lowest and highest grade of a level."""
    low, high = _SPAN[level]
    return GRADES[low], GRADES[high]
