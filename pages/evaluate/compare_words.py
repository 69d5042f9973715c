"""What a comparison of up to four schools says in sentences, and the words of its notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from metrics.registry import Unit
from pages.components.sentence import Part, Sentence, strong
from pages.evaluate.measure_words import is_share, written
from pages.format import counted, listed, money, share, word

MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Side:
    """A measure of the schools compared: a value of each, in their order."""

    label: str
    unit: Unit
    values: Sequence[float | None]
    peers: Sequence[float | None]
    district: float | None
    part: str = ""


def ends(side: Side) -> tuple[int, int] | None:
    """The places of the highest and the lowest school; none where two cannot be told apart."""
    known = [(value, place) for place, value in enumerate(side.values) if value is not None]
    if len(known) < 2 or max(known)[0] == min(known)[0]:  # noqa: PLR2004 - no range
        return None
    return max(known)[1], min(known)[1]


def lead_words(names: Sequence[str], total: Side | None, needs: Sequence[Side]) -> Sentence:
    """Who spends most and least, and how far the shares of low-income pupils lie apart."""
    if not names:
        return ["Choose two to four schools to see them side by side."]
    if total is None or not any(value is not None for value in total.values):
        return [f"No spending per pupil is known for {listed(list(names))}."]
    far = ends(total)
    if far is None:
        return _one(names, total)
    high, low = far
    gap = (total.values[high] or 0) - (total.values[low] or 0)
    words: list[Part | str] = [
        f"{names[high]} spends ",
        strong(f"{money(total.values[high])} per pupil"),
        f", {money(gap)} more than {names[low]}",
        f" ({money(total.values[low])})",
    ]
    return [*words, *_need(names, needs), "."]


def _one(names: Sequence[str], total: Side) -> Sentence:
    place = next(i for i, value in enumerate(total.values) if value is not None)
    words: list[Part | str] = [
        f"{names[place]} spends ", strong(f"{money(total.values[place])} per pupil"),
    ]  # fmt: skip
    if total.peers[place] is not None:
        words.append(f", its five closest peers {money(total.peers[place])}")
    if total.district is not None:
        words.append(f", all schools {money(total.district)}")
    return [*words, "."]


def _need(names: Sequence[str], needs: Sequence[Side]) -> list[str]:
    for side in needs:
        far = ends(side)
        if is_share(side.unit) and far is not None:
            high, low = far
            return [
                f"; {share(side.values[high])} of its pupils are low-income at {names[high]}, "
                f"{share(side.values[low])} at {names[low]}".replace("of its pupils", "of pupils")
            ]
    return []


def widest(names: Sequence[str], sides: Sequence[Side], *, unit: Unit | None = None) -> Sentence:
    """The measure in which the schools lie furthest apart, from the highest to the lowest."""
    if len(names) == 1:
        return _from_peers(names[0], [side for side in sides if unit in (None, side.unit)])
    known = [side for side in sides if ends(side) is not None and unit in (None, side.unit)]
    if not known:
        return ["The schools cannot be told apart here, or too few have figures."]
    side = max(known, key=_apart)
    high, low = ends(side) or (0, 0)
    of = " from central budgets" if side.part == "central" else ""
    return [
        f"They lie furthest apart in {inside(side.label)}{of}: ",
        strong(f"{written(side.values[high], side.unit)} at {names[high]}"),
        f", {written(side.values[low], side.unit)} at {names[low]}.",
    ]


def _from_peers(name: str, sides: Sequence[Side]) -> Sentence:
    """In what one school lies furthest from its peers."""
    known = [
        (abs(own - peers), place)
        for place, side in enumerate(sides)
        if (own := side.values[0]) is not None and (peers := side.peers[0]) is not None
    ]
    if not known:
        return [f"{name} has no peers with these figures."]
    side = sides[max(known)[1]]
    return [
        f"{name} lies furthest from its peers in {inside(side.label)}: ",
        strong(written(side.values[0], side.unit)),
        f", its peers {written(side.peers[0], side.unit)}.",
    ]


def _apart(side: Side) -> float:
    known = [value for value in side.values if value is not None]
    return max(known) - min(known)


def sources_words(names: Sequence[str], total: Side | None, central: Sequence[Side]) -> Sentence:
    """The highest and lowest school, and what part of it is central cost."""
    if total is None:
        return ["No spending is booked in these funds."]
    far = ends(total)
    words: list[Part | str] = []
    if far is not None:
        high, low = far
        words += [strong(f"{names[high]} has the most"), f" per pupil, {names[low]} the least."]
    parts = [
        sum(side.values[i] or 0 for side in central) / value
        for i, value in enumerate(total.values)
        if value
    ]
    if central and parts:
        low_part, high_part = share(min(parts)), share(max(parts))
        span = low_part if low_part == high_part else f"{low_part} to {high_part}"
        words.append(f" Central cost is {span} of it.")
    return words or ["Bars show dollars per pupil by source."]


def years_words(
    names: Sequence[str], years: Sequence[tuple[int, Side]], before: str = "before inflation"
) -> Sentence:
    """Who moved most between the first and the last year that a school has."""
    moves = []
    for place, name in enumerate(names):
        known = [(year, v) for year, side in years if (v := side.values[place]) is not None]
        if len(known) > 1 and known[0][1]:
            change = known[-1][1] / known[0][1] - 1
            moves.append((abs(change), change, name, known[0][0], known[-1][0]))
    if not moves:
        return ["No school has spending per pupil in two years."]
    _, change, name, first, last = max(moves)
    verb = "rose" if change > 0 else "fell"
    return [
        f"Spending per pupil moved most at {name}: it {verb} ",
        strong(share(Decimal(str(abs(change))))),
        f" from FY{first} to FY{last}, {before}.",
    ]


def results_words(names: Sequence[str], newest: Sequence[tuple[int, Side]]) -> Sentence:
    """Highest and lowest of the first result, without a word of better or worse."""
    if len(names) == 1:
        return _from_peers(names[0], [side for _, side in newest[:1]])
    for year, side in newest:
        far = ends(side)
        if far is None:
            continue
        high, low = far
        return [
            f"{side.label.partition(':')[0]} in {year}: from ",
            strong(f"{written(side.values[low], side.unit)} at {names[low]}"),
            f" to {written(side.values[high], side.unit)} at {names[high]}.",
            " Results are not the effect of spending.",
        ]
    return ["No result can be compared between these schools."]


def notices(
    known: Sequence[str], unknown: Sequence[str], dropped: Sequence[str]
) -> list[tuple[str, str]]:
    """What is odd about the choice, as title and text."""
    said = []
    if unknown:
        codes = listed([repr(code) for code in unknown], "and")
        verb = "is no school" if len(unknown) == 1 else "are no schools"
        said.append(
            (f"{codes} {verb} of this district and year.",
             "It may belong to another district, or have closed. Choose from the list instead.")
        )  # fmt: skip
    if dropped:
        said.append(
            (f"{word(MOST, start=True)} schools fit side by side.",
             f"Left out: {listed(list(dropped))}. Take one away above to bring another in.")
        )  # fmt: skip
    if len(known) == 1 and not dropped:
        text = f"{known[0]} is shown beside its peers and the district; add up to "
        text += f"{counted(MOST - 1, 'school')} to compare."
        said.append(("One school stands alone.", text))
    return said


def inside(label: str) -> str:
    """A label inside a sentence."""
    return label if label.startswith("English") else label[:1].lower() + label[1:]
