"""Central resources: pools by school, one school, one pool, and who takes none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate import central_parts as parts
from callbacks.evaluate.central_ground import (
    AMOUNTS,
    Shared,
    basis_cells,
    shared,
    unit_of,
)
from callbacks.evaluate.ground import level_cell
from callbacks.evaluate.search_state import search_state
from pages import ids
from pages.components.page_head import BasisCell
from pages.evaluate.central import CentralPage, body, head
from pages.evaluate.central_rows import PoolHead, SchoolLine
from pages.evaluate.central_words import CentralFinding, sentence
from pages.evaluate.level_words import level_name
from pages.format import count, counted, money
from pages.state import CentralState


def central_view(services: Services, actor: Actor, state: CentralState) -> CentralPage:
    """Everything the page shows for the state."""
    made = shared(services, actor, state)
    found = parts.finding(made)
    level = state.level if state.level in {line.level for line in made.lines} else ""
    fits = _fitting(made.lines, level or "", state.search)
    school, pool = _school(made, actor, state, fits), _pool(made, state)
    asked = state.school is not None, state.pool is not None
    share = None
    if all(asked) and school and pool:
        share = parts.share_view(made, school, pool)
    return CentralPage(
        basis=basis_cells(made, state),
        choices=_choices(made, level or "", school, pool, state),
        sentence=sentence(found),
        figures=_figures(made, found),
        trouble=_trouble(made),
        pools=made.pools,
        lines=fits,
        mean=made.mean,
        unit=unit_of(state),
        is_whole=state.all,
        search=state.search,
        school=parts.school_view(made, school) if school and _is_shown(asked, 0) else None,
        pool=(
            parts.pool_view(services, actor, made, pool, school, fits)
            if pool and _is_shown(asked, 1)
            else None
        ),
        share=share,
        is_asked=any(asked),
        lost=made.lost,
        without=parts.without(made),
        method=_method(made, fits, level or ""),
        exports=(made.export("central-resources"), made.export("central-pools")),
        source=(
            f"{made.basis.district_name}. Sources: district ledger and counts; {made.basis.loaded}."
        ),
    )


def _is_shown(asked: tuple[bool, bool], place: int) -> bool:
    """Whether the card of the school (0) or the pool (1) is shown: if asked, or if neither is."""
    return asked[place] or not any(asked)


def _fitting(lines: Sequence[SchoolLine], level: str, search: str) -> list[SchoolLine]:
    words = search.casefold().split()
    return [
        line
        for line in lines
        if level in ("", line.level) and all(word in line.name.casefold() for word in words)
    ]


def _school(
    made: Shared, actor: Actor, state: CentralState, fits: Sequence[SchoolLine]
) -> SchoolLine | None:
    """The school asked for, the reader's own, the only one found, or the largest."""
    by_code = {line.code: line for line in made.lines}
    own = by_code.get(state.school or "") or by_code.get(actor.location_id or "")
    if own and (state.school or len(fits) != 1):
        return own
    if len(fits) == 1:
        return fits[0]
    return max(fits, key=lambda line: line.pupils or 0, default=None)


def _pool(made: Shared, state: CentralState) -> PoolHead | None:
    """The pool asked for, or the largest that is not the same for every pupil."""
    asked = next((one for one in made.pools if one.code == state.pool), None)
    uneven = [one for place, one in enumerate(made.pools) if parts.is_uneven(made, place)]
    return asked or max(uneven or made.pools, key=lambda one: one.dollars, default=None)


def _choices(
    made: Shared,
    level: str,
    school: SchoolLine | None,
    pool: PoolHead | None,
    state: CentralState,
) -> list[BasisCell]:
    """Level, school and resource; a chosen school or resource brings its cards to the front."""
    if not made.pools:
        return []
    names = sorted((line.name, line.code) for line in made.lines)
    schools = [("All schools", "school="), *((name, f"school={code}") for name, code in names)]
    pools = [("All resources", "pool="), *((one.name, f"pool={one.code}") for one in made.pools)]
    return [
        level_cell("Level", level, [line.level for line in made.lines]),
        BasisCell("School", school.name if school and state.school else "All schools", schools),
        BasisCell("Resource", pool.name if pool and state.pool else "All resources", pools),
    ]


def _figures(made: Shared, found: CentralFinding) -> list[tuple[str, str, str]]:
    if not made.pools:
        return []
    each = "no pupils are shown" if found.mean is None else f"at {counted(found.schools, 'school')}"
    return [
        ("Provided to schools", money(found.dollars), f"{counted(found.pools, 'resource')}"),
        ("Per pupil", money(found.mean), each),
        ("Take no share of one", count(found.without), "schools, each with its reason"),
        ("Reaches no school", money(found.lost), "by this method"),
    ]


def _trouble(made: Shared) -> tuple[str, str] | None:
    """What keeps the page empty, and what to do."""
    if not made.method:
        return (
            "No method says how central cost reaches the schools.",
            (
                "Add classes of spending and a method of attribution to the district's settings "
                "(expense_classes and attribution in district.yaml), then load again."
            ),
        )
    if not made.pools or not made.lines:
        return (
            "No resource reaches a school in this year with these funds.",
            "Choose another year, other funds or another method above.",
        )
    return None


def _method(made: Shared, fits: Sequence[SchoolLine], level: str) -> str:
    shown = [line for line in fits if line.pupils is not None]
    pupils = sum(line.pupils or 0 for line in shown)
    lacking = len(fits) - len(shown)
    words = (
        f"{made.basis.fund_words}, {AMOUNTS[made.amount].lower()} FY{made.basis.year.year}; "
        f"method: {made.methods.get(made.method, 'none')}. {level_name(level)}: "
        f"{counted(len(shown), 'school')}, {count(pupils)} pupils. Mean: dollars of all schools "
        "whose pupils are shown by all their pupils, sharing or not. Bars start at zero."
    )
    if lacking:
        words += f" {counted(lacking, 'school')} without dollars per pupil."
    return words


def register(guard: Guard, services: Services) -> None:
    """Bind state and content; the state goes both ways between address and search box."""

    @guard.callback(
        Output(ids.Central.URL, "search"),
        Output(ids.Central.SEARCH, "value"),
        Output(ids.Central.STATE, "data"),
        Input(ids.Central.URL, "search"),
        Input(ids.Central.SEARCH, "value"),
        State(ids.Central.STATE, "data"),
        permission=Permission.EVALUATE_READ,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(CentralState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.Central.HEAD, "children"),
        Output(ids.Central.BODY, "children"),
        Input(ids.Central.STATE, "data"),
        permission=Permission.EVALUATE_READ,
        prevent_initial_call=True,
    )
    def _page(kept: str | None) -> Any:
        view = central_view(services, guard.actor(), CentralState.from_query(kept))
        return head(view), body(view)
