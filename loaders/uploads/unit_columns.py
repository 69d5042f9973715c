"""Which heading of an uploaded table stands for which column; every choice is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from data.resemblance import most_like
from loaders.erp.headings import MIN_SCORE, normalised
from loaders.erp.headings_row import tidy
from loaders.erp.yaml_text import read_yaml
from loaders.errors import HeadingsError
from loaders.uploads.text_rows import TextRow

ALIASES = Path(__file__).with_name("unit_headings.yaml")
SEARCHED_ROWS = 20
_SHORTEST = 4


class Field(StrEnum):
    """A column that the statistics of equity know."""

    UNIT = "unit"
    PUPILS = "pupils"
    SPENDING = "spending_per_pupil"
    FRL = "frl_share"
    ELL = "ell_share"
    SPED = "sped_share"
    WEALTH = "wealth"
    OUTCOME = "outcome"
    GROUP = "group"


REQUIRED = (Field.UNIT, Field.PUPILS, Field.SPENDING)
SHARES = (Field.FRL, Field.ELL, Field.SPED)


class How(StrEnum):
    """Why a heading was taken for a column."""

    NAMED = "as you said"
    KNOWN = "a known name of the column"
    NEAR = "the nearest heading; say otherwise if it is wrong"


@dataclass(frozen=True, slots=True)
class Reading:
    """A column, the heading that stands for it, its place in a row (from 0), and why."""

    field: Field
    heading: str
    place: int
    how: How


@cache
def aliases() -> dict[str, Field]:
    """Normalised heading -> column."""
    content = read_yaml(ALIASES)[0]["aliases"]
    return {alias: Field(name) for name, names in content.items() for alias in names}


def find_columns(
    rows: Sequence[TextRow], named: Mapping[Field, str], path: Path
) -> tuple[int, list[Reading]]:
    """The place of the row of headings among `rows`, and what stands for each column.

    `named` are headings that a person has chosen. Raises `HeadingsError` where no row has
    headings, a required column is missing, or two headings claim one column.
    """
    first = [row for row in rows if not row.is_blank][:SEARCHED_ROWS]
    if not first:
        raise HeadingsError("the table is empty.", file=path, expected="headings and rows")
    wanted = {tidy(heading) for heading in named.values()}
    best = max(first, key=lambda row: _known(row, wanted))
    readings = _readings(best, named, path)
    missing = [field for field in REQUIRED if field not in {one.field for one in readings}]
    if missing:
        found = ", ".join(cell for cell in best.cells if cell)
        raise HeadingsError(
            f"no heading for {' or '.join(missing)}.",
            file=path,
            row=best.number,
            found=found[:300],
            expected=f"columns {', '.join(REQUIRED)}, and any of "
            + ", ".join(field for field in Field if field not in REQUIRED),
        )
    return rows.index(best), readings


def _known(row: TextRow, wanted: set[str]) -> int:
    known = {aliases()[text] for cell in row.cells if (text := normalised(cell)) in aliases()}
    return len(known) + sum(tidy(cell) in wanted for cell in row.cells)


def _readings(row: TextRow, named: Mapping[Field, str], path: Path) -> list[Reading]:
    found: dict[Field, Reading] = {}
    for field, heading in named.items():
        found[field] = Reading(field, heading, _place(row, heading, path), How.NAMED)
    taken = {one.place for one in found.values()}
    for how in (How.KNOWN, How.NEAR):
        proposed: dict[Field, list[int]] = {}
        for place, cell in enumerate(row.cells):
            likely = None if place in taken else _proposed(cell, how)
            if likely is not None and likely not in found:
                proposed.setdefault(likely, []).append(place)
        for likely, places in proposed.items():
            if len(places) > 1:
                raise _contested(likely, [row.cells[place] for place in places], row, path)
            found[likely] = Reading(likely, row.cells[places[0]], places[0], how)
            taken.add(places[0])
    return [found[field] for field in Field if field in found]


def _place(row: TextRow, heading: str, path: Path) -> int:
    cells = [tidy(cell) for cell in row.cells]
    if tidy(heading) not in cells:
        raise HeadingsError(
            "there is no such heading.",
            file=path,
            row=row.number,
            column=heading,
            expected="one of " + ", ".join(cell for cell in row.cells if cell)[:300],
        )
    return cells.index(tidy(heading))


def _proposed(heading: str, how: How) -> Field | None:
    text = normalised(heading)
    if how is How.KNOWN:
        return aliases().get(text)
    if len(text) < _SHORTEST:
        return None
    candidates = [alias for alias in aliases() if len(alias) >= _SHORTEST]
    near = most_like(text, candidates, least=MIN_SCORE)
    return aliases()[near[0]] if near else None


def _contested(field: Field, headings: list[str], row: TextRow, path: Path) -> HeadingsError:
    return HeadingsError(
        f"{' and '.join(repr(one) for one in headings)} may both be {field}: keep one, or name "
        "the one that is meant.",
        file=path,
        row=row.number,
    )
