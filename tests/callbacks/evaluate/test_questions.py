"""Guided questions: every audience and year, links by right, residuals against a plain fit."""

from __future__ import annotations

import json

import numpy as np
import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate import question_figures as figures
from callbacks.evaluate.questions import questions_view
from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.questions import AUDIENCES, questions_page
from pages.evaluate.scatter_words import Measured
from pages.state import QuestionsState

ENGLISH = Measured("ela_points", "English: distance from standard", Unit.POINTS)
ABSENCE = Measured("chronic_absence", "Chronic absence", Unit.PERCENT)


def view(services, person, role=Role.SUPERINTENDENT, location=None, **state):
    return questions_view(services, person(role, location), QuestionsState(**state))


@pytest.mark.parametrize("audience", [*AUDIENCES, "strangers"])
@pytest.mark.parametrize("year", [2024, 2025])
def test_every_audience_has_a_list(services, person, audience, year):
    made = view(services, person, audience=audience, year=year)
    json.dumps(html.Div(questions_page(made)).to_plotly_json(), cls=PlotlyJSONEncoder)
    assert made.audience == (audience if audience in AUDIENCES else "board")
    assert 5 <= len(made.entries) <= 8
    for entry in made.entries:
        assert plain(entry.answer.sentence).endswith(".")
        assert entry.answer.is_known != plain(entry.answer.sentence).startswith("Cannot be")


def test_too_few_schools_are_said(services, person):
    said = {e.question: e.answer for e in view(services, person, year=2024).entries}
    assert not said["Is the variation in line with need?"].is_known
    assert not said["How far do schools of one level differ?"].is_known


def test_a_principal_reads_of_the_own_school_and_money(services, person):
    mine = view(services, person, Role.PRINCIPAL, "101", audience="principals", year=2024)
    said = {e.question: e.answer for e in mine.entries}
    own = said["What does the school get per pupil?"]
    assert plain(own.sentence).startswith("Ash Elementary: ")
    assert own.href == "/evaluate/schools/101?year=2024"
    left = next(a for q, a in said.items() if q.startswith("How much is left"))
    assert plain(left.sentence).startswith("Ash Elementary is $")
    assert left.href == "/current/money?year=2025"


def test_links_lead_to_pages_that_there_are(services, person):
    for audience in AUDIENCES:
        for entry in view(services, person, audience=audience).entries:
            assert bool(entry.answer.href) == bool(entry.answer.page)


def point(number, x, y):
    return {"location_id": str(number), "location_name": f"S{number}", "x_value": x, "y_value": y,
            "pupils": 100.0 + number, "reason": "", "level": "high"}  # fmt: skip


@pytest.mark.parametrize(("outcome", "sign"), [(ENGLISH, 1), (ABSENCE, -1)])
def test_schools_that_spend_less_and_do_better(monkeypatch, outcome, sign):
    dice = np.random.default_rng(4)
    need = dice.random(14)
    spent = 9000 + 4000 * need + dice.normal(0, 500, 14)
    score = sign * (-60 * need + dice.normal(0, 8, 14))
    pupils = 100.0 + np.arange(14)

    def points(basis, x, y):
        del basis, x
        values = spent if y == "per_pupil_usd" else score
        return [point(n, need[n], values[n]) for n in range(14)]

    monkeypatch.setattr(figures, "_points", points)
    root = np.sqrt(pupils)
    design = np.column_stack([root, root * need])
    rest = [v - np.column_stack([np.ones(14), need]) @ np.linalg.lstsq(design, root * v)[0]
            for v in (spent, score)]  # fmt: skip
    both = [n for n in range(14) if rest[0][n] < 0 < sign * rest[1][n]]
    order = sorted(both, key=lambda n: -sign * rest[1][n])
    said = plain(figures.less_and_better(None, outcome).sentence)
    assert said.startswith(", ".join(f"S{n}" for n in order[:2]) if len(order) > 2 else "S")
    assert sum(f"S{n}" in said.replace(",", " ").split() for n in range(14)) == min(len(both), 6)


def test_few_schools_with_need_spending_and_results(monkeypatch):
    monkeypatch.setattr(figures, "_points", lambda *_: [point(n, 0.1 * n, n) for n in range(9)])
    answer = figures.less_and_better(None, ENGLISH)
    assert not answer.is_known
    assert "takes 10 schools" in plain(answer.sentence)
    assert not figures.less_and_better(None, None).is_known
