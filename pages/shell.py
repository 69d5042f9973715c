"""What surrounds every page: navigation, top bar, the place of the page. No data in here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlencode

import dash
from dash import dcc, html
from dash.development.base_component import Component

from access.permissions import Permission
from pages import ids, theme
from pages.account.help import PATH as HELP
from pages.components.chart import Look
from pages.components.drawn import Drawn
from pages.components.figures import icon
from pages.components.page_head import choice
from pages.format import day, fiscal_year, fiscal_year_long
from pages.navigation import parts
from pages.registry import PAGES, Group, Page
from pages.state import PageState
from pages.viewing_bar import viewing_bar
from pages.words import label

SEARCH: Final = "/current/transactions"
PLACES: Final = "/places"
"""Where the browser asks for the budgets that a person may choose: (code, name) each."""
_MANY: Final = 8
_ICONS: Final = {
    Group.HOME: "house",
    Group.CURRENT: "wallet2",
    Group.EVALUATE: "bar-chart",
    Group.REPORTING: "easel",
    Group.DATA: "database-check",
    Group.CONFIGURATION: "sliders",
}


class Places(Drawn):
    """A long menu of budgets, asked for when it is opened (`assets/20-places.js`)."""

    _type = "Places"
    _prop_names: Final = ("source", "name", "chosen", "find")


class Freshness(StrEnum):
    """How old the data are, as the badge shows it."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class TopBar:
    """What the top bar says: choices are (code, text); `None` stands for nothing chosen."""

    district: str
    districts: Sequence[tuple[str, str]]
    year: int | None
    years: Sequence[int]
    budget: str | None
    budgets: Sequence[tuple[str, str]]
    as_of: date | None
    freshness: Freshness
    person: str
    email: str
    role: str
    permissions: frozenset[Permission]
    viewer: str = ""


def layout() -> html.Div:
    """The frame of the application; everything that depends on the person comes by callback."""
    return html.Div(
        [
            html.A("Skip to content", href="#main", className="skip"),
            Look(theme=theme.BROWSER),
            dcc.Store(id=ids.Board.WANTED),
            html.Div(id=ids.Board.NOTICE, className="toast-c", role="status"),
            dcc.Store(id=ids.Shell.TOUR),
            dcc.Store(id=ids.Shell.TOUR_KEPT),
            html.Div(
                [
                    html.Nav(
                        html.Div(id=ids.Shell.NAVIGATION, children=_brand("brand")),
                        id="nav",
                        className="nav-l",
                        **{"aria-label": "Main"},
                    ),
                    html.Div([_header(), _main()]),
                ],
                className="shell",
            ),
            html.Button(
                className="nav-veil",
                type="button",
                tabIndex=-1,
                **{"data-action": "nav-close", "aria-label": "Close menu"},
            ),
        ]
    )


def _header() -> html.Header:
    toggle = html.Button(
        icon("list"),
        type="button",
        className="iconb",
        **{
            "data-action": "nav",
            "data-nav-toggle": "1",
            "aria-label": "Navigation",
            "aria-controls": "nav",
            "aria-expanded": "true",
        },
    )
    rest = html.Div(id=ids.Shell.TOP, className="top-rest")
    return html.Header([toggle, _brand("brand only-s"), rest], className="top")


def _main() -> html.Main:
    return html.Main(dash.page_container, id="main", className="page", tabIndex=-1)


def _brand(look: str) -> dcc.Link:
    mark = html.Span(className="plumb", **{"aria-hidden": "true"})
    return dcc.Link([mark, "Plumbline"], href="/", className=look)


def navigation(
    permissions: frozenset[Permission], pathname: str, state: PageState, search: str = ""
) -> list[Component]:
    """The pages that the person may open, grouped; the year and budget chosen travel along.

    Help comes last and gets the whole address of the page, with its filters.
    """
    groups: dict[Group, list[Page]] = defaultdict(list)
    for page in PAGES:
        if page.group and not page.is_template and page.permission in permissions:
            groups[page.group].append(page)
    query = PageState(state.year, state.location).to_query()
    entries = [
        html.Li(_group(group, groups[group], pathname, query)) for group in Group if groups[group]
    ]
    return [_brand("brand"), html.Ul([*entries, html.Li(_help_link(pathname, search))])]


def _help_link(pathname: str, search: str) -> dcc.Link:
    is_here = pathname == HELP
    current = {"aria-current": "page"} if is_here else {}
    words = html.Span([icon("question-circle"), label("Help")], className="nav-words", **current)
    href = HELP if is_here else f"{HELP}?{urlencode({'at': pathname + search})}"
    return dcc.Link(words, href=href, className="nav-one current" if is_here else "nav-one")


def _group(group: Group, pages: Sequence[Page], pathname: str, query: str) -> Component:
    if len(pages) == 1:
        return _nav_link(pages[0], pathname, query, group)
    links: list[Component] = []
    for name, own in parts(group, pages):
        links += [html.Li(label(name), className="nav-part")] if name else []
        links += [html.Li(_nav_link(page, pathname, query)) for page in own]
    is_here = any(_is_at(page, pathname) for page in pages)
    return html.Details(
        [
            html.Summary([icon(_ICONS[group]), group.value, icon("chevron-right")]),
            html.Ul(links),
        ],
        open=True,
        className="here" if is_here else None,
    )


def _nav_link(page: Page, pathname: str, query: str, group: Group | None = None) -> dcc.Link:
    name = label(page.name)
    words: list[Any] = [icon(_ICONS[group]), name] if group else [name]
    current = {"aria-current": "page"} if _is_at(page, pathname) else {}
    # dcc.Link takes no aria attributes: the mark sits on the words inside it.
    return dcc.Link(
        html.Span(words, className="nav-words", **current),
        href=page.path + query,
        className=("nav-one" if group else "") + (" current" if current else ""),
    )


def _is_at(page: Page, pathname: str) -> bool:
    if page.path == "/":
        return pathname == "/"
    return pathname == page.path or pathname.startswith(page.path + "/")


def top_bar(view: TopBar) -> list[Component]:
    """District, fiscal year, budget, search, age of the data, theme and person."""
    return [
        *([viewing_bar(view.person)] if view.viewer else []),
        *_district_menu(view),
        *_year_menu(view),
        *_budget_menu(view),
        *(_search() if Permission.TRANSACTION_READ in view.permissions else []),
        html.Div([_as_of(view), _theme_button(), _person_menu(view)], className="top-end"),
    ]


def _district_menu(view: TopBar) -> list[Component]:
    if len(view.districts) < 2:  # noqa: PLR2004 - one district is no choice
        return []
    names = dict(view.districts)
    # A form and not a link: the choice is kept on the server, with the session.
    buttons = [
        html.Button(
            name, type="submit", name="district", value=code, **_current(code, view.district)
        )
        for code, name in view.districts
    ]
    form = html.Form(buttons, action="/district", method="POST")
    return [_menu("District", names.get(view.district, view.district), [form], look="only-l")]


def _year_menu(view: TopBar) -> list[Component]:
    if view.year is None:
        return []
    links = [
        choice(fiscal_year_long(year), f"year={year}", is_current=year == view.year)
        for year in view.years
    ]
    words = [
        html.Span(fiscal_year_long(view.year), className="only-l"),
        html.Span(fiscal_year(view.year), className="only-s"),
    ]
    return [_menu("Year", words, links)]


def _budget_menu(view: TopBar) -> list[Component]:
    if not view.budgets:
        return []
    name = dict(view.budgets).get(view.budget or "", "All budgets")
    if len(view.budgets) > _MANY:
        find = "Find a school or office"
        return [Places(source=PLACES, name=name, chosen=view.budget, find=find)]
    links = [choice("All budgets", "location=", is_current=view.budget is None)]
    links += [
        choice(text, f"location={code}", is_current=code == view.budget)
        for code, text in view.budgets
    ]
    return [_menu("Budget", name, links, look="only-l", wide=True)]


def _menu(
    label: str, value: Any, entries: Sequence[Component], *, look: str = "", wide: bool = False
) -> html.Details:
    summary = html.Summary(
        [html.Span(label, className="k"), html.Span(value), icon("chevron-down")],
        className="ctl",
    )
    listed = html.Div(list(entries), className="menu-list wide" if wide else "menu-list")
    return html.Details([summary, listed], className=f"menu start {look}".strip())


def _current(code: str, chosen: str) -> dict[str, str]:
    return {"aria-current": "true"} if code == chosen else {}


def _search() -> list[Component]:
    """The search box; a phone has room for a link to the page with one."""
    field = dcc.Input(
        id=ids.Shell.SEARCH,
        name="search",
        type="search",
        placeholder="Search payments",
        autoComplete="off",
    )
    label = html.Label(
        "Search payments by vendor, description, order or invoice",
        htmlFor=ids.Shell.SEARCH,
        className="vh",
    )
    words = html.Span("Search payments", className="vh")
    go = dcc.Link([icon("search"), words], href=SEARCH, className="iconb search-go")
    form = html.Form(
        [label, icon("search"), field, html.Kbd("Ctrl K")],
        className="top-form",
        role="search",
        action=SEARCH,
        method="GET",
        **{"data-go": SEARCH},
    )
    return [form, go]


def _as_of(view: TopBar) -> Component:
    pictures = {
        Freshness.OK: "check-circle-fill",
        Freshness.WARN: "exclamation-triangle-fill",
        Freshness.BAD: "x-octagon-fill",
    }
    words = [icon(pictures[view.freshness]), f"Data as of {day(view.as_of)}"]
    look = f"badge-asof {view.freshness if view.freshness is not Freshness.OK else ''}"
    if Permission.LOAD_READ in view.permissions:
        return dcc.Link(words, href="/data", className=look.strip(), title="Open load details")
    return html.Span(words, className=look.strip())


def _theme_button() -> html.Button:
    return html.Button(
        icon("circle-half"),
        type="button",
        className="iconb only-l",
        **{"data-action": "theme", "aria-label": "Light or dark"},
    )


def _person_menu(view: TopBar) -> html.Details:
    who = html.Div(
        [html.B(view.person), html.Span(f"{view.email}, {view.role}", className="d")],
        className="menu-text",
    )
    sign_out = html.Form(
        html.Button([icon("box-arrow-right"), "Sign out"], type="submit"),
        action="/sign-out",
        method="POST",
    )
    dark = html.Button(
        [icon("circle-half"), "Light or dark"], type="button", **{"data-action": "theme"}
    )
    summary = html.Summary(
        icon("person-fill"), className="avatar", **{"aria-label": f"Account of {view.person}"}
    )
    own = dcc.Link([icon("person-gear"), "My account"], href="/account")
    entries = [who, html.Hr(), own, dark, sign_out]
    return html.Details([summary, html.Div(entries, className="menu-list wide")], className="menu")
