"""Readable names beside codes, looked up in small tables that are read once a snapshot."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from data.warehouse import Warehouse

_ROLES = {"project": ["project", "grant"]}


def role_labels(
    warehouse: Warehouse, district: str, fiscal_year: int, role: str, codes: pa.ChunkedArray
) -> pa.Array:
    """Labels of codes of the segment with a role (fund, object, ...) in a fiscal year."""
    known = warehouse.exact(
        district, "role_labels", fiscal_year=fiscal_year, roles=_ROLES.get(role, [role])
    )
    return labelled(codes, known.column("code"), known.column("label"))


def category_labels(warehouse: Warehouse, district: str, codes: pa.ChunkedArray) -> pa.Array:
    """Labels of spending categories."""
    known = warehouse.exact(district, "categories")
    return labelled(codes, known.column("category_code"), known.column("category_name"))


def category_places(warehouse: Warehouse, district: str, codes: pa.ChunkedArray) -> pa.Array:
    """The place of each category in the district's order; unknown ones come last."""
    known = whole(warehouse.exact(district, "categories").column("category_code"))
    places = pc.index_in(whole(codes), value_set=known)
    return places.fill_null(fill_value=len(known))


def location_labels(
    warehouse: Warehouse, district: str, keys: pa.ChunkedArray
) -> tuple[pa.Array, pa.Array]:
    """Code and name of the location of each key."""
    known = warehouse.exact(district, "location_names")
    places = pc.index_in(whole(keys), value_set=whole(known.column("location_key")))
    codes, names = (whole(known.column(name)) for name in ("location_id", "name"))
    return codes.take(places), names.take(places)


def labelled(codes: pa.ChunkedArray, known: pa.ChunkedArray, labels: pa.ChunkedArray) -> pa.Array:
    """The label of each code; the code itself where there is none."""
    plain = whole(codes)
    found = whole(labels).take(pc.index_in(plain, value_set=whole(known)))
    return pc.coalesce(found, plain) if found.null_count else found


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, copied only where it lies in several."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
