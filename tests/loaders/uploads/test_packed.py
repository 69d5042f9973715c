"""What an upload keeps comes back as it was, without what is never stored."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from data.entities.registry import ENTITIES
from data.store.records import Draft
from loaders.uploads.changes import Outcome, RecordChange
from loaders.uploads.packed import packed_changes, packed_sheet, unpacked_changes, unpacked_sheet
from loaders.uploads.sheet import read_sheet


def test_a_table_comes_back_without_personal_columns():
    sheet = read_sheet(b'code,SSN,name\r\n007,123-45-6789,"a\nb"\r\n1,2\r\n', "a.csv")
    packed = packed_sheet(sheet)
    back = unpacked_sheet(packed)
    assert [row.cells for row in back.rows] == [("007", "", "a\nb"), ("1", "", "")]
    assert (back.headings, back.form, back.delimiter) == (sheet.headings, sheet.form, ",")
    assert back.rows[1].trouble == sheet.rows[1].trouble != ""
    assert packed == packed_sheet(sheet)


def test_values_of_every_kind_come_back():
    entity = ENTITIES["budget"]
    lines = ({"segment_type": "Funds", "operator": "is", "segment_code": "010"},)
    values = {
        "code": "B1",
        "name": "Elm",
        "organization_code": None,
        "autonomy": "all",
        "is_active": False,
    }
    position = ENTITIES["position"]
    seat = {"code": "1", "job_code": "2", "location_code": None, "fte": Decimal("0.425"),
            "start_date": date(2026, 7, 1), "end_date": None}  # fmt: skip
    for kind, draft in ((entity, Draft(values, lines)), (position, Draft(seat))):
        change = RecordChange(Outcome.UPDATE, ("b1",), "B1", (2, 3), None, draft)
        assert unpacked_changes(packed_changes([(kind, [change])])) == [(kind, [change])]
