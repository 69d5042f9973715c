"""Callbacks through the guard, against a bare Flask route and against their own SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flask
from dash import Dash, Input, Output

from access.permissions import Permission
from access.policy import scope_for
from bench import by_hand
from bench.application import UPDATE, application, callback_body, posting, session
from bench.dashboards import hand
from bench.district import District, prepared
from bench.measure import Effort, Mark, compare
from callbacks.school_need import fit, fitted, schools
from config import ROOT
from data.per_pupil import per_pupil_spending
from pages.figures.need_scatter import need_scatter

SCHOOLS, LINES = 600, 400_000
Ask = Callable[[], bytes]


def marks(district: District, effort: Effort) -> list[Mark]:
    """A callback that does nothing, and one that draws the schools of a large district."""
    large = large_district(district)
    app, secret = application(large), session(large)
    _bind(app, large)
    no_op = posting(app.server.wsgi_app, UPDATE, body("noop", "1"), secret)
    chart = posting(app.server.wsgi_app, UPDATE, body("chart", "1"), secret)
    asked = hand(large, by_hand.PER_PUPIL, year=large.closed_year, funds=_funds(large))
    plain = posting(_plain().wsgi_app, "/", body("noop", "1"))
    count = large.asked("select count(*) from dim_location where type = 'school'")
    return [
        compare(
            "Dash callback that does nothing, with guard, session and scope",
            "Flask route that reads and answers the same JSON",
            no_op,
            plain,
            at_most=5,
            effort=effort,
        ),
        compare(
            f"chart callback, {count} schools",
            "the callback that does nothing plus SQL by hand",
            chart,
            lambda: (no_op(), asked()),
            at_most=3,
            effort=effort,
        ),
    ]


def large_district(district: District) -> District:
    """A district of 600 schools; a small run takes its own."""
    if district.lines < LINES:
        return district
    return prepared(LINES, ROOT / "var" / "bench" / f"{SCHOOLS}-schools", schools=SCHOOLS)


def _funds(district: District) -> list[str]:
    from data.districts import district as known  # noqa: PLC0415  its name is taken here

    return list(known(district.warehouse, "cedar-valley").default_funds)


def body(name: str, value: str) -> dict[str, Any]:
    """What the browser sends for the callback `bench-<name>` of the comparison."""
    return callback_body(f"bench-{name}", "children", "bench-input", value)


def _bind(app: Dash, district: District) -> None:
    """Two more callbacks, bound through the guard like every other one."""
    guard = app.server.config["GUARD"]
    source = Input("bench-input", "value")

    @guard.callback(Output("bench-noop", "children"), source, permission=Permission.HOME_READ)
    def _noop(value: str) -> str:
        return value if guard.actor().scope.is_whole else ""

    @guard.callback(Output("bench-chart", "children"), source, permission=Permission.EVALUATE_READ)
    def _chart(_value: str) -> dict[str, Any]:
        district.warehouse.forget()
        scope = scope_for(guard.actor(), Permission.EVALUATE_READ)
        found = schools(
            per_pupil_spending(
                district.warehouse, scope, fiscal_year=district.closed_year
            ).to_pylist()
        )
        return need_scatter(found, fitted(fit(found), found), "Need")


def _plain() -> flask.Flask:
    server = flask.Flask("plain", static_folder=None)

    @server.post("/")
    def _echo() -> flask.Response:
        value = flask.request.get_json()["inputs"][0]["value"]
        return flask.jsonify({"response": {"bench-noop": {"children": value}}})

    return server
