"""The shell, the homes and the Money tab in a real browser, on a server of their own."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from access.roles import Role
from app import create_app
from config import Settings
from data.store import open_store
from data.store.outbox import OutboxMail
from data.store.tables import utc_now
from jobs.demo import PASSWORD, SignIn
from jobs.demo_at_home import be_at_home
from jobs.mail_message import Addresses, message
from planning import people
from planning.mail_content import MailContent, MailTable
from tests.data.serving_sample import DISTRICT, publish, sample

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "vendor" / "axe.min.js"
PEOPLE = (
    SignIn("principal@demo.example", "Principal", Role.PRINCIPAL, (DISTRICT,), "101"),
    SignIn("superintendent@demo.example", "Superintendent", Role.SUPERINTENDENT, (DISTRICT,)),
    SignIn("budget-director@demo.example", "Director", Role.BUDGET_DIRECTOR, (DISTRICT,)),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    publish(var, sample())
    settings = Settings(var=var, demo=True)
    store = open_store(settings)
    for entry in PEOPLE:
        people.create_demo_user(store, settings, entry, PASSWORD)
    be_at_home(store, [entry.email for entry in PEOPLE])
    server = make_server("127.0.0.1", 0, create_app(settings).server, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="module")
def chromium(playwright):
    opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    yield opened
    opened.close()


@pytest.fixture
def visit(chromium, address):
    """A signed-in page: `visit("principal", "/")`; everything it complains about is collected."""
    contexts = []

    def opened(who, path="/", **screen):
        context = chromium.new_context(**{"viewport": {"width": 1440, "height": 900}, **screen})
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: m.type == "error" and page.complaints.append(m.text))
        page.on(
            "request",
            lambda r: (
                r.url.startswith("http")
                and not r.url.startswith(address)
                and page.complaints.append(r.url)
            ),
        )
        page.goto(f"{address}/sign-in")
        page.fill("input[name=email]", f"{who}@demo.example")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.goto(address + path)
        page.wait_for_selector("h1")
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("principal", "/"),
        ("superintendent", "/"),
        ("budget-director", "/"),
        ("budget-director", "/current/money"),
    ],
)
def test_no_page_breaks_a_rule_of_accessibility(visit, who, path, theme):
    """At 320 pixels, which is 1,280 at 400 % zoom, nothing scrolls sideways either."""
    page = visit(who, path, color_scheme=theme)
    page.evaluate(AXE.read_text())
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], len(one["nodes"])) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.complaints == []


def test_the_theme_is_kept_and_charts_follow_it(visit):
    page = visit("principal", color_scheme="light")
    stroke = "[...document.querySelectorAll('.js-plotly-plot path.js-line')].at(-1).style.stroke"
    page.locator(".js-plotly-plot path.js-line").last.wait_for(state="attached")
    before = page.evaluate(stroke)
    page.click("header [data-action=theme]")
    page.wait_for_function(f"was => {stroke} !== was", arg=before)
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_a_link_of_the_money_tab_opens_the_same_view_and_back_works(visit):
    page = visit("budget-director", "/current/money")
    switch = page.get_by_role("switch", name="Show empty buckets")
    switch.focus()
    page.keyboard.press("Space")
    page.wait_for_url("**/current/money?empty=1")
    page.wait_for_selector("[role=switch][aria-checked=true]")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "switch"
    page.reload()
    page.wait_for_selector("[role=switch][aria-checked=true]")
    page.goto(page.url.split("?")[0])
    page.wait_for_selector("[role=switch][aria-checked=false]")
    page.get_by_role("switch", name="Show empty buckets").click()
    page.wait_for_url("**?empty=1")
    page.go_back()
    page.wait_for_selector("[role=switch][aria-checked=false]")


def test_another_year_keeps_the_rest_of_the_address(visit):
    page = visit("budget-director", "/current/money?empty=1")
    page.click("summary:has-text('FY2025')")
    page.click(".menu-list a:has-text('FY2024')")
    page.wait_for_url("**/current/money?empty=1&year=2024")
    page.wait_for_selector(".method:has-text('FY2024')")
    assert page.evaluate("document.querySelectorAll('details.menu[open]').length") == 0
    page.go_back()
    page.wait_for_selector(".method:has-text('FY2025')")


def test_menus_and_navigation_work_by_keyboard(visit):
    page = visit("principal")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.name") == "search"
    page.focus("summary[aria-label^='Account of']")
    page.keyboard.press("Enter")
    assert page.is_visible("text=Sign out")
    page.keyboard.press("Escape")
    assert not page.is_visible("text=Sign out")
    page.focus("[data-nav-toggle]")
    page.keyboard.press("Enter")
    assert not page.is_visible("#nav")
    page.keyboard.press("Enter")
    assert page.is_visible("#nav")


def test_on_a_phone_the_navigation_is_a_drawer(visit):
    page = visit("principal", viewport={"width": 390, "height": 800})
    assert not page.is_visible("#nav")
    page.click("[data-nav-toggle]")
    page.click("#nav a:has-text('Money')")
    page.wait_for_url("**/current/money")
    assert not page.is_visible("#nav")


def test_the_rows_of_a_chart_open_from_its_menu(visit):
    page = visit("superintendent")
    card = page.locator(".qcard", has_text="Do students with more need")
    card.locator("summary").click()
    card.get_by_role("button", name="Show as table").click()
    assert card.locator(".chart-table th", has_text="Ash Elementary").is_visible()


OWN_TABLE = "School,Students,PPE,% FRL,Level\n" + "".join(
    f"School {at},{100 + 7 * at},{8_000 + 40 * at},{at * 3},{'Elementary' if at % 2 else 'High'}\n"
    for at in range(24)
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_table_of_ones_own_is_reckoned_and_leaves_as_a_file(visit, tmp_path, theme):
    page = visit("superintendent", "/evaluate/own-table", color_scheme=theme)
    path = tmp_path / "our schools.csv"
    path.write_text(OWN_TABLE, encoding="utf-8")
    page.get_by_label("Your table, as CSV or Excel").set_input_files(path)
    page.wait_for_selector("text=How equally do schools spend per pupil?")
    page.get_by_role("switch", name="Each school counts once").click()
    page.wait_for_url("**/evaluate/own-table?each=1")
    page.wait_for_selector("text=each school once")
    with page.expect_download() as made:
        page.get_by_role("button", name="Figures as CSV").click()
    assert made.value.suggested_filename == "our schools-equity.csv"
    assert "theil_t" in made.value.path().read_text(encoding="utf-8")
    page.evaluate(AXE.read_text())
    for width in (1440, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(one["id"], len(one["nodes"])) for one in found["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_label("Your table, as CSV or Excel").set_input_files(AXE)
    page.wait_for_selector("text=This file cannot be read.")
    assert page.complaints == []


def test_a_file_too_large_is_said_and_not_sent(visit, tmp_path):
    page = visit("superintendent", "/evaluate/own-table")
    path = tmp_path / "large.csv"
    path.write_bytes(b"a" * 10_000_001)
    page.get_by_label("Your table, as CSV or Excel").set_input_files(path)
    page.wait_for_selector("text=This file is larger than 10 MB")
    assert page.complaints == []


def test_an_address_leads_to_one_method_and_the_search_finds_others(visit):
    page = visit("principal", "/evaluate/methods#mcloone")
    top = "document.getElementById('mcloone')?.getBoundingClientRect().top"
    page.wait_for_function(f"() => {top} < 200", arg=None)
    assert page.locator("#mcloone").is_visible()
    assert page.locator("details.fold[open]").count() == 1
    page.get_by_label("Find a figure, a rule, an author").fill("20 usc 7901")
    page.wait_for_url("**/evaluate/methods?search=20+usc+7901*")
    page.wait_for_function("() => document.querySelectorAll('article').length === 1")
    assert "ESEA maintenance of effort" in page.locator("article").inner_text()
    page.reload()
    page.wait_for_selector("text=ESEA maintenance of effort")
    assert page.complaints == []


@pytest.mark.parametrize("width", [390, 320])
def test_a_mail_with_a_table_fits_a_phone(chromium, width):
    """Its figures stand under their names and nothing is moved sideways; a desk has one line."""
    rows = [("Extra duty and substitutes", "$4,386,240", "$2,836,480", "$0", "$1,549,760")]
    head = ("Partida", "Presupuesto", "Gastado", "Pedido", "Queda")
    content = MailContent(("Buenos días:",), MailTable(head, rows, 1), ("Datos.",), "es")
    mail = OutboxMail(
        key="campaign:1:1:1", recipient="ada@demo.example", subject="S", link_words="Abrir",
        created_utc=utc_now(), claimed_utc=None, is_repeat=False,
    )  # fmt: skip
    to = Addresses("https://plumbline.district.example/mail-link?go=" + "9" * 40)
    html = message(Settings(), mail, content, to).get_body(("html",)).get_content()
    assert "O copie esta dirección" in html
    page = chromium.new_page(viewport={"width": width, "height": 700})
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    tops = "[...document.querySelectorAll('td')].map((one) => one.getBoundingClientRect().top)"
    name, *figures = page.evaluate(tops)
    assert len(set(figures)) == 1 < len({name, *figures})
    page.set_viewport_size({"width": 800, "height": 700})
    assert len(set(page.evaluate(tops))) == 1
    page.close()
