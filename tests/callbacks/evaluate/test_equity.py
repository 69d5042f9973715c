"""The equity report on the small district: every state has a page, parts agree, export matches."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate import equity_parts as parts
from callbacks.evaluate.equity import equity
from callbacks.evaluate.equity_ground import Sight, sight_of
from callbacks.evaluate.equity_picture import need_picture
from callbacks.evaluate.ground import ground
from data.equity import EquityBasis, EquitySchool, report_of
from pages.components.sentence import plain
from pages.evaluate.equity.page import equity_page
from pages.evaluate.equity.words import lead_sentence
from pages.figures.need_scatter import Pattern
from pages.state import EquityState


@pytest.mark.parametrize(
    "state",
    [
        {}, {"year": 2024}, {"year": 2025, "funds": "all", "amount": "budget"},
        {"level": "middle", "axis": "rank"}, {"smallest": 10_000}, {"analyst": True, "all": True},
        {"level": "wisdom", "amount": "wisdom", "axis": "wisdom", "share": "wisdom"},
    ],
)  # fmt: skip
def test_every_state_has_a_page(services, person, state):
    view = equity(services, person(Role.PRINCIPAL, "101"), EquityState(**state))
    drawn = html.Div(equity_page(view))
    json.dumps(drawn.to_plotly_json(), cls=PlotlyJSONEncoder)


@pytest.fixture
def sight(services, person):
    """The small district's ground with a report of schools whose figures are known."""
    state = EquityState(year=2024)
    own = sight_of(ground(services, person(Role.SUPERINTENDENT), state), state)
    return lambda schools: Sight(
        own.ground, report_of(schools, EquityBasis(2024)), frozenset({"elementary"})
    )


def made(number=30, drop=0.0):
    """Schools that spend more with need; from need 0.8 on `drop` dollars less."""
    return [
        EquitySchool(
            f"{n:03}", f"School {n}", "elementary", 200.0 + n, (n / number, None, None),
            Decimal(9000 + 200 * n + (40 if n % 2 else -40))
            - Decimal(drop if n / number >= 0.8 else 0),
        )
        for n in range(1, number + 1)
    ]  # fmt: skip


def test_the_lead_carries_what_the_line_hides(sight):
    steady = parts.finding(sight(made()))
    assert steady.pattern is Pattern.CLEAR
    assert plain(lead_sentence(steady)).startswith("Yes.")
    bent = parts.finding(sight(made(drop=4000.0)))
    assert plain(lead_sentence(bent)).split(". ")[0] in {"Mostly yes", "Somewhat"}
    assert "does not hold at the top" in plain(lead_sentence(bent))


def test_chance_and_few_schools_have_no_line(sight):
    flat = [replace(one, per_pupil=Decimal(9000 + 500 * (i % 2))) for i, one in enumerate(made())]
    found = parts.finding(sight(flat))
    assert found.pattern is Pattern.NONE
    figures = parts.key_figures(sight(flat))
    assert figures.interval[0] < 0 < figures.interval[1]
    few = sight(made(9))
    assert parts.finding(few).pattern is None
    assert parts.fifths(few).reason.startswith("needs at least 10 schools")
    assert need_picture(few, parts.finding(few), by_rank=True).fitted is None


def test_a_school_without_need_is_ranked_and_not_drawn(sight):
    schools = made()
    schools[3] = replace(schools[3], shares=(None, None, None), hidden=("frl_share",))
    seen = sight(schools)
    picture = need_picture(seen, parts.finding(seen), by_rank=False)
    assert (len(picture.schools), picture.without_need) == (29, 1)
    ranked = parts.ranked(seen, is_all=False)
    assert [one.is_need_hidden for one in ranked.levels[0].schools].count(True) == 1


def test_ranks_run_over_pupils(sight):
    seen = sight(made())
    picture = need_picture(seen, parts.finding(seen), by_rank=True)
    places = [school.place for school in picture.schools]
    assert places == sorted(places)
    assert 0 < places[0] < 0.05
    assert picture.fitted.need == pytest.approx(places)


def test_every_school_is_somewhere(services, person):
    state = EquityState(year=2024)
    seen = sight_of(ground(services, person(Role.SUPERINTENDENT), state), state)
    names = {one.name for one in seen.report.schools}
    out = parts.left_out(seen)
    assert len(out) + len(seen.report.compared) == len(names)
    assert all(one.reason for one in out)
    hidden = next(one for one in out if one.is_hidden)
    assert (hidden.pupils, hidden.dollars) == (None, None)


def test_the_export_asks_for_the_same_report(services, person):
    state = EquityState(year=2024, amount="budget", level="middle", smallest=100)
    view = equity(services, person(Role.SUPERINTENDENT), state)
    assert view.export == (
        "/export/equity-schools?fiscal_year=2024&funds=10&amount=budget&level=middle&smallest=100"
    )
