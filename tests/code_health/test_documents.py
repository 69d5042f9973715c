"""Generated pages are what the code would write today, and the README names what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli import cli
from config import Settings
from scripts.write_docs import PAGES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_pages_are_current(name):
    """`make docs` writes them; a table or metric changed without it would go undocumented."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


def test_links_of_the_documents_lead_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_readme_names_real_commands_and_settings():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in re.findall(r"^plumbline ([\w-]+)", text, re.MULTILINE):
        assert command in cli.commands
    for variable in re.findall(r"`PLUMBLINE_(\w+)`", text):
        assert variable.lower() in Settings.model_fields


def test_make_targets_that_others_rely_on_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("env", "run", "test", "e2e", "bench", "lint", "types", "clean", "help"):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target
