"""Writes the generated pages of docs/: data dictionary, metric definitions, uploads."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data.adoption_rows import KEPT_MODELS  # noqa: E402
from data.read_models import READ_MODELS  # noqa: E402
from data.schema import CANONICAL  # noqa: E402
from data.serving_schema import SERVING  # noqa: E402
from data.table import Table  # noqa: E402
from loaders.uploads.catalogue import CATALOGUE  # noqa: E402
from loaders.uploads.mapping import file_fields  # noqa: E402
from loaders.uploads.template import explanation  # noqa: E402
from metrics.registry import METRICS  # noqa: E402

NOTE = "*Written by `make docs`; change the source, not this page.*"


def data_dictionary() -> str:
    """Every table of a snapshot, of the serving file and of the exports."""
    lines = ["# Data dictionary", "", NOTE, ""]
    lines += ["## Tables of a snapshot", "", "Parquet, one folder each. Money in dollars.", ""]
    for table in CANONICAL.values():
        lines += _table(table)
    lines += ["## Tables of the serving file", "", "`serving.duckdb`. Money in whole cents.", ""]
    for table in SERVING.values():
        lines += _table(table)
    lines += ["## Tables that can be exported", "", EXPORTED, ""]
    for name, model in sorted({**READ_MODELS, **KEPT_MODELS}.items()):
        lines += [f"### {name}", "", f"{model.title}: {model.grain}.", ""]
        lines += ["| column | kind | meaning |", "|---|---|---|"]
        lines += [f"| {one.name} | {one.kind} | {one.doc} |" for one in model.columns]
        lines += [""]
    return "\n".join(lines)


def _table(table: Table) -> list[str]:
    key = f" Key: {', '.join(table.key)}." if table.key else ""
    rows = [f"| {one.name} | {one.type} | {one.doc} |" for one in table.columns]
    head = [f"### {table.name}", "", f"{table.grain.capitalize()}.{key}", ""]
    return [*head, "| column | type | meaning |", "|---|---|---|", *rows, ""]


def metric_definitions() -> str:
    """Every metric as the pages explain it."""
    lines = ["# Metrics", "", NOTE, ""]
    for name, metric in METRICS.items():
        lines += [f"## {metric.label}", "", f"`{name}` · {metric.unit}", "", metric.definition, ""]
        lines += [f"*Formula.* {metric.formula}", ""] if metric.formula else []
        lines += [f"*Convention.* {metric.convention}", ""] if metric.convention else []
        if line := metric.reference:
            origin = f" ({line.source})" if line.source else ""
            lines += [f"*Reference line.* {line.value:g}: {line.text}; {line.standing}{origin}", ""]
        lines += [f"*Source.* {metric.source}", ""] if metric.source else []
    return "\n".join(lines)


def upload_types() -> str:
    """Every upload with its key and the rule of each column."""
    lines = ["# Uploads", "", NOTE, "", UPLOADS, ""]
    for kind in CATALOGUE.values():
        entity = kind.entity
        lines += [f"## {entity.plural}", "", f"`{kind.name}` · {kind.menu}", "", entity.about, ""]
        lines += [f"Key: {' + '.join(entity.key)}. The upload {kind.update}.", ""]
        lines += ["| column | must be filled | rule | example | meaning |", "|---|---|---|---|---|"]
        lines += [
            f"| {one.name} | {'yes' if one.required else ''} | {explanation(one)} | {one.example} "
            f"| {one.doc} |"
            for one in file_fields(entity)
        ]
        lines += [""]
    return "\n".join(lines)


EXPORTED = """As CSV, XLSX and JSON, with the same rows. Missing figures are empty cells, in JSON
null. A figure that is withheld to protect small groups of pupils is `*` in CSV and XLSX. In JSON a
column keeps one type: a withheld figure is null, and `withheld` of its row names the column with
the reason. Money is exact text in JSON (`"12000.05"`), every other figure a number.

```json
{"location_id": "117", "pupils": 212.0, "ell_share": null,
 "withheld": {"ell_share": "hidden to protect small groups of pupils"}}
```"""

UPLOADS = """CSV in any usual encoding, or an Excel workbook (.xlsx), at most 50 MB. Columns are
found by name; case, blanks and underscores do not count. A match of the key updates, no match adds.
A column that the file does not have leaves values alone; a blank cell clears an optional field. The
lines in the file replace the former lines of the records it names. Nothing is removed by absence:
write `yes` into the column `_delete`. Nothing changes before the review is confirmed, and a
confirmed upload can be undone as a whole. Files of more than 20,000 rows are worked on in the
background: the page shows how far they are and can be left meanwhile.

```sh
plumbline uploads                                               # lists types, keys and columns
plumbline upload position positions.csv --district elm --dry-run --errors wrong-rows.csv
plumbline upload position positions.csv --district elm
plumbline feed var/inbox/elm/staffing --district elm            # every night, from cron
```

The feed takes the newest file of each kind that a payroll sends (`employees_2026-11-26.csv`,
`jobs.csv`, `positions.txt`, `position_funding`, `assignments`, `assignment_funding`, `salaries`,
`benefits`; CSV, text with bars, or .xlsx). A file that was saved already is passed over. Wrong rows
are written to `var/quarantine/<district>/` with row, column, problem and suggestion; where they are
more than 0.5 % of the rows or 0.1 % of the dollars, the file waits under its upload, reviewed and
not saved, and so do the files after it.

A mapping file that lists `plumbline_staffing.csv` (kind `position_control`) gets it written beside
the extracts before each load: seats, FTE, pay and benefits of the day by the account that pays,
without people. So FTE and dollars stand in one snapshot, by fund, job and place. Its columns are
Year, Position, Job Code, Job Title, Group, Location, FTE, Start, End, Annual Pay, Annual Benefits,
Status (filled, vacant) and Account; the fund is cut from the account with `regex_extract`."""

PAGES = {
    "data-dictionary.md": data_dictionary,
    "metrics.md": metric_definitions,
    "uploads.md": upload_types,
}


def main() -> None:
    """Write the pages."""
    for name, write in PAGES.items():
        (ROOT / "docs" / name).write_text(write(), encoding="utf-8")
        print(f"docs/{name}")


if __name__ == "__main__":
    main()
