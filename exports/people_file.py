"""Who may sign in, as CSV or XLSX: the people on screen, in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

import pyarrow as pa

from data.file_line import file_line, moment
from data.read_model import ReadModel, columns
from exports.flat import Format, csv_chunks
from exports.workbook import workbook


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; levels are empty where the role of the membership decides."""

    name: str
    email: str
    manage_access: str
    allocate_access: str
    budget_access: str
    evaluate_access: str
    role: str
    is_administrator: bool
    state: str
    last_sign_in_utc: datetime | None


def _never(*_: Any, **__: Any) -> pa.Table:
    raise NotImplementedError("people are read from the store, not asked of the warehouse")


PEOPLE: Final = ReadModel(
    "people",
    "People",
    "one row per person",
    "user:manage",
    columns(
        "name text | name as others see it",
        "email text | address for signing in",
        "manage_access text | admin, view or none",
        "allocate_access text | admin, view or none",
        "budget_access text | admin, view or none",
        "evaluate_access text | admin, view or none",
        "role text | role of the membership, where no levels are recorded",
        "is_administrator flag | whether everything opens",
        "state text | invited, active or deactivated",
        "last_sign_in_utc text | last sign-in, empty before the first",
    ),
    (),
    _never,
)


def people_file(
    form: Format,
    rows: Sequence[PersonRow],
    district: str,
    user: str,
    at: datetime,
    filters: Mapping[str, str | None],
) -> bytes:
    """The file; its first line says of whom, by whom, when and with which filters it is."""
    line = file_line(f"People, {district}", at, user, filters, moment(at))
    table = _table(rows)
    if form is Format.CSV:
        return b"".join(csv_chunks(iter([table]), line))
    return b"".join(workbook(iter([table]), line, PEOPLE))


def _table(rows: Sequence[PersonRow]) -> pa.Table:
    plain = [asdict(one) for one in rows]
    for one in plain:
        last = one["last_sign_in_utc"]
        one["last_sign_in_utc"] = "" if last is None else moment(last)
    names = [column.name for column in PEOPLE.columns]
    kinds = {"is_administrator": pa.bool_()}
    arrays = [
        pa.array([one[name] for one in plain], kinds.get(name, pa.string())) for name in names
    ]
    return pa.table(arrays, names=names)
