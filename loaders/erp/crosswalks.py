"""CSV files beside the mapping that translate codes."""

from __future__ import annotations

import csv

from loaders.erp.mapping import Mapping
from loaders.erp.mapping_problems import MappingError


def crosswalk_codes(mapping: Mapping, name: str) -> dict[str, str]:
    """Return code in the extract -> code in Plumbline of the crosswalk called `name`.

    Raises MappingError where a heading is missing or a code is translated twice, and KeyError
    for a crosswalk that the mapping does not have.
    """
    crosswalk = mapping.crosswalks[name]
    path = mapping.beside(crosswalk.file)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        for key, heading in (("from", crosswalk.from_), ("to", crosswalk.to)):
            if heading not in (rows.fieldnames or ()):
                raise MappingError(
                    "the crosswalk has no such heading.",
                    file=path,
                    key=f"mapping.crosswalks.{name}.{key}",
                    found=str(heading),
                    expected="one of " + ", ".join(rows.fieldnames or ()),
                )
        pairs = [(row[crosswalk.from_ or ""], row[crosswalk.to or ""]) for row in rows]
    codes: dict[str, str] = {}
    for source, target in pairs:
        if codes.setdefault(source.strip(), target.strip()) != target.strip():
            raise MappingError(
                "the crosswalk translates a code twice.", file=path, found=source.strip()
            )
    return codes
