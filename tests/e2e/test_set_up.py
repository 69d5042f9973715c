"""A district is set up from nothing, step by step, until a principal sees the own buckets."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from access.actor import SYSTEM
from access.roles import Role
from data.store import open_store
from jobs.mail import send_due
from planning import people
from tests.data.store.conftest import free_port
from tests.e2e import bare
from tests.e2e.browser import address, money_in, open_page, sign_in, violations
from tests.e2e.forms import box, fill, fill_line, saved

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

PRINCIPAL = address("harbor-principal")
OWN_PASSWORD = "eleven lanterns on the quay"


class Kept:
    """A mail server that keeps what it was given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture
def district(demo, tmp_path: Path) -> None:
    """The ledger is loaded and the first administrator made in the terminal, nothing else."""
    folder = tmp_path / "harbor"
    mapping = bare.write_extracts(folder)
    words = ["load", "--district", bare.DISTRICT, "--mapping", mapping, "--source", folder]
    environment = demo.settings.environment()
    subprocess.run([sys.executable, "cli.py", *words], env=environment, check=True)
    with closing(open_store(demo.settings)) as store:
        email = address(bare.ADMINISTRATOR)
        people.create_user(SYSTEM, store, email=email, name="Administrator of Harbor")
        people.assign(SYSTEM, store, email=email, district=bare.DISTRICT, role=Role.ADMINISTRATOR)
        hashing = people.passwords(demo.settings)
        people.set_password(SYSTEM, store, hashing, email=email, password=bare.PASSWORD)


def test_from_nothing_to_the_principals_buckets(demo, district, visitor):
    desk = visitor()
    sign_in(desk, address(bare.ADMINISTRATOR), bare.PASSWORD)
    expect(desk.locator("#main")).to_be_visible()
    _set_up(desk)
    open_page(desk, "/configuration/set-up")
    expect(desk.locator("main")).to_contain_text("Yes: every step is done")
    assert violations(desk) == []

    principal = visitor()
    principal.goto(_invitation(demo))
    for label in ("New password", "The same once more"):
        principal.get_by_label(label).fill(OWN_PASSWORD)
    principal.get_by_role("button", name="Save and sign in").click()
    expect(principal.locator("#main")).to_be_visible()
    _sees_own_buckets(principal)


def _set_up(desk: Page) -> None:
    """Every step of the checklist, each begun from the checklist."""
    _begin(desk, "Add organizations")
    fill(desk, code="PIER", name="Pier Elementary", location_codes="10")
    box(desk, "type").select_option("School")
    saved(desk)
    _begin(desk, "Add budgets")
    fill(desk, code="B10", name="Pier Elementary", organization_code="PIER")
    fill_line(desk, 1, "location", "is", "10")
    saved(desk)
    for code, name in (("VIEW", "Viewer"), ("OFFICE", "Central office")):
        _begin(desk, "Add roles")
        fill(desk, code=code, name=name)
        box(desk, "staffing_visibility").select_option("hidden")
        for part in ("pe_access", "npe_access", "supplemental_access"):
            box(desk, part).select_option("display")
        saved(desk)
    for code, name, fund, role in (
        ("TITLE", "Federal title money", "30", "VIEW"),
        ("BASE", "Base money", "01", "OFFICE"),
    ):
        _begin(desk, "Add buckets")
        fill(desk, code=code, name=name, roles=role)
        box(desk, "type").select_option("expenditure")
        fill_line(desk, 1, "fund", "is", fund)
        saved(desk)
    _begin(desk, "Add people")
    fill(desk, name="Principal of Pier", email=PRINCIPAL)
    box(desk, "manage_access").select_option("view")
    saved(desk)
    _begin(desk, "Give roles in budgets")
    fill(desk, email=PRINCIPAL, budget_code="B10", role_code="VIEW")
    saved(desk)


def _begin(desk: Page, step: str) -> None:
    open_page(desk, "/configuration/set-up")
    desk.get_by_role("link", name=step).click()
    desk.get_by_role("link", name="New").click()
    expect(desk.locator("#configure-review")).to_be_visible()


def _invitation(demo) -> str:
    """The link in the mail that a real mail server got for the principal."""
    kept, port = Kept(), free_port()
    server = Controller(kept, hostname="127.0.0.1", port=port)
    server.start()
    told = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none"}
    settings = demo.settings.model_copy(update=told)
    try:
        with closing(open_store(settings)) as store:
            send_due(settings, store)
    finally:
        server.stop()
    [mail] = [one for one in kept.mails if one["To"] == PRINCIPAL]
    text = mail.get_body(("plain",)).get_content()
    return demo.url + re.search(r"https?://[^/\s]+(/\S+)", text)[1]


def _sees_own_buckets(page: Page) -> None:
    """The bucket that names the role, over the own school alone; nothing of any other."""
    open_page(page, "/current/money")
    words = page.locator("main").inner_text()
    assert "Federal title money" in words
    assert "Base money" not in words
    assert "Quay" not in words
    assert round(bare.left("30", "10")) in {cents // 100 for cents in money_in(words)} | {
        -(-cents // 100) for cents in money_in(words)
    }
    open_page(page, "/current/accounts")
    found = page.locator("main").inner_text()
    assert "-10" in found
    assert "-20\n" not in found
