"""Central resources: what the page shows is what the exports hold, reckoned here anew."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from access.roles import Role
from access.scope import Scope
from callbacks.evaluate import central_ground
from callbacks.evaluate.central import central_view
from data.attribution_identity import account_classes
from pages.evaluate.central import body, head
from pages.state import CentralState
from tests.data.attribution_sample import SHARERS, split
from tests.data.serving_sample import DISTRICT

WHOLE = Scope.whole(DISTRICT)


def _view(services, person, query="", role=Role.BUDGET_DIRECTOR, place=None):
    return central_view(services, person(role, place), CentralState.from_query(query))


def _arguments(export):
    return {name: values[0] for name, values in parse_qs(urlsplit(export).query).items()}


@pytest.mark.parametrize("query", ["", "?amount=budget&funds=10", "?method=plain", "?year=2024"])
def test_shares_are_the_pool_split_by_hand(services, person, query):
    """The pool's accounts, added here and split by pupils, give every cell to the cent."""
    view = _view(services, person, query)
    asked = _arguments(view.exports[0])
    funds = tuple(filter(None, [asked.get("funds", "")]))
    weights = dict.fromkeys(SHARERS, 1) if "plain" in query else SHARERS
    chosen = {"fiscal_year": int(asked["fiscal_year"]), "rule_set": asked["rule_set"]}
    rows = account_classes(
        services.warehouse, WHOLE, funds=funds, pool="office", **chosen
    ).to_pylist()
    name = "budget_usd" if "budget" in query else "spent_usd"
    (pool,) = view.pools
    assert pool.dollars == sum(row[name] for row in rows) != 0
    shown = {line.code: line.cells[0] for line in view.lines}
    assert sum(shown[code].dollars for code in SHARERS) == pool.dollars
    # The cents of each part are split by themselves; together they are within a cent a part.
    whole = split(int(pool.dollars * 100), weights)
    for code in SHARERS:
        assert abs(shown[code].dollars - Decimal(whole[code]) / 100) < Decimal("0.20")


@pytest.mark.parametrize("method", ["all", "plain"])
def test_per_pupil_and_mean_are_dollars_by_pupils(services, person, method):
    view = _view(services, person, f"?method={method}")
    (pool,) = view.pools
    for line in view.lines:
        cell = line.cells[0]
        if cell.per_pupil is not None:
            assert cell.per_pupil == round(cell.dollars / int(line.pupils), 2)
    known = [line for line in view.lines if line.pupils is not None]
    dollars = sum(line.cells[0].dollars or 0 for line in known)
    assert pool.mean == round(dollars / int(sum(line.pupils for line in known)), 2)
    assert view.mean == pool.mean
    each = round(pool.dollars / sum(SHARERS.values()), 2)
    assert pool.per_unit == (each if method == "all" else None)


def test_a_withheld_count_takes_none_and_is_told_in_plain_words(services, person):
    view = _view(services, person)
    (told,) = view.without
    assert told.pools == "Business office"
    assert told.reason == "its count of pupils is withheld: too few pupils stand behind it"
    assert [name for name, _ in told.schools] == ["Coral Point School"]
    assert view.figures[2][1] == "1"
    assert "1 school takes no share" in str(head(view))


def test_one_share_step_by_step(services, person):
    view = _view(services, person, "?school=102&pool=office")
    assert view.is_asked
    assert view.share is not None
    texts = [value for _, value, _ in view.share.steps]
    line = next(line for line in view.lines if line.code == "102")
    assert texts[0] == f"${view.pools[0].dollars:,.2f}"
    assert texts[1] == "32.292%"  # 310 of 960 pupils
    assert texts[2] == f"${line.cells[0].dollars:,.2f}"
    assert "310 of 960: pupils" in view.share.steps[1][2]
    coral = _view(services, person, "?school=103&pool=office")
    assert coral.share.steps == ()
    assert "takes no share of Business office: its count of pupils" in str(coral.share.sentence)


def test_accounts_of_a_pool_are_open_to_the_whole_district_only(services, person):
    director = _view(services, person, "?pool=office")
    dollars = sum(one.dollars for one in director.pool.accounts)
    assert dollars == director.pools[0].dollars
    assert director.pool.accounts[0].href.startswith("/current/transactions?year=")
    assert "pool=office" in director.pools[0].accounts
    viewer = _view(services, person, "?pool=office", Role.VIEWER)
    assert viewer.pool.accounts
    assert {one.href for one in viewer.pool.accounts} == {""}
    principal = _view(services, person, "?pool=office", Role.PRINCIPAL, "101")
    assert (principal.pool.accounts, principal.pools[0].accounts) == ([], "")
    assert "open to people who see the whole district's" in str(body(principal))


def test_a_principal_starts_with_the_own_school_and_a_search_with_the_only_one(services, person):
    own = _view(services, person, "", Role.PRINCIPAL, "102")
    assert own.school.line.code == "102"
    name = next(line.name for line in own.lines if line.code == "201")
    found = _view(services, person, f"?search={name[:6]}")
    assert [line.name for line in found.lines] == [name]
    assert found.school.line.name == name
    nothing = _view(services, person, "?search=zzz")
    assert nothing.lines == []
    assert "No school fits" in str(body(nothing))


@pytest.mark.parametrize(
    ("query", "cards"),
    [("", (True, True)), ("?school=101", (True, False)), ("?pool=office", (False, True)),
     ("?school=999", (True, False)), ("?school=101&pool=office", (True, True))],
)  # fmt: skip
def test_what_is_asked_for_comes_first(services, person, query, cards):
    view = _view(services, person, query)
    assert (view.school is not None, view.pool is not None) == cards
    assert view.is_asked == bool(query)
    first = body(view)[0].children[0].children[0].children[0].children
    assert (first == "What does each school get of each resource?") == (not query)


@pytest.mark.parametrize("unit", ["pupil", "dollars", "share", "nonsense"])
def test_units_of_the_matrix(services, person, unit):
    view = _view(services, person, f"?unit={unit}")
    text = str(body(view))
    cell = next(line for line in view.lines if line.code == "102").cells[0]
    shown = {"dollars": f"${cell.dollars:,.0f}", "share": "32.3%"}.get(
        unit, f"${cell.per_pupil:,.0f}"
    )
    assert f"'{shown}'" in text


def test_a_district_without_a_method_says_what_to_do(services, person, monkeypatch):
    monkeypatch.setattr(central_ground, "rule_sets", lambda *_: ())
    monkeypatch.setattr(central_ground, "chosen_rule_set", lambda *_: "")
    view = _view(services, person)
    assert view.trouble[0] == "No method says how central cost reaches the schools."
    assert "district.yaml" in view.trouble[1]
    assert (view.choices, view.figures) == ([], [])
    assert view.trouble[1] in str(body(view))


def test_funds_without_central_cost_say_so(services, person, monkeypatch):
    none = SimpleNamespace(to_pylist=list)
    monkeypatch.setattr(central_ground, "central_pools", lambda *_, **__: none)
    view = _view(services, person)
    assert view.trouble[0].startswith("No resource reaches a school")
    assert body(view)
