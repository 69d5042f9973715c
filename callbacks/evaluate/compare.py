"""Schools side by side: which ones, and the page made of the read model school-comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import Input, Output
from dash.development.base_component import Component

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate.compare_cards import Sides, compare_cards
from callbacks.evaluate.comparison import of_level
from callbacks.evaluate.constant_dollars import prices_of
from callbacks.evaluate.ground import Ground, basis_cells, ground, year_rows
from callbacks.evaluate.shares import Counting, counting, share_cell
from data.school_comparison import school_comparison
from data.school_peers import nearest
from pages import ids
from pages.evaluate.compare import ComparePage, CompareSchool, compare_page
from pages.evaluate.compare_words import MOST, lead_words, notices
from pages.evaluate.level_words import level_name, pupils_words, short_name
from pages.state import CompareState

PATH: Final = "/evaluate/compare"
Rows = Sequence[dict[str, Any]]


def compare_view(services: Services, actor: Actor, state: CompareState) -> ComparePage:
    """Everything the page shows for the state."""
    basis = ground(services, actor, state)
    counted = counting(basis, state.share)
    rows = year_rows(basis, basis.year.year)
    places = {row["location_id"]: row for row in rows}
    asked = [code for code in state.schools.split(",") if code]
    known = [code for code in asked if code in places]
    chosen = [places[code] for code in known[:MOST]]
    sides = _sides(basis, counted, chosen, state.prices)
    source = f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}."
    return ComparePage(
        basis=[*basis_cells(basis)[:-1], share_cell(basis, counted)],
        sentence=lead_words(sides.names, sides.total, sides.of("pupils")),
        schools=[_school(basis, row, chosen) for row in chosen],
        offered=_offered(rows, chosen),
        alike=_alike(rows, chosen),
        notices=notices(
            sides.names,
            [code for code in asked if code not in places],
            [places[code]["location_name"] for code in known[MOST:]],
        ),
        cards=compare_cards(sides) if chosen else [],
        list_href=basis.address("/evaluate/schools", pick=_codes(chosen)),
        source=source,
    )


def _sides(basis: Ground, counted: Counting, chosen: Rows, prices: str | None) -> Sides:
    """The figures of the schools chosen; none without a school."""
    codes = [row["location_id"] for row in chosen]
    found: Rows = []
    if codes:
        found = school_comparison(
            basis.warehouse,
            basis.scope,
            fiscal_year=basis.year.year,
            funds=basis.funds,
            share=counted.share,
            location_ids=codes,
        ).to_pylist()
    names = tuple(short_name(row["location_name"]) for row in chosen)
    return Sides(basis, counted, tuple(codes), names, found, prices_of(basis, prices))


def _codes(rows: Rows) -> str:
    return ",".join(row["location_id"] for row in rows)


def _school(basis: Ground, row: dict[str, Any], chosen: Rows) -> CompareSchool:
    pupils = row["pupils"]
    facts = [
        level_name(row["level"] or "other"),
        "pupils not shown" if pupils is None else pupils_words(pupils),
    ]
    rest = _codes([one for one in chosen if one is not row])
    return CompareSchool(
        row["location_name"],
        short_name(row["location_name"]),
        ", ".join(facts),
        basis.address(f"/evaluate/schools/{row['location_id']}"),
        f"schools={rest}",
    )


def _offered(rows: Rows, chosen: Rows) -> list[tuple[str, str]]:
    """Every other school by name, with the address that adds it; none once four are chosen."""
    if len(chosen) >= MOST:
        return []
    taken = {row["location_id"] for row in chosen}
    others = [row for row in rows if row["location_id"] not in taken]
    others.sort(key=lambda row: row["location_name"].casefold())
    return [(row["location_name"], _adding(row, chosen)) for row in others]


def _adding(row: dict[str, Any], chosen: Rows) -> str:
    return f"schools={_codes([*chosen, row])}"


def _alike(rows: Rows, chosen: Rows) -> list[tuple[str, str]]:
    """The peers of the first school that are not there yet."""
    if not chosen:
        return []
    taken = {row["location_id"] for row in chosen}
    near = nearest(chosen[0], of_level(rows, chosen[0]["level"] or "other"))
    return [
        (peer["location_name"], _adding(peer, chosen))
        for peer, _ in near.found
        if peer["location_id"] not in taken
    ]


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.Compare.BODY, "children"),
        Input(ids.Compare.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _page(search: str | None) -> list[Component]:
        state = CompareState.from_query(search)
        return compare_page(compare_view(services, guard.actor(), state))
