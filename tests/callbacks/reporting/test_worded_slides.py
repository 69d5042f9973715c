"""Central resources, guided questions and methods as slides: their lists become tables."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pptx import Presentation

from access.roles import Role
from callbacks.evaluate.central import central_view
from callbacks.evaluate.questions import questions_view
from callbacks.reporting.cards import CARDS, cards_on, slide_of
from callbacks.reporting.views import page
from exports.deck import deck
from metrics.registry import FAMILIES, METRICS
from pages.components.sentence import plain
from pages.format import money, upper
from pages.state import CentralState, QuestionsState


def slides_of(services, actor, address):
    shown = page(services, actor, address)
    return {name: slide_of(shown, name) for name in cards_on(shown)}


@pytest.fixture(scope="module")
def made(services, content):
    """Every card of the three pages, and a deck of them."""
    from access.actor import actor_in_district  # noqa: PLC0415
    from tests.callbacks.conftest import DISTRICT  # noqa: PLC0415

    actor = actor_in_district(
        (1, "Somebody", "somebody@demo.example"), Role.VIEWER, DISTRICT, (DISTRICT,), None
    )
    found = {}
    for address in ("/evaluate/central?year=2024", "/evaluate/questions?year=2024",
                    "/evaluate/methods"):  # fmt: skip
        found |= slides_of(services, actor, address)
    built = deck(replace(content, slides=list(found.values())))
    return actor, found, Presentation(io.BytesIO(built))


def texts(presentation):
    return [
        cell.text
        for slide in presentation.slides for shape in slide.shapes if shape.has_table
        for row in shape.table.rows for cell in row.cells
    ]  # fmt: skip


def test_central_resources_by_school(services, made):
    actor, slides, presentation = made
    view = central_view(services, actor, CentralState(year=2024))
    assert {"central-schools", "central-school", "central-pool", "central-shared"} <= set(slides)
    slide = slides["central-schools"]
    shown = {row.cells[0]: row.cells[1] for row in slide.tables[0].rows if len(row.cells) > 1}
    for line in view.lines:
        if line.total.per_pupil is not None:
            assert shown[line.name] == money(line.total.per_pupil)
    assert slides["central-pool"].charts
    assert view.pools[0].name in " ".join(texts(presentation))


def test_questions_stand_beside_their_answers(services, made):
    actor, slides, presentation = made
    view = questions_view(services, actor, QuestionsState(year=2024))
    slide = slides["questions"]
    assert slide.question == "Questions for the board"
    assert [row.cells for row in slide.tables[0].rows] == [
        [entry.question, plain(entry.answer.sentence), entry.follow] for entry in view.entries
    ]
    assert view.entries[0].question in texts(presentation)


def test_another_audience_is_another_slide(services, made):
    actor = made[0]
    slide = slides_of(services, actor, "/evaluate/questions?audience=families")["questions"]
    assert slide.question.startswith("Questions for families")


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_of_methods_has_its_figures(made, family):
    _, slides, _ = made
    name = f"methods-{family}"
    assert name in CARDS
    inside = [one for one in METRICS.values() if one.family == family]
    rows = {row.cells[0]: row.cells for row in slides[name].tables[0].rows}
    assert set(rows) == {upper(one.label) for one in inside}
    # A column that no figure of the family fills is left out.
    told = [name for name in ("formula", "source") if any(getattr(one, name) for one in inside)]
    for one in inside:
        assert rows[upper(one.label)][2:] == [getattr(one, name) for name in told]


def test_a_search_narrows_the_methods(services, made):
    slides = slides_of(services, made[0], "/evaluate/methods?search=gini")
    found = {row.cells[0] for slide in slides.values() for row in slide.tables[0].rows}
    assert "Gini" in " ".join(found)
    assert len(found) < len(METRICS) / 2
