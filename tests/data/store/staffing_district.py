"""A district with every oddity of staffing, and what is true of it, reckoned the long way."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from data.entities.registry import ENTITIES
from data.store import Store
from data.store.records import Draft, add_records

DISTRICT = "north"
DAY = date(2027, 3, 1)
FILES = ("job", "employee", "position", "position_funding", "assignment", "assignment_funding",
         "employee_pay", "employee_benefit")  # fmt: skip


@dataclass
class District:
    """Rows of each kind, as a file would have them."""

    rows: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))

    def keep(self, store: Store, district: str = DISTRICT) -> None:
        with store.transaction() as tx:
            for name in FILES:
                drafts = [Draft(one) for one in self.rows[name]]
                add_records(tx, district, ENTITIES[name], drafts)

    def live(self, name: str, **wanted: object) -> list[dict]:
        return [
            one for one in self.rows[name]
            if one["start_date"] <= DAY and (one["end_date"] is None or one["end_date"] >= DAY)
            and all(one[key] == value for key, value in wanted.items())
        ]  # fmt: skip

    def fte(self, code: str) -> Decimal:
        return sum((one["fte"] for one in self.live("position", code=code)), Decimal(0))

    def assigned(self, code: str) -> Decimal:
        return sum((one["fte"] for one in self.live("assignment", position_code=code)), Decimal(0))

    def cost(self, code: str) -> int | None:
        """Cents a year of the people in a position; none where one of them has no pay."""
        people = self.live("assignment", position_code=code)
        parts = [self._person(one) for one in people]
        return None if not parts or None in parts else sum(parts)

    def _person(self, place: dict) -> int | None:
        who, fte = place["employee_code"], Fraction(place["fte"])
        pays = [
            (one["pay_type"], cents(Fraction(one["fte_basis"]) * Fraction(one["amount"]) * fte))
            for one in self.live("employee_pay", employee_code=who)
        ]
        if not pays:
            return None
        total = sum(paid for _, paid in pays)
        for one in self.live("employee_benefit", employee_code=who):
            amount = Fraction(one["amount"])
            if one["pay_basis"] == "percentage":
                names = one["pay_types"]
                base = sum(paid for name, paid in pays if not names or name in names)
                total += cents(amount / 100 * Fraction(base, 100))
            elif one["prorate"] is not False:
                total += cents(amount * fte)
            else:
                total += self._part_of_once(cents(amount), place)
        return total

    def _part_of_once(self, whole: int, place: dict) -> int:
        """What a sum that is due once grows by with this place of the person."""
        reached, before = Fraction(0), 0
        places = self.live("assignment", employee_code=place["employee_code"])
        every = sum(Fraction(one["fte"]) for one in places)
        for one in places:
            reached += Fraction(one["fte"])
            upto = rounded(whole * reached / every) if every else 0
            if one is place:
                return upto - before
            before = upto
        raise AssertionError(place)

    def visible(self, places: set[str], accounts: set[str]) -> set[str]:
        """Positions that hold on the day or have somebody in them, at a place or paid from it."""
        found = set()
        for code in self.codes():
            latest = max(
                (one for one in self.rows["position"] if one["code"] == code),
                key=lambda one: (one in self.live("position"), one["start_date"]),
            )
            paid = {
                one["account_code"]
                for name in ("position_funding", "assignment_funding")
                for one in self.live(name, position_code=code)
            }
            if latest["location_code"] in places or paid & accounts:
                found.add(code)
        return found

    def codes(self) -> set[str]:
        """Codes of positions that hold on the day, or in which somebody sits."""
        return {one["code"] for one in self.live("position")} | (
            {one["position_code"] for one in self.live("assignment")}
            & {one["code"] for one in self.rows["position"]}
        )


def rounded(number: Fraction) -> int:
    """To a whole number, a half upwards: there are no negative amounts here."""
    whole, rest = divmod(number, 1)
    return int(whole) + (rest >= Fraction(1, 2))


def cents(dollars: Fraction) -> int:
    return rounded(100 * dollars)


def made(seed: int, positions: int) -> District:
    """A random district: periods before, on and after the day, people in several places."""
    dice, built = random.Random(seed), District()  # noqa: S311 - the same every time
    kinds = ["Salary", "Stipend", "Overtime"]
    for number in range(5):
        group = {"class_code": f"C{number % 2}", "class_name": f"Class {number % 2}"}
        built.rows["job"].append({"code": f"J{number}", "name": f"Job {number}", **group})
    for number in range(positions):
        code = f"P{number:04d}"
        built.rows["position"] += _periods(dice, code)
        for account in dice.sample(["10-A", "20-A", "10-B", "30-C"], dice.choice([0, 1, 1, 2])):
            built.rows["position_funding"].append(
                {"position_code": code, "account_code": account, "percentage": Decimal(50),
                 **_span(dice)}
            )  # fmt: skip
    for number in range(positions):
        who = f"E{number:04d}"
        built.rows["employee"].append({"code": who, "first_name": "Teacher", "last_name": who})
        for place in dice.sample(range(positions), dice.choice([0, 1, 1, 1, 2, 3])):
            seat = {"employee_code": who, "position_code": f"P{place:04d}"}
            share = Decimal(dice.randint(0, 1000)).scaleb(-3)
            built.rows["assignment"].append({**seat, "fte": share, **_span(dice)})
            if dice.random() < 0.2:
                account = dice.choice(["10-A", "30-C"])
                built.rows["assignment_funding"].append(
                    {**seat, "account_code": account, "percentage": Decimal(100), **_span(dice)}
                )
        for name in dice.sample(kinds, dice.choice([0, 1, 1, 2, 3])):
            built.rows["employee_pay"].append(
                {"employee_code": who, "pay_type": name, "segment_code": "1100",
                 "pay_basis": "Daily", "fte_basis": Decimal(dice.randint(1, 2080_000)).scaleb(-3),
                 "amount": Decimal(dice.randint(0, 3_000_000)).scaleb(-4), **_span(dice)}
            )  # fmt: skip
        for name in dice.sample(["Health", "Retirement", "Life"], dice.choice([0, 1, 2, 3])):
            built.rows["employee_benefit"].append(
                {"employee_code": who, "benefit_type": name, "segment_code": "3100",
                 "pay_basis": dice.choice(["flat", "percentage"]),
                 "amount": Decimal(dice.randint(0, 1_000_000)).scaleb(-4),
                 "pay_types": dice.choice([None, ("Salary",), ("Salary", "Overtime")]),
                 "prorate": dice.choice([None, True, False]), **_span(dice)}
            )  # fmt: skip
    return built


def _periods(dice: random.Random, code: str) -> list[dict]:
    base = {"code": code, "job_code": f"J{dice.randrange(5)}"}
    found = []
    for start, end in (
        (date(2025, 7, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), dice.choice([None, DAY, DAY - timedelta(1)])),
        *([(DAY + timedelta(1), None)] if dice.random() < 0.1 else []),
    ):
        overlapping = found and found[-1]["end_date"] is None
        if not overlapping and dice.random() < 0.8:
            found.append({**base, "location_code": dice.choice(["A", "B", "C", None]),
                          "fte": Decimal(dice.randint(0, 1500)).scaleb(-3),
                          "start_date": start, "end_date": end})  # fmt: skip
    return found or [{**base, "location_code": "A", "fte": Decimal(1), "start_date": DAY,
                      "end_date": DAY}]  # fmt: skip


def _span(dice: random.Random) -> dict:
    start = dice.choice([date(2026, 7, 1), DAY, DAY, date(2026, 7, 1), DAY + timedelta(1)])
    end = dice.choice([None, None, DAY, date(2027, 6, 30), DAY + timedelta(9), DAY - timedelta(1)])
    return {"start_date": start, "end_date": end if end is None or end >= start else None}
