"""A load and a dry run in words, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from loaders.checks import Check, Status
from loaders.erp.context import FileReport
from loaders.pipeline import CheckReport
from loaders.publication import LoadResult

_WIDTH = 160


def load_lines(result: LoadResult) -> list[str]:
    """What a load did, file by file, with every check that does not hold."""
    if not result.changed:
        return [f"{result.district}: nothing new; {result.snapshot_id} is served."]
    return [
        f"{result.district}: {result.snapshot_id} is served ({result.seconds:.1f} s).",
        *_file_lines(result.files),
        *_check_lines(result.checks),
    ]


def check_lines(report: CheckReport) -> list[str]:
    """What a load would do: files, totals, unknown codes, rows set aside, checks, verdict."""
    if report.problem is not None:
        return [f"{report.district}: the load cannot begin.", f"  {report.problem}"]
    return [
        f"{report.district}, source {report.source}: dry run, nothing is written.",
        *(f"  no file fits {name!r}: is its glob right?" for name in report.missing),
        *_file_lines(report.files),
        *_section("Totals (fiscal year, kind, measure, lines, dollars)", report.totals),
        *_section(
            "Codes that no list explains (segment, code, accounts, dollars)",
            report.unknown_codes,
        ),
        *_section(
            "Rows set aside, the first of each sort (file, line, column, reason, rows alike, "
            "message, row)",
            report.quarantined,
        ),
        *_sign_lines(report.totals),
        *_control_lines(report.checks),
        *_check_lines(report.checks),
        "A load would be published." if report.publishable else "A load would be held.",
    ]


def _file_lines(files: Sequence[FileReport]) -> Iterator[str]:
    if not files:
        yield "  no file was read"
    for file in files:
        yield (
            f"  {file.path} ({file.kind}): {file.rows_read:,} rows read, "
            f"{file.rows_accepted:,} used, {file.rows_skipped:,} passed over{_rules(file)}, "
            f"{file.rows_quarantined:,} set aside{_dollars(file.amount_quarantined)}"
        )
        yield from (f"    {note}" for note in file.notes)


def _rules(file: FileReport) -> str:
    """By which rules rows were passed over."""
    told = ", ".join(f"{rule}: {count:,}" for rule, count in sorted(file.skipped.items()))
    return f" ({told})" if told else ""


def _sign_lines(totals: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    """Totals that have the wrong sign as a whole: the files write it the other way round."""
    for year, kind, measure, _, amount in totals:
        if kind in {"revenue", "expenditure"} and amount is not None and amount < 0:
            yield (
                f"Negative {kind} in {year} ({measure}, {amount:,.2f}): where the file writes it "
                f"so, its section needs `sign: {{{kind}: flip}}`."
            )


def _control_lines(checks: Sequence[Check]) -> Iterator[str]:
    """Totals printed in the files that agree; those that do not are among the failed checks."""
    for check in checks:
        if check.check_code == "L3" and check.status is Status.OK and check.actual is not None:
            yield f"Agrees: {check.message}: {check.actual:,.2f}."


def _check_lines(checks: Sequence[Check]) -> Iterator[str]:
    failed = [check for check in checks if check.status is not Status.OK]
    yield f"Checks: {len(checks) - len(failed)} of {len(checks)} hold."
    yield from (f"  {check.severity}: {check}" for check in failed)


def _section(title: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    if rows:
        yield f"{title}:"
        yield from (f"  {' | '.join(_text(cell) for cell in row)}"[:_WIDTH] for row in rows)


def _text(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    return "" if cell is None else str(cell)


def _dollars(amount: Decimal | None) -> str:
    return f" ({amount:,.2f} dollars)" if amount else ""
