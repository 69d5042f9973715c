"""The text of rows that are set aside, without the columns that stay unread."""

from __future__ import annotations

from loaders.erp.columns import Bindings, Texts
from loaders.erp.context import Context
from loaders.erp.delimited import drop_rejects
from loaders.erp.headings_row import tidy
from loaders.erp.privacy import WITHHELD, is_employee
from loaders.erp.quarantine import write_troubles
from loaders.erp.read import wanted_headings
from loaders.erp.typed_columns import texts_of
from loaders.erp.work import Work


def raw_of_faults(work: Work) -> None:
    """Set aside the rows at fault, reading the file once more for their text."""
    context = work.context
    bindings = Bindings()
    raw = _raw_sql(context, texts_of(context, bindings))
    drop_rejects(context.con)
    write_troubles(
        context.con,
        context.report,
        context.mapping.district,
        work.rows,
        work.troubles,
        (raw, bindings.used(raw) | context.raw.parameters),
        work.amount,
    )
    drop_rejects(context.con)


def _raw_sql(context: Context, texts: Texts) -> str:
    """SQL for (record, raw) of the records in `erp_fault`: mapped cells joined by a bar."""
    number = "rowid" if context.raw.is_materialised else "row_number() OVER () - 1"
    if context.raw.is_positional:
        cells = "text"
    else:
        cells = f"concat_ws(' | ', {', '.join(_cells(context, texts))})"
    return (
        f"SELECT record, {cells} AS raw FROM"  # noqa: S608 - identifiers of this loader
        f" (SELECT {number} AS record, * FROM {context.raw.name})"
        " WHERE record IN (SELECT record FROM erp_fault)"
    )


def _cells(context: Context, texts: Texts) -> list[str]:
    file = context.file
    optional = [h for rule in file.columns.values() for h in rule.headings]
    headings = dict.fromkeys([*wanted_headings(file), *optional, *file.extra])
    present = [heading for heading in headings if texts.has(heading)]
    shown = {heading: f"coalesce({texts.column(heading)}, '')" for heading in present}
    prefix = context.mapping.privacy.employee_vendor_prefix
    number, name = (file.columns.get(column) for column in ("vendor_id", "vendor_name"))
    if prefix and number and name and number.from_ and name.from_:
        withheld = is_employee(
            texts.stripped(texts.column(number.from_)), texts.bindings.bind(prefix)
        )
        for heading, cell in shown.items():
            if tidy(heading) == tidy(name.from_):
                shown[heading] = f"CASE WHEN {withheld} THEN '{WITHHELD}' ELSE {cell} END"
    return list(shown.values()) or ["''"]
