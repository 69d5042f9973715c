"""The demonstration school: what its principal sees in FY2027, and two years behind it.

Dollars. Each group's figures are exact; the orders below are part of them. A group that is not
listed does not exist at this school.
"""

from __future__ import annotations

from dataclasses import dataclass

# Group: budget, paid by the end of February, on order, share paid by then, moved in the year,
# carried over; then budget and spent of FY2026 and of FY2025.
FIGURES: dict[str, tuple[float, ...]] = {
    "title1": (138_600, 72_390, 18_880, 0.592, 0, 6_600, 135_200, 127_215, 133_000, 128_480),
    "extra": (54_000, 33_780, 0, 0.6537, 0, 0, 52_400, 50_210, 51_000, 48_655),
    "supplies": (42_800, 27_914, 6_230, 0.691, -1_500, 0, 43_000, 40_880, 42_100, 39_310),
    "training": (18_300, 10_215, 2_940, 0.605, 0, 0, 17_900, 16_420, 17_500, 16_905),
    "technology": (38_000, 21_160, 12_845, 0.6027, 1_400, 0, 36_400, 34_118, 35_000, 33_860),
    "library": (16_500, 9_870, 3_412, 0.63, 0, 420, 16_000, 15_120, 15_600, 14_980),
    "gifts": (9_750, 5_915, 1_275, 0.6667, 2_250, 0, 8_900, 8_010, 8_400, 7_655),
    "trips": (14_200, 7_640, 4_860, 0.561, 1_500, 0, 12_600, 12_090, 12_300, 11_840),
    "cleaning": (11_600, 8_020, 1_904, 0.7107, 0, 0, 11_300, 10_960, 11_000, 10_720),
    "copies": (12_400, 10_480, 1_150, 0.7723, -1_400, 0, 12_900, 12_710, 12_500, 12_240),
    "staff": (4_386_240, 2_836_480, 0, 0.6506, 0, 0, 4_281_000, 4_262_310, 4_174_500, 4_155_870),
    "utilities": (128_400, 84_260, 0, 0.6643, 0, 0, 124_800, 122_470, 121_300, 119_905),
}
# Title I by account, where the weights of the template are too rough: budget, paid.
TITLE1 = {
    ("1000", 1140): (25_000, 14_420),
    ("1000", 2100): (35_600, 21_150),
    ("1000", 3202): (9_400, 5_606),
    ("1000", 3402): (6_200, 3_620),
    ("1000", 4200): (26_400, 9_472),
    ("1000", 4410): (12_000, 7_864),
    ("1000", 5810): (14_400, 7_200),
    ("1000", 5210): (6_000, 2_050),
    ("2495", 4310): (3_600, 1_008),
}


@dataclass(frozen=True, slots=True)
class Invoice:
    """A bill paid against an order."""

    day: str
    number: str
    amount: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One order: number, vendor, text, account, day, dollars still open, bills."""

    number: str
    vendor: str
    text: str
    account: tuple[str, str, int]
    day: str
    open: float
    invoices: tuple[Invoice, ...] = ()


def _orders() -> tuple[Order, ...]:
    orders = []
    for line in _ORDERS.strip().splitlines():
        number, vendor, text, account, day, left, *bills = (
            part.strip() for part in line.split("|")
        )
        fund, function, obj = account.split("-")
        parts = tuple(_invoice(bill) for bill in bills if bill)
        orders.append(
            Order(number, vendor, text, (fund, function, int(obj)), day, float(left), parts)
        )
    return tuple(orders)


def _invoice(text: str) -> Invoice:
    day, number, amount, *words = text.split(" ", 3)
    return Invoice(day, number, float(amount), words[0] if words else "")


_ORDERS = """
27-00012|Northstar Tutoring|Summer reading tutoring|210-1000-5810|2026-07-15|0|2026-08-14 4101 2400
27-00081|Riverbend Technology|Tablets for small groups, 12|210-1000-4410|2026-08-20|0|2026-09-11 4150 3960
27-00094|Brightleaf Books|Decodable readers, grade 1|210-1000-4200|2026-08-26|0|2026-10-08 4203 1322
27-00103|Summit School Supply|Reading kits|210-1000-4200|2026-09-02|0|2026-10-15 4219 2198
27-00158|Northstar Tutoring|Reading tutoring, Oct to May|210-1000-5810|2026-09-10|4800|2026-10-30 4228 1200|2026-11-30 4246 1200|2026-12-21 4278 1200|2027-01-29 4296 1200
27-00187|Learning Path Training|Small-group reading course|210-1000-5210|2026-09-21|0|2026-11-06 4251 1150
27-00232|Riverbend Technology|Laptop carts, 2|100-1000-4410|2026-10-01|2410|2026-12-04 4411 2410
27-00240|Cedar Print Shop|Family reading guides|210-2495-4310|2026-10-05|0|2026-10-27 4232 420
27-00262|Summit School Supply|Math manipulatives|210-1000-4200|2026-10-13|0|2026-12-10 4272 1600
27-00291|Riverbend Technology|Classroom tablets and cases|210-1000-4410|2026-10-22|3560|2026-11-20 4367 1780
27-00304|Riverbend Technology|Headsets and chargers|210-1000-4410|2026-10-30|0|2026-11-24 4392 2340|2027-02-19 CR-4457 -216 Credit for returned headsets
27-00306|Brightleaf Books|Nonfiction series|100-2420-4200|2026-11-04|1950|2027-01-14 4403 850
27-00318|Brightleaf Books|Bilingual picture books|210-1000-4200|2026-11-12|1320|2026-12-18 4281 1480|2027-02-11 4318 1140
27-00360|Summit School Supply|Paper and folders, second half|100-1000-4310|2026-12-02|1480|2027-01-20 4299 1210
27-00371|Meadow Coach Lines|Science museum, grades 3 and 4|100-1000-5720|2026-12-04|1640
27-00377|Summit School Supply|Phonics sets|210-1000-4200|2026-12-08|2145
27-00384|Riverbend Technology|Projector lamps|100-1000-4410|2026-12-10|1835
27-00390|Harbor Software|Typing and spelling licences|100-1000-5840|2026-12-14|4600
27-00398|Cedar Print Shop|Newsletter and report cards|100-1000-5860|2026-12-17|1150|2027-01-22 4301 980
27-00402|Learning Path Training|Structured literacy coaching|210-1000-5210|2027-01-11|1500|2027-02-05 4312 900
27-00409|Valley Janitorial Supply|Floor care, spring|100-8200-4310|2027-01-12|1264|2027-02-09 4315 410
27-00415|Summit School Supply|Art paper and clay|100-1000-4310|2027-01-14|1390
27-00418|Brightleaf Books|Spanish picture books|100-2420-4200|2027-01-15|820
27-00423|Meadow Coach Lines|River ecology trip|100-1000-5720|2027-01-19|1420
27-00426|Learning Path Training|Math fluency workshop|100-1000-5210|2027-01-20|1740
27-00431|Summit School Supply|Letter tiles and boards|210-1000-4200|2027-01-26|1680
27-00437|Parkside Play|Recess equipment|290-1000-4310|2027-01-28|790
27-00442|Riverbend Technology|Classroom speakers|100-1000-4410|2027-02-01|4000
27-00446|Summit School Supply|Science kits, grade 5|100-1000-4310|2027-02-02|1610
27-00451|Meadow Coach Lines|Farm visit, kindergarten|130-1000-5720|2027-02-04|980
27-00455|Northstar Tutoring|Spring break tutoring|210-1000-5810|2027-02-05|1600
27-00458|Valley Janitorial Supply|Paper towels and soap|100-8200-4390|2027-02-08|640
27-00461|Riverbend Technology|Document cameras, 3|210-1000-4410|2027-02-09|1890
27-00464|Brightleaf Books|Graphic novels|100-2420-4390|2027-02-10|642
27-00468|Assessment Partners|Spring reading checks|100-1000-4330|2027-02-12|980
27-00471|Learning Path Training|Office procedures course|100-2700-5210|2027-02-16|1200
27-00473|Meadow Coach Lines|Symphony morning|100-1000-5720|2027-02-17|820
27-00476|Parkside Play|Garden tools and seeds|290-1000-4310|2027-02-18|485
27-00479|Summit School Supply|Office paper|100-2700-4310|2027-02-22|770
27-00482|Cedar Print Shop|Family learning night flyers|210-2495-4310|2027-02-24|385
"""  # noqa: E501
ORDERS = _orders()
