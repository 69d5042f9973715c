"""The equity report: its basis from the address, its parts from one read model."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate import equity_parts as parts
from callbacks.evaluate.equity_ground import Sight, sight_of
from callbacks.evaluate.equity_picture import need_picture
from callbacks.evaluate.ground import Ground, basis_cells, ground
from data.equity import LEVELS, Amount, Share
from pages import ids
from pages.components.page_head import BasisCell
from pages.evaluate.equity.page import EquityPage, equity_page
from pages.evaluate.equity.words import lead_sentence
from pages.evaluate.level_words import level_name
from pages.state import EquityState

_SMALLEST: Final = (0, 100, 200, 300)
_METRICS: Final = ("per_pupil_usd", "frl_share", "slope", "progressivity_ratio")


def equity(services: Services, actor: Actor, state: EquityState) -> EquityPage:
    """Everything the report shows for the state."""
    sight = sight_of(ground(services, actor, state), state)
    found = parts.finding(sight)
    return EquityPage(
        basis=_basis_cells(sight, state),
        sentence=lead_sentence(found),
        figures=parts.key_figures(sight),
        picture=need_picture(sight, found, by_rank=state.axis == "rank"),
        fifths=parts.fifths(sight),
        ranked=parts.ranked(sight, is_all=state.all),
        spreads=parts.spreads(sight),
        gaps=parts.gaps(sight),
        left_out=parts.left_out(sight),
        analyst=parts.analyst(sight) if state.analyst else None,
        metrics=_METRICS,
        minimum_cell=services.warehouse.settings.minimum_cell,
        export=sight.export("equity-schools"),
        source=_source(sight.ground),
    )


def _source(basis: Ground) -> str:
    return f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}."


def _basis_cells(sight: Sight, state: EquityState) -> list[BasisCell]:
    year, _, funds, share = basis_cells(sight.ground)
    if sight.can_share:
        share = _share_cell(sight)
    amounts = [("Actual", "amount="), ("Budget", f"amount={Amount.BUDGET}")]
    level = sight.report.basis.level
    levels = [("All levels", "level=")]
    levels += [(level_name(code), f"level={code}") for code in LEVELS if code in sight.levels]
    sizes = [(_size_words(size), f"smallest={size or ''}") for size in _SMALLEST]
    return [
        year,
        BasisCell("Amounts", "Budget" if sight.is_budget else "Actual", amounts),
        funds,
        share,
        BasisCell("Salaries", "As paid"),
        BasisCell("Level", level_name(level), levels),
        BasisCell("School size", _size_words(state.smallest), sizes),
    ]


def _share_cell(sight: Sight) -> BasisCell:
    words = {Share.SITE: "Booked at the school", Share.BOTH: "With central share"}
    options = [(words[Share.SITE], "share="), (words[Share.BOTH], f"share={Share.BOTH}")]
    return BasisCell("Share", words[sight.report.basis.share], options)


def _size_words(size: int) -> str:
    return f"{size} pupils or more" if size else "All sizes"


def register(guard: Guard, services: Services) -> None:
    """Bind the report to its address."""

    @guard.callback(
        Output(ids.Equity.BODY, "children"),
        Input(ids.Equity.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _report(search: str | None) -> Any:
        return equity_page(equity(services, guard.actor(), EquityState.from_query(search)))
