"""Files that are wholly there after a crash, or not at all, and that prove what they hold."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

READ_ONLY_FILE = 0o444
READ_ONLY_FOLDER = 0o555


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Ask the disk to hold a file's bytes, or a folder's names, before going on."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, content: object) -> None:
    """Write canonical JSON and force it to disk; the name itself is synced by the caller."""
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
    with path.open("w", encoding="utf-8") as stream:
        stream.write(text + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def files_below(folder: Path) -> Iterator[Path]:
    """Regular files below a folder in the order of their names."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def folders_below(folder: Path) -> list[Path]:
    """The folder and those below it, innermost first."""
    inner = [path for path in folder.rglob("*") if path.is_dir()]
    return [*sorted(inner, key=lambda path: len(path.parts), reverse=True), folder]


def make_read_only(folder: Path) -> None:
    """Take the right to write from everything below and from the folder itself."""
    for path in files_below(folder):
        path.chmod(READ_ONLY_FILE)
    for path in folders_below(folder):
        path.chmod(READ_ONLY_FOLDER)


def remove_tree(folder: Path) -> None:
    """Remove a folder, also a read-only one; only folders need the right to write back."""
    for path in [folder, *(p for p in folder.rglob("*") if p.is_dir() and not p.is_symlink())]:
        path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file a second name without copying; copy where the file system cannot."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
