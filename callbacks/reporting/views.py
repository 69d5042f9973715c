"""The pages whose cards go into documents: an address becomes the components of its page.

The same functions fill the screen, for the same person: rights and rows are those of whoever asks,
at the moment of asking.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import require
from callbacks.basis import Services
from callbacks.evaluate.central import central_view
from callbacks.evaluate.compare import compare_view
from callbacks.evaluate.equity import equity
from callbacks.evaluate.federal import federal_view
from callbacks.evaluate.per_pupil import per_pupil_view
from callbacks.evaluate.programs import programs_view
from callbacks.evaluate.questions import questions_view
from callbacks.evaluate.scatter import scatter_view
from callbacks.evaluate.school import school
from callbacks.evaluate.school_map import map_view
from callbacks.evaluate.schools import schools_view
from callbacks.home import home
from pages.evaluate import central as central_page
from pages.evaluate import methods as methods_page
from pages.evaluate import per_pupil as per_pupil_page
from pages.evaluate import programs as programs_page
from pages.evaluate import scatter as scatter_page
from pages.evaluate import schools as schools_page
from pages.evaluate.compare import compare_page
from pages.evaluate.equity.page import equity_page
from pages.evaluate.federal import page as federal_page
from pages.evaluate.questions import questions_page
from pages.evaluate.school_map import map_page
from pages.registry import PAGES
from pages.state import (
    CentralState,
    CompareState,
    EquityState,
    FederalState,
    HomeState,
    MapState,
    MethodsState,
    PerPupilState,
    ProgramState,
    QuestionsState,
    ScatterState,
    SchoolsState,
    SchoolState,
)

LONGEST_ADDRESS: Final = 500
Shown = Callable[[Services, Actor, str, str], Any]


@dataclass(frozen=True, slots=True)
class View:
    """A page: which addresses are its own, what it takes to see it, what it shows."""

    path: re.Pattern[str]
    permission: Permission
    shown: Shown


class NoSuchView(Exception):  # noqa: N818 - reads as the sentence the person gets
    """An address that is no page with cards."""

    for_person = True


def page(services: Services, actor: Actor, address: str) -> Any:
    """The components of the page at an address, as the actor sees it now.

    Raises `NoSuchView` for an unknown address and `NotPermitted` without the page's right.
    """
    view = view_of(address)
    require(actor, view.permission)
    path, _, query = address.partition("?")
    return view.shown(services, actor, path, query)


def view_of(address: str) -> View:
    """The page that an address belongs to; raises `NoSuchView`."""
    path = address.partition("?")[0]
    if len(address) <= LONGEST_ADDRESS and address.isprintable():
        for view in VIEWS:
            if view.path.fullmatch(path):
                return view
    raise NoSuchView("This page has no cards for documents.")


def _home(services: Services, actor: Actor, _path: str, query: str) -> Any:
    return home(services, actor, HomeState.from_query(query))


def _schools(services: Services, actor: Actor, _path: str, query: str) -> Any:
    # A document has no way to unfold a long list.
    state = replace(SchoolsState.from_query(query), all=True)
    view = schools_view(services, actor, state)
    return [*schools_page.head(view), *schools_page.body(view)]


def _school(services: Services, actor: Actor, path: str, query: str) -> Any:
    return school(services, actor, path, SchoolState.from_query(query))


def _compare(services: Services, actor: Actor, _path: str, query: str) -> Any:
    return compare_page(compare_view(services, actor, CompareState.from_query(query)))


def _scatter(services: Services, actor: Actor, _path: str, query: str) -> Any:
    view = scatter_view(services, actor, ScatterState.from_query(query))
    return [*scatter_page.head(view), *scatter_page.body(view)]


def _equity(services: Services, actor: Actor, _path: str, query: str) -> Any:
    return equity_page(equity(services, actor, EquityState.from_query(query)))


def _per_pupil(services: Services, actor: Actor, _path: str, query: str) -> Any:
    view = per_pupil_view(services, actor, PerPupilState.from_query(query))
    return per_pupil_page.body(view)


def _programs(services: Services, actor: Actor, _path: str, query: str) -> Any:
    view = programs_view(services, actor, ProgramState.from_query(query))
    return [*programs_page.head(view), *programs_page.body(view)]


def _map(services: Services, actor: Actor, _path: str, query: str) -> Any:
    return map_page(map_view(services, actor, MapState.from_query(query)))


def _central(services: Services, actor: Actor, _path: str, query: str) -> Any:
    view = central_view(services, actor, CentralState.from_query(query))
    return [*central_page.head(view), *central_page.body(view)]


def _federal(services: Services, actor: Actor, _path: str, query: str) -> Any:
    return federal_page.body(federal_view(services, actor, FederalState.from_query(query)))


def _questions(services: Services, actor: Actor, _path: str, query: str) -> Any:
    return questions_page(questions_view(services, actor, QuestionsState.from_query(query)))


def _methods(_services: Services, _actor: Actor, _path: str, query: str) -> Any:
    names = {one.path: one.name for one in PAGES}
    search = MethodsState.from_query(query).search
    return [methods_page.head(), *methods_page.body(search, names)]


VIEWS: Final = (
    View(re.compile(r"/"), Permission.HOME_READ, _home),
    View(re.compile(r"/evaluate/schools"), Permission.EVALUATE_READ, _schools),
    View(re.compile(r"/evaluate/schools/[^/?#]+"), Permission.EVALUATE_READ, _school),
    View(re.compile(r"/evaluate/compare"), Permission.EVALUATE_READ, _compare),
    View(re.compile(r"/evaluate/scatter"), Permission.EVALUATE_READ, _scatter),
    View(re.compile(r"/evaluate/equity"), Permission.EVALUATE_READ, _equity),
    View(re.compile(r"/evaluate/per-pupil"), Permission.EVALUATE_READ, _per_pupil),
    View(re.compile(r"/evaluate/programs"), Permission.EVALUATE_READ, _programs),
    View(re.compile(r"/evaluate/central"), Permission.EVALUATE_READ, _central),
    View(re.compile(r"/evaluate/federal"), Permission.EVALUATE_READ, _federal),
    View(re.compile(r"/evaluate/questions"), Permission.EVALUATE_READ, _questions),
    View(re.compile(r"/evaluate/methods"), Permission.EVALUATE_READ, _methods),
    View(re.compile(r"/evaluate/map"), Permission.EVALUATE_READ, _map),
)
