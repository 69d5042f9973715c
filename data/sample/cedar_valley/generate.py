"""Write the extracts of Cedar Valley Unified, a fictional district, and what is true of them.

    python -m data.sample.cedar_valley.generate var/sample/cedar-valley --lines 400000

The same seed and number of lines give the same bytes. Besides the extracts of 1 March 2027 there
is a folder `restated` with a later drop, in which only the FY2025 ledger has another history.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from data.sample.cedar_valley.balances import write_balances
from data.sample.cedar_valley.book import Book, Numbers, book
from data.sample.cedar_valley.budget import budget, write_budget
from data.sample.cedar_valley.facts import write_facts
from data.sample.cedar_valley.ledger import year_of_lines
from data.sample.cedar_valley.ledger_file import LedgerFile
from data.sample.cedar_valley.masters import write_masters
from data.sample.cedar_valley.order_files import OrderFiles
from data.sample.cedar_valley.restated import pending, restate
from data.sample.cedar_valley.shape import CURRENT, LINES_AT_SCALE_ONE, YEARS, shape
from data.sample.cedar_valley.staffing import write_positions
from data.sample.cedar_valley.staffing_feed import write_feed
from data.sample.cedar_valley.tally import Tally
from data.sample.cedar_valley.truth import truth, write_truth

RESTATED_YEAR = 2025


def generate(
    target: Path,
    *,
    seed: int = 2027,
    lines: int = LINES_AT_SCALE_ONE,
    schools: int | None = None,
) -> None:
    """Write all files into `target`, with a ledger of about `lines` lines over three years.

    The same number of `schools` has the same pupils, however few lines stand beside them.
    """
    target.mkdir(parents=True, exist_ok=True)
    restated = target / "restated"
    restated.mkdir(exist_ok=True)
    settled = book(shape(lines, seed, schools))
    tallies, controls = {}, {}
    for year in YEARS:
        tallies[year], controls[str(year)] = _write_year(settled, year, target, restated)
    found: dict[str, Any] = {"control_totals": controls}
    found["ytd_report"] = write_balances(
        settled, tallies[CURRENT], target / "ytd_budget_20270301.txt"
    )
    found["accounts_missing_in_master"] = write_masters(settled, target)
    found["facts"] = write_facts(settled, target)
    found["positions"] = write_positions(settled, target / "positions.csv")
    found["staffing_feed"] = write_feed(settled, target / "staffing")
    _complete(restated, target)
    write_truth(truth(settled, tallies, found), target / "truth.json")


def _complete(restated: Path, target: Path) -> None:
    """Give the later drop the files that did not change, without a second copy on the disk."""
    for path in sorted(target.iterdir()):
        again = restated / path.name
        if path.is_file() and path.name != "truth.json" and not _is_restated(path.name):
            again.unlink(missing_ok=True)
            again.hardlink_to(path)


def _is_restated(name: str) -> bool:
    return name == f"gl_detail_fy{RESTATED_YEAR}.txt"


def _write_year(
    settled: Book, year: int, target: Path, restated: Path
) -> tuple[Tally, dict[str, int]]:
    """Write the ledger, the orders and the budget of one year, and count what is in them."""
    name = f"gl_detail_fy{year}.txt"
    ledger = LedgerFile(settled, year, target / name, Numbers.start(settled, year))
    again = None
    if _is_restated(name):
        again = LedgerFile(settled, year, restated / name, Numbers.start(settled, year))
    orders = OrderFiles(
        settled, year, target / f"enc_journal_fy{year}.txt", target / f"po_list_fy{year}.csv"
    )
    tally, changed = Tally(settled, year), Tally(settled, year)
    for lines, events in year_of_lines(settled, year):
        tally.add(lines, events)
        ledger.write(lines)
        orders.write(events)
        if again:
            later = restate(settled, lines)
            changed.add(later, events)
            again.write(later)
        elif year == CURRENT:
            ledger.write(pending(settled, lines), status="U")
    orders.close()
    rows = budget(settled, year)
    tally.add_budget(rows)
    controls = _controls(ledger) | {"orders": orders.total}
    controls["budget"] = write_budget(settled, year, rows, target / f"budget_fy{year}.txt")
    if again:
        controls |= {f"restated_{name}": total for name, total in _controls(again).items()}
        controls["restated_spent"] = changed.spending
    return tally, controls


def _controls(ledger: LedgerFile) -> dict[str, int]:
    """Close the file and say what its last rows say."""
    ledger.close()
    return {"debit": ledger.debit, "credit": ledger.credit, "rows": ledger.rows}


def main() -> None:
    """Read the command line and generate."""
    parser = argparse.ArgumentParser(description="Extracts of a fictional school district.")
    parser.add_argument("target", type=Path, help="folder to write into")
    parser.add_argument("--lines", type=int, default=LINES_AT_SCALE_ONE, help="ledger lines")
    parser.add_argument("--seed", type=int, default=2027, help="seed; same seed, same bytes")
    given = parser.parse_args()
    generate(given.target, seed=given.seed, lines=given.lines)


if __name__ == "__main__":
    main()
