"""Vendors by trade, and the comments that clerks write: all names are invented companies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.cedar_valley.shape import Ints, Shape

CARD, EMPLOYEE, NOBODY = "Purchasing card", "EMPLOYEE REIMBURSEMENT", ""
_TRADES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "supply": (
        ("Summit School Supply", "Parkside Play", "Assessment Partners", "Blue Heron Paper"),
        (
            "Construction paper and glue",
            "Art supplies",
            "Science consumables",
            "Copy paper, 20 cs",
            "Binders and folders",
            "Classroom rugs",
            "Storage bins",
            "Dry-erase markers",
            'Poster board 22" x 28"',
            "Headphones; spare tips",
        ),
    ),
    "technology": (
        ("Riverbend Technology", "Harbor Software", "Copperline Networks", "Quill & Pixel Labs"),
        (
            "Laptops, refresh",
            "Tablet cases",
            "Projector lamp",
            'Monitor 24" IPS',
            "Software licence",
            "Network switch",
            "Document camera",
            "Charging cart",
            'Display 75", wall mount',
        ),
    ),
    "books": (
        ("Brightleaf Books", "Ada’s Reading Room", "Longmeadow Press", "Atlas Textbooks"),
        (
            "Decodable readers",
            "Nonfiction series",
            "Library renewals",
            "Novel sets",
            "Atlases",
            "Bilingual picture books",
            "Teacher’s editions",
            "Café Olé, level 2 workbook",
        ),
    ),
    "services": (
        (
            "Northstar Tutoring",
            "Willowmere Therapy",
            "Cobalt Nursing Services",
            "Beacon Counseling",
        ),
        (
            "Tutoring hours",
            "Speech therapy, contracted",
            "Nursing coverage",
            "Interpreting",
            "After-school program",
            "Assessment and report",
            "Consulting days",
        ),
    ),
    "training": (
        ("Learning Path Training", "Ridgeline Conferences", "Stepping Stones Institute"),
        (
            "Registration, spring conference",
            "Workshop fee",
            "Hotel, 2 nights",
            "Mileage",
            "Course materials",
            "Airfare, conference",
        ),
    ),
    "travel": (
        ("Meadow Coach Lines", "Tri-Valley Charter Bus"),
        ("Bus, museum trip", "Bus, away game", "Admission, science center", "Bus, college visit"),
    ),
    "building": (
        ("Valley Janitorial Supply", "Keystone Plumbing", "Ironwood Builders", "Peak Mechanical"),
        (
            '12" pipe and fittings',
            "Floor wax",
            "Paper towels, soap",
            "Boiler service",
            "Roof patch",
            "Air filters 20x25x2",
            "Paint, hallway",
            "Door hardware",
            "Construction progress payment",
        ),
    ),
    "printing": (
        ("Cedar Print Shop", "Inkwell Copiers"),
        ("Copier lease and clicks", "Report cards", "Newsletter", "Toner", "Event flyers"),
    ),
    "food": (
        ("Golden Field Foods", "Sunny Acre Produce", "Valley Dairy Cooperative"),
        ("Produce", "Milk", "Bread and tortillas", "Frozen entrees", "Paper trays"),
    ),
    "utility": (
        ("Cedar County Power & Light", "Valley Water District", "Clear Gas"),
        ("Electricity", "Water and sewer", "Natural gas", "Telephone and internet"),
    ),
    "professional": (
        ("Granite Legal Group", "Ledgerstone Auditors"),
        ("Legal services", "Audit progress", "Actuarial study"),
    ),
    "finance": (("Cedar County Treasurer",), ("Bond interest", "Bond principal", "Interfund move")),
    "payroll": ((NOBODY,), ("Monthly payroll", "Supplemental payroll", "Payroll, timesheets")),
    "revenue": (
        (NOBODY,),
        ("Apportionment", "County treasurer receipt", "Receipt", "Deposit"),
    ),
}
_TRADE_OF = {
    4100: "books", 4200: "books", 4330: "supply", 4390: "building", 4410: "technology",
    4710: "food", 5210: "training", 5500: "utility", 5630: "building", 5720: "travel",
    5810: "services", 5840: "technology", 5850: "professional", 5860: "printing",
    5900: "utility", 6200: "building", 6400: "technology", 7438: "finance", 7439: "finance",
    7610: "finance",
}  # fmt: skip
_MORE_FIRST = ("Alpine", "Bayside", "Crestview", "Dovetail", "Evergreen", "Foothill", "Greenway",
               "Hilltop", "Ivory", "Jade", "Kestrel", "Lantern", "Mariner", "Nimbus", "Opal",
               "Pioneer", "Quarry", "Rosewood", "Sandpiper", "Timber")  # fmt: skip
_MORE_LAST = {
    "supply": "Supply", "technology": "Systems", "books": "Books", "services": "Services",
    "training": "Learning", "travel": "Transit", "building": "Contractors", "food": "Foods",
    "printing": "Press", "professional": "Advisors",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vendors:
    """Vendor list (0 = none, 1 = purchasing card) and comments, each trade one slice of both."""

    ids: list[str]
    names: list[str]
    trades: list[str]
    texts: list[str]
    vendor_start: Ints
    vendor_count: Ints
    text_start: Ints
    text_count: Ints

    def trade(self, objects: Ints, functions: list[str]) -> Ints:
        """Trade of each account, as an index into `trades`."""
        names = list(_TRADES)
        found = [_trade(int(o), f) for o, f in zip(objects, functions, strict=True)]
        return np.array([names.index(name) for name in found])

    def number(self, name: str) -> int:
        """Position of the vendor with that name."""
        return self.names.index(name)


def _trade(obj: int, function: str) -> str:
    if obj < 4000:  # noqa: PLR2004
        return "payroll"
    if obj >= 8000:  # noqa: PLR2004
        return "revenue"
    if obj == 4310:  # noqa: PLR2004
        return "building" if function == "8200" else "supply"
    return _TRADE_OF[obj]


def vendors(shape: Shape) -> Vendors:
    """The vendor list; longer for a larger district."""
    extra = min(len(_MORE_FIRST), 4 + shape.schools // 30)
    ids, names, trades = ["", "P00001"], [NOBODY, CARD], ["", "card"]
    texts: list[str] = []
    spans = []
    for trade, (companies, comments) in _TRADES.items():
        last = _MORE_LAST.get(trade)
        more = [f"{first} {last}" for first in _MORE_FIRST[:extra]] if last else []
        found = [name for name in (*companies, *more) if name]
        spans.append((len(names) if found else 0, max(len(found), 1), len(texts), len(comments)))
        ids += [f"V{10_000 + 7 * (len(names) + i)}" for i in range(len(found))]
        names += found
        trades += [trade] * len(found)
        texts += comments
    staff = 40 + shape.schools
    ids += [f"E{20_000 + i}" for i in range(staff)]
    names += [EMPLOYEE] * staff
    trades += ["employee"] * staff
    starts = np.array(spans).T
    return Vendors(ids, names, trades, texts, *starts)
