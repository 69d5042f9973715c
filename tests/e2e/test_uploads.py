"""An upload as a person does it: template, file, map, review, confirm, undo, by address too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/configuration/upload?entity=priority"
GOALS = "Code;Name;Type\nGLIT;Literacy of all;School\nGART;Arts;Scool\n"


def test_from_the_template_to_the_undo(person, tmp_path):
    file = tmp_path / "goals.csv"
    file.write_text(GOALS, encoding="utf-8")
    page = person("administrator", PATH)
    with page.expect_download() as got:
        page.get_by_role("button", name="Template as CSV").click()
    assert got.value.suggested_filename == "priority.csv"
    page.locator("#uploads-file input").set_input_files(str(file))
    expect(page.locator("h1")).to_have_text("What does each column stand for?")
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="Go to the review").click()
    expect(page.locator(".lead-s")).to_contain_text("1 record would change")
    settle(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert overflow(page) <= 0
    copied = person("administrator", page.url)
    expect(copied.locator(".lead-s")).to_contain_text("1 record would change")
    page.get_by_role("button", name="Confirm and Save").click()
    expect(page.locator("#uploads-answer .notice")).to_contain_text("1 row is in error")
    page.get_by_role("switch").click()
    page.get_by_role("button", name="Confirm and Save").click()
    expect(page.locator(".lead-s")).to_have_text("The upload is saved.")
    page.get_by_role("button", name="Undo this upload").click()
    expect(page.locator(".lead-s")).to_have_text("The upload is taken back.")


def test_a_file_beyond_ten_megabytes_is_sent_and_waits_for_the_worker(person, tmp_path):
    file = tmp_path / "many.csv"
    rows = "".join(f"G{n},Goal {n},School,{'x' * 240}{n}\n" for n in range(42_000))
    file.write_text(f"code,name,type,description\n{rows}")
    assert file.stat().st_size > 11_000_000
    page = person("administrator", PATH)
    page.locator("#uploads-file input").set_input_files(str(file))
    expect(page.locator("h1")).to_have_text("What does each column stand for?", timeout=30_000)
    expect(page.locator(".lead-s")).to_contain_text("42,000 rows")
    page.get_by_role("button", name="Go to the review").click()
    # The server of the tests runs without a worker, so the job stays where it is.
    expect(page.locator(".going")).to_contain_text("Waiting for the worker")
    settle(page)
    assert violations(page) == []
    copied = person("administrator", page.url)
    expect(copied.locator(".going")).to_contain_text("Waiting for the worker")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".notice")).to_contain_text("This was cancelled.")
    expect(page.locator("h1")).to_have_text("What does each column stand for?")
    page.get_by_role("button", name="Discard").click()
    expect(page.locator(".lead-s")).to_contain_text("put away")
