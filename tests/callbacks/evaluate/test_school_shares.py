"""The school profile with the share of central cost, without it, and alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from dash import html

from access.roles import Role
from callbacks.evaluate.ground import ground
from callbacks.evaluate.school import profile, school
from callbacks.evaluate.school_view import school_view
from callbacks.evaluate.shares import central_reason, counting, shared_rows
from data.attribution import attributed_spending
from data.school_spending import Share
from pages.components.sentence import plain
from pages.evaluate.school import sentence
from pages.format import money
from pages.state import SchoolState


def shown(services, person, code="101", **state):
    asked = SchoolState(**{"year": 2024} | state)
    basis = ground(services, person(Role.VIEWER), asked)
    view = school_view(basis, code, asked.level, counting(basis, asked.share))
    return basis, profile(view, asked)


def told(services, person, code="101"):
    scope = person(Role.VIEWER).evaluate_scope
    rows = attributed_spending(services.warehouse, scope, fiscal_year=2024, funds=("10",))
    return next(row for row in rows.to_pylist() if row["location_id"] == code)


def test_both_is_what_the_address_means_without_a_word(services, person):
    _, page = shown(services, person)
    row = told(services, person)
    assert page.standing.per_pupil == row["total_per_pupil_usd"]
    assert (page.standing.site, page.standing.central) == (
        row["site_per_pupil_usd"], row["central_per_pupil_usd"],
    )  # fmt: skip
    said = plain(sentence(page.standing))
    assert f"its share of central cost ({money(row['central_per_pupil_usd'])})" in said
    assert [part.spent for part in page.money.parts] == [row["site_usd"], row["central_usd"]]
    assert page.money.total.spent == row["total_usd"] == sum(x.spent for x in page.money.lines)
    assert shown(services, person, share="wisdom")[1].standing.share == Share.BOTH


@pytest.mark.parametrize("split", ["category", "class", "source"])
def test_parts_of_the_central_share_alone(services, person, split):
    _, page = shown(services, person, share="attributed", split=split)
    row = told(services, person)
    assert page.standing.per_pupil == row["central_per_pupil_usd"]
    assert sum(line.spent for line in page.money.lines) == row["central_usd"]
    assert page.money.parts == []
    assert "from central budgets" in plain(sentence(page.standing))


def test_site_alone_says_nothing_of_central_cost(services, person):
    basis, page = shown(services, person, share="site")
    assert page.standing.central is None
    assert page.money.method.startswith(basis.year_words)
    assert "central" not in plain(sentence(page.standing))


def test_the_mean_of_the_level_counts_the_same_dollars(services, person):
    """Ash and Birch with their central shares over their pupils; Coral Point stays out."""
    _, page = shown(services, person)
    rows = [told(services, person, code) for code in ("101", "102")]
    assert page.money.total.mean == sum(row["total_usd"] for row in rows) / Decimal(200 + 310)
    assert page.standing.ranked == 2


def test_a_hidden_school_stays_hidden_on_every_basis(services, person):
    for share in Share:
        _, page = shown(services, person, "103", share=share.value)
        assert page.standing.per_pupil is None
        assert all(line.per_pupil is None for line in page.money.lines)
        drawn = str(html.Div(school(services, person(Role.VIEWER), "/evaluate/schools/103",
                                    SchoolState(year=2024, share=share.value))))  # fmt: skip
        assert "8 pupils" not in drawn


def test_a_year_whose_central_cost_could_not_be_shared_has_no_sum(services, person, monkeypatch):
    """The bar of such a year is what was booked at the school, and the sentence leaves it out."""
    monkeypatch.setattr(
        "callbacks.evaluate.school_money.central_reason",
        lambda _, year: "not shared" if year == 2024 else "",
    )
    _, page = shown(services, person, year=2025)
    first, last = page.years.years
    assert (first.spent, first.per_pupil, first.reason) == (None, None, "not shared")
    assert first.site is not None
    assert last.spent is not None
    assert "Per pupil is missing for FY2024: not shared." in page.years.method


def test_a_year_without_central_cost_falls_back_to_the_school_alone(services, person, monkeypatch):
    monkeypatch.setattr("data.school_spending.shared_part", lambda *_, **__: 0.5)
    basis = ground(services, person(Role.VIEWER), SchoolState())
    assert counting(basis, "both").share is Share.SITE
    assert "could be shared" in central_reason(basis, 2025)


def test_dollars_without_central_share_are_named(services, person):
    basis = ground(services, person(Role.VIEWER), SchoolState(year=2024, funds="20"))
    rows = shared_rows(basis, 2024, counting(basis, "both"))
    for row in rows:
        if row["spent_usd"] is None:
            assert "classes" in row["reason"]
        elif row["per_pupil_usd"] is None:
            assert row["reason"]
