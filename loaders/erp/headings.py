"""Which canonical column a heading may stand for: proposals, never decisions.

The mapping file states which heading is meant. These proposals help its author: `check` prints
them for a file that no mapping names yet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.resemblance import most_like
from loaders.erp.yaml_text import read_yaml

ALIASES = Path(__file__).with_name("headings.yaml")
MIN_SCORE = 82
_SHORTEST = 4
_YEAR = re.compile(
    r"""(?ix)
    \b(?:fy|sy)?\s*(?:19|20)\d\d\s*[-/\u2013]\s*(?:(?:19|20)\d\d|\d\d)\b  # 2024-25, FY2024/2025
    | \b(?:fy|sy)\s*'?\d\d\s*[-/\u2013]\s*\d\d\b                           # FY24-25
    | \b(?:fy|sy)\s*'?(?:(?:19|20)\d\d|\d\d)\b                             # FY25, SY 2025
    | \b\d\d[-/\u2013]\d\d\b                                               # 24-25
    | \b(?:19|20)\d\d\b                                                    # 2025
    """
)
_MONTH = re.compile(
    r"(?i)\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A heading and the column it may stand for.

    `score` is 100 for a known alias. `is_certain` says that the alias stands for nothing else;
    an uncertain proposal needs a person's word.
    """

    heading: str
    field: str
    score: float
    is_certain: bool


def normalised(heading: str) -> str:
    """Return `heading` without fiscal year and month, in lower case, letters and digits only."""
    text = _MONTH.sub(" ", _YEAR.sub(" ", heading))
    return _NOT_ALPHANUMERIC.sub("", text.casefold())


def is_percentage(heading: str) -> bool:
    """Whether the heading is of the kind `% of Budget`: a rate is no amount of dollars."""
    return "%" in heading or re.search(r"(?i)\b(?:pct|percent)", heading) is not None


@cache
def aliases() -> dict[str, str]:
    """Normalised alias -> canonical column."""
    content = read_yaml(ALIASES)[0]
    return {alias: field for field, names in content["aliases"].items() for alias in names}


@cache
def ambiguous() -> frozenset[str]:
    """Aliases that mean different things in different files."""
    return frozenset(read_yaml(ALIASES)[0]["ambiguous"])


def proposal(heading: str) -> Proposal | None:
    """Return the column that `heading` may stand for, or None."""
    text = normalised(heading)
    if not text or is_percentage(heading):
        return None
    field = aliases().get(text)
    if field:
        return Proposal(heading, field, 100.0, is_certain=text not in ambiguous())
    if len(text) < _SHORTEST:
        return None
    candidates = [alias for alias in aliases() if len(alias) >= _SHORTEST]
    near = most_like(text, candidates, least=MIN_SCORE)
    return Proposal(heading, aliases()[near[0]], near[1], is_certain=False) if near else None


def proposals(headings: Iterable[str]) -> list[Proposal]:
    """Return the proposals for the headings of a file, in their order.

    Where two headings would stand for the same column, neither is certain.
    """
    found = [p for p in map(proposal, headings) if p]
    fields = [p.field for p in found]
    return [
        p if fields.count(p.field) == 1 else Proposal(p.heading, p.field, p.score, is_certain=False)
        for p in found
    ]


def heading_row(rows: Sequence[Sequence[str]], min_known: int = 2) -> int | None:
    """Return the position of the row that looks most like headings, or None.

    `rows` are the first rows of a file. The row with the most known headings wins, the first of
    equals; banners and data rows have fewer than `min_known` of them.
    """
    known = [sum(normalised(cell) in aliases() for cell in row) for row in rows]
    best = max(known, default=0)
    return known.index(best) if best >= min_known else None
