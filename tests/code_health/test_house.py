"""The shape of the house: sizes, names and imports, so that it stays one a newcomer can read."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (
    "access",
    "callbacks",
    "data",
    "exports",
    "jobs",
    "loaders",
    "metrics",
    "pages",
    "planning",
)
DRAWERS = {"utils", "helpers", "common", "manager", "services", "misc", "base"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in (ROOT / folder).rglob("*.py") if "migrations" not in p.parts)


def top_level() -> list[Path]:
    return [ROOT / name for name in ("app.py", "cli.py", "config.py")]


def test_files_stay_readable():
    """A file over 400 lines has become two; only generated migrations may be longer."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*modules(*SOURCES, "tests", "bench", "scripts"), *top_level()]
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_no_drawers():
    """`utils` and its kin collect what nobody can find again; a module is named for its noun."""
    assert [p for p in modules(*SOURCES) if p.stem in DRAWERS] == []


def test_sql_files_say_what_they_are():
    """Each query opens with its grain and who asks, and stays under eighty lines."""
    for path in (ROOT / "data" / "sql").glob("*.sql"):
        text = path.read_text()
        assert text.startswith("--"), f"{path.name} has no head comment"
        assert "grain" in text.split("\nselect")[0].lower(), f"{path.name} does not state its grain"
        assert len(text.splitlines()) <= 80, f"{path.name} is long"


def test_money_sql_neither_divides_nor_averages():
    """`/` and AVG turn exact cents into doubles; SQL adds, Python divides."""
    offence = re.compile(r"\bavg\s*\(|(?<!/)/(?![/*])", re.IGNORECASE)
    for path in (ROOT / "data" / "sql").glob("*.sql"):
        code = "\n".join(line.split("--")[0] for line in path.read_text().splitlines())
        code = re.sub(r"'[^']*'", "''", code)
        assert not offence.search(code), f"{path.name} divides or averages"


def test_callbacks_are_bound_through_the_guard():
    """`app.callback` or `dash.callback` elsewhere would be a door without a lock."""
    for path in [*modules(*SOURCES), *top_level()]:
        if path == ROOT / "access" / "guard.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                banned = node.func.attr in {"callback", "clientside_callback"}
                assert not (banned and name in {"app", "dash"}), f"{path}:{node.lineno}"


def test_colours_live_in_the_theme():
    """A hex colour in a page or figure would escape dark mode and the contrast checks."""
    for path in modules("pages", "callbacks"):
        if path.name == "theme.py":
            continue
        assert not re.search(r"#[0-9a-fA-F]{6}\b", path.read_text()), f"{path} holds a colour"


def test_nothing_of_html_is_trusted():
    """Raw HTML or code switches of Dash components are the road to stored scripts."""
    for path in modules("pages", "callbacks"):
        text = path.read_text()
        for word in ("dangerously_allow_html", "dangerously_allow_code", "srcDoc"):
            assert word not in text, f"{path} uses {word}"


def test_requirements_are_pinned_with_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        pins = [line for line in lines if line and line[0].isalnum()]
        assert pins
        assert all("==" in line and line.rstrip().endswith("\\") for line in pins)
        assert sum("--hash=sha256:" in line for line in lines) >= len(pins)


def test_import_contracts():
    """Who may import whom, as declared in pyproject.toml."""
    run = subprocess.run(
        [ROOT / ".venv" / "bin" / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("folder", SOURCES)
def test_environment_is_read_in_one_place(folder):
    """Only `config` knows the environment, so a deployment can be read from one page."""
    for path in modules(folder):
        text = path.read_text()
        assert "os.environ" not in text, f"{path} reads the environment"
        assert "getenv" not in text, f"{path} reads the environment"
