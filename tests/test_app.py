"""The composed application: every callback, route and page that all parts have brought."""

from __future__ import annotations

import copy
import csv
import io
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dash import Dash
from flask.testing import FlaskClient

import app as composed
from access.actor import SYSTEM
from access.guard import OPEN_PATHS, ROUTER_KEYS, UPDATE
from access.roles import Role
from access.server import MOST_BYTES
from callbacks.manage.job_offer import order_of
from callbacks.table_orders import MOST_AT_ONCE, TableOrder
from config import Settings
from data.read_models import READ_MODELS
from data.store import Store, open_store
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from pages.registry import PAGES
from planning import people
from tests.data.serving_sample import DISTRICT, publish, sample

ROOT = Path(__file__).resolve().parent.parent
SCHOOL = "101"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("var")
    publish(var, sample())
    return Settings(var=var, secret_key="", database_url="")


@pytest.fixture(scope="module")
def app(settings: Settings) -> Dash:
    return composed.create_app(settings)


@pytest.fixture(scope="module")
def store(settings: Settings) -> Iterator[Store]:
    made = open_store(settings)
    for role in Role:
        email = f"{role}@demo.example"
        people.create_user(SYSTEM, made, email=email, name=role.value)
        people.assign(
            SYSTEM, made, email=email, district=DISTRICT, role=role,
            location_id=SCHOOL if role == Role.PRINCIPAL else None,
        )  # fmt: skip
    yield made
    made.close()


def browser(app: Dash, store: Store | None = None, role: Role | None = None) -> FlaskClient:
    client = app.server.test_client()
    if store is not None and role is not None:
        with store.transaction() as tx:
            user = user_by_email(tx, f"{role}@demo.example")
            secret = open_session(tx, user.id, district_id=None, address="", now=utc_now())
        client.set_cookie("plumbline", secret)
    return client


def concrete(identity: Any) -> Any:
    """A component of a pattern, or the plain id."""
    if isinstance(identity, str) and identity.startswith("{"):
        identity = json.loads(identity)
    if not isinstance(identity, dict):
        return identity
    return {k: v if isinstance(v, str) else "x" for k, v in identity.items()}


def is_all(identity: Any) -> bool:
    return '["ALL"]' in str(identity) or "<ALL" in str(identity) or "['ALL']" in str(identity)


def legitimate(app: Dash, key: str) -> dict[str, Any]:
    """The body that the renderer sends, with values that mean nothing."""
    callback = app.callback_map[key]

    def given(item: dict[str, Any]) -> Any:
        one = {"id": concrete(item["id"]), "property": item["property"], "value": None}
        return [one] if is_all(item["id"]) else one

    def filled(output: Any) -> Any:
        one = {"id": concrete(output.component_id), "property": output.component_property}
        return [one] if is_all(output.component_id) else one

    declared = callback["output"]
    several = isinstance(declared, list)
    return {
        "output": key,
        "outputs": [filled(one) for one in declared] if several else filled(declared),
        "inputs": [given(item) for item in callback["inputs"]],
        "state": [given(item) for item in callback["state"]],
        "changedPropIds": [],
    }


def bodies(app: Dash) -> list[dict[str, Any]]:
    return [legitimate(app, key) for key, one in app.callback_map.items() if "callback" in one]


def plain_paths(app: Dash) -> list[str]:
    rules = {rule.rule for rule in app.server.url_map.iter_rules() if "<" not in rule.rule}
    return sorted(rules | {page.path.replace("<location_id>", SCHOOL) for page in PAGES})


def test_every_callback_is_declared(app):
    """What stays are the two callbacks of Dash's own router, which every signed-in person may."""
    assert set(app.callback_map) - app.server.config["GUARD"].keys() == ROUTER_KEYS


def test_every_page_has_its_address_and_permission(app):
    assert len({page.path for page in PAGES}) == len(PAGES)
    assert all(page.permission for page in PAGES)


@pytest.mark.parametrize("method", METHODS)
def test_anonymous_gets_no_route(app, method):
    for path in [*plain_paths(app), "/export/transactions.csv", "/job/1", "/made/up"]:
        if path in OPEN_PATHS:
            continue
        answer = browser(app).open(path, method=method)
        assert answer.status_code in {302, 401}, (path, answer.status)
        assert b"_dash-config" not in answer.data


def test_anonymous_runs_no_callback(app):
    for body in bodies(app):
        assert browser(app).post(UPDATE, json=body).status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_every_callback_answers_by_role(app, store, role):
    """Refused by the policy or answered, whatever empty values mean to it: never an error."""
    client, guard = browser(app, store, role), app.server.config["GUARD"]
    rights = guard.permissions()
    for body in bodies(app):
        status = client.post(UPDATE, json=body).status_code
        right = rights.get(body["output"])
        if right is None or right in permitted(role):
            assert status in {200, 204}, (body["output"], status)
        else:
            assert status == 403, (body["output"], status)


def permitted(role: Role) -> frozenset[str]:
    policy = yaml.safe_load((ROOT / "tests" / "policy.yaml").read_text())
    column = policy["order"].index(role.value)
    return frozenset(name for name, row in policy["roles"].items() if row[column] == "x")


@pytest.mark.parametrize("role", list(Role))
def test_pages_are_shown_by_role(app, store, role):
    client = browser(app, store, role)
    router = next(one for one in bodies(app) if one["output"].startswith(".._pages_content"))
    for page in PAGES:
        body = copy.deepcopy(router)
        body["inputs"][0]["value"] = page.path.replace("<location_id>", SCHOOL)
        body["inputs"][1]["value"] = "?made_up=1"
        answer = client.post(UPDATE, json=body)
        refused = "You may not see this page." in answer.text
        assert answer.status_code == 200
        assert refused is (page.permission not in permitted(role)), page.path


def test_an_address_that_is_no_page(app, store):
    body = next(one for one in bodies(app) if one["output"].startswith(".._pages_content"))
    body["inputs"][0]["value"] = "/made/up"
    answer = browser(app, store, Role.VIEWER).post(UPDATE, json=body)
    assert "There is no page at this address." in answer.text


def test_tampered_bodies_never_break_the_server(app, store):
    """Four hundred mutants over all real callbacks, as the person with every right."""
    chance = random.Random(20270302)  # noqa: S311 - repeatable, not secret
    client, sources = browser(app, store, Role.ADMINISTRATOR), bodies(app)
    poison = [None, True, -1, 10**30, "", "\x00", "../../etc", [], {}, [[]], {"a": 1}, "x" * 9_000]
    for _ in range(400):
        body = copy.deepcopy(chance.choice(sources))
        holder, name = chance.choice(list(places(body)))
        if chance.random() < 0.7:
            holder[name] = chance.choice(poison)
        else:
            del holder[name]
        assert client.post(UPDATE, json=body).status_code < 500, body


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    for name, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
        yield node, name
        if isinstance(value, dict | list):
            yield from places(value)


def test_headers_everywhere(app, store):
    for client in (browser(app), browser(app, store, Role.ADMINISTRATOR)):
        for path in [*plain_paths(app), "/assets/none.js", "/export/none.csv"]:
            answer = client.get(path)
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            if not path.startswith("/assets"):
                assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_document_needs_no_other_host_and_no_unknown_inline_script(app, store):
    answer = browser(app, store, Role.VIEWER).get("/")
    assert '<html lang="en">' in answer.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
    policy = answer.headers["Content-Security-Policy"]
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", answer.text)
    hashed = policy.count("'sha256-")
    assert len([one for one in inline if "application/json" not in one]) == hashed
    assert "validation_layout" not in answer.text


def test_static_files_are_compressed_and_kept(app, store):
    document = browser(app, store, Role.VIEWER).get("/").text
    script = re.search(r'src="(/_dash-component-suites/dash/deps/[^"]+)"', document)[1]
    style = re.search(r'href="(/assets/01-tokens\.css\?m=[^"]+)"', document)[1]
    for path in (script, style):
        for _ in range(2):
            answer = browser(app).get(path, headers={"Accept-Encoding": "br"})
            assert answer.headers["Content-Encoding"] == "br", path
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", path
        plain = browser(app).get(path).data
        assert len(answer.data) < len(plain) / 2


@pytest.mark.parametrize("role", list(Role))
def test_every_download_for_every_role(app, store, role):
    client = browser(app, store, role)
    for name, model in READ_MODELS.items():
        for form in ("csv", "json", "xlsx"):
            query = "?po_no=1" if name == "purchase-order-lines" else ""
            answer = client.get(f"/export/{name}.{form}{query}")
            expected = 200 if model.permission in permitted(role) else 403
            assert answer.status_code == expected, (name, form, answer.text)
            if expected == 200:
                assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
                assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_principal_downloads_the_own_school_only(app, store):
    def places(role: Role, name: str) -> set[str]:
        answer = browser(app, store, role).get(f"/export/{name}.csv")
        return {row["location_id"] for row in csv.DictReader(io.StringIO(answer.text))}

    for name in ("transactions", "account-status"):
        assert places(Role.PRINCIPAL, name) == {SCHOOL}, name
        assert len(places(Role.ADMINISTRATOR, name)) > 1, name
    assert len(places(Role.PRINCIPAL, "per-pupil")) > 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/export/passwords.csv", 404),
        ("/export/per-pupil.exe", 404),
        ("/export/per-pupil.csv?made_up=1", 400),
        ("/export/per-pupil.csv?fiscal_year=soon", 400),
        ("/export/transactions.csv?sort=amount_usd;drop", 400),
        (f"/export/transactions.csv?first_period={'9' * 60}", 400),
        (f"/export/transactions.csv?offset={'9' * 60}", 400),
        ("/export/transactions.csv?least_usd=1e40", 400),
        ("/export/transactions.csv?least_usd=Infinity", 400),
        ("/export/transactions.csv?most_usd=sNaN", 400),
        (f"/export/account-status.csv?fiscal_year={'9' * 60}", 400),
        ("/export/account-status.csv?location_ids=103", 200),
        ("/export/../var/secret.key", 404),
    ],
)
def test_downloads_read_their_query_with_care(app, store, path, status):
    answer = browser(app, store, Role.PRINCIPAL).get(path)
    assert answer.status_code == status or (status == 404 and b"_dash-config" in answer.data)
    if "location_ids=103" in path:
        assert len(answer.text.splitlines()) == 1  # the heading: another school has no row


def test_health_without_content(app, store):
    assert browser(app).get("/healthz").text == "alive"
    assert browser(app).get("/readyz").text == "ready"


def test_not_ready_when_a_snapshot_is_broken(settings):
    broken = Settings(var=settings.var.parent / "broken", secret_key="", database_url="")
    application = composed.create_app(broken)
    wrong = {"schema_version": 1, "districts": {"north": {"current": "none", "history": ["none"]}}}
    (broken.var / "manifest.json").write_text(json.dumps(wrong))
    answer = browser(application).get("/readyz")
    assert (answer.status_code, answer.text) == (503, "not ready")


def test_the_sign_in_page(app):
    answer = browser(app).get("/sign-in?next=/current/money")
    assert answer.status_code == 200
    assert 'name="csrf_token"' in answer.text
    assert 'value="/current/money"' in answer.text
    assert "Demonstration" not in answer.text
    assert not re.findall(r"<script(?![^>]*\bsrc=)", answer.text)
    hostile = browser(app).get('/sign-in?next=/"><script>alert(1)</script>')
    assert "<script>alert" not in hostile.text


def test_large_requests_are_refused(app, store):
    body = b'{"output":"' + b"x" * (MOST_BYTES + 1) + b'"}'
    client = browser(app, store, Role.VIEWER)
    assert client.post(UPDATE, data=body, content_type="application/json").status_code == 413


@pytest.mark.parametrize(
    ("host", "variable", "starts"),
    [
        ("0.0.0.0", "DASH_DEBUG", False),  # noqa: S104 - that is the point
        ("0.0.0.0", "FLASK_DEBUG", False),  # noqa: S104
        ("192.0.2.7", "DASH_DEBUG", False),
        ("plumbline.example", "DASH_DEBUG", False),
        ("127.0.0.1", "DASH_DEBUG", True),
        ("::1", "DASH_DEBUG", True),
        ("localhost", "DASH_DEBUG", True),
    ],
)
def test_debugging_stays_at_home(monkeypatch, host, variable, starts):
    monkeypatch.setenv(variable, "true")
    if starts:
        composed.refuse_debug(host)
    else:
        with pytest.raises(RuntimeError, match="can be reached by others"):
            composed.refuse_debug(host)


def test_it_starts_without_any_set_up(tmp_path):
    """In a process of its own: nothing but a folder for what changes."""
    code = (
        "import app, config, pathlib, sys;"
        "app.create_app(config.Settings(var=pathlib.Path(sys.argv[1]) / 'var'))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "var" / "plumbline.db").exists()


def test_a_long_table_is_offered_as_a_job_and_a_short_one_is_sent(app, store, monkeypatch):
    client = browser(app, store, Role.SUPERINTENDENT)
    path = "/export/transactions.csv?fiscal_year=2025&search=a%26b"
    short = client.get(path)
    assert (short.status_code, short.mimetype) == (200, "text/csv")
    short.close()
    monkeypatch.setitem(MOST_AT_ONCE, "csv", -1)
    long = client.get(path)
    assert long.status_code == 303
    order = order_of("?" + long.location.partition("?")[2])
    assert order == TableOrder("transactions", "csv", "fiscal_year=2025&search=a%26b")
    for table in ("purchase-orders", "positions"):
        assert client.get(f"/export/{table}.csv").location.startswith(f"/jobs?table={table}&")
    assert client.get("/table-file/0123.csv").status_code == 404
    # Whoever has no page of jobs gets every table at once.
    guest = browser(app, store, Role.VIEWER).get("/export/account-status.csv?fiscal_year=2025")
    assert guest.status_code == 200
    guest.close()
