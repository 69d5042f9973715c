"""The list of schools: state of the page in its address, rows in the order asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.comparison import counted, mean_per_pupil, named_reason, of_level
from callbacks.evaluate.ground import (
    Ground,
    basis_cells,
    ground,
    known_level,
    level_cell,
    year_rows,
)
from callbacks.evaluate.search_state import search_state
from pages import ids
from pages.evaluate.compare_words import MOST
from pages.evaluate.level_words import LEVELS, pupils_words
from pages.evaluate.schools import SORTS, SchoolLine, SchoolsPage, body, head
from pages.format import count
from pages.state import SchoolsState

PATH: Final = "/evaluate/schools"
_KEYS: Final[dict[str, Callable[[SchoolLine], Any]]] = {
    "name": lambda line: line.name.casefold(),
    "level": lambda line: [*LEVELS].index(line.level),
    "pupils": lambda line: line.pupils,
    "need": lambda line: line.needs[0],
    "learners": lambda line: line.needs[1],
    "disabilities": lambda line: line.needs[2],
    "spent": lambda line: line.spent,
    "dollars": lambda line: line.per_pupil,
    "rank": lambda line: line.rank,
}


def schools_view(services: Services, actor: Actor, state: SchoolsState) -> SchoolsPage:
    """What the list shows for the state."""
    basis = ground(services, actor, state)
    rows = year_rows(basis, basis.year.year)
    level = known_level(state.level, rows)
    chosen = of_level(rows, level)
    sort = state.sort if state.sort in SORTS else "name"
    picked = known_picks(state.pick, rows)
    found = [_line(row, basis, list(picked)) for row in chosen if _fits(row, state.search)]
    known = counted(chosen)
    pupils = pupils_words(sum(row["pupils"] for row in known))
    return SchoolsPage(
        basis=[*basis_cells(basis), level_cell("Level", level, _levels(rows))],
        level=level,
        schools=ordered(found, sort, is_descending=state.down),
        every=len(chosen),
        mean=mean_per_pupil(chosen),
        search=state.search,
        sort=sort,
        is_descending=state.down,
        method=(
            f"{basis.year_words}. Mark: pupil-weighted mean of {count(len(known))} schools, "
            f"{pupils}. Bars start at zero. Ranks are within the level; 1 spends most."
        ),
        export=basis.export("per-pupil"),
        source=f"{basis.district_name}. Source: district ledger; {basis.loaded}.",
        picked=list(picked.values()),
        compare_href=basis.address("/evaluate/compare", schools=",".join(picked)),
        is_all=state.all,
    )


def ordered(lines: list[SchoolLine], sort: str, *, is_descending: bool) -> list[SchoolLine]:
    """The lines by a column; missing and hidden figures come last either way."""
    key = _KEYS[sort]
    known = [line for line in lines if key(line) is not None]
    rest = [line for line in lines if key(line) is None]
    known.sort(key=_KEYS["name"])
    known.sort(key=key, reverse=is_descending)
    return known + sorted(rest, key=_KEYS["name"])


def known_picks(pick: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Codes and names of the schools picked, at most as many as fit side by side."""
    names = {row["location_id"]: row["location_name"] for row in rows}
    return {code: names[code] for code in [c for c in pick.split(",") if c in names][:MOST]}


def _levels(rows: list[dict[str, Any]]) -> list[str]:
    return sorted({row["level"] or "other" for row in rows})


def _fits(row: dict[str, Any], search: str) -> bool:
    return search.casefold() in f"{row['location_name']} {row['location_id']}".casefold()


def _toggled(code: str, picked: list[str]) -> str:
    """The change of the address that picks a school or lets it go; empty where no more fit."""
    if code in picked:
        return f"pick={','.join(one for one in picked if one != code)}"
    return f"pick={','.join([*picked, code])}" if len(picked) < MOST else ""


def _line(row: dict[str, Any], basis: Ground, picked: list[str]) -> SchoolLine:
    hidden = {name.removesuffix("_share") for name in row["hidden"].split()}
    return SchoolLine(
        name=row["location_name"],
        href=basis.address(f"{PATH}/{row['location_id']}"),
        level=row["level"] or "other",
        pupils=row["pupils"],
        needs=(row["frl_share"], row["ell_share"], row["sped_share"]),
        hidden=frozenset(hidden),
        spent=row["spent_usd"],
        per_pupil=row["per_pupil_usd"],
        rank=row["level_rank"],
        ranked=row["level_schools"],
        reason=named_reason(row),
        toggle=_toggled(row["location_id"], picked),
        is_picked=row["location_id"] in picked,
    )


def register(guard: Guard, services: Services) -> None:
    """Bind state and content; the state goes both ways between address and search box."""

    @guard.callback(
        Output(ids.Schools.URL, "search"),
        Output(ids.Schools.SEARCH, "value"),
        Output(ids.Schools.STATE, "data"),
        Input(ids.Schools.URL, "search"),
        Input(ids.Schools.SEARCH, "value"),
        State(ids.Schools.STATE, "data"),
        permission=Permission.EVALUATE_READ,
    )
    def _state(search: str | None, typed: str | None, previous: str | None) -> Any:
        return search_state(SchoolsState.from_query, search, typed, previous)

    @guard.callback(
        Output(ids.Schools.HEAD, "children"),
        Output(ids.Schools.BODY, "children"),
        Input(ids.Schools.STATE, "data"),
        permission=Permission.EVALUATE_READ,
        prevent_initial_call=True,
    )
    def _page(kept: str | None) -> Any:
        view = schools_view(services, guard.actor(), SchoolsState.from_query(kept))
        return head(view), body(view)
