"""The command line as a person meets it."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing

import pytest
from click.testing import CliRunner

from access.actor import actor_in_district
from access.roles import Role
from callbacks.basis import Services
from callbacks.configure.adoption import adoption_page
from callbacks.configure.call_list import call_list_page
from cli import cli
from config import Settings
from data.adoption_rows import KEPT_MODELS
from data.read_models import READ_MODELS
from data.store import open_store
from data.store.tables import utc_now
from data.store.users import user_by_email
from data.store.visits import Look, keep
from data.warehouse import Warehouse
from pages.account_state import AdoptionState, CallListState
from tests.loaders.test_whole_load import DISTRICT, LEDGER, MAPPING


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VAR", str(tmp_path / "var"))

    def call(*words, **more):
        return CliRunner().invoke(cli, [str(word) for word in words], **more)

    return call


@pytest.fixture
def drop(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / "district.yaml").write_text(DISTRICT)
    (folder / "gl_2027.txt").write_text(LEDGER)
    return ("--district", "elm", "--mapping", folder / "mapping.yaml", "--source", folder)


def test_help_names_every_command_and_option(run):
    commands = cli.commands
    for name, command in commands.items():
        shown = run(name, "--help")
        assert shown.exit_code == 0
        assert command.help
        for option in command.params:
            assert all(word in shown.output for word in option.opts if word.startswith("--"))


def test_check_says_what_a_load_would_do_and_writes_nothing(run, drop, tmp_path):
    shown = run("check", *drop)
    assert shown.exit_code == 0, shown.output
    assert "gl_2027.txt (ledger_detail)" in shown.output
    assert "A load would be published." in shown.output
    assert not (tmp_path / "var" / "manifest.json").exists()


def test_load_then_export_gives_the_cents_of_the_file(run, drop):
    assert run("load", *drop).exit_code == 0
    shown = run("export", "spending-by-fund", "--district", "elm", "--fiscal-year", "2027")
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert [(row["fund_code"], row["spent_usd"]) for row in rows] == [("01", "1300.00")]


def test_the_same_load_again_changes_nothing(run, drop):
    run("load", *drop)
    assert "nothing new" in run("load", *drop).output


def test_json_keeps_cents_as_text(run, drop):
    run("load", *drop)
    shown = run("export", "monthly", "--district", "elm", "--format", "json")
    assert json.loads(shown.stdout)


def test_a_held_load_exits_with_one_line_that_says_why(run, drop, tmp_path):
    ledger = tmp_path / "inbox" / "gl_2027.txt"
    ledger.write_text(LEDGER.replace("6,300.00", "6,300.01"))
    shown = run("load", *drop)
    assert shown.exit_code == 1
    assert "held" in shown.output
    assert "Traceback" not in shown.output


def test_export_without_a_name_lists_every_table_with_its_columns(run):
    shown = run("export").output
    for name, model in (READ_MODELS | KEPT_MODELS).items():
        assert f"{name}: " in shown
        assert all(column.doc in shown for column in model.columns)


def test_unknown_words_get_an_answer_and_no_trace(run, drop):
    run("load", *drop)
    for words in (
        ("export", "nothing", "--district", "elm"),
        ("export", "monthly", "--district", "oak"),
        ("export", "monthly", "--district", "elm", "--set", "colour=red"),
        ("rollback", "--district", "oak"),
        ("load", *drop[:1], "oak", *drop[2:]),
    ):
        shown = run(*words)
        assert shown.exit_code == 1, words
        assert shown.output.startswith("Error: ") or "Error: " in shown.output
        assert "Traceback" not in shown.output


def test_a_person_is_added_listed_and_deactivated(run):
    word = "one long sentence for signing in"
    made = run(
        "user", "add", "principal@elm.example", "--name", "Principal", "--role", "principal",
        "--district", "elm", "--location", "101", "--password", word,
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    assert "principal of elm (101)" in run("user", "list").output
    run("user", "deactivate", "principal@elm.example")
    assert "deactivated" in run("user", "list").output


def test_a_weak_password_is_refused_in_words(run):
    shown = run(
        "user", "add", "viewer@elm.example", "--name", "Viewer", "--role", "viewer",
        "--district", "elm", "--password", "short",
    )  # fmt: skip
    assert shown.exit_code == 1
    assert "15" in shown.output


def test_who_has_not_looked_in_a_terminal_is_who_stands_on_screen(run, drop, tmp_path):
    run("load", *drop)
    for name in ("ada", "ben"):
        run("user", "add", f"{name}@elm.example", "--name", name.capitalize(), "--role",
            "principal", "--district", "elm", "--location", "101",
            "--password", "one long sentence for signing in")  # fmt: skip
    settings = Settings()
    store = open_store(settings)
    with store.transaction() as tx:
        ada = user_by_email(tx, "ada@elm.example").id
        keep(tx, [Look(ada, "elm", "101", "", utc_now().date())])
    with closing(Warehouse(settings)) as warehouse:
        services = Services(settings, warehouse, store, utc_now)
        director = actor_in_district((0, "Dora", ""), Role.BUDGET_DIRECTOR, "elm", ("elm",), None)
        page = call_list_page(services, director, CallListState())
        everybody = adoption_page(services, director, AdoptionState())
    store.close()
    shown = json.loads(run("export", "call-list", "--district", "elm", "--format", "json").stdout)
    assert [one["name"] for one in shown["rows"]] == [one.name for one in page.rows] == ["Ben"]
    assert "not looked for 30 days" in shown["about"]
    listed = list(
        csv.DictReader(io.StringIO(run("export", "adoption", "--district", "elm").stdout))
    )
    assert [one["email"] for one in listed] == [one.email for one in everybody.rows]
    asked = ("export", "adoption", "--district", "elm", "--set", "show=looked")
    target = tmp_path / "looked.csv"
    assert run(*asked, "--output", target).exit_code == 0
    assert [one["name"] for one in csv.DictReader(io.StringIO(target.read_text()))] == ["Ada"]
    for words in (("--set", "show=few"), ("--set", "colour=red"), ("--fiscal-year", "2027")):
        refused = run("export", "adoption", "--district", "elm", *words)
        assert refused.exit_code == 1
        assert refused.output.startswith("Error: ")
