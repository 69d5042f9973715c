"""What a finger meets on a phone: how high the place is that answers, by asking the page itself."""

from __future__ import annotations

import pytest

from tests.e2e.browser import open_page

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 844}
FINGER = 44
# Where two things to press stand close together they share what lies between them.
SHARED = 34
PATHS = (
    "/",
    "/current/money",
    "/current/bucket?bucket=T1",
    "/current/accounts",
    "/current/transactions",
    "/current/purchase-orders",
    "/current/order?number=27-00158",
    "/current/staffing",
    "/current/reports",
)
# Links inside sentences are as high as their line; what a closed menu holds is not there to press.
HEIGHTS = """async (tabs) => {
  const all = "a[href], button, summary, select, input:not([type=hidden])";
  const isThere = (one) => one.checkVisibility({ visibilityProperty: true })
    && !one.matches(".skip, .skip *, p *, .lead-s *, .foot *") && one.getClientRects().length;
  const answers = (one, x, y) => {
    const hit = document.elementFromPoint(x, y);
    if (!hit) return "none";
    const names = [...(one.labels || [])];
    if (one.contains(hit) || names.some((name) => name.contains(hit))) return "own";
    return hit.closest(all) ? "other" : "none";
  };
  const low = [];
  for (const one of document.querySelectorAll(all)) {
    if (!isThere(one)) continue;
    one.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const { left, right, top, bottom } = one.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    if (answers(one, x, y) !== "own") continue; // under what stays in place
    let height = 1, isShared = false;
    for (const step of [-1, 1]) {
      let at = y + step;
      while (Math.abs(at - y) < 60 && answers(one, x, at) === "own") { height += 1; at += step; }
      isShared = isShared || answers(one, x, at) === "other";
    }
    if (height < (isShared ? tabs.shared : tabs.finger))
      low.push(`${height} ${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 30)}`);
  }
  return low;
}"""


@pytest.mark.parametrize("path", PATHS)
def test_a_finger_finds_everything_that_can_be_pressed(person, path):
    page = person("principal", viewport=PHONE, has_touch=True)
    open_page(page, path)
    assert page.evaluate(HEIGHTS, {"finger": FINGER, "shared": SHARED}) == []
