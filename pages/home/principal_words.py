"""The sentences of a budget owner's pages, made from the figures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketLine, Link, codes_of
from pages.components.figures import Status
from pages.components.sentence import Part, Sentence, dig, strong
from pages.format import counted, day_month, fiscal_year, listed, money, word

_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """Who decides about the money: the reader, or the school that the reader looks at."""

    has: str
    gone: str
    has_not: str
    decides: str
    covers: str


YOU: Final = Voice("You have ", "You have", "more than you have", "you decide", "pays for you")
SCHOOL: Final = Voice(
    "There is ",
    "The school has",
    "more than it has",
    "the school decides",
    "pays for it",
)


def lead(
    own: Amounts,
    lines: Sequence[BucketLine],
    district: Sequence[BucketLine],
    link: Link,
    voice: Voice = YOU,
) -> Sentence:
    """What is left to decide about, what the district covers, and which buckets need a look."""
    if not lines:
        return [*_none_to_decide(district), *_warnings(district, link)]
    return [
        *_left(own, lines, link, voice),
        *_covered(district, voice),
        *_warnings(lines, link),
        *_calm(lines),
    ]


def closed_lead(
    year: int, own: Amounts, lines: Sequence[BucketLine], link: Link, voice: Voice = YOU
) -> Sentence:
    """How a closed year ended for what the person, or the school, decides about."""
    left, name = own.remaining, fiscal_year(year)
    if not lines or left is None:
        return [f"{name} is closed. No money to decide about is loaded for it."]
    over = [line for line in lines if line.status is Status.RAN_OVER]
    end = "left" if left >= 0 else "too much spent"
    figure = dig(f"{money(abs(left))} {end}", link(codes_of(lines), "left"), strong=True)
    start: list[Part | str] = [f"{name} closed with ", figure, f" on what {voice.decides}"]
    if not over:
        return [*start, "; no bucket ran over."]
    names = listed([line.name for line in over[:_NAMED]])
    more = f" and {word(len(over) - _NAMED)} more" if len(over) > _NAMED else ""
    return [*start, ". ", strong(f"{names}{more} ran over"), "."]


def _none_to_decide(district: Sequence[BucketLine]) -> list[Part | str]:
    left = sum((line.amounts.remaining or Decimal(0) for line in district), Decimal(0))
    if not district:
        return ["No money is assigned to this budget in this fiscal year."]
    rest = " in this budget; the district decides about all of it."
    return [strong(f"{money(left)} is left"), rest]


def _left(own: Amounts, lines: Sequence[BucketLine], link: Link, voice: Voice) -> list[Part | str]:
    left, href = own.remaining, link(codes_of(lines), "left")
    if left is None:
        return ["What is left cannot be told, because no budget or no spending is loaded"]
    if left < 0:
        over = dig(f"{money(-left)} {voice.has_not}", href, strong=True)
        return [overrun(voice, own), over, f" on what {voice.decides}"]
    figure = dig(f"{money(left)} left", href, strong=True)
    return [voice.has, figure, f" to spend on what {voice.decides}"]


def overrun(voice: Voice, amounts: Amounts) -> str:
    """What begins the sentence about more than there is: `You have spent or ordered `."""
    done = "spent or ordered" if amounts.reserved is None else "spent, ordered or requested"
    return f"{voice.gone} {done} "


def _covered(district: Sequence[BucketLine], voice: Voice) -> list[Part | str]:
    """Whether what the district pays for will last; silent where that is not known."""
    if not district:
        return ["."]
    short = [line for line in district if line.status is Status.OVER]
    if short:
        names = listed([line.name for line in short[:_NAMED]])
        return [", but ", strong(f"{names} will run over"), "; the district decides about that."]
    if any(line.status is Status.UNKNOWN for line in district):
        return ["."]
    if len(district) == 1:
        return [f", and {_inside(district[0].name)} is covered."]
    return [f", and what the district {voice.covers} is covered."]


def _warnings(lines: Sequence[BucketLine], link: Link) -> list[Part | str]:
    """Up to two slow buckets and two that will run over, the largest amounts first."""
    words: list[Part | str] = []
    for status, verb in ((Status.SLOW, "slow"), (Status.OVER, "over")):
        found = sorted(
            (line for line in lines if line.status is status),
            key=lambda line: -abs(line.amounts.left_over or Decimal(0)),
        )
        words += _warning(found, verb, link)
    return words


def _warning(found: Sequence[BucketLine], verb: str, link: Link) -> list[Part | str]:
    if not found:
        return []
    shown, rest = found[:_NAMED], len(found) - _NAMED
    names = listed([line.name for line in shown])
    if rest > 0:
        names = f"{', '.join(line.name for line in shown)} and {word(rest)} more"
    amount = sum((abs(line.amounts.left_over or Decimal(0)) for line in found), Decimal(0))
    one = len(found) == 1
    figure = dig(money(amount), link(codes_of(found), "paid"))
    if verb == "slow":
        return [" ", strong(f"{names} {'is' if one else 'are'} slow"), ": about ", figure,
                " would go unspent."]  # fmt: skip
    together = "" if one else ", together"
    return [" ", strong(f"{names} will run over"), " by about ", figure, f"{together}."]


def _calm(lines: Sequence[BucketLine]) -> list[Part | str]:
    if any(line.status in (Status.SLOW, Status.OVER) for line in lines):
        return []
    if all(line.status is Status.UNKNOWN for line in lines):
        return [" It is too early to say where the year will end."]
    return [" Every bucket with a projection is on course."]


def buckets(lines: Sequence[BucketLine], voice: Voice = YOU) -> Sentence:
    """How many of the person's or school's own buckets are on course, and the names of others."""
    nothing = [f"There is no bucket that {voice.decides} about."]
    return _courses(lines, f" {voice.decides}") if lines else nothing


def buckets_at_large(lines: Sequence[BucketLine]) -> Sentence:
    """The same over every bucket of a budget or of the district."""
    return _courses(lines, "") if lines else ["There is no bucket with money."]


def _courses(lines: Sequence[BucketLine], whose: str) -> Sentence:
    slow = [line.name for line in lines if line.status is Status.SLOW]
    over = [line.name for line in lines if line.status is Status.OVER]
    good = sum(line.status is Status.ON_COURSE for line in lines)
    if lines[0].status in (Status.ENDED, Status.RAN_OVER):
        return _ended(lines)
    if not (slow or over or good):
        return ["No bucket has a projection yet; the bars show what is used."]
    if good == len(lines):
        all_of_them = "The one bucket" if good == 1 else f"All {word(good)} buckets"
        return [f"{all_of_them}{whose} {'is' if good == 1 else 'are'} on course."]
    start = f"{word(good, start=True)} of the {counted_word(len(lines))}{whose} "
    words: list[Part | str] = [f"{start}{'is' if good == 1 else 'are'} on course."]
    pieces: list[list[Part | str]] = []
    if slow:
        pieces.append([strong(listed(slow)), f" {'is' if len(slow) == 1 else 'are'} slow"])
    if over:
        pieces.append([strong(listed(over)), " will run over"])
    if pieces:
        words.append(" ")
        words += [part for place, piece in enumerate(pieces) for part in _joined(place, piece)]
        words.append(".")
    return words


def _ended(lines: Sequence[BucketLine]) -> Sentence:
    over = [line.name for line in lines if line.status is Status.RAN_OVER]
    if not over:
        return ["The year is closed; no bucket ran over."]
    return ["The year is closed; ", strong(listed(over)), " ran over."]


def counted_word(number: int) -> str:
    """Buckets with their number as a word."""
    return f"{word(number)} {'bucket' if number == 1 else 'buckets'}"


def _joined(place: int, piece: list[Part | str]) -> list[Part | str]:
    return [" and ", *piece] if place else piece


def path(own: Amounts, year_end: date) -> Sentence:
    """Whether the money will last until the end of the year."""
    until = day_month(year_end)
    if own.projected is None or own.budget is None or own.left_over is None:
        return ["It is too early to tell: there is no projection."]
    start = f"At the usual pace {money(own.projected)} of {money(own.budget)} is spent by {until}"
    if own.left_over < 0:
        return ["Probably not. ", f"{start}, ", strong(f"{money(-own.left_over)} too much"), "."]
    doubt = own.high is not None and own.high > own.budget
    answer = "Perhaps. " if doubt else "Probably. "
    return [answer, f"{start} and ", strong(money(own.left_over)), " stays."]


def _inside(name: str) -> str:
    """A name inside a sentence: its first letter small, unless it is a name of its own."""
    second = name[1:2]
    return name if second.isupper() or not second else name[0].lower() + name[1:]


def orders(count: int, old: int, held: Decimal, days: int) -> Sentence:
    """How many orders have waited long, and what they hold."""
    if count == 0:
        return ["No order is open."]
    if old == 0:
        return [f"{counted(count, 'order')} open; none has waited over {days} days."]
    number = "It" if count == old == 1 else f"{word(old, start=True)} of {count}"
    verb = "has" if old == 1 else "have"
    holds = "holds" if old == 1 else "hold"
    return [
        f"{number} {verb} waited over {days} days and {holds} ",
        strong(money(held)),
        ". Cancel what you no longer need and the money comes back.",
    ]
