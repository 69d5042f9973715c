"""Results kept beside the district, growth between two sizes, and the page in docs/."""

from __future__ import annotations

import json
import os
import platform
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bench.district import District
from bench.measure import Mark, judged, table
from config import ROOT

PAGE = ROOT / "docs" / "performance.md"
_FILE = "marks.json"
_TENFOLD = 10
_PARTS = {
    "load": "Loading",
    "dashboards": "Dashboards",
    "equity": "Equity",
    "deck": "Presentations",
    "search": "Search",
    "peers": "Other engines on the same questions",
    "web": "Callbacks",
    "evaluate": "Pages of Evaluate",
    "page_weight": "Pages in the browser",
    "memory": "Memory",
    "exports": "Long exports",
    "crowd": "Many people at once",
    "growth": "Growth from a tenth of the lines",
}

Found = dict[str, list[Mark]]


def keep(district: District, found: Found) -> Found:
    """Keep these marks beside those of earlier runs of the same district; returns all."""
    path = district.folder / _FILE
    known = _read(path) | found
    ordered = {part: known[part] for part in _PARTS if part in known}
    written = {part: [asdict(mark) for mark in marks] for part, marks in ordered.items()}
    path.write_text(json.dumps(written, indent=1, ensure_ascii=False), "utf-8")
    return ordered


def growth(district: District, found: Found) -> list[Mark]:
    """Our own times beside those of the district with a tenth of the lines."""
    smaller = _read(district.folder.parent / str(district.lines // _TENFOLD) / _FILE)
    marks = []
    for part, at_most in (("dashboards", 3.0), ("search", 10.0)):
        before = {mark.item: mark.ours for mark in smaller.get(part, [])}
        now = {mark.item: mark.ours for mark in found.get(part, []) if mark.item in before}
        marks += [
            judged(item, "a tenth of the lines", ours, before[item], at_most=at_most)
            for item, ours in now.items()
            if "from lines" not in item
        ]
    return marks


def write(lines: int, found: Found) -> None:
    """Put the section of this size into the page, in place of the one before."""
    begin, end = f"<!-- {lines} lines -->", f"<!-- end of {lines} lines -->"
    parts = [f"## {lines:,} ledger lines", "", _circumstances()]
    for part, marks in found.items():
        if marks:
            parts += ["", f"### {_PARTS[part]}", "", *table(marks)]
    section = "\n".join([begin, *parts, end])
    text = PAGE.read_text("utf-8")
    known = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if known.search(text):
        text = known.sub(lambda _: section, text)
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    PAGE.write_text(text, "utf-8")


def _circumstances() -> str:
    kind = platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        f"Run on {datetime.now(UTC):%Y-%m-%d} on {os.cpu_count()} shared {kind} cores with "
        f"{memory:.0f} GB; Python {platform.python_version()}, DuckDB {duckdb.__version__}."
    )


def _read(path: Path) -> Found:
    if not path.exists():
        return {}
    kept = json.loads(path.read_text("utf-8"))
    return {part: [Mark(**mark) for mark in marks] for part, marks in kept.items()}
