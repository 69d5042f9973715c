"""Federal fiscal tests: comparability, effort, screening, formula and salaries of a year."""

from __future__ import annotations

from typing import Any

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate import federal_parts as parts
from callbacks.evaluate.federal_formula import formula_finding, formula_view, screening_view
from callbacks.evaluate.federal_ground import asked_of, basis_cells, rule_cells
from pages import ids
from pages.evaluate.federal.comparability import ComparabilityView
from pages.evaluate.federal.effort import EffortView, IdeaView
from pages.evaluate.federal.formula import ScreeningView
from pages.evaluate.federal.page import FederalPage, Verdict, body
from pages.format import MISSING, count, counted, money_change, share
from pages.state import FederalState


def federal_view(services: Services, actor: Actor, state: FederalState) -> FederalPage:
    """Everything the page shows for the state."""
    asked = asked_of(services, actor, state)
    compared, effort, idea = parts.comparability(asked), parts.effort(asked), parts.idea(asked)
    found = formula_finding(asked)
    screened = screening_view(asked, found)
    verdicts = _verdicts(compared, effort, idea, screened)
    return FederalPage(
        basis=basis_cells(asked),
        rules=rule_cells(asked),
        verdicts=verdicts,
        figures=_figures(compared, effort, idea, screened),
        comparability=compared,
        esea=effort,
        idea=idea,
        screening=screened,
        formula=formula_view(asked, found),
        salaries=parts.salaries(asked),
        thresholds=parts.thresholds(asked),
        source=f"{asked.ground.district_name}. Sources: district ledger, positions and counts; "
        f"{asked.ground.loaded}.",
    )


def _verdicts(
    compared: ComparabilityView, effort: EffortView, idea: IdeaView | None, screened: ScreeningView
) -> list[Verdict]:
    tested = [one.passes for one in compared.schools if one.passes is not None]
    last = effort.years[-1].passes if effort.years else None
    return [
        Verdict("Title I comparability", all(tested) if tested else None),
        Verdict("maintenance of effort under ESEA", last),
        Verdict("maintenance of effort under IDEA", _kept(idea)),
        Verdict("the supplement-not-supplant screening",
                None if screened.needs_look is None else not screened.needs_look),
    ]  # fmt: skip


def _kept(idea: IdeaView | None) -> bool | None:
    made = [one.passes for one in idea.lines if one.passes is not None] if idea else []
    return any(made) if made else None


def _figures(
    compared: ComparabilityView, effort: EffortView, idea: IdeaView | None, screened: ScreeningView
) -> list[tuple[str, str, str]]:
    tested = [one.passes for one in compared.schools if one.passes is not None]
    last = effort.years[-1] if effort.years else None
    ratios = [one for one in (last.ratio, last.per_pupil_ratio) if one] if last else []
    made = [one for one in idea.lines if one.passes is not None] if idea else []
    met = sum(bool(one.passes) for one in made)
    gap = next((one.per_pupil for one in screened.groups), None)
    return [
        ("Comparable", count(sum(tested)) if tested else MISSING,
         f"of {counted(len(tested), 'Title I school')} tested"),
        ("Effort, ESEA", share(max(ratios), 1) if ratios else MISSING,
         f"of the year before in {last.year}" if last and ratios else "no year measured"),
        ("Effort, IDEA", count(met) if made else MISSING,
         f"of {counted(len(made), 'test')} met; one is enough" if made else "no test made"),
        ("Title I beside the formula", money_change(gap),
         "per pupil, state and local" if gap is not None else "not screened"),
    ]  # fmt: skip


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.Federal.BODY, "children"),
        Input(ids.Federal.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _page(search: str | None) -> Any:
        return body(federal_view(services, guard.actor(), FederalState.from_query(search)))
