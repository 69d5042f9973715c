"""What the browser tests share: people, waiting, and a watch over everything a page does."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, Route, expect

from jobs.demo import PASSWORD

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
BUSY = ".skel, [aria-busy='true'], .ag-overlay-loading-center"
FIRST_ROW = ".ag-body .ag-row[row-index='0']"
PATIENCE = 20_000
QUIET = 3
DESK = {"width": 1440, "height": 900}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-proxy-server",
]
expect.set_options(timeout=PATIENCE)
# Says on the console what the browser refused, so that the watch sees it.
_REPORT = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP: " + event.violatedDirective + " " + event.blockedURI));
"""


def address(person: str) -> str:
    """The sign-in of a demonstration account: `principal` is principal@demo.example."""
    return f"{person}@demo.example"


@dataclass
class Watch:
    """Everything that must not happen in a page: errors, dialogs, requests to other hosts."""

    home: str
    allowed: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    pending: set[Any] = field(default_factory=set)

    def over(self, context: BrowserContext) -> Watch:
        """Watch every page of the context; what would leave the machine is stopped."""
        context.add_init_script(_REPORT)
        context.on("console", self._console)
        context.on("weberror", lambda one: self.seen.append(f"error: {one.error}"))
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("requestfinished", self._answered)
        context.on("requestfailed", self._answered)
        outside = re.compile(rf"^(?!{re.escape(self.home)}/|data:|blob:|about:)")
        context.route(outside, self._stop)
        return self

    def allow(self, words: str) -> None:
        """Expect a message that holds these words, as a refused sign-in logs one."""
        self.allowed.append(words)

    @property
    def problems(self) -> list[str]:
        """What was seen and not expected."""
        return [one for one in self.seen if not any(words in one for words in self.allowed)]

    def _request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)
        self.pending.add(request)

    def _answered(self, request: Request) -> None:
        self.pending.discard(request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"console {message.type}: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _stop(self, route: Route) -> None:
        self.seen.append(f"leaves the machine: {route.request.url}")
        route.abort()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill the form of the sign-in page and send it."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_page(page: Page, path: str) -> None:
    """Open an address and wait until the page is complete."""
    page.goto(path)
    settle(page)


def settle(page: Page) -> None:
    """Wait until nothing loads any more and the heading stands."""
    quiet, deadline = 0, time.monotonic() + PATIENCE / 1000
    while quiet < QUIET and time.monotonic() < deadline:
        page.wait_for_timeout(40)
        is_busy = page.watch.pending or page.locator(BUSY).count()
        quiet = 0 if is_busy else quiet + 1
    assert quiet == QUIET, f"still loading after {PATIENCE} ms: {page.watch.pending}"
    expect(page.locator("h1").first).to_be_visible()
    if page.locator(".gridbox").count():
        # A grid asks for its rows only once its own script is there.
        # A column of boxes to tick stands first where there is one, and holds no text.
        cell = page.locator(f"{FIRST_ROW} .ag-cell:not([col-id='ag-Grid-SelectionColumn'])").first
        expect(cell).not_to_be_empty()


def violations(page: Page) -> list[str]:
    """What axe finds, of any impact: rule, place and reason in one line each.

    What is being fetched is paler than what stands, so the page comes to rest first.
    """
    expect(page.locator('[data-dash-is-loading="true"]')).to_have_count(0)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    )


def money_in(text: str) -> set[int]:
    """Amounts in a text, in cents: `$1,234.50`, `($12)`; signs are left aside."""
    return {
        round(float(found.replace(",", "")) * 100)
        for found in re.findall(r"\$([\d,]+(?:\.\d\d)?)", text)
    }
