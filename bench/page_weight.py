"""JavaScript of our pages in a real browser, against one page with full plotly and a grid."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import dash_ag_grid as dag
from dash import Dash, dcc, html
from playwright.sync_api import Browser, sync_playwright

from bench.answers import NoAnswer, check
from bench.application import application, cookie, served, session
from bench.district import District
from bench.measure import Effort, Mark, judged
from bench.web import large_district

_CHART, _GRID, _TABLE = "#main .main-svg", "#main .ag-row", "#main table.t"
PAGES = {
    "home": ("/", _CHART),
    "accounts (a grid)": ("/current/accounts", _GRID),
    "equity report": ("/evaluate/equity", _CHART),
    "scatter explorer": ("/evaluate/scatter", _CHART),
    "list of schools (no chart)": ("/evaluate/schools", _TABLE),
}
"""Address of each page, and what stands on it once it is drawn."""
LARGE = {f"{name}, 600 schools": PAGES[name] for name in ("home", "equity report")}
"""Pages whose script could grow with the schools, opened in a large district too."""
BASELINE = "a page with full plotly and a grid"
_SETTLED = "networkidle"
_PLAIN = ".main-svg"
_ROWS = 50


@dataclass(frozen=True, slots=True)
class Weight:
    """Script of one page: bytes before compression, milliseconds of running it."""

    kilobytes: float
    script_ms: float


def marks(district: District, effort: Effort) -> list[Mark]:
    """Bytes and time of script, each page in turns with the baseline."""
    with _everything(district) as (browser, plain, sites):
        weights: dict[str, list[Weight]] = defaultdict(list)
        for _ in range(max(effort.heavy.runs, 1)):
            weights[BASELINE].append(_weight(browser, plain, "", _PLAIN))
            for (address, secret), pages in zip(sites, (PAGES, LARGE), strict=True):
                for name, (path, drawn) in pages.items():
                    weights[name].append(_weight(browser, address + path, secret, drawn))
    base = weights.pop(BASELINE)
    return [mark for name, found in weights.items() for mark in _judged(name, found, base)]


def _judged(name: str, found: list[Weight], base: list[Weight]) -> Iterator[Mark]:
    def middle(weights: list[Weight], part: Callable[[Weight], float]) -> float:
        return median(part(weight) for weight in weights)

    for words, unit, at_most, part in (
        ("bytes of script", "KB", 0.6, lambda weight: weight.kilobytes),
        ("script time", "ms", 0.5, lambda weight: weight.script_ms),
    ):
        yield judged(
            f"{words}, {name}", BASELINE, middle(found, part), middle(base, part),
            at_most=at_most, unit=unit,
        )  # fmt: skip


@contextmanager
def _everything(district: District) -> Iterator[tuple[Browser, str, list[tuple[str, str]]]]:
    """A browser, the baseline, and address and session of the district and of a large one."""
    with ExitStack() as stack:
        plain = stack.enter_context(served(_plain().server.wsgi_app))
        sites = [
            (stack.enter_context(served(application(one).server.wsgi_app)), session(one))
            for one in (district, large_district(district))
        ]
        driver = stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        stack.callback(browser.close)
        yield browser, plain, sites


def _weight(browser: Browser, address: str, secret: str, drawn: str) -> Weight:
    """Open a page with an empty cache and wait until nothing more arrives."""
    context = browser.new_context()
    if secret:
        name, value = cookie(secret)
        origin = address[: address.index("/", len("http://"))]
        context.add_cookies([{"name": name, "value": value, "url": origin}])
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Performance.enable")
    bodies: list[Any] = []
    wrong: list[str] = []
    page.on("response", lambda answer: bodies.append(answer) if _is_script(answer) else None)
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.goto(address, wait_until=_SETTLED)
    page.wait_for_selector(drawn, state="attached")
    page.wait_for_load_state(_SETTLED)
    if wrong:
        raise NoAnswer(f"{address}: not answered were {wrong}")
    check(address, 200, page.content().encode())
    spent = {
        one["name"]: one["value"] for one in protocol.send("Performance.getMetrics")["metrics"]
    }
    size = sum(len(answer.body()) for answer in bodies)
    context.close()
    return Weight(size / 1024, spent["ScriptDuration"] * 1000)


def _is_script(answer: Any) -> bool:
    return answer.request.resource_type == "script" and answer.status == 200


def _plain() -> Dash:
    """A chart and a grid as the tutorial writes them."""
    app = Dash("plain", serve_locally=True, assets_folder="nowhere")
    rows = [{"account": str(n), "spent": n} for n in range(_ROWS)]
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(_ROWS)),
        "y": list(range(_ROWS)),
    }
    app.layout = html.Div(
        [
            dcc.Graph(figure={"data": [points]}),
            dag.AgGrid(rowData=rows, columnDefs=[{"field": "account"}, {"field": "spent"}]),
        ]
    )
    return app
