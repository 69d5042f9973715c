"""The equity report on the reader's ground: what was asked for, and what it rests on in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from callbacks.evaluate.ground import Ground
from data.attribution import rule_sets
from data.equity import LEVELS, Amount, EquityReport, EquitySchool, Share, equity_report
from data.per_pupil import per_pupil_spending
from pages.evaluate.level_words import pupils_words, schools_of
from pages.format import count
from pages.state import EquityState


@dataclass(frozen=True)
class Sight:
    """A report and its ground; `levels` are those that the year has.

    `method_name` is the method by which central cost is shared, empty where it is not counted.
    """

    ground: Ground
    report: EquityReport
    levels: frozenset[str]
    method_name: str = ""
    can_share: bool = False

    @property
    def is_budget(self) -> bool:
        """Whether budgeted dollars are compared."""
        return self.report.basis.amount is Amount.BUDGET

    @cached_property
    def with_need(self) -> list[EquitySchool]:
        """The schools compared that have a share of low-income pupils."""
        return [school for school in self.report.compared if school.need is not None]

    @cached_property
    def basis_words(self) -> str:
        """Funds, dollars, year, place of booking: the start of every method line."""
        words = self.ground.year_words
        words = words.replace(", actual ", ", budgeted ", 1) if self.is_budget else words
        if not self.method_name:
            return words
        with_share = f"with the share of central cost ({self.method_name})"
        return words.replace("booked at the school", f"at the school {with_share}")

    @cached_property
    def method(self) -> str:
        """The same with the schools and pupils compared."""
        compared = self.report.compared
        level = self.report.basis.level
        kind = schools_of(level, len(compared))
        pupils = pupils_words(sum(school.pupils or 0 for school in compared))
        return f"{self.basis_words}. {count(len(compared))} {kind}, {pupils}."

    def export(self, name: str) -> str:
        """The address of rows of this report, without the format."""
        basis = self.report.basis
        return self.ground.export(
            name,
            amount=basis.amount.value if self.is_budget else "",
            level=basis.level,
            share="" if basis.share is Share.SITE else basis.share.value,
            smallest=str(basis.smallest or ""),
        )

    def school_href(self, school: EquitySchool) -> str:
        """The profile of a school on the same ground."""
        return self.ground.address(f"/evaluate/schools/{school.location_id}")


def sight_of(ground: Ground, state: EquityState) -> Sight:
    """The report that the address asks for; what does not exist falls to the default."""
    rows = per_pupil_spending(
        ground.warehouse, ground.scope, fiscal_year=ground.year.year, funds=ground.funds
    )
    levels = frozenset(rows.column("level").to_pylist()) & frozenset(LEVELS)
    methods = rule_sets(ground.warehouse, ground.scope.district)
    is_both = bool(methods) and state.share == Share.BOTH
    report = equity_report(
        ground.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        funds=ground.funds,
        amount=Amount.BUDGET if state.amount == Amount.BUDGET else Amount.ACTUAL,
        level=state.level if state.level and state.level in levels else "",
        smallest=state.smallest,
        share=Share.BOTH if is_both else Share.SITE,
        counted=rows,
    )
    return Sight(ground, report, levels, methods[0].name if is_both else "", bool(methods))
