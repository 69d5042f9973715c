"""One school on its ground: its row, the schools it is compared with, and years around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from callbacks.evaluate.comparison import Rows, counted, named_reason, of_level
from callbacks.evaluate.ground import Ground
from callbacks.evaluate.shares import SITE, Counting, shared_rows
from pages.evaluate.level_words import pupils_words, schools_of, short_name
from pages.format import count

ALL_LEVELS = "all"


@dataclass(frozen=True, slots=True)
class SchoolView:
    """A school (`row` of the read model per-pupil), every school, and those of `level`.

    `counting` says which dollars the rows hold.
    `accounts_href` opens its accounts where the reader may see them.
    """

    ground: Ground
    row: dict[str, Any]
    rows: Rows
    level: str
    counting: Counting = SITE
    accounts_href: str = ""

    @property
    def basis_words(self) -> str:
        """Funds, amounts, year and place of booking."""
        return self.counting.words(self.ground)

    @property
    def id(self) -> str:
        """The school's code."""
        return str(self.row["location_id"])

    @property
    def short(self) -> str:
        """The school's name in sentences."""
        return short_name(self.row["location_name"])

    @property
    def reason(self) -> str:
        """Why there is no figure per pupil; empty where there is one."""
        return named_reason(self.row)

    @property
    def compared(self) -> Rows:
        """Schools of the level compared with."""
        return of_level(self.rows, self.level)

    @property
    def pool(self) -> str:
        """How many schools and pupils the comparison stands on, in words."""
        known = counted(self.compared)
        pupils = pupils_words(sum(row["pupils"] for row in known))
        return f"{count(len(known))} {schools_of(self.level, len(known))}, {pupils}"


def school_view(
    ground: Ground, location_id: str, level: str | None, counted_as: Counting | None = None
) -> SchoolView | None:
    """The school with its comparison: its own level unless all or another one is asked for."""
    counting = counted_as or SITE
    rows = shared_rows(ground, ground.year.year, counting)
    row = next((row for row in rows if row["location_id"] == location_id), None)
    if row is None:
        return None
    levels = {row["level"] or "other" for row in rows}
    own = row["level"] or "other"
    chosen = "" if level == ALL_LEVELS else level if level in levels else own
    return SchoolView(ground, row, rows, chosen or "", counting)
