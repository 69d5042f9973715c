"""The demonstration on the real server, and browsers of its people."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from access.actor import SYSTEM
from access.roles import Role
from config import Settings
from data.store import open_store
from jobs.demo_at_home import be_at_home
from planning import people
from tests.e2e import hostile
from tests.e2e.browser import ARGUMENTS, DESK, Watch, address, settle, sign_in

ROOT = Path(__file__).resolve().parents[2]
LINES = 60_000
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Demo:
    """A running demonstration: where it answers, what is true of its district, its settings."""

    url: str
    truth: dict[str, Any]
    settings: Settings


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The server with the real demonstration and one district full of hostile text."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: sh scripts/system_packages.sh")
    var = tmp_path_factory.mktemp("demo") / "var"
    port = _free_port()
    settings = Settings(
        var=var, demo=True, port=port, web_workers=1, secret_key="", database_url="", jobs_url=""
    )
    _command(settings, "demo", "--lines", str(LINES))
    _hostile_district(settings, var.parent / "thorn")
    log = (var.parent / "server.log").open("w")
    command = [sys.executable, "cli.py", "serve", "--no-worker"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=settings.environment(), stdout=log, stderr=subprocess.STDOUT
    )
    try:
        _await_ready(port, server)
        truth = json.loads((var / "inbox" / "cedar-valley" / "truth.json").read_text())
        yield Demo(f"http://127.0.0.1:{port}", truth, settings)
    finally:
        server.terminate()
        server.wait(20)
        log.close()
        assert "Traceback" not in (var.parent / "server.log").read_text()


@pytest.fixture(scope="session")
def base_url(demo: Demo) -> str:
    return demo.url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": ARGUMENTS}


@pytest.fixture
def visitor(demo: Demo, new_context: Callable[..., Any]) -> Iterator[Callable[..., Page]]:
    """A browser without session; after the test it must have met nothing odd."""
    watches = []

    def opened(**options: Any) -> Page:
        context = new_context(**{"viewport": DESK} | options)
        page = context.new_page()
        page.watch = Watch(demo.url).over(context)
        watches.append(page.watch)
        return page

    yield opened
    for watch in watches:
        assert watch.problems == []
        assert watch.hosts <= {demo.url.removeprefix("http://"), ""}


@pytest.fixture(scope="session")
def sessions(demo: Demo, browser: Any) -> Callable[[str], Any]:
    """The cookies of a person, who signs in once for all tests."""
    kept: dict[str, Any] = {}

    def state(person: str) -> Any:
        if person not in kept:
            context = browser.new_context(base_url=demo.url)
            page = context.new_page()
            password = hostile.PASSWORD if person == hostile.PERSON else None
            sign_in(page, address(person), *([password] if password else []))
            expect(page.locator("#main")).to_be_visible()
            kept[person] = context.storage_state()
            context.close()
        return kept[person]

    return state


@pytest.fixture
def person(visitor: Callable[..., Page], sessions: Callable[[str], Any]) -> Callable[..., Page]:
    """`person("principal", "/current/money")`: the page as that account sees it, complete."""

    def opened(name: str, path: str = "/", **options: Any) -> Page:
        page = visitor(storage_state=sessions(name), **options)
        page.goto(path)
        settle(page)
        return page

    return opened


def _command(settings: Settings, *words: str) -> None:
    run = subprocess.run(
        [sys.executable, "cli.py", *words],
        cwd=ROOT,
        env=settings.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2_000:] + run.stdout[-2_000:]


def _hostile_district(settings: Settings, folder: Path) -> None:
    """Load the extracts of `hostile` and make a person who may read them all."""
    mapping = hostile.write_extracts(folder)
    arguments = ("--district", hostile.DISTRICT, "--mapping", str(mapping), "--source", str(folder))
    _command(settings, "load", *arguments)
    store, email = open_store(settings), address(hostile.PERSON)
    people.create_user(SYSTEM, store, email=email, name=hostile.NAME)
    people.assign(SYSTEM, store, email=email, district=hostile.DISTRICT, role=Role.ADMINISTRATOR)
    hashing = people.passwords(settings)
    people.set_password(SYSTEM, store, hashing, email=email, password=hostile.PASSWORD)
    be_at_home(store, [email])
    store.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_ready(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert server.poll() is None, "the server ended at its start"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not get ready")
