"""What the sender says of a delivery: missing files, other bytes, other totals are noticed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from loaders.checks import Status
from loaders.erp.context import FileReport
from loaders.errors import LoaderError
from loaders.feed import ControlFile, read_control_file


def report(**figures):
    entry = FileReport("imp", "gl", "ledger_detail", "gl.csv", "")
    for name, value in figures.items():
        setattr(entry, name, value)
    return entry


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({"rows": 10}, Status.OK),
        ({"rows": 9}, Status.FAILED),
        ({"amount": "12.50"}, Status.OK),
        ({"amount": "12.51"}, Status.FAILED),
    ],
)
def test_what_the_sender_states_is_compared(stated, status):
    found = report(
        rows_accepted=9,
        rows_quarantined=1,
        amount_accepted=Decimal("12.00"),
        amount_quarantined=Decimal("0.50"),
    )
    [check] = ControlFile(files=({"name": "gl.csv"} | stated,)).checks([found])
    assert (check.check_code, check.status) == ("L3", status)
    assert check.holds is (status is Status.FAILED)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("{", "cannot be read"),
        ('{"extract_date": "yesterday"}', "cannot be read"),
        ('{"files": [{"rows": 1}]}', "needs a name"),
        ("[]", "cannot be read"),
    ],
)
def test_a_broken_list_of_the_sender_is_told(tmp_path, text, match):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(LoaderError, match=match):
        read_control_file(tmp_path)


def test_files_that_are_not_those_sent_are_refused(tmp_path):
    (tmp_path / "gl.csv").write_text("1")
    control = ControlFile(files=({"name": "gl.csv", "sha256": "0" * 64},))
    with pytest.raises(LoaderError, match="not the one that was sent"):
        control.check_bytes({"gl.csv": "1" * 64}, tmp_path)
    with pytest.raises(LoaderError, match="did not arrive"):
        ControlFile(files=({"name": "po.csv"},)).check_bytes({}, tmp_path)
