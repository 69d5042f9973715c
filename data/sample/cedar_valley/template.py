"""Which accounts a school and a central department have, and what each may cost.

A school account belongs to a group; a group has a budget in dollars a pupil, and its accounts
share it by weight. The pay group takes what is left of the school's total.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Style(IntEnum):
    """How an account is posted to."""

    PAY = 0
    BUY = 1
    MONTHLY = 2
    REVENUE = 3
    BALANCE = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Dollars a pupil, share used by the end of a year, share paid by the end of February."""

    per_pupil: float
    used: float
    share8: float
    open_share: float = 0.0


GROUPS = {
    "staff": Group(0.0, 0.994, 0.6506),
    "title1": Group(0.0, 0.95, 0.592, 0.10),
    "title3": Group(18.0, 0.93, 0.60, 0.05),
    "extra": Group(126.0, 0.957, 0.6537),
    "supplies": Group(100.0, 0.944, 0.691, 0.12),
    "training": Group(43.0, 0.923, 0.605, 0.13),
    "technology": Group(88.0, 0.924, 0.6027, 0.18),
    "library": Group(38.0, 0.95, 0.63, 0.15),
    "gifts": Group(23.0, 0.91, 0.6667, 0.10),
    "trips": Group(33.0, 0.96, 0.561, 0.20),
    "cleaning": Group(27.0, 0.973, 0.7107, 0.12),
    "copies": Group(29.0, 0.99, 0.69, 0.08),
    "utilities": Group(299.0, 0.988, 0.6643),
    "athletics": Group(96.0, 0.96, 0.62, 0.10),
}

# Fund, function, salary object, weight: each brings its benefits along.
_SALARIES = (
    ("100", "1000", 1100, 0.545),
    ("100", "1000", 2100, 0.030),
    ("100", "2420", 1200, 0.012),
    ("100", "2700", 1300, 0.055),
    ("100", "2700", 2400, 0.045),
    ("100", "3110", 1200, 0.020),
    ("100", "3140", 1200, 0.008),
    ("100", "8200", 2200, 0.050),
    ("120", "1110", 1100, 0.070),
    ("120", "1110", 2100, 0.045),
    ("120", "1120", 1100, 0.045),
    ("120", "3120", 1200, 0.012),
    ("130", "1000", 1100, 0.030),
    ("130", "1000", 2100, 0.020),
    ("220", "1120", 2100, 0.020),
)
_CERTIFICATED = {3101: 0.191, 3301: 0.0145, 3401: 0.190, 3501: 0.003, 3601: 0.025}
_CLASSIFIED = {3202: 0.265, 3302: 0.0765, 3402: 0.220, 3502: 0.003, 3602: 0.025}
_FIRST_CLASSIFIED = 2000

# Group, fund, function, object, weight, levels ('' = every school).
_OTHER = (
    ("title1", "210", "1000", 1140, 0.200, ""),
    ("title1", "210", "1000", 2100, 0.240, ""),
    ("title1", "210", "1000", 3202, 0.065, ""),
    ("title1", "210", "1000", 3402, 0.045, ""),
    ("title1", "210", "1000", 4200, 0.190, ""),
    ("title1", "210", "1000", 4410, 0.087, ""),
    ("title1", "210", "1000", 5210, 0.043, ""),
    ("title1", "210", "1000", 5810, 0.104, ""),
    ("title1", "210", "2495", 4310, 0.026, ""),
    ("title3", "240", "1000", 1140, 0.550, ""),
    ("title3", "240", "1000", 4310, 0.200, ""),
    ("title3", "240", "1000", 5810, 0.250, ""),
    ("extra", "100", "1000", 1130, 0.500, ""),
    ("extra", "100", "1000", 1140, 0.350, ""),
    ("extra", "130", "1000", 1140, 0.150, ""),
    ("supplies", "100", "1000", 4310, 0.560, ""),
    ("supplies", "100", "1000", 4330, 0.090, ""),
    ("supplies", "100", "1000", 4390, 0.100, ""),
    ("supplies", "100", "2700", 4310, 0.120, ""),
    ("supplies", "100", "3110", 4310, 0.030, ""),
    ("supplies", "120", "1110", 4310, 0.050, ""),
    ("supplies", "130", "1000", 4310, 0.050, ""),
    ("training", "100", "1000", 5210, 0.700, ""),
    ("training", "100", "2700", 5210, 0.300, ""),
    ("technology", "100", "1000", 4410, 0.550, ""),
    ("technology", "100", "1000", 5840, 0.350, ""),
    ("technology", "100", "2700", 4410, 0.100, ""),
    ("library", "100", "2420", 4200, 0.720, ""),
    ("library", "100", "2420", 4310, 0.160, ""),
    ("library", "100", "2420", 4390, 0.120, ""),
    ("gifts", "290", "1000", 4310, 0.500, ""),
    ("gifts", "290", "1000", 4410, 0.200, ""),
    ("gifts", "290", "1000", 5720, 0.300, ""),
    ("trips", "100", "1000", 5720, 0.800, ""),
    ("trips", "130", "1000", 5720, 0.200, ""),
    ("cleaning", "100", "8200", 4310, 0.700, ""),
    ("cleaning", "100", "8200", 4390, 0.300, ""),
    ("copies", "100", "1000", 5860, 0.600, ""),
    ("copies", "100", "2700", 5860, 0.400, ""),
    ("utilities", "100", "8200", 5500, 1.000, ""),
    ("athletics", "100", "4000", 1145, 0.450, "middle high"),
    ("athletics", "100", "4000", 4310, 0.150, "middle high"),
    ("athletics", "100", "4000", 5720, 0.250, "middle high"),
    ("athletics", "100", "4000", 5810, 0.150, "middle high"),
)

# Location, fund, function, dollars a pupil, {object: weight}; pay objects bring no benefits here.
CENTRAL_COSTS = (
    ("901", "100", "7100", 60, {1300: 50, 2400: 12, 3101: 11, 3402: 7, 4310: 3, 5210: 4, 5850: 13}),
    ("910", "100", "7200", 210, {2400: 52, 3202: 15, 3402: 12, 4310: 3, 5840: 10, 5850: 8}),
    ("915", "100", "7400", 120, {1300: 25, 2400: 32, 3202: 12, 3402: 9, 5210: 4, 5810: 18}),
    ("920", "100", "2110", 330, {1300: 22, 1140: 9, 3101: 8, 3401: 6, 4100: 38, 5210: 9, 5840: 8}),
    ("920", "130", "2110", 90, {1140: 40, 4310: 15, 5810: 45}),
    ("920", "210", "2110", 35, {1300: 62, 3101: 16, 5210: 12, 4310: 10}),
    ("925", "120", "1180", 720, {1300: 8, 2100: 22, 3202: 8, 3402: 6, 5810: 56}),
    ("925", "120", "3150", 230, {1200: 62, 3101: 14, 3401: 12, 5810: 12}),
    ("925", "220", "1180", 150, {2100: 30, 3202: 10, 5810: 60}),
    ("930", "100", "3600", 420, {2200: 44, 3202: 12, 3402: 12, 4390: 14, 5630: 10, 5810: 8}),
    ("940", "100", "8100", 480, {2200: 36, 3202: 10, 3402: 9, 4390: 12, 5630: 25, 6400: 8}),
    ("940", "100", "8200", 190, {5500: 88, 5900: 12}),
    ("945", "100", "7700", 260, {2400: 38, 3202: 11, 3402: 8, 4410: 16, 5840: 20, 5900: 7}),
    ("950", "600", "3700", 560, {2200: 36, 3202: 10, 3402: 9, 4710: 38, 4390: 5, 5630: 2}),
    ("955", "100", "3130", 150, {1200: 58, 3101: 13, 3401: 11, 4310: 4, 5810: 14}),
    ("990", "400", "8500", 800, {6200: 78, 6400: 12, 5810: 10}),
    ("990", "500", "9100", 640, {7438: 36, 7439: 64}),
    ("990", "100", "9300", 25, {7610: 100}),
    ("999", "100", "1000", 70, {1130: 70, 3101: 14, 3401: 16}),
)
# Fund, revenue object, share of the fund's spending.
REVENUE = (
    ("100", 8011, 0.545), ("100", 8041, 0.380), ("100", 8560, 0.025), ("100", 8590, 0.040),
    ("100", 8660, 0.008), ("100", 8699, 0.012), ("120", 8311, 1.0), ("130", 8590, 1.0),
    ("210", 8290, 1.0), ("220", 8181, 1.0), ("240", 8290, 1.0), ("290", 8699, 1.04),
    ("400", 8625, 0.97), ("500", 8611, 1.01), ("600", 8220, 0.70), ("600", 8634, 0.26),
    ("600", 8910, 0.045),
)  # fmt: skip


class Entry(NamedTuple):
    """An account that schools have, its share of the group and the levels that have it."""

    group: str
    fund: str
    function: str
    obj: int
    weight: float
    levels: str = ""


def school_accounts() -> list[Entry]:
    """All accounts of a school, each once; the weights of a group add up to 1."""
    pay: dict[tuple[str, str, int], float] = {}
    for fund, function, obj, weight in _SALARIES:
        benefits = _CLASSIFIED if obj >= _FIRST_CLASSIFIED else _CERTIFICATED
        for part, rate in {obj: 1.0, **benefits}.items():
            pay[fund, function, part] = pay.get((fund, function, part), 0.0) + weight * rate
    total = sum(pay.values())
    rows = [Entry("staff", *key, weight / total) for key, weight in pay.items()]
    return rows + [Entry(*entry) for entry in _OTHER]


def style(obj: int) -> Style:
    """How accounts of that object are posted to."""
    family = obj // 1000
    if family == 9:  # noqa: PLR2004
        return Style.BALANCE
    if family == 8:  # noqa: PLR2004
        return Style.REVENUE
    if family in (1, 2, 3):
        return Style.PAY
    return Style.MONTHLY if obj in (5500, 7438, 7439, 7610) else Style.BUY
