"""The per-pupil page shows what the export and the report-card file hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from access.roles import Role
from access.scope import Scope
from callbacks.evaluate.per_pupil import per_pupil_view
from data.attribution import attributed_spending
from pages.evaluate.per_pupil import body
from pages.state import PerPupilState
from tests.data.serving_sample import DISTRICT


@pytest.mark.parametrize("query", ["", "?method=plain", "?amount=budget&funds=10", "?year=2024"])
def test_every_figure_is_that_of_the_export(services, person, query):
    state = PerPupilState.from_query(query)
    view = per_pupil_view(services, person(Role.VIEWER), state)
    rows = attributed_spending(
        services.warehouse,
        Scope.whole(DISTRICT),
        fiscal_year=int(view.export.split("fiscal_year=")[1].split("&")[0]),
        funds=("10",) if "funds" in query else (),
        basis="budget" if "budget" in query else "actual",
        rule_set="plain" if "plain" in query else "all",
    ).to_pylist()
    shown = [
        (one.name, one.site, one.central, one.federal, one.state_local, one.personnel,
         one.non_personnel)
        for one in view.schools
    ]  # fmt: skip
    names = ("site", "central", "federal", "state_local", "personnel", "non_personnel")
    assert shown == [
        (row["location_name"], *(row[f"{name}_per_pupil_usd"] for name in names)) for row in rows
    ]
    assert view.difference == Decimal(0)
    totals = [line.dollars for line in view.identity if line.is_total]
    assert sum(totals) == view.ledger
    assert body(view)


def test_a_hidden_school_shows_a_star_and_the_blocks_are_told(services, person):
    view = per_pupil_view(services, person(Role.PRINCIPAL, "101"), PerPupilState.from_query(""))
    coral = next(one for one in view.schools if one.name == "Coral Point School")
    assert (coral.site, coral.is_hidden) == (None, True)
    assert "'*'" in str(body(view))
    assert view.blocks
    assert "unclassified" in view.blocks[0]
