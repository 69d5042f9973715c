"""Answers to guided questions in the district's own figures; what has no figure says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pages.components.sentence import Part, Sentence, strong
from pages.evaluate.level_words import level_name, pupils_words, schools_of
from pages.evaluate.measure_words import written
from pages.evaluate.scatter_words import Measured
from pages.format import count, counted, listed, money, share, upper

MOST_NAMED: Final = 6
FEWEST: Final = 5
"""Schools from which a spread, a range or a field is told."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question, or why there is none yet, with the page that shows more."""

    sentence: Sentence
    href: str = ""
    page: str = ""
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Ends:
    """The highest and lowest school of a level by one figure, already written."""

    level: str
    schools: int
    high: tuple[str, str]
    low: tuple[str, str]


def unanswered(reason: str) -> Answer:
    """There is no answer yet."""
    return Answer([f"Cannot be answered yet: {reason}."], is_known=False)


def most_and_least(levels: Sequence[Ends], what: str) -> Answer:
    """The two ends of every level; levels with one school are told as such."""
    if not levels:
        return unanswered("no school has spending and pupils in this year")
    words: list[Part | str] = []
    for ends in levels:
        start = " " if words else ""
        if ends.schools == 1:
            words += [f"{start}{level_name(ends.level)}: only {ends.high[0]}, ",
                      strong(ends.high[1]), "."]  # fmt: skip
            continue
        words += [
            f"{start}{level_name(ends.level)} ({count(ends.schools)}): most ",
            strong(f"{ends.high[1]} at {ends.high[0]}"),
            f", least {ends.low[1]} at {ends.low[0]}.",
        ]
    return Answer([*words, f" {what}"] if what else words)


def spread(levels: Sequence[tuple[str, float, int]]) -> Answer:
    """The coefficient of variation of each level, from the most even to the least."""
    if not levels:
        return unanswered(f"no level has {FEWEST} schools with spending and pupils")
    order = sorted(levels, key=lambda entry: entry[1])
    parts = [f"{share(cv)} among {count(n)} {schools_of(level)}" for level, cv, n in order]
    return Answer(
        [
            "Around the mean of its level, spending per pupil typically differs by ",
            strong(listed(parts)),
            ". Difference alone is neither fair nor unfair: pupils' needs differ too.",
        ]
    )


def less_and_better(names: Sequence[str], schools: int, outcome: Measured) -> Answer:
    """Schools below the spending and above the outcome that go with their need."""
    beside = f"{outcome.label}, {counted(schools, 'school')}"
    if not names:
        return Answer([f"No school does both ({beside})."])
    more = len(names) - MOST_NAMED
    shown = listed([*names[:MOST_NAMED], *([f"{count(more)} more"] if more > 0 else [])])
    verb = "spends less and lies" if len(names) == 1 else "spend less and lie"
    return Answer(
        [
            strong(f"{shown} {verb} higher"),
            f" than goes with their share of low-income pupils ({beside}). ",
            "Ask what they do; one year and few pupils can also do this.",
        ]
    )


def central(
    school_dollars: float, other_dollars: float, places: int, largest: tuple[str, float] | None
) -> Answer:
    """What part is booked at schools, and where the rest is."""
    total = school_dollars + other_dollars
    if total <= 0:
        return unanswered("no spending is loaded for this year")
    if other_dollars <= 0 or largest is None:
        return Answer(["Everything is booked at schools."])
    where = counted(places, "other place", "departments and other places")
    return Answer(
        [
            strong(f"{share(other_dollars / total)} of {money(total)}"),
            f" is booked at {where}, the most at {largest[0]} ({money(largest[1])}). ",
            "Much of it serves schools all the same.",
        ]
    )


def change(risen: int, fallen: int, before: int) -> Answer:
    """At how many schools spending per pupil rose and fell."""
    if not risen + fallen:
        return unanswered(f"no school has spending per pupil in both this year and FY{before}")
    return Answer(
        [
            f"Against FY{before} spending per pupil ",
            strong(f"rose at {count(risen)} and fell at {count(fallen)}"),
            f" of {counted(risen + fallen, 'school')}, before inflation.",
        ]
    )


def fields(
    counts: Sequence[tuple[str, int]], own: tuple[str, str] | None, outcome: Measured
) -> Answer:
    """How many schools lie in each field, and where the reader's own school lies."""
    number = sum(schools for _, schools in counts)
    if number < FEWEST:
        return unanswered(
            f"only {counted(number, 'school')} with spending, pupils and {outcome.inside}"
        )
    parts = [f"{count(schools)} with {words[:1].lower()}{words[1:]}" for words, schools in counts]
    words: list[Part | str] = []
    if own is not None:
        words += [f"{own[0]}: ", strong(own[1]), ". "]
    return Answer([*words, (f"Of {counted(number, 'school')}: {listed(parts)}. A field is a place "
                   "on a picture, not a verdict.")])  # fmt: skip


def remaining(left: float | None, budget: float | None, place: str) -> Answer:
    """What is left of the budget that the reader sees."""
    if left is None or not budget or budget <= 0:
        return unanswered("no budget is loaded for this place and year")
    if left < 0:
        return Answer([f"{place} is ", strong(f"{money(-left)} over"), (f" a budget of "
                       f"{money(budget)}, open orders counted.")])  # fmt: skip
    return Answer([strong(f"{money(left)} ({share(left / budget)})"),
                   f" of {money(budget)} is left at {place}, open orders taken off."])  # fmt: skip


def moved(outcome: Measured, now: float, before: float, years: tuple[int, int], schools: int
          ) -> Answer:  # fmt: skip
    """How the mean of an outcome moved between two years over the same schools."""
    gap = now - before
    size = outcome.difference(gap)
    word = "rose" if gap > 0 else "fell"
    head = f"{outcome.label.partition(':')[0]}: over {counted(schools, 'school')} the mean "
    if size in ("0.0 points", "0", "$0", "0.00"):
        return Answer([f"{head}stayed the same from FY{years[0]} to FY{years[1]}: ",
                       strong(written(now, outcome.unit)), "."])  # fmt: skip
    return Answer(
        [
            f"{head}",
            strong(f"{word} by {size}"),
            (
                f", from {written(before, outcome.unit)} in FY{years[0]} to "
                f"{written(now, outcome.unit)} in FY{years[1]}. One year is noise."
            ),
        ]
    )


def categories(parts: Sequence[tuple[str, float]], total: float) -> Answer:
    """The three largest uses of the money booked at schools."""
    if total <= 0 or not parts:
        return unanswered("no spending of schools is loaded for this year")
    top = sorted(parts, key=lambda entry: -entry[1])[:3]
    words = listed([f"{name.lower()} {share(dollars / total)}" for name, dollars in top])
    return Answer([f"Of {money(total)} booked at schools: ", strong(words), "."])


def own_school(name: str, per_pupil: str, rank: int | None, ranked: int, level: str) -> Answer:
    """What the reader's own school gets, and its place in the level."""
    place = "" if rank is None else f", place {count(rank)} of {count(ranked)} {schools_of(level)}"
    return Answer([f"{name}: ", strong(f"{per_pupil} per pupil"), f"{place}; place 1 spends most."])


def district_schools(schools: int, pupils: float) -> Answer:
    """For readers of the whole district: every principal has a page of the own school."""
    words = f"{counted(schools, 'school')} with {pupils_words(pupils)} have a page each"
    return Answer([f"{upper(words)}: spending, need, peers, staff and results."])
