"""Pupil counts, need, results and buildings by school: long files, and wide ones unpivoted.

A figure is one cell: location, year, metric, count type, grade and group, and the text that
stands there. Marks that hide a figure keep it hidden (`suppression`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.erp.context import Context
from loaders.erp.dates import date_is_bad, date_value, formats_in_force
from loaders.erp.mapping import UnpivotRule
from loaders.facts import suppression
from loaders.facts.mapped_rows import MappedRows, mapped_rows, settle, year_shift
from loaders.facts.units import metric_units

KEY = ("metric", "count_type", "count_date", "grade", "group_code", "fiscal_year")
COUNT_TYPES = ("october", "adm", "ada", "membership", "cumulative", "projection", "none")


@dataclass(frozen=True, slots=True)
class Cell:
    """One heading whose cells are figures, and the SQL of what they are figures of."""

    heading: str
    value: str
    denominator: str
    is_optional: bool
    key: dict[str, str]

    def struct(self, rows: MappedRows) -> str:
        """SQL for the cell as one value."""
        bind = rows.bindings.bind
        parts = {
            "heading": f"{bind(self.heading)}::VARCHAR",
            "is_optional": str(self.is_optional).lower(),
            "value_text": f"{self.value}::VARCHAR",
            "denominator_text": f"{self.denominator}::VARCHAR",
            **{f"{name}_text": f"{text}::VARCHAR" for name, text in self.key.items()},
        }
        return "{" + ", ".join(f"'{name}': {text}" for name, text in parts.items()) + "}"


def load_school_facts(context: Context) -> None:
    """Fill `stage.school_year_fact` from one file; what cannot be read is set aside."""
    suppression.install_macros(context.con)
    rows = mapped_rows(context)
    _declare(context)
    _lay_out(rows, cells(rows))
    _read(context)
    context.con.execute(
        _STAGE, {"import_id": context.report.import_id, "district": context.mapping.district}
    )
    settle(context, "fact_figure")


def cells(rows: MappedRows) -> list[Cell]:
    """The figures of a row: one in a long file, one for each unpivoted heading in a wide one."""
    file = rows.context.file
    base = {name: rows.text(name) for name in KEY}
    if not file.unpivot:
        headings = file.columns["value"].headings if "value" in file.columns else ()
        heading = headings[0] if headings else "value"
        return [Cell(heading, rows.text("value"), rows.text("denominator"), False, base)]
    return [
        _cell(rule, heading, groups, rows, base)
        for rule in file.unpivot
        for heading, groups in _headings(rule, rows)
    ]


def _cell(
    rule: UnpivotRule, heading: str, groups: dict[str, str], rows: MappedRows, base: dict[str, str]
) -> Cell:
    """An unpivoted heading; what the rule and the heading say goes before the row's columns."""
    bind = rows.bindings.bind
    text = rows.texts.stripped(rows.texts.column(heading))
    if rule.null_values:
        marks = ", ".join(bind(mark) for mark in rule.null_values)
        text = f"CASE WHEN {text} NOT IN ({marks}) THEN {text} END"
    told = {name: bind(word) for name, word in (groups | rule.fixed).items() if name in KEY}
    below = rows.texts.column(rule.denominator) if rule.denominator else rows.text("denominator")
    return Cell(heading, text, below, rule.skip_blank, base | told)


def _headings(rule: UnpivotRule, rows: MappedRows) -> list[tuple[str, dict[str, str]]]:
    """Headings that the rule means, with what each says of its figures."""
    if rule.from_:
        return [(rule.from_, {})]
    found = []
    for heading in rows.context.raw.columns:
        match = re.fullmatch(rule.matches or "", heading.strip())
        if match:
            groups = {name: text for name, text in match.groupdict().items() if text}
            maps = {name: rule.maps.get(name, {}).get(text, text) for name, text in groups.items()}
            found.append((heading, maps))
    return found


def _declare(context: Context) -> None:
    """The units of metrics and the marks whose meaning the mapping declares."""
    con = context.con
    declared = {suppression.tidy(mark): told for mark, told in context.file.suppression.items()}
    units = metric_units(context.mapping.settings_path)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE fact_unit AS "
        "SELECT unnest($metrics::VARCHAR[]) AS metric, unnest($units::VARCHAR[]) AS unit",
        {"metrics": list(units), "units": [str(unit) for unit in units.values()]},
    )
    con.execute(
        "CREATE OR REPLACE TEMP TABLE fact_declared AS "
        "SELECT unnest($marks::VARCHAR[]) AS declared_mark, unnest($told::VARCHAR[]) AS declared",
        {"marks": list(declared), "told": list(declared.values())},
    )


def _lay_out(rows: MappedRows, found: list[Cell]) -> None:
    """Every figure of the file as text, in `fact_text`."""
    file = rows.context.file
    place = rows.text("location_id")
    headings = [heading for rule in file.columns.values() for heading in rule.headings]
    structs = ", ".join(cell.struct(rows) for cell in found)
    rows.run(
        f"CREATE OR REPLACE TEMP TABLE fact_text AS SELECT {rows.line} AS line,"  # noqa: S608
        f" {rows.skipped(place)} AS skip, {place} AS location_id,"
        f" {rows.unnamed(file.columns)} AS unnamed,"
        f" {rows.raw_text(headings + [cell.heading for cell in found])} AS raw,"
        f" generate_subscripts([{structs}], 1) AS figure,"
        f" unnest([{structs}], recursive := true) FROM {rows.context.raw.name}",
        {},
    )


def _read(context: Context) -> None:
    """Texts become figures, in `fact_figure`; each bad one carries its problem."""
    rule = context.file.columns.get("count_date")
    values: dict[str, object] = {
        "shift": year_shift(context),
        "count_types": list(COUNT_TYPES),
    }
    forms = formats_in_force(rule.formats if rule else ())
    values |= {f"form{n}": form for n, form in enumerate(forms)}
    day = date_value("count_date_text", [f"$form{n}" for n in range(len(forms))], excel=False)
    sql = _READ.replace("@day_is_bad", date_is_bad("count_date_text", day)).replace("@day", day)
    context.con.execute(sql, values)


_READ = """
CREATE OR REPLACE TEMP TABLE fact_figure AS
WITH typed AS (
    SELECT t.*, erp_year(t.fiscal_year_text, $shift)::SMALLINT AS fiscal_year, @day AS count_date,
        @day_is_bad AS day_is_bad, coalesce(lower(t.count_type_text), 'none') AS count_type,
        coalesce(t.grade_text, 'all') AS grade, coalesce(t.group_code_text, 'all') AS group_code,
        fact_tidy(t.value_text) AS mark, fact_tidy(t.denominator_text) AS below,
        coalesce(u.unit, 'number') AS unit
    FROM fact_text t LEFT JOIN fact_unit u ON u.metric = t.metric_text
), read AS (
    SELECT t.*, d.declared, coalesce(d.declared, fact_status(mark, unit)) AS status,
        CASE WHEN d.declared IS NULL THEN fact_value(mark, unit) END AS value,
        CASE WHEN coalesce(d.declared, 'suppressed') = 'suppressed'
            THEN fact_low(mark, unit) END AS value_low,
        CASE WHEN coalesce(d.declared, 'suppressed') = 'suppressed'
            THEN fact_high(mark, unit) END AS value_high,
        -- A count told as a percentage is another figure than the count.
        CASE WHEN unit = 'count' AND d.declared IS NULL AND fact_is_share(mark, unit)
            THEN concat(metric_text, '_share') ELSE metric_text END AS metric,
        CASE WHEN fact_status(below, 'count') = 'ok' THEN fact_value(below, 'count') END
            AS denominator
    FROM typed t LEFT JOIN fact_declared d ON d.declared_mark = t.mark
), told AS (
    SELECT *, skip IS NULL AND NOT (is_optional AND value_text IS NULL) AS is_told FROM read
), judged AS (
    SELECT *, CASE WHEN NOT is_told THEN NULL
        WHEN unnamed IS NOT NULL THEN unnamed
        WHEN location_id IS NULL
        THEN ['REQUIRED_NULL', 'location_id', NULL, 'no location, or one that no crosswalk names; '
            'a total row is passed over by filters.drop_if']
        WHEN fiscal_year_text IS NULL
        THEN ['REQUIRED_NULL', 'fiscal_year', NULL, 'no school year']
        WHEN fiscal_year IS NULL
        THEN ['YEAR_UNPARSED', 'fiscal_year', fiscal_year_text,
            'expected a school year such as 2025, 24-25 or 2024-25']
        WHEN metric IS NULL THEN ['REQUIRED_NULL', 'metric', NULL, 'no metric']
        WHEN NOT list_contains($count_types::VARCHAR[], count_type)
        THEN ['COUNT_TYPE_UNKNOWN', 'count_type', count_type,
            concat('expected one of ', array_to_string($count_types::VARCHAR[], ', '))]
        WHEN day_is_bad
        THEN ['DATE_UNPARSED', 'count_date', count_date_text, 'expected a date']
        WHEN status = 'unreadable' AND regexp_full_match(mark, '-[0-9,.]+ ?%?')
        THEN ['VALUE_UNPARSED', heading, value_text,
            'a negative count; if it is a code, declare it under suppression']
        WHEN status = 'unreadable'
        THEN ['VALUE_UNPARSED', heading, value_text, 'expected a number or a known mark']
        WHEN fact_status(below, 'count') = 'unreadable'
        THEN ['DENOMINATOR_UNPARSED', heading, denominator_text, 'expected a number of pupils']
        END AS problem
    FROM told
), keyed AS (
    SELECT *, row_number() OVER (same ORDER BY line, figure) AS turn,
        count(DISTINCT raw) OVER same AS tellings
    FROM judged
    WINDOW same AS (PARTITION BY is_told AND problem IS NULL, location_id, fiscal_year, metric,
        count_type, grade, group_code)
)
SELECT * EXCLUDE (problem), CASE WHEN problem IS NOT NULL OR NOT is_told THEN problem
        WHEN tellings > 1
        THEN ['DUPLICATE_KEY', heading, value_text, concat(tellings,
            ' different rows tell of this location, year, metric and group')] END AS problem,
    is_told AND problem IS NULL AND tellings <= 1 AS is_good
FROM keyed
"""
_STAGE = """
INSERT INTO stage.school_year_fact BY NAME
SELECT $district AS district_id, location_id, fiscal_year, metric, count_date, count_type, grade,
    group_code, value, value_low, value_high, denominator, status, value_text AS raw,
    $import_id AS import_id, line::INTEGER AS source_row
FROM fact_figure WHERE is_good AND turn = 1
ORDER BY fiscal_year, metric, count_type, location_id, grade, group_code
"""
