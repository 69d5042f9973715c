"""Reports with groups printed once and months side by side, made into plain rows."""

from __future__ import annotations

import re
from dataclasses import replace

from loaders.erp.columns import Bindings
from loaders.erp.context import Context
from loaders.erp.filters import TOTAL_WORD
from loaders.erp.headings_row import tidy
from loaders.erp.mapping import FIELDS, UnpivotRule
from loaders.erp.typed_columns import texts_of
from loaders.errors import HeadingsError


def fill_down(context: Context) -> None:
    """Repeat the value above in empty cells of the columns that the mapping lists.

    Totals, repeated headings and blank rows neither give a value nor take one.
    """
    bindings = Bindings()
    texts = texts_of(context, bindings)
    every = ", ".join(texts.columns.values())
    filled = []
    for heading in context.file.fill_down:
        column = texts.column(heading)
        own = f"nullif(trim({column}), '')"
        giver = (
            f"CASE WHEN NOT regexp_matches({own}, '{TOTAL_WORD}')"
            f" AND lower({own}) <> {bindings.bind(tidy(heading))} THEN {own} END"
        )
        above = f"last_value({giver} IGNORE NULLS) OVER (ORDER BY record)"
        filled.append(
            f"CASE WHEN coalesce({every}) IS NOT NULL THEN coalesce({own}, {above}) END AS {column}"
        )
    sql = (
        "CREATE OR REPLACE TEMP TABLE erp_raw AS"  # noqa: S608 - identifiers of this loader
        f" SELECT * REPLACE ({', '.join(filled)}) FROM erp_raw ORDER BY record"
    )
    context.con.execute(sql, bindings.used(sql))


def unpivoted(context: Context) -> Context:
    """One row for each cell of the unpivoted headings, with what the heading says of it."""
    bindings = Bindings()
    texts = texts_of(context, bindings)
    cells: list[dict[str, str]] = []
    blanks: list[str] = []
    for rule in context.file.unpivot:
        for heading, told in _headings(context, rule):
            text = texts.stripped(texts.column(heading))
            if rule.null_values:
                marks = ", ".join(bindings.bind(mark) for mark in rule.null_values)
                text = f"CASE WHEN {text} NOT IN ({marks}) THEN {text} END"
            into = told.pop("into", rule.into or context.file.measure)
            cell = {name: bindings.bind(value) for name, value in (told | rule.fixed).items()}
            cells.append(cell | {into: text})
            blanks.append(into if rule.skip_blank else "")
    if not cells:
        raise HeadingsError("no heading fits the rules of unpivot.", file=context.source)
    names = list(dict.fromkeys(name for cell in cells for name in cell))
    structs = ", ".join(
        "{"
        + ", ".join(f"'u_{name}': {cell.get(name, 'NULL')}::VARCHAR" for name in names)
        + f", 'is_empty': {f'{cell[blank]} IS NULL' if blank else 'false'}"
        + "}"
        for cell, blank in zip(cells, blanks, strict=True)
    )
    sql = (
        "CREATE OR REPLACE TEMP TABLE erp_wide AS"  # noqa: S608 - identifiers of this loader
        f" SELECT *, generate_subscripts([{structs}], 1) AS cell,"
        f" unnest([{structs}], recursive := true) FROM erp_raw"
    )
    context.con.execute(sql, bindings.used(sql))
    context.con.execute(
        "CREATE OR REPLACE TEMP TABLE erp_raw AS SELECT * EXCLUDE (record, cell, is_empty)"
        " FROM erp_wide WHERE NOT is_empty ORDER BY record, cell"
    )
    context.con.execute("DROP TABLE erp_wide")
    context.report.notes.append(f"{len(cells)} headings became rows; rows are counted by cell")
    context.raw = replace(context.raw, unpivoted=frozenset(names))
    return context


def _headings(context: Context, rule: UnpivotRule) -> list[tuple[str, dict[str, str]]]:
    """Headings that the rule means, with the canonical columns that each one fills."""
    if rule.from_:
        return [(rule.from_, {})]
    known = {*FIELDS[context.file.kind], "into"}
    found = []
    for heading in context.raw.columns:
        match = re.fullmatch(rule.matches or "", heading.strip())
        if match:
            groups = {name: text for name, text in match.groupdict().items() if text}
            told = {name: rule.maps.get(name, {}).get(text, text) for name, text in groups.items()}
            found.append((heading, {name: text for name, text in told.items() if name in known}))
    return found
