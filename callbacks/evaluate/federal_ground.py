"""What the federal tests of a page stand on: year, rules, findings, and addresses of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.ground import Ground, ground
from data.federal.comparability import ALL_TITLE_ONE, AVERAGINGS, OPTIONS
from data.federal.settings import FederalSettings, federal_settings
from pages.components.page_head import BasisCell
from pages.format import fiscal_year_long
from pages.state import EvaluateState, FederalState

OPTION_WORDS: Final = {
    "staffing": "Pupils per staff",
    "salaries": "Pay of teaching per pupil",
    "materials": "Materials per pupil",
}
_AVERAGE_WORDS: Final = {"pooled": "All pupils over all staff or dollars",
                         "mean": "Mean of the schools' ratios"}  # fmt: skip
_WITHOUT_WORDS: Final = {"low_poverty": "The half with the lowest poverty",
                         "group_mean": "The span's mean, 90 to 110%"}  # fmt: skip
_SIZES: Final = (0, 50, 100, 150)
_GUARANTEES: Final = (100, 98, 95, 90, 85)
_MOST_GUARANTEED: Final = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """The reader's ground and rules; what is unknown has fallen to the default."""

    ground: Ground
    settings: FederalSettings
    option: str
    averaging: str
    without: str
    smallest: int
    guarantee: int
    is_whole: bool
    opens_accounts: bool

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.ground.year.year

    def export(self, name: str, **more: str | int) -> str:
        """The address of a read model's rows, without the format."""
        pairs = {"fiscal_year": str(self.year)} | {key: str(value) for key, value in more.items()}
        return f"/export/{name}?{urlencode(pairs)}"

    def accounts(self, year: int, part: str, **only: str) -> str:
        """The accounts behind dollars of a part, as a file; empty for readers without the right.

        `only` narrows them to a `group` of the part or to `location_ids`.
        """
        if not self.opens_accounts:
            return ""
        pairs = {"fiscal_year": str(year), "part": part, **only}
        return f"/export/federal-accounts.csv?{urlencode(pairs)}"

    @property
    def rules(self) -> dict[str, str | int]:
        """The rules of comparability, as its read model takes them."""
        return {"option": self.option, "averaging": self.averaging,
                "all_title_one": self.without, "smallest": self.smallest}  # fmt: skip


def asked_of(services: Services, actor: Actor, state: FederalState) -> Asked:
    """What the address asks for."""
    basis = ground(services, actor, EvaluateState(year=state.year))
    known = Permission.ACCOUNT_READ in actor.permissions and actor.scope.is_whole
    return Asked(
        basis,
        federal_settings(basis.warehouse, basis.scope),
        _known(state.option, OPTIONS),
        _known(state.average, AVERAGINGS),
        _known(state.without, ALL_TITLE_ONE),
        state.smallest,
        min(state.guarantee, _MOST_GUARANTEED),
        state.all,
        known,
    )


def _known(asked: str | None, known: Mapping[str, object]) -> str:
    return asked if asked and asked in known else next(iter(known))


def basis_cells(asked: Asked) -> list[BasisCell]:
    """The year, and what everything here counts."""
    years = [
        (fiscal_year_long(one.year), f"year={one.year}") for one in reversed(asked.ground.years)
    ]
    return [
        BasisCell("Fiscal year", fiscal_year_long(asked.year), years),
        BasisCell("Dollars", "State and local, actual"),
        BasisCell("Salaries", "As paid, longevity in"),
    ]


def rule_cells(asked: Asked) -> list[BasisCell]:
    """What a state settles, and the guarantee: each can be chosen."""
    sizes = [(_size(size), f"smallest={size}" if size != 100 else "smallest=")  # noqa: PLR2004
             for size in _SIZES]  # fmt: skip
    guarantees = [(f"{part}% of the year before", "guarantee=" + (str(part) if part != 95 else ""))  # noqa: PLR2004
                  for part in _GUARANTEES]  # fmt: skip
    return [
        BasisCell("Compared", OPTION_WORDS[asked.option],
                  _options("option", OPTION_WORDS)),
        BasisCell("Average", _AVERAGE_WORDS[asked.averaging], _options("average", _AVERAGE_WORDS)),
        BasisCell("Where all have Title I", _WITHOUT_WORDS[asked.without],
                  _options("without", _WITHOUT_WORDS)),
        BasisCell("Exempt", _size(asked.smallest), sizes),
        BasisCell("Guarantee", f"{asked.guarantee}% of the year before", guarantees),
    ]  # fmt: skip


def _options(key: str, words: dict[str, str]) -> list[tuple[str, str]]:
    """Choices of a rule; the first one clears the key."""
    first = next(iter(words))
    return [(text, f"{key}={'' if code == first else code}") for code, text in words.items()]


def _size(size: int) -> str:
    return f"Up to {size} pupils" if size else "No school for its size"
