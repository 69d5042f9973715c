"""What screens and documents carry about groups of pupils: figures, hover texts, grids, slides."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest

import app as composed
from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from callbacks.basis import Services
from callbacks.reporting.cards import cards_on, slide_of
from callbacks.reporting.views import page
from data.store import open_store
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from exports.deck import deck
from exports.report import report
from exports.slides import Deck
from planning import people
from tests.matrix.screen import Screen
from tests.pdf_text import pdf_text
from tests.privacy.conftest import DISTRICT

YEAR = 2026
# Schools whose count of English learners is withheld in that year, two of them small.
PLACES = ("117", "120", "121", "127")
SCHOOL = "/evaluate/schools/{}?year=2026&funds=all"
SCATTER = "/evaluate/scatter?year=2026&x=ell_share&colour=ell_share"
PAGES = (
    "/?year=2026",
    "/evaluate/schools?year=2026&funds=all&sort=ell_share",
    *(SCHOOL.format(place) for place in PLACES),
    "/evaluate/compare?year=2026&schools=117,121",
    SCATTER,
    "/evaluate/map?year=2026&measure=ell_share",
    "/evaluate/programs?year=2026&group=ell",
    "/evaluate/per-pupil?year=2026",
    "/evaluate/equity?year=2026",
    "/evaluate/questions?year=2026",
)
MOST_LEAVES = 60  # longer lists hold figures of many schools
NUMBER = re.compile(rb"-?\d+\.\d{5,}(?:e-?\d+)?")


@pytest.fixture(scope="module")
def hidden(demo):
    """Counts of English learners that are withheld, and all pupils, by school."""
    of = demo.truth["schools_by_code"]
    return {place: (of[place]["ell"][1], of[place]["pupils"][1]) for place in PLACES}


@pytest.fixture(scope="module")
def client(demo):
    """The application over the demonstration, and a superintendent's browser."""
    application = composed.create_app(demo.settings)
    store, email = open_store(demo.settings), "superintendent@demo.example"
    people.create_user(SYSTEM, store, email=email, name="Superintendent")
    people.assign(SYSTEM, store, email=email, district=DISTRICT, role=Role.SUPERINTENDENT)
    with store.transaction() as tx:
        user = user_by_email(tx, email)
        secret = open_session(tx, user.id, district_id=None, address="", now=utc_now())
    browser = application.server.test_client()
    browser.set_cookie("plumbline", secret)
    yield application, browser
    store.close()


@pytest.fixture(scope="module")
def answers(client):
    """Every byte that opening the pages brings, by address."""
    application, browser = client
    found = {}
    for address in PAGES:
        path, _, query = address.partition("?")
        asked = Screen(application, browser).open(path, f"?{query}")
        assert {one.status for one in asked} <= {200, 204}, address
        found[address] = b"\n".join(one.answer for one in asked)
    for form in ("xlsx", "zip"):
        got = browser.get(f"/report-card/{form}?fiscal_year={YEAR}")
        assert got.status_code == 200
        found[f"report card {form}"] = unzipped(got.data)
    return found


@pytest.fixture(scope="module")
def content(demo):
    """Every card of the pages that documents show, as slides."""
    services = Services(demo.settings, demo.warehouse, None, utc_now)
    actor = actor_in_district(
        (1, "Somebody", "somebody@demo.example"), Role.SUPERINTENDENT, DISTRICT, (DISTRICT,), None
    )
    slides = []
    for address in [*PAGES[:2], SCHOOL.format("117"), SCHOOL.format("121"), SCATTER]:
        shown = page(services, actor, address)
        named = address.partition("?")[0].rpartition("/")[2]
        slides += [replace(slide_of(shown, name), address=named) for name in cards_on(shown)]
    return Deck("Pupils", "Cedar Valley", "Somebody", datetime(2027, 3, 1, tzinfo=UTC),
                date(2027, 3, 1), "abc", slides, [])  # fmt: skip


def unzipped(data: bytes) -> bytes:
    """The parts of an archive, and of the workbooks in it."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            parts.append(unzipped(part) if name.endswith(".xlsx") else part)
    return b"\n".join(parts)


def telltales(count: int, whole: int) -> set[str]:
    """The share of a group as a chart or a file would carry it: to nine digits."""
    return {f"{factor * count / whole:.9g}" for factor in (1, 100)} if count else set()


def told(data: bytes, hidden: dict[str, tuple[int, int]]) -> set[str]:
    """Schools whose withheld share stands somewhere in the bytes, whatever it is called there."""
    numbers = {f"{float(text):.9g}" for text in NUMBER.findall(data)}
    return {place for place, pair in hidden.items() if telltales(*pair) & numbers}


def rows_about(node, name):
    """Leaves of the smallest lists and rows that name a school."""
    if isinstance(node, dict):
        is_row = (node.get("type") == "Li" or "cells" in node) and name in json.dumps(node)
        if is_row or any(value == name for value in node.values()):
            yield list(leaves(node))
        else:
            for value in node.values():
                yield from rows_about(value, name)
    elif isinstance(node, list):
        if any(isinstance(one, str) and name in one for one in node):
            yield list(leaves(node))
        else:
            for value in node:
                yield from rows_about(value, name)


def leaves(node):
    for value in node.values() if isinstance(node, dict) else node:
        if isinstance(value, (dict, list)):
            yield from leaves(value)
        else:
            yield str(value)


def printed(count, whole):
    """How the share, or the count, would be written."""
    share = re.escape(f"{100 * count / whole:.1f}")
    return re.compile(rf"(?<![\d.,]){share} ?%|(?<![\d.,$]){count} (English learners|pupils)")


def test_no_answer_carries_a_withheld_share(answers, hidden):
    assert sum(len(NUMBER.findall(data)) for data in answers.values()) > 1000
    for address, data in answers.items():
        assert told(data, hidden) == set(), address


def test_the_search_finds_shares_under_any_name(hidden):
    for place in ("117", "120"):
        count, whole = hidden[place]
        row = json.dumps({"customdata": [["x", count / whole]], "range": [0, 100 * count / whole]})
        assert told(row.encode(), hidden) == {place}


def test_no_row_or_hover_text_about_a_school_says_its_withheld_share(answers, hidden, demo):
    rows = 0
    for address, data in answers.items():
        parts = data.split(b"\n") if address.startswith("/") else ()
        trees = [json.loads(part) for part in parts if part.startswith(b"{")]
        for place, pair in hidden.items():
            name, share = demo.truth["schools_by_code"][place]["name"], printed(*pair)
            for row in (row for tree in trees for row in rows_about(tree, name)):
                if len(row) < MOST_LEAVES:
                    rows += 1
                    assert not share.search(" | ".join(row)), (address, row)
    assert rows > 20


def test_slides_and_their_workbooks_carry_no_withheld_share(content, hidden, demo):
    """PowerPoint and PDF are drawn from the same slides."""
    shown = [one for one in content.slides if one.charts]
    assert told(unzipped(deck(replace(content, slides=shown))), hidden) == set()
    lines = [[str(cell) for cell in row.cells]
             for one in content.slides for table in one.tables for row in table.rows]  # fmt: skip
    for place, pair in hidden.items():
        name = demo.truth["schools_by_code"][place]["name"]
        about = [" | ".join(cells) for cells in lines if any(name in cell for cell in cells)]
        assert about
        assert not any(printed(*pair).search(line) for line in about), about


def test_a_school_s_page_on_paper_names_no_withheld_share(content, hidden):
    need = next(one for one in content.slides if one.address == "117" and "Who" in one.question)
    with pikepdf.open(io.BytesIO(report(replace(content, slides=[need])))) as pdf:
        text = pdf_text(pdf)
    assert "English learners" in text
    assert not printed(*hidden["117"]).search(text)
