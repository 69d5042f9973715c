"""A snapshot that contradicts itself is never published, whoever insists."""

from __future__ import annotations

import pytest

from config import Settings
from loaders import serving, snapshot
from loaders.build import DefectError
from tests.loaders import staged
from tests.loaders.staged import FILES, chart, joined, ledger

TEACHER = "01-11-1100-101"
ROWS = joined(
    staged.layout(),
    FILES,
    chart((2027, TEACHER)),
    {"ledger_line": [ledger(2027, TEACHER, "10.00", 1), ledger(2027, TEACHER, "5.00", 2)]},
)


@pytest.mark.parametrize(
    ("table", "right", "wrong", "told"),
    [
        (
            "fct_ledger",
            "* exclude (id) from coded",
            "* exclude (id) from coded limit 1",
            "R1 lines",
        ),
        ("search", "l.amount_cents,", "l.amount_cents + 1,", "R1 search"),
        ("cube_school", "sum(b.spent_cents)", "max(b.spent_cents) - 1", "R1 spending by school"),
    ],
)
def test_a_defect_is_found_and_not_published(tmp_path, monkeypatch, table, right, wrong, told):
    real = serving.text
    assert right in real(table)

    def broken(name):
        return real(name).replace(right, wrong) if name == table else real(name)

    monkeypatch.setattr(serving, "text", broken)
    with pytest.raises(DefectError, match=told):
        staged.deliver(Settings(var=tmp_path, load_threads=1), staged.feed(ROWS), force=True)
    assert snapshot.published(tmp_path, staged.DISTRICT) is None
    assert list((tmp_path / "snapshots").iterdir()) == []
