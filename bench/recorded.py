"""What a browser really sends while a person walks through pages: recorded once, sent again often.

The first page is opened by its address; the others as links do it, without loading anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, sync_playwright

from bench.application import cookie

_FILES: Final = ("/assets/", "/_dash-component-suites/", "/_favicon")
_GO: Final = """path => {
    window.history.pushState({}, '', path);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
}"""
_SETTLED: Final = "networkidle"
_QUIET_MS: Final = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """One request of a browser; `body` is JSON, empty for a GET."""

    path: str
    body: bytes


def record(address: str, secret: str, paths: Sequence[str]) -> Mapping[str, Sequence[Sent]]:
    """The requests of each page, in the order in which a browser sent them."""
    found: dict[str, list[Sent]] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        context = browser.new_context()
        name, value = cookie(secret)
        context.add_cookies([{"name": name, "value": value, "url": address}])
        page, sent = context.new_page(), list[Sent]()
        page.on("request", lambda request: _note(sent, request))
        page.goto(address + paths[0], wait_until=_SETTLED)
        for place, path in enumerate(paths):
            if place:
                page.evaluate(_GO, path)
            _wait(page)
            found[path] = list(sent)
            sent.clear()
        browser.close()
    return found


def _note(sent: list[Sent], request: Request) -> None:
    parts = urlsplit(request.url)
    if not parts.path.startswith(_FILES):
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent.append(Sent(path, _body(request)))


def _body(request: Any) -> bytes:
    return request.post_data_buffer or b""


def _wait(page: Page) -> None:
    page.wait_for_timeout(_QUIET_MS)
    page.wait_for_load_state(_SETTLED)
    page.wait_for_timeout(_QUIET_MS)
