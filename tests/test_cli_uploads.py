"""`plumbline uploads` and `plumbline upload`: the nightly feed goes the same way as the screen."""

from __future__ import annotations

import csv

import pytest
from click.testing import CliRunner

from cli import cli

GOOD = "code,name,type\nLIT,Early literacy,School\nMTH,Mathematics,any\n"
BAD = "Code;Name;Kind of goal;Type\n007;Arts;x;Scool\nLIT;Reading;y;School\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VAR", str(tmp_path / "var"))

    def call(*arguments):
        return CliRunner().invoke(cli, [str(one) for one in arguments])

    return call


@pytest.fixture
def file(tmp_path):
    def write(text, name="goals.csv"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return write


def test_the_list(run):
    told = run("uploads").output
    assert "priority: Priorities\n  menu: Configuration > District Structure > Priorities" in told
    assert "  key: code\n  columns: code*, name*, type*, description, archived" in told


def test_a_dry_run_changes_nothing_and_an_upload_saves_once(run, file):
    good = file(GOOD)
    dry = run("upload", "priority", good, "--district", "elm", "--dry-run")
    assert (dry.exit_code, "nothing was changed" in dry.output) == (0, True)
    for counts in ("create 2, update 0", "create 0, update 0, delete 0, unchanged 2"):
        told = run("upload", "priority", good, "--district", "elm")
        assert told.exit_code == 0, told.output
        assert counts in told.output
        assert "Saved as upload" in told.output


def test_rows_in_error_are_named_written_and_only_ignored_on_demand(run, file, tmp_path):
    run("upload", "priority", file(GOOD), "--district", "elm")
    bad, wrong = file(BAD, "bad.csv"), tmp_path / "wrong.csv"
    told = run("upload", "priority", bad, "--district", "elm", "--errors", wrong)
    assert told.exit_code == 1
    assert "column 'Kind of goal': ignored" in told.output
    assert "row 2, column Type: error: Type is one of" in told.output
    assert "Suggestion: School." in told.output
    rows = list(csv.DictReader(wrong.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert [(row["Code"], row["_row"], row["_suggestion"]) for row in rows] == [
        ("007", "2", "School")
    ]
    told = run("upload", "priority", bad, "--district", "elm", "--ignore-errors")
    assert (told.exit_code, "update 1" in told.output) == (0, True)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("goal", GOOD, "There is no upload 'goal'"),
        ("priority", "", "the file is empty"),
        ("priority", "code,nam,type\nA,B,School\n", "No column of the file stands for name"),
    ],
)
def test_what_cannot_be_used_is_said(run, file, kind, text, words):
    told = run("upload", kind, file(text), "--district", "elm")
    assert told.exit_code == 1
    assert words in told.output
    assert "Traceback" not in told.output


def test_a_heading_can_be_named(run, file):
    told = run("upload", "priority", file("code,nam,type\nA,B,School\n"), "--district", "elm",
               "--map", "nam=name")  # fmt: skip
    assert (told.exit_code, "create 1" in told.output) == (0, True)
