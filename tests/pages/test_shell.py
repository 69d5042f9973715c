"""Navigation, top bar and document: who sees what, and what stays in the address."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

from access.permissions import Permission
from access.roles import Role, permissions_of
from pages import document, shell
from pages.navigation import parts
from pages.registry import PAGES, Group
from pages.shell import Freshness, TopBar
from pages.state import PageState

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "assets" / "20-charts.js"


def found(component, kind):
    """Every component of a kind below this one."""
    return [one for one in component._traverse() if type(one).__name__ == kind]


def drawn(parts):
    from dash import html  # noqa: PLC0415

    return html.Div(parts)


def bar(**changes):
    facts = {
        "district": "elm",
        "districts": [("elm", "Elm Unified")],
        "year": 2027,
        "years": [2027, 2026],
        "budget": None,
        "budgets": [("112", "Ash Elementary")],
        "as_of": date(2027, 3, 1),
        "freshness": Freshness.OK,
        "person": "Director",
        "email": "director@demo.example",
        "role": "budget director",
        "permissions": permissions_of(Role.BUDGET_DIRECTOR),
    }
    return drawn(shell.top_bar(TopBar(**{**facts, **changes})))


def test_navigation_lists_only_pages_the_person_may_open():
    everything = drawn(shell.navigation(frozenset(Permission), "/", PageState()))
    nothing = drawn(shell.navigation(frozenset({Permission.HOME_READ}), "/", PageState()))
    shown = {link.href for link in found(everything, "Link")}
    assert {page.path for page in PAGES if page.group and not page.is_template} <= shown
    assert {link.href for link in found(nothing, "Link")} == {"/", "/help?at=%2F"}


def test_year_and_budget_travel_with_every_link():
    links = found(
        drawn(shell.navigation(frozenset(Permission), "/", PageState(2026, "112"))), "Link"
    )
    assert "/current/money?year=2026&location=112" in {link.href for link in links}


def test_the_page_one_is_on_is_marked_once():
    spans = found(
        drawn(shell.navigation(frozenset(Permission), "/current/money", PageState())), "Span"
    )
    marked = [span for span in spans if getattr(span, "aria-current", None) == "page"]
    assert len(marked) == 1


def test_choices_change_one_key_of_the_address():
    queries = [getattr(link, "data-query", None) for link in found(bar(), "A")]
    assert {"year=2026", "location=", "location=112"} <= set(queries)


def test_several_districts_are_switched_by_a_form_to_the_server():
    forms = found(bar(districts=[("elm", "Elm"), ("oak", "Oak")]), "Form")
    assert ("/district", "POST") in {(form.action, form.method) for form in forms}
    assert "/district" not in {form.action for form in found(bar(), "Form")}


def test_only_who_may_see_rows_gets_the_search():
    assert found(bar(), "Input")
    assert not found(bar(permissions=permissions_of(Role.VIEWER)), "Input")


def test_the_age_of_the_data_opens_the_load_for_who_may_see_it():
    assert "/data" in {link.href for link in found(bar(), "Link")}
    assert "/data" not in {
        link.href for link in found(bar(permissions=permissions_of(Role.PRINCIPAL)), "Link")
    }


def test_a_district_without_data_still_lets_the_person_out():
    empty = bar(year=None, years=(), budgets=(), as_of=None, freshness=Freshness.BAD)
    assert "/sign-out" in {form.action for form in found(empty, "Form")}


def test_the_frame_has_landmarks_and_a_way_past_the_navigation():
    frame = shell.layout()
    assert next(link.href for link in found(frame, "A")) == "#main"
    assert all(found(frame, kind) for kind in ("Nav", "Header", "Main"))


def test_long_groups_have_headings_and_lose_no_page():
    own = [page for page in PAGES if page.group is Group.EVALUATE and not page.is_template]
    found_ = parts(Group.EVALUATE, own)
    assert [name for name, _ in found_][:4] == ["Schools", "Fairness", "Explore", "Discuss"]
    assert sorted(page.path for _, group in found_ for page in group) == sorted(
        page.path for page in own
    )
    assert parts(Group.CURRENT, own[:2]) == [("", own[:2])]


def test_addresses_and_names_of_pages_are_unique():
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert len({page.key for page in PAGES}) == len(PAGES)


def test_the_document_loads_nothing_from_elsewhere_and_runs_nothing_inline():
    assert "//" not in document.INDEX.replace("<!DOCTYPE html>", "")
    assert document.INDEX.count("<script") == document.INDEX.count('<script src="/assets/')
    assert (ROOT / "assets" / "theme.js").is_file()


def test_vendored_files_are_the_pinned_ones():
    lines = (ROOT / "assets" / "licences" / "SHA256SUMS").read_text().splitlines()
    assert len(lines) >= 10
    for line in lines:
        digest, name = line.split("  ")
        assert sha256((ROOT / name).read_bytes()).hexdigest() == digest, name


def test_the_chart_library_is_the_version_that_plotly_ships():
    from plotly.offline import get_plotlyjs_version  # noqa: PLC0415

    named = re.search(r'"/(assets/plotly-basic\.[0-9a-f]{8}\.min\.js)"', SCRIPT.read_text())
    library = ROOT / named[1]
    assert f"v{get_plotlyjs_version()}" in library.read_text()[:400]
    assert sha256(library.read_bytes()).hexdigest().startswith(library.name.split(".")[1])


def test_charts_are_of_kinds_that_the_library_draws():
    drawn, around = {"bar", "pie", "scatter"}, {"category", "line", "path", "rect"}
    for path in (ROOT / "pages" / "figures").glob("*.py"):
        kinds = set(re.findall(r'"type": "(\w+)"', path.read_text()))
        assert kinds <= drawn | around, path.name


def test_style_and_scripts_ask_no_other_host():
    for path in (ROOT / "assets").glob("*.[cj]ss*"):
        if path.name.startswith(("00-", "plotly-")):
            continue
        text = path.read_text()
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name
