"""What never enters: social security numbers, unmapped columns, names of reimbursed employees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import duckdb

from loaders.erp.headings_row import tidy
from loaders.errors import PrivateDataError

WITHHELD = "Employee"

_HEADINGS = re.compile(
    r"""(?ix) \b (
        ssn | ss\# | soc(ial)? [\s._-]* sec(urity)? | social\ insurance | tin | itin | fein
        | date\ of\ birth | birth [\s_-]* da(te|y) | d\.?o\.?b\.?
        | bank [\s_-]* acc(oun)?t | routing ([\s_-]* (no|num(ber)?))? \W* $ | garnish\w*
        | home [\s_-]* (addr\w*|phone) | student [\s_-]* (id|no|name|number)
    ) (?![a-z])"""
)
# Areas 000, 666 and 900-999, group 00 and serial 0000 are never issued. An account code such as
# 199-11-6399-00 has the same dashes, but goes on after them.
_NUMBER = (
    r"(?:00[1-9]|0[1-9]\d|[1-57-8]\d{2}|6(?:[0-57-9]\d|6[0-57-9]))"
    r"-(?:0[1-9]|[1-9]\d)-(?:\d{3}[1-9]|\d{2}[1-9]0|\d[1-9]00|[1-9]000)"
)
_ALONE = rf"(?:^|[^0-9-]){_NUMBER}(?:$|[^0-9-])"
_ALONE_PARTS = rf"(^|[^0-9-]){_NUMBER}($|[^0-9-])"
# Free text and numbers of people; account columns may hold codes of the same shape.
_WATCHED = frozenset(
    {
        "description", "reason", "note", "name", "vendor_id", "vendor_name", "invoice_no",
        "check_no", "document_no", "position_id", "job_title", "extra", "label", "requester",
    }
)  # fmt: skip


def refuse_private_headings(path: Path, headings: Iterable[str], dropped: Iterable[str]) -> None:
    """Refuse a file with a heading such as SSN, unless the mapping drops it unread."""
    unread = {tidy(heading) for heading in dropped}
    for heading in headings:
        if tidy(heading) not in unread and is_private_heading(heading):
            raise PrivateDataError(
                "the file carries a column of personal data that Plumbline never stores.",
                file=path,
                column=heading,
                expected="a file without it, or the heading under privacy.drop_columns",
            )


def is_private_heading(heading: str) -> bool:
    """Whether a heading announces what is never stored, such as a social security number."""
    return _HEADINGS.search(_spaced(heading)) is not None


def is_private_text(text: str) -> bool:
    """Whether a text holds a social security number in its dashed form."""
    return "-" in text and re.search(_ALONE, text) is not None


def _spaced(heading: str) -> str:
    """A heading with its words apart: EmployeeSSN is Employee SSN."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", heading)


def watched(columns: Iterable[str]) -> list[str]:
    """Those of the canonical columns in which a personal number could stand."""
    return [name for name in columns if name in _WATCHED]


def private_value(column: str) -> str:
    """SQL that is true where a text holds a social security number in its dashed form."""
    return f"(contains({column}, '-') AND regexp_matches({column}, '{_ALONE}'))"


def refuse_private_values(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    rows: str,
    headings: dict[str, str],
    *,
    line: str = "line",
) -> None:
    """Refuse a file in which a watched column holds a social security number.

    `rows` stands after FROM and has the column `line`; `headings` are the columns that it has.
    """
    names = watched(headings)
    if not names:
        return
    tests = " OR ".join(private_value(name) for name in names)
    which = " ".join(f"WHEN {private_value(name)} THEN '{name}'" for name in names)
    found = con.execute(
        f"SELECT {line}, CASE {which} END FROM {rows} WHERE {tests} ORDER BY 1 LIMIT 1"  # noqa: S608 - canonical column names
    ).fetchone()
    if found:
        raise PrivateDataError(
            "a value has the form of a social security number; nothing of the file is kept.",
            file=path,
            row=found[0],
            column=headings[found[1]],
            expected="no personal numbers",
        )


def masked(text: str) -> str:
    """SQL for a text in which social security numbers are crossed out."""
    crossed = f"'{_ALONE_PARTS}', '\\1XXX-XX-XXXX\\2', 'g'"
    return f"regexp_replace({text}, {crossed})"


def is_employee(vendor: str, prefix: str) -> str:
    """SQL that is true for the vendor number of a reimbursed employee; `prefix` is SQL too."""
    return f"coalesce(starts_with({vendor}, {prefix}), false)"
