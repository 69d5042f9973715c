"""Pages of Evaluate with 600 schools, against the callback that does nothing and their own SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from bench.application import UPDATE, application, posting, session
from bench.district import District
from bench.measure import Effort, Mark, compare
from bench.web import body, large_district
from callbacks.basis import Services
from callbacks.evaluate.equity import equity
from callbacks.evaluate.per_pupil import per_pupil_view
from callbacks.evaluate.programs import programs_view
from callbacks.evaluate.scatter import scatter_view
from callbacks.evaluate.school_map import map_view
from callbacks.evaluate.schools import schools_view
from data.store import open_store
from data.store.tables import utc_now
from pages.evaluate import per_pupil, programs, scatter, school_map, schools
from pages.evaluate.equity.page import equity_page
from pages.state import (
    EquityState,
    MapState,
    PerPupilState,
    ProgramState,
    ScatterState,
    SchoolsState,
)

View = Callable[[Services, Actor], Any]
PAGES: Final[Mapping[str, View]] = {
    "equity report": lambda *who: equity_page(equity(*who, EquityState())),
    "list of schools": lambda *who: _whole(schools, schools_view(*who, SchoolsState())),
    "scatter explorer": lambda *who: _whole(scatter, scatter_view(*who, ScatterState())),
    "per-pupil report": lambda *who: per_pupil.body(per_pupil_view(*who, PerPupilState())),
    "program comparison": lambda *who: _whole(programs, programs_view(*who, ProgramState())),
    "school map": lambda *who: school_map.map_page(map_view(*who, MapState())),
}
"""What the callback of each page answers, every choice at its default."""


def marks(district: District, effort: Effort) -> list[Mark]:
    """Each page through the guard; kept answers are dropped before every call."""
    large = large_district(district)
    app, secret = application(large), session(large)
    _bind(app.server.config["GUARD"], large)
    count = large.asked("select count(*) from dim_location where type = 'school'")

    def posted(name: str) -> Callable[[], bytes]:
        return posting(app.server.wsgi_app, UPDATE, body(name, "1"), secret)

    no_op = posted("noop")
    return [
        compare(
            f"{name}, {count:,} schools",
            "the callback that does nothing plus the page's questions, bare",
            posted(_key(name)),
            _plain(no_op, _questions(large, posted(_key(name)))),
            at_most=3,
            effort=effort,
        )
        for name in PAGES
    ]


def _whole(page: Any, view: Any) -> list[Any]:
    return [*page.head(view), *page.body(view)]


def _key(name: str) -> str:
    return name.replace(" ", "-")


def _bind(guard: Guard, district: District) -> None:
    """A callback for each page, bound like its own, whose warehouse can be told to forget."""
    services = Services(
        district.settings, district.warehouse, open_store(district.settings), utc_now
    )
    source = Input("bench-input", "value")

    @guard.callback(Output("bench-noop", "children"), source, permission=Permission.HOME_READ)
    def _noop(value: str) -> str:
        return value if guard.actor().scope.is_whole else ""

    def bind(name: str, view: View) -> None:
        @guard.callback(
            Output(f"bench-{_key(name)}", "children"), source, permission=Permission.EVALUATE_READ
        )
        def _page(_value: str) -> Any:
            district.warehouse.forget()
            return view(services, guard.actor())

    for name, view in PAGES.items():
        bind(name, view)


def _plain(no_op: Callable[[], bytes], asked: Callable[[], None]) -> Callable[[], None]:
    def both() -> None:
        no_op()
        asked()

    return both


def _questions(district: District, page: Callable[[], object]) -> Callable[[], None]:
    """The SQL that a page sends, noted once and sent again with no layer of ours between."""
    warehouse: Any = district.warehouse
    noted: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = []
    answer = warehouse._answer  # noqa: SLF001 - the comparison listens at the last door

    def note(question: Any) -> Any:
        noted.append((question.text, question.parameters, question.sets))
        return answer(question)

    page()  # The small tables of names stay from here on.
    warehouse._answer = note  # noqa: SLF001
    try:
        page()
    finally:
        del warehouse._answer  # noqa: SLF001

    def ask() -> None:
        for text, parameters, sets in noted:
            for name, accounts in sets.items():
                district.by_hand.register(name, accounts)
            district.by_hand.execute(text, parameters).to_arrow_table()

    return ask
