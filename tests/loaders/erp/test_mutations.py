"""Whatever happens to a file on its way: refused in words, or no row and no dollar is lost."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from loaders.errors import LoaderError
from tests.loaders.erp.district import LEDGER, merged

HEAD = "Account,Date,Amount,Description"
ROWS = [
    f'100-11-6{n % 4}00-00{n % 3},0{7 + n % 3}/{10 + n}/2026,"{n * 1111 + 0.25:,.2f}",item {n}'
    for n in range(12)
]
TOTAL = sum(Decimal(n * 1111) + Decimal("0.25") for n in range(12))
FILE = "\n".join([HEAD, *ROWS, f"Grand Total,,{TOTAL},"]) + "\n"


def mutated(rng: random.Random) -> bytes:
    """One to three bytes changed, taken away, doubled or put in."""
    data = bytearray(FILE.encode())
    for _ in range(rng.randint(1, 3)):
        place = rng.randrange(len(data))
        what = rng.choice(["change", "drop", "insert", "cut", "double"])
        if what == "change":
            data[place] = rng.choice(b'",\n\r\x00-019(\xe9 |')
        elif what == "drop":
            del data[place : place + rng.randint(1, 9)]
        elif what == "insert":
            data[place:place] = bytes(rng.choices(b'",\n\r;-$x\xff\x81', k=rng.randint(1, 4)))
        elif what == "cut" and rng.random() < 0.2:
            del data[place:]
        else:
            data[place:place] = data[place : place + 40]
    return bytes(data)


@pytest.mark.parametrize("seed", range(60))
def test_no_row_is_lost(read, seed):
    data = mutated(random.Random(seed))  # noqa: S311 - no secret
    try:
        got = read({"gl.csv": data})
    except LoaderError as refused:
        told = refused
    else:
        told = None
    if told:
        assert "gl.csv" in str(told)
        return
    report = got.report
    kept = got.rows("SELECT count(*), sum(amount) FROM stage.ledger_line")[0]
    assert kept == (report.rows_accepted, report.amount_accepted)
    for line, message in got.rows("SELECT source_row, message FROM stage.quarantine_row"):
        assert line >= 1
        assert message


@pytest.mark.parametrize("seed", range(30))
def test_a_cent_a_sign_or_a_row_shows_in_the_control_total(read, seed):
    rng = random.Random(seed)  # noqa: S311 - no secret
    rows = list(ROWS)
    place = rng.randrange(len(rows))
    what = rng.choice(["cent", "sign", "row", "twice"])
    if what == "cent":
        rows[place] = rows[place].replace(".25", ".26")
    elif what == "sign":
        rows[place] = rows[place].replace(',"', ',"-')
    elif what == "row":
        del rows[place]
    else:
        rows.insert(place, rows[place])
    section = merged(
        LEDGER, {"filters": {"control_total": {"row": {"column": "Account", "matches": "Grand"}}}}
    )
    got = read({"gl.csv": "\n".join([HEAD, *rows, f"Grand Total,,{TOTAL},"]) + "\n"}, section)
    assert [(code, status) for code, status, *_ in got.checks()] == [("L3", "failed")]
