"""Publishing: the store holds the old snapshot or the new one, and knows damaged bytes."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from loaders import manifest, snapshot
from loaders.durable import remove_tree, sha256_of
from loaders.errors import LoaderError
from loaders.lock import LoadBusyError, load_lock

NOW = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)


def publish(var, text="one", now=NOW, keep=3, district="elm", after=snapshot.quietly):
    staging = snapshot.begin(var, district, now)
    folder = staging.tables / "ledger_line"
    folder.mkdir()
    (folder / "erp__fy2027.parquet").write_bytes(text.encode() * 40)
    staging.serving.write_bytes(text[::-1].encode() * 60)
    (staging.work / "spill").write_text("not published")
    return snapshot.publish(var, staging, {"held": []}, {}, keep=keep, after=after)


def truncate(path):
    path.chmod(0o644)
    os.truncate(path, 3)


def names(var):
    return sorted(path.name for path in (var / "snapshots").iterdir())


def test_published_snapshot_is_listed_hashed_and_read_only(tmp_path):
    ref = publish(tmp_path)
    content = ref.manifest()
    path = ref.tables / "ledger_line" / "erp__fy2027.parquet"
    assert snapshot.published(tmp_path, "elm") == ref
    assert ref.id.startswith("elm-20270301T060000-")
    assert len(ref.id) == len("elm-20270301T060000-") + 8
    assert content["files"]["tables/ledger_line/erp__fy2027.parquet"]["sha256"] == sha256_of(path)
    assert set(content["files"]) == {"serving.duckdb", "tables/ledger_line/erp__fy2027.parquet"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o444
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o555
    assert stat.S_IMODE(ref.folder.stat().st_mode) == 0o555
    assert snapshot.verify(ref) == ()


def test_nothing_is_published_before_the_first_load(tmp_path):
    assert snapshot.published(tmp_path, "elm") is None


def test_every_flipped_bit_is_found(tmp_path):
    ref = publish(tmp_path)
    files = sorted(path for path in ref.folder.rglob("*") if path.is_file())
    chance = random.Random(20270301)  # noqa: S311  the same flips every time
    found = 0
    for _ in range(200):
        path = chance.choice(files)
        sound = path.read_bytes()
        at, bit = chance.randrange(len(sound)), 1 << chance.randrange(8)
        path.chmod(0o644)
        path.write_bytes(sound[:at] + bytes([sound[at] ^ bit]) + sound[at + 1 :])
        damaged = snapshot.verify(ref)
        found += damaged == (path.relative_to(ref.folder).as_posix(),)
        path.write_bytes(sound)
    assert found == 200
    assert snapshot.verify(ref) == ()


@pytest.mark.parametrize("harm", ["missing", "truncated", "stranger"])
def test_verify_names_what_is_wrong(tmp_path, harm):
    ref = publish(tmp_path)
    if harm == "missing":
        ref.folder.chmod(0o755)
        ref.serving.unlink()
    elif harm == "truncated":
        truncate(ref.serving)
    else:
        ref.folder.chmod(0o755)
        (ref.folder / "stranger").write_text("x")
    expected = ("stranger",) if harm == "stranger" else ("serving.duckdb",)
    assert snapshot.verify(ref) == expected


def test_old_snapshots_go_when_nobody_can_be_reading_them(tmp_path):
    ids = [publish(tmp_path, str(n), NOW + timedelta(hours=n)).id for n in range(5)]
    assert names(tmp_path) == sorted(ids[2:])
    assert manifest.read_shelves(tmp_path)["elm"].history == tuple(reversed(ids[2:]))


def test_a_snapshot_that_served_until_just_now_stays(tmp_path):
    ids = [publish(tmp_path, str(n), NOW + timedelta(minutes=n), keep=2).id for n in range(4)]
    assert names(tmp_path) == sorted(ids)
    late = publish(tmp_path, "late", NOW + timedelta(minutes=20), keep=2)
    assert names(tmp_path) == sorted([ids[3], late.id])


def test_districts_do_not_disturb_each_other(tmp_path):
    elm, oak = publish(tmp_path), publish(tmp_path, district="oak", now=NOW + timedelta(hours=1))
    assert snapshot.published(tmp_path, "elm") == elm
    assert snapshot.published(tmp_path, "oak") == oak


def test_leftovers_of_killed_runs_are_removed(tmp_path):
    kept = publish(tmp_path)
    killed = snapshot.begin(tmp_path, "elm", NOW + timedelta(hours=1))
    (killed.work / "half").write_text("x")
    unnamed = tmp_path / "snapshots" / "elm-20270301T070000-00000000"
    unnamed.mkdir(mode=0o555)
    (tmp_path / "manifest.json.new").write_text("{")
    snapshot.remove_leftovers(tmp_path)
    assert names(tmp_path) == [kept.id]
    assert not (tmp_path / "manifest.json.new").exists()


def test_whole_snapshots_outlive_a_lost_manifest(tmp_path):
    ref = publish(tmp_path)
    (tmp_path / "manifest.json").unlink()
    snapshot.begin(tmp_path, "elm", NOW)
    snapshot.remove_leftovers(tmp_path)
    assert names(tmp_path) == [ref.id]


def test_rollback_goes_back_step_by_step_and_never_forward(tmp_path):
    first, second, third = (publish(tmp_path, str(n), NOW + timedelta(hours=n)) for n in range(3))
    assert snapshot.rollback(tmp_path, "elm", NOW + timedelta(hours=4)).id == second.id
    assert snapshot.rollback(tmp_path, "elm", NOW + timedelta(hours=4)).id == first.id
    with pytest.raises(snapshot.LoadRefusedError, match="no snapshot older"):
        snapshot.rollback(tmp_path, "elm", NOW + timedelta(hours=4))
    fourth = publish(tmp_path, "4", NOW + timedelta(hours=5))
    assert manifest.read_shelves(tmp_path)["elm"].history[:2] == (fourth.id, first.id)
    assert third.id in manifest.read_shelves(tmp_path)["elm"].superseded


def test_rollback_refuses_a_damaged_snapshot(tmp_path):
    first = publish(tmp_path)
    second = publish(tmp_path, "two", NOW + timedelta(hours=1))
    truncate(first.serving)
    with pytest.raises(snapshot.LoadRefusedError, match=r"serving\.duckdb"):
        snapshot.rollback(tmp_path, "elm", NOW + timedelta(hours=2))
    assert snapshot.published(tmp_path, "elm") == second


def test_rollback_without_any_load(tmp_path):
    with pytest.raises(snapshot.LoadRefusedError, match="Nothing was ever loaded"):
        snapshot.rollback(tmp_path, "elm", NOW)


@pytest.mark.parametrize(("minutes", "refused"), [(-6, True), (-4, False), (10, False)])
def test_a_clock_that_stands_behind_is_noticed(tmp_path, minutes, refused):
    publish(tmp_path)
    when = NOW + timedelta(minutes=minutes)
    if refused:
        with pytest.raises(snapshot.LoadRefusedError, match="clock"):
            snapshot.check_clock(tmp_path, when)
    else:
        snapshot.check_clock(tmp_path, when)


def test_a_full_disk_refuses_the_load(tmp_path, monkeypatch):
    ref = publish(tmp_path)
    snapshot.check_disk(tmp_path, ref)
    monkeypatch.setattr(snapshot, "FREE_BYTES", 10**18)
    with pytest.raises(snapshot.LoadRefusedError, match="MB are free"):
        snapshot.check_disk(tmp_path, ref)


def test_a_second_load_is_refused_at_once(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from loaders.lock import load_lock\n"
        "with load_lock(Path(sys.argv[1])):\n    print('held', flush=True); time.sleep(30)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        begun = time.monotonic()
        with pytest.raises(LoadBusyError, match="Another load is running"), load_lock(tmp_path):
            pass
        assert time.monotonic() - begun < 1
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    with load_lock(tmp_path):  # a killed load leaves no lock behind
        pass


def test_a_broken_manifest_is_told_in_words(tmp_path):
    (tmp_path / "manifest.json").write_text('{"districts": {"elm": {}}}')
    with pytest.raises(LoaderError, match="restore it from a backup"):
        snapshot.published(tmp_path, "elm")


@pytest.mark.parametrize("district", ["", "../x", "A", "a/b", "a_b"])
def test_names_that_would_leave_the_folder_are_refused(tmp_path, district):
    with pytest.raises(LoaderError, match="small letters"):
        snapshot.begin(tmp_path, district, NOW)


def test_the_manifest_is_readable_by_others(tmp_path):
    ref = publish(tmp_path)
    content = json.loads((tmp_path / "manifest.json").read_text())
    assert content["schema_version"] == manifest.SCHEMA_VERSION
    assert content["districts"]["elm"]["current"] == ref.id
    assert content["districts"]["elm"]["history"] == [ref.id]


def test_read_only_trees_can_be_removed(tmp_path):
    ref = publish(tmp_path)
    remove_tree(ref.folder)
    assert not ref.folder.exists()


def test_readers_never_see_half_a_swap(tmp_path):
    """Two hundred swaps under three readers: both files of a snapshot always agree."""
    stop, torn, reads = threading.Event(), [], [0, 0, 0]

    def swap(number):
        staging = snapshot.begin(tmp_path, "elm", NOW + timedelta(seconds=10 * number))
        (staging.tables / "a.parquet").write_text(str(number))
        staging.serving.write_text(str(number))
        snapshot.publish(tmp_path, staging, {"number": number}, {}, keep=3)

    def read(place):
        while not stop.is_set():
            ref = snapshot.published(tmp_path, "elm")
            told = {
                int(ref.serving.read_text()),
                int((ref.tables / "a.parquet").read_text()),
                ref.manifest()["number"],
            }
            reads[place] += 1
            if len(told) != 1:
                torn.append(told)

    swap(0)
    readers = [threading.Thread(target=read, args=(place,)) for place in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 201):
        swap(number)
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []
    assert min(reads) > 20
    # Each swap is ten seconds after the last: fifteen minutes' worth is kept, no more.
    assert len(list((tmp_path / "snapshots").iterdir())) <= 93
