"""While answers are under way the page shows the shape of what is coming, never an empty sheet."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.browser import settle

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

SURROUNDINGS = ("_pages_content", "shell-")


class Held:
    """Answers that the test keeps back until `free`; `but` names outputs that pass."""

    def __init__(self, page: Page, *but: str) -> None:
        self.kept: list[Route] = []
        self.but = but
        self.is_free = False
        page.route("**/_dash-update-component*", self._meet)

    def _meet(self, route: Route) -> None:
        output = str(json.loads(route.request.post_data or "{}").get("output", ""))
        if self.is_free or any(name in output for name in self.but):
            route.continue_()
        else:
            self.kept.append(route)

    def free(self) -> None:
        """Let everything through, what was kept back first."""
        self.is_free = True
        for route in self.kept:
            route.continue_()


def _drawn(page: Page, place: str, pseudo: str = "") -> bool:
    """Whether something is painted there, of some height."""
    found: dict[str, Any] = page.evaluate(
        """([place, pseudo]) => {
          const look = getComputedStyle(document.querySelector(place), pseudo || null);
          return {image: look.backgroundImage, height: parseFloat(look.height)};
        }""",
        [place, pseudo],
    )
    return found["image"] != "none" and found["height"] > 10


@pytest.mark.parametrize("width", [1440, 390])
def test_before_the_first_answer_the_shape_of_a_page_stands(visitor, sessions, width):
    page = visitor(storage_state=sessions("principal"), viewport={"width": width, "height": 844})
    held = Held(page)
    page.goto("/current/money")
    expect(page.locator("#_pages_content")).to_be_attached()
    assert _drawn(page, "#_pages_content")
    assert _drawn(page, "#shell-top")
    if width > 820:
        assert _drawn(page, "#shell-navigation", "::after")
    held.free()
    settle(page)
    assert not _drawn(page, "#_pages_content")
    expect(page.locator("h1")).to_have_text("What does Maple Grove Elementary have left?")


def test_before_the_figures_head_sentence_and_cards_stand(visitor, sessions):
    page = visitor(storage_state=sessions("principal"))
    held = Held(page, *SURROUNDINGS)
    page.goto("/current/bucket?budget=112")
    shapes = page.locator(".skel")
    expect(shapes).to_have_count(4)
    looks = [str(one.get_attribute("class")) for one in shapes.all()]
    assert looks == ["skel head", "skel lead", "skel card", "skel card"]
    expect(page.get_by_role("status").filter(has_text="Loading")).to_have_count(1)
    held.free()
    settle(page)
    expect(shapes).to_have_count(0)
