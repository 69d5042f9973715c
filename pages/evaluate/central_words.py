"""The sentences of central resources, made from their results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pages.components.sentence import Part, Sentence, strong
from pages.format import counted, money, rounded

Ends = tuple[tuple[str, Decimal], tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class CentralFinding:
    """What the district provides in a year by a method: dollars per pupil, pools and ends.

    `mean` is dollars per pupil over the schools whose pupils are shown, `ends` the schools with
    the lowest and the highest figure, `lost` the dollars that reach no school.
    """

    year: str
    method: str
    schools: int = 0
    pools: int = 0
    dollars: Decimal = Decimal(0)
    mean: Decimal | None = None
    largest: tuple[str, Decimal] | None = None
    ends: Ends | None = None
    lost: Decimal = Decimal(0)
    without: int = 0
    is_budget: bool = False


def sentence(found: CentralFinding) -> Sentence:
    """What the district provides, the largest resource, the ends, and what reaches nobody."""
    if not found.method:
        return ["No method says how resources held centrally reach the schools."]
    if not found.pools:
        return [f"In {found.year} no central cost reaches the schools by this method."]
    verb = "budgeted" if found.is_budget else "spent"
    whole = money(found.dollars) if found.mean is None else f"{money(found.mean)} per pupil"
    words: list[Part | str] = [
        f"In {found.year} the district {verb} ",
        strong(whole),
        (f" on {counted(found.pools, 'shared resource')} for {counted(found.schools, 'school')}."),
    ]
    if found.largest and found.pools > 1:
        words.append(f" The largest is {found.largest[0]}, {money(found.largest[1])} per pupil.")
    words += _ends(found.ends)
    if found.without:
        verb = "takes" if found.without == 1 else "take"
        words.append(f" {counted(found.without, 'school')} {verb} no share of at least one.")
    if found.lost > 0:
        words.append(f" {money(found.lost)} reaches no school.")
    return words


def _ends(ends: Ends | None) -> list[Part | str]:
    if ends is None:
        return []
    (low, least), (high, most) = ends
    if rounded(least) == rounded(most):
        return [f" Every school gets the same {money(least)} per pupil."]
    return [f" Schools get from {money(least)} at {low} to {money(most)} at {high}."]


@dataclass(frozen=True, slots=True)
class SchoolFinding:
    """What one school gets; `furthest` is the pool that differs most from its mean."""

    name: str
    dollars: Decimal | None
    per_pupil: Decimal | None
    mean: Decimal | None
    furthest: tuple[str, Decimal] | None = None
    is_hidden: bool = False


def school_sentence(found: SchoolFinding) -> Sentence:
    """The school's dollars per pupil beside the mean, and the resource that differs most."""
    if not found.dollars:
        return [f"{found.name} takes no share of any resource."]
    if found.per_pupil is None or found.mean is None:
        why = "too few pupils stand behind them" if found.is_hidden else "no pupils are loaded"
        return [
            f"{found.name} gets ",
            strong(money(found.dollars)),
            f"; dollars per pupil are not shown because {why}.",
        ]
    words: list[Part | str] = [
        f"{found.name} gets ",
        strong(f"{money(found.per_pupil)} per pupil"),
        f", {_beside(found.per_pupil - found.mean)} the district's mean of {money(found.mean)}.",
    ]
    if found.furthest and rounded(found.furthest[1]) != 0:
        name, gap = found.furthest
        more = "more" if gap > 0 else "less"
        words.append(f" Furthest from the mean: {name}, {money(abs(gap))} {more}.")
    return words


def _beside(gap: Decimal) -> str:
    if rounded(gap) == 0:
        return "the same as"
    return f"{money(abs(gap))} {'more' if gap > 0 else 'less'} than"


@dataclass(frozen=True, slots=True)
class PoolFinding:
    """One pool: dollars, driver in words, dollars for one unit of it, and the ends."""

    name: str
    dollars: Decimal
    driver: str
    per_unit: Decimal | None
    schools: int
    ends: Ends | None = None


def pool_sentence(found: PoolFinding) -> Sentence:
    """What the pool is worth, how it is shared, and who gets most of it per pupil."""
    words: list[Part | str] = [
        f"{found.name} is ",
        strong(money(found.dollars)),
        f" for {counted(found.schools, 'school')}, shared by {lowered(found.driver)}",
    ]
    if found.per_unit is not None:
        words.append(f": {money(found.per_unit, cents=True)} for each")
    return [*words, ".", *_ends(found.ends)]


def why_none(reason: str, driver: str) -> str:
    """Why a school takes no share, in plain words; empty where it takes one."""
    if reason.startswith("withheld"):
        return f"its count of {lowered(driver)} is withheld: too few pupils stand behind it"
    if reason.startswith("no value"):
        return f"no value of {lowered(driver)} is loaded for it"
    return reason


def lowered(driver: str) -> str:
    """A driver in the middle of a sentence: `English learners` keeps its capital."""
    is_name = driver.startswith("English") or driver[1:2].isupper()
    return driver if is_name else driver[:1].lower() + driver[1:]
