"""Before a load, staffing and pay of the store as an extract, where the mapping takes it in."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from config import Settings
from data.store import open_store
from loaders.erp.mapping import read_mapping
from loaders.errors import LoaderError
from loaders.facts.staffing_extract import NAME, write_extract


def write_where_asked(
    settings: Settings, district: str, mapping_path: Path, source: Path, day: date | None = None
) -> bool:
    """Write the extract beside the others; says whether it was. `day` is today unless given."""
    mapping = read_mapping(mapping_path)
    if mapping.district != district or all(file.glob != NAME for file in mapping.files):
        return False
    today = day or datetime.now(UTC).date()
    start = mapping.fiscal_calendar.start_month
    with closing(open_store(settings)) as store, store.reading() as tx:
        try:
            return write_extract(tx, district, source, today, start)
        except OSError as error:
            raise LoaderError(
                "The extract of staffing cannot be written.", file=NAME, found=str(source)
            ) from error
