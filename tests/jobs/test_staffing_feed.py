"""The nightly feed of staffing and pay: saved, passed over, set aside or held, without a person."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from cli import cli
from data.entities.registry import ENTITIES
from data.store.records import records
from data.store.uploads import uploads
from jobs.staffing_feed import FeedHeld, feed, feed_files
from loaders.errors import LoaderError
from loaders.progress import silent

PEOPLE = "code|first_name|last_name\n" + "".join(f"{n}|First|Last\n" for n in range(1, 401))
JOBS = "code,name,class_code,class_name\n4321,Teacher,6,Certified\n"
SEATS = "code,job_code,fte,start_date\nP1,4321,1,2026-07-01\nP2,4321,0.5,2026-07-01\n"
PAY_HEADINGS = "employee_code,pay_type,segment_code,pay_basis,fte_basis,amount,start_date\n"
PAYS = PAY_HEADINGS + "".join(
    f"{n},Regular,101,Daily,185,{300 + n},2026-07-01\n" for n in range(1, 401)
)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "staffing"
    made.mkdir()
    for name, text in (("employees_2026-11-25.txt", "code|first_name|last_name\n9|Old|File\n"),
                       ("employees_2026-11-26.txt", PEOPLE), ("jobs.csv", JOBS),
                       ("position.csv", SEATS), ("readme.md", "not of the feed")):  # fmt: skip
        (made / name).write_text(text)
    return made


def run(settings, folder):
    return feed(settings, "elm", {"source": str(folder)}, silent).detail


def kept(store, name):
    with store.reading() as tx:
        return len(records(tx, "elm", ENTITIES[name]))


def test_the_newest_file_of_each_kind_in_its_order(settings, store, folder):
    assert [(one.kind, one.path.name) for one in feed_files(folder)] == [
        ("employee", "employees_2026-11-26.txt"), ("job", "jobs.csv"),
        ("position", "position.csv"),
    ]  # fmt: skip
    assert run(settings, folder) == ["employees_2026-11-26.txt: create 400",
                                     "jobs.csv: create 1", "position.csv: create 2"]  # fmt: skip
    assert (kept(store, "employee"), kept(store, "position")) == (400, 2)


def test_the_same_files_the_next_night_leave_nothing(settings, store, folder):
    run(settings, folder)
    assert set(run(settings, folder)) == {
        "employees_2026-11-26.txt: as last time", "jobs.csv: as last time",
        "position.csv: as last time",
    }  # fmt: skip
    with store.reading() as tx:
        assert len(uploads(tx, "elm")) == 3


def test_a_few_wrong_rows_are_set_aside_with_their_reason(settings, store, folder):
    (folder / "employees_2026-11-27.txt").write_text(PEOPLE + "401||Last\n402|First|Last\n")
    assert run(settings, folder)[0] == "employees_2026-11-27.txt: create 401, error 1"
    (aside,) = (settings.var / "quarantine" / "elm").iterdir()
    text = aside.read_text("utf-8-sig")
    assert "401||Last" in text
    assert "First name must be filled." in text


def test_many_wrong_rows_hold_the_file_and_those_after_it(settings, store, folder):
    (folder / "jobs.csv").write_text(JOBS + "1,,2,3\n")
    with pytest.raises(
        FeedHeld, match=r"jobs.csv waits: 1 of 2 rows are in error.*Staffing > Jobs"
    ):
        run(settings, folder)
    assert (kept(store, "employee"), kept(store, "job"), kept(store, "position")) == (400, 0, 0)
    with store.reading() as tx:
        held = uploads(tx, "elm", entity="job")
    # A person finds it reviewed, and may still save the other row.
    assert [one.state for one in held] == ["reviewed"]


def test_many_wrong_dollars_hold_the_file(settings, store, folder):
    run(settings, folder)
    (folder / "salaries.csv").write_text(PAYS + "nobody,Regular,101,Daily,185,90000,2026-07-01\n")
    with pytest.raises(FeedHeld, match=r"\$90,000.00 of \$290,200.00 stand in rows in error"):
        run(settings, folder)
    assert kept(store, "employee_pay") == 0


def test_a_folder_without_such_files_is_told(settings, tmp_path):
    with pytest.raises(LoaderError, match="No file of staffing or pay"):
        feed(settings, "elm", {"source": str(tmp_path)}, silent)


def test_the_command_line(settings, store, folder, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VAR", str(settings.var))
    done = CliRunner().invoke(cli, ["feed", str(folder), "--district", "elm"])
    assert done.exit_code == 0, done.output
    assert "position.csv: create 2" in done.output
    (folder / "position.csv").write_text("code\n1\n")
    done = CliRunner().invoke(cli, ["feed", str(folder), "--district", "elm"])
    assert done.exit_code == 1
    assert "position.csv waits: No column of the file stands for" in done.output
