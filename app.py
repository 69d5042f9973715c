"""Puts the application together: settings in, a Dash application out. Nobody imports it."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

import dash
import flask
import structlog
from dash import Dash
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.middleware.proxy_fix import ProxyFix

from access import compression, failures, headers, login, logs
from access.actor import Actor
from access.attachments import attachment, kept_file, plain
from access.debugging import refuse_debug
from access.entrance import Entrance
from access.guard import Guard
from access.large_body import large_body
from access.mail_door import MailDoor
from access.password_door import PasswordDoor
from access.permissions import Permission
from access.policy import NotPermitted, may, scope_for
from access.sessions import SessionCookie
from access.single_sign_on import SingleSignOn
from access.view_door import ViewDoor
from callbacks import spoken_words, table_files
from callbacks.configure.upload_file import file_taken
from callbacks.manage.job_offer import offer_address
from callbacks.manage.report_files import report_order
from callbacks.page_layouts import register_pages
from callbacks.reporting.files import Ready, ready
from callbacks.reporting.one_pager import sheet
from callbacks.reporting.views import NoSuchView
from callbacks.rows_files import ROWS_FILES, RowsFile
from callbacks.shell import budgets
from callbacks.table_orders import RECORD_TABLES, TableOrder, begun, is_long, model_of
from callbacks.wiring import Services, register_all
from config import ROOT, Settings
from data.read_models import READ_MODELS, ArgumentError
from data.small_process import stay_small
from data.statements import StatementError
from data.store import Store, open_store
from data.store.account_attributes import AccountAttributes
from data.store.keys import Purpose, key
from data.store.schema_version import is_newest
from data.store.tables import utc_now
from data.warehouse import NoSnapshotError, QueryError, Warehouse
from exports import report_card
from exports.flat import Export, Format
from exports.report import NoPdfEngine
from jobs.mail_bell import mail_bell
from jobs.runs import bind_when_asked
from loaders.uploads.sheet import LARGEST
from pages import document, shell
from pages.account.doors import door_page, spoken
from pages.components import notices
from pages.components.plain_answer import plain_answers
from pages.components.said import said
from pages.configure.upload import SEND
from pages.shell import PLACES
from planning.mail_off import MailOff
from planning.password_links import PasswordLinks
from planning.reports import ReportError
from planning.sign_in import sign_in
from planning.single_sign_on import issuer_sign_in
from planning.viewing import Viewing
from planning.visits import Visits

MOST_BYTES: Final = 14 * 1024 * 1024
LEAST_FREE_BYTES: Final = 512 * 1024 * 1024
# A question that makes no sense as it was asked.
_UNFIT: Final = (ArgumentError, StatementError, QueryError, TypeError)
# Errors of questions whose message is written for a person.
_SPOKEN: Final = (ArgumentError, NoSnapshotError, QueryError)
_LOG = structlog.get_logger()


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
    for rule, view, right in (
        ("/export/<name>.<fmt>", _download(guard, services), None),
        ("/report-card/<form>", _report_card(guard, warehouse), Permission.EVALUATE_READ),
        ("/report/<number>.<fmt>", _report(guard, services), Permission.ACCOUNT_READ),
        (
            f"{table_files.FETCH}/<name>",
            _made_file(guard, partial(table_files.ready, services), "file"),
            Permission.JOB_READ,
        ),
        (
            "/presentation/<number>",
            _made_file(guard, partial(ready, services), "document"),
            Permission.PRESENTATION_MAKE,
        ),
        ("/one-pager/<location_id>", _one_pager(guard, services), Permission.EVALUATE_READ),
        (PLACES, lambda: flask.jsonify(budgets(guard, services)), Permission.HOME_READ),
        ("/healthz", lambda: plain("alive"), None),
        ("/readyz", _readiness(settings, store, warehouse), None),
    ):
        guard.route(rule, view, permission=right)
    for name, record in RECORD_TABLES.items():
        table, needed = partial(_download(guard, services), name), record.model.permission
        guard.route(f"/export/{name}.<fmt>", table, permission=Permission(needed))
    for name, (right, made) in ROWS_FILES.items():
        view = _rows_file(guard, services, name, made)
        guard.route(f"/export/{name}.<form>", view, permission=right)
    guard.route(
        f"{SEND}/<kind>",
        large_body(lambda *sent: file_taken(services, guard.actor(), *sent), LARGEST),
        permission=Permission.CONFIGURATION_READ,
        methods=("POST",),
    )
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
    """Flask with its limits and the cookie that carries form tokens (never an identity)."""
    server = flask.Flask("plumbline", root_path=str(ROOT), static_folder=None)
    prefix = "__Host-" if settings.secure_cookies else ""
    server.config.update(
        SECRET_KEY=key(settings, Purpose.COOKIES),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        SESSION_COOKIE_NAME=f"{prefix}plumbline-form",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=settings.session_hours * 3600,
    )
    proxies = getattr(settings, "trusted_proxies", 0)
    if proxies:
        wsgi: Any = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        server.wsgi_app = wsgi  # type: ignore[method-assign]
    return server


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
        on_error=_notice,
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


def _attached(begin: Callable[[], Export], words: str, **facts: Any) -> Any:
    """The file that `begin` begins, with an entry in the log, or why there is none."""
    try:
        made = begin()
    except NotPermitted:
        flask.abort(403)
    except (NoSnapshotError, ReportError):
        flask.abort(404)
    except _UNFIT as error:
        _LOG.warning("export refused", request_id=failures.request_id(), reason=str(error))
        return plain(spoken_words.refusal(error)), 400
    _LOG.info(words, **facts)
    return attachment(made.chunks, made.media_type, made.file_name)


def _table(
    services: Services, actor: Actor, ordered: Callable[[], TableOrder], **facts: Any
) -> Any:
    """A table as a file; whoever asks for a long one is led to where it is made beside work."""

    def begin() -> Export:
        order = ordered()
        if may(actor, Permission.JOB_READ) and is_long(services, actor, order):
            flask.abort(flask.redirect(offer_address(order), 303))
        return begun(services, actor, order)

    return _attached(begin, "export", user_id=actor.user_id, **facts)


def _download(guard: Guard, services: Services) -> Callable[[str, str], Any]:
    """Any read model as a file: over the rows, and with the right, of whoever asks."""

    def download(name: str, fmt: str) -> Any:
        if model_of(name) is None or fmt not in tuple(Format):
            flask.abort(404)
        order = TableOrder(name, fmt, flask.request.query_string.decode("ascii", "replace"))
        return _table(services, guard.actor(), lambda: order, table=name, form=fmt)

    return download


def _made_file(guard: Guard, find: Callable[[Actor, str], Ready | None], words: str) -> Any:
    """A file that the person of the request has had made; `words` name it."""

    def download(**address: str) -> Any:
        actor, [name] = guard.actor(), address.values()
        found = find(actor, name)
        if found is None:
            return plain(f"This {words} is not there any more: make it again."), 404
        _LOG.info(words, user_id=actor.user_id, asked=name)
        return kept_file(found.path, found.media_type, found.file_name)

    return download


def _rows_file(guard: Guard, services: Services, table: str, made: RowsFile) -> Any:
    """Rows that the store keeps, as the screen lists them, over what the reader may see."""

    def download(form: str) -> Any:
        if form not in tuple(Format):
            flask.abort(404)
        actor, given = guard.actor(), flask.request.args.to_dict(flat=False)
        facts = {"user_id": actor.user_id, "table": table, "form": form}
        return _attached(lambda: made(services, actor, form, given), "export", **facts)

    return download


def _report_card(guard: Guard, warehouse: Warehouse) -> Callable[[str], Any]:
    """The per-pupil report-card file, over the schools that the reader may compare."""

    def download(form: str) -> Any:
        if form not in report_card.FORMS:
            flask.abort(404)
        scope = scope_for(guard.actor(), Permission.EVALUATE_READ)
        given = flask.request.args.to_dict(flat=False)

        def begin() -> Export:
            typed = READ_MODELS["per-pupil-report"].arguments_from(given)
            return report_card.report_card(warehouse, scope, form, typed)

        return _attached(begin, "report card", user_id=guard.actor().user_id, form=form)

    return download


def _report(guard: Guard, services: Services) -> Callable[[str, str], Any]:
    """A kept report as a file, over the rows of whoever asks."""

    def download(number: str, fmt: str) -> Any:
        if fmt not in tuple(Format) or not number.isdigit():
            flask.abort(404)
        ordered = partial(report_order, services, guard.actor(), int(number), fmt)
        return _table(services, guard.actor(), ordered, report=number, form=fmt)

    return download


def _one_pager(guard: Guard, services: Services) -> Callable[[str], Any]:
    """A school's profile on one sheet of paper, as the person of the request sees it."""

    def download(location_id: str) -> Any:
        actor = guard.actor()
        query = flask.request.query_string.decode("ascii", "ignore")
        try:
            name, made = sheet(services, actor, location_id, query)
        except (NoSuchView, NoSnapshotError):
            return plain("There is no such school in the data."), 404
        except NoPdfEngine as error:
            _LOG.error("no PDF engine", reason=str(error))
            return plain(str(error)), 503
        _LOG.info("one-pager", user_id=actor.user_id, school=location_id)
        return attachment(made, "application/pdf", name)

    return download


def _readiness(settings: Settings, store: Store, warehouse: Warehouse) -> Callable[[], Any]:
    """Whether requests can be served: yes or no, without a word more to whoever asks."""
    at_newest = cache(is_newest)

    def readyz() -> Any:
        try:
            ready = store.is_answering() and at_newest(settings.store_url)
            for district in warehouse.districts():
                warehouse.snapshot(district)
            ready = ready and shutil.disk_usage(settings.var).free > LEAST_FREE_BYTES
        except (SQLAlchemyError, NoSnapshotError, OSError, ValueError) as error:
            _LOG.error("not ready", reason=repr(error))
            ready = False
        return plain("ready") if ready else (plain("not ready"), 503)

    return readyz


def _notice(error: Exception) -> None:
    """Show a failed callback as a notice in the first place it would have filled."""
    for_person = getattr(error, "for_person", False) or isinstance(error, _SPOKEN)
    text = str(error) if for_person else f"Request {failures.request_id()} failed; it was noted."
    if not for_person:
        _LOG.error("callback failed", request_id=failures.request_id(), exc_info=error)
    outputs = dash.ctx.outputs_list
    for output in outputs if isinstance(outputs, list) else [outputs]:
        if isinstance(output, dict) and output["property"].partition("@")[0] == "children":
            dash.set_props(output["id"], {"children": said(notices.error(text))})
            return
