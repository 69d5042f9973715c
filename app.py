"""Puts the application together: settings in, a Dash application out. Nobody imports it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import flask
from dash import Dash

from access import compression, downloads, failures, headers, login, logs
from access.attachments import plain
from access.debugging import refuse_debug
from access.entrance import Entrance
from access.guard import Guard
from access.large_body import large_body
from access.mail_door import MailDoor
from access.password_door import PasswordDoor
from access.permissions import Permission
from access.server import made_server
from access.sessions import SessionCookie
from access.single_sign_on import SingleSignOn
from access.view_door import ViewDoor
from callbacks import spoken_words
from callbacks.configure.upload_file import file_taken
from callbacks.downloads import all_downloads
from callbacks.failed import notice
from callbacks.page_layouts import register_pages
from callbacks.shell import budgets
from callbacks.wiring import Services, register_all
from config import ROOT, Settings
from data.readiness import Readiness
from data.small_process import stay_small
from data.store import Store, open_store
from data.store.account_attributes import AccountAttributes
from data.store.keys import Purpose, key
from data.store.tables import utc_now
from data.warehouse import Warehouse
from jobs.mail_bell import mail_bell
from jobs.runs import bind_when_asked
from loaders.uploads.sheet import LARGEST
from pages import document, shell
from pages.account.doors import door_page, spoken
from pages.components.plain_answer import plain_answers
from pages.configure.upload import SEND
from pages.shell import PLACES
from planning.mail_off import MailOff
from planning.password_links import PasswordLinks
from planning.sign_in import sign_in
from planning.single_sign_on import issuer_sign_in
from planning.viewing import Viewing
from planning.visits import Visits


def create_app(settings: Settings) -> Dash:
    """The application for these settings, with its store at the newest schema."""
    refuse_debug(settings.host)
    logs.configure()
    store = open_store(settings)
    warehouse = Warehouse(settings, AccountAttributes(store))
    app = _dash(_server(settings))
    store.when_mail_waits = mail_bell(settings, store)
    guard = _secured(app, settings, store, warehouse)
    register_pages(guard)
    jobs = bind_when_asked(settings, store)
    services = Services(settings, warehouse, store, utc_now, jobs, Visits(store))
    register_all(guard, services)
    _addresses(guard, services)
    with app.server.test_request_context("/"):
        # Dash completes itself at the first request: now, so that a mistake shows at the start.
        app.server.preprocess_request()
    return app


def create_server() -> flask.Flask:
    """What the web server runs, with the settings of the environment."""
    stay_small()
    server: flask.Flask = create_app(Settings()).server
    keep_for_good()
    return server


def keep_for_good() -> None:
    """Spare the collector what stands for as long as the process does.

    It would look through all libraries again and again: 0.1 s in the middle of a request.
    """
    gc.collect()
    gc.freeze()


def _server(settings: Settings) -> flask.Flask:
    return made_server(
        ROOT,
        key(settings, Purpose.COOKIES),
        is_secure=settings.secure_cookies,
        session_hours=settings.session_hours,
        proxies=settings.trusted_proxies,
    )


def _dash(server: flask.Flask) -> Dash:
    app = Dash(
        "plumbline",
        server=server,
        title="Plumbline",
        update_title=None,
        assets_folder=str(ROOT / "assets"),
        assets_ignore=document.ASSETS_IGNORE,
        index_string=document.INDEX,
        use_pages=True,
        pages_folder="",
        include_pages_meta=False,
        serve_locally=True,
        compress=False,
        # With False, Dash embeds every layout in the page that anonymous visitors get.
        suppress_callback_exceptions=True,
        enable_mcp=False,
        on_error=notice,
    )
    app.layout = shell.layout
    return app


def _secured(app: Dash, settings: Settings, store: Store, warehouse: Warehouse) -> Guard:
    """The guard, and everything around it that every answer passes."""
    server, door = app.server, sign_in(settings, store)
    compression.install(server, ROOT / "assets")
    failures.install(server)
    headers.install(app, secure=settings.secure_cookies)
    cookie = SessionCookie(settings.secure_cookies, settings.session_hours * 3600)
    login.install(server, door, cookie)
    guard = Guard(app, plain_answers)
    spoken_words.install(server, door.configured, warehouse)
    sign_in_page = _sign_in_page(settings)
    entrance = Entrance(door, cookie, sign_in_page)
    entrance.install(guard)
    SingleSignOn(issuer_sign_in(settings, store, door), entrance, sign_in_page).install(guard)
    PasswordDoor(PasswordLinks(store, door), cookie, door_page("password.html")).install(guard)
    MailDoor(MailOff(settings, store), door_page("mail_off.html")).install(guard)
    ViewDoor(Viewing(store), guard).install()
    return guard


def _sign_in_page(settings: Settings) -> Callable[[dict[str, Any]], str]:
    """Renders the sign-in page; a demonstration offers its people there."""
    page = door_page("sign_in.html")
    offered: dict[str, Any] = {"sso_name": settings.sso_name if settings.sso_issuer else ""}
    if settings.demo:
        from jobs.demo import PASSWORD, SIGN_INS  # noqa: PLC0415 - brings the loaders along

        places = [
            {"email": one.email, "name": one.name, "places": spoken(one.districts)}
            for one in SIGN_INS
        ]
        offered |= {"demo_people": places, "demo_password": PASSWORD}
    return lambda facts: page({**offered, **facts})


def _addresses(guard: Guard, services: Services) -> None:
    """What is no page: files to fetch and to send, the menu of places, questions of machines."""
    downloads.install(guard, all_downloads(services))
    guard.route(
        PLACES,
        lambda: flask.jsonify(budgets(guard, services)),
        permission=Permission.HOME_READ,
    )
    guard.route(
        f"{SEND}/<kind>",
        large_body(lambda *sent: file_taken(services, guard.actor(), *sent), LARGEST),
        permission=Permission.CONFIGURATION_READ,
        methods=("POST",),
    )
    readiness = Readiness(services.settings, services.store, services.warehouse)
    guard.route("/healthz", lambda: plain("alive"), permission=None)
    guard.route(
        "/readyz",
        lambda: plain("ready") if readiness.is_ready() else (plain("not ready"), 503),
        permission=None,
    )
