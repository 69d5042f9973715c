"""The command: `python -m bench --lines 1000000 [--only load --only search] [--write]`."""

from __future__ import annotations

import argparse
import importlib
import sys

from bench import results
from bench.district import District, prepared
from bench.measure import Effort, Mark, table

PARTS = (
    "load",
    "dashboards",
    "equity",
    "deck",
    "search",
    "peers",
    "web",
    "evaluate",
    "page_weight",
    "memory",
)
ALONE = ("crowd", "exports")
"""Parts that run only when they are named: they take long, or the whole machine."""


def measured(district: District, parts: list[str], effort: Effort) -> dict[str, list[Mark]]:
    """The marks of each part; each is printed and kept as soon as it is there."""
    found: dict[str, list[Mark]] = {}
    for part in parts:
        found[part] = importlib.import_module(f"bench.{part}").marks(district, effort)
        print("\n".join([f"\n## {part}\n", *table(found[part])]), flush=True)
        results.keep(district, {part: found[part]})
    return found


def main() -> int:
    """Measure, print, keep; the exit code is the number of marks that were missed."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000, help="ledger lines")
    parser.add_argument("--only", action="append", choices=(*PARTS, *ALONE), help="only this part")
    parser.add_argument("--runs", type=int, default=Effort().runs, help="rounds of each item")
    parser.add_argument("--write", action="store_true", help="update docs/performance.md")
    given = parser.parse_args()
    district = prepared(given.lines)
    effort = Effort(runs=given.runs, heavy_runs=1 if given.lines > 2_000_000 else 3)
    found = measured(district, given.only or list(PARTS), effort)
    kept = results.keep(district, found)
    growth = results.growth(district, kept)
    if growth:
        print("\n".join(["\n## growth\n", *table(growth)]))
    if given.write:
        results.write(district.lines, kept | ({"growth": growth} if growth else {}))
    return sum(not mark.reached for marks in found.values() for mark in marks)


if __name__ == "__main__":
    sys.exit(main())
