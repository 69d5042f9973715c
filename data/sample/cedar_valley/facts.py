"""Pupils, need, buildings, meals and results, in the four kinds of file that schools send."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xlsxwriter

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.messy import write_text
from data.sample.cedar_valley.schools import GRADES, Schools
from data.sample.cedar_valley.shape import CURRENT, YEARS, Floats

SMALL_CELL, SMALL_TESTED = 10, 15
_TESTS = ("ELA", "Math")
# Points by which a group lies below all pupils of its school.
_GROUPS = {"All": 0.0, "FRL": 14.0, "ELL": 38.0, "SPED": 62.0}
MEASURES = ("ELA", "Math", "Chronic Absence", "Suspension", "Graduation")


def write_facts(book: Book, folder: Path) -> dict[str, object]:
    """Write all pupil files; returns how many figures they hide."""
    _write_enrollment(book.schools, folder / "enrollment.xlsx")
    hidden = _write_need(book.schools, folder / "need_counts.csv")
    _write_buildings(book.schools, folder / "buildings.dat")
    results = _write_results(book, folder / "results.csv")
    return {"need_counts_hidden": hidden, **results}


def _write_enrollment(schools: Schools, path: Path) -> None:
    """A workbook with banner rows, grades in columns and a district total per year."""
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    workbook.set_properties({"created": datetime(2027, 3, 1, tzinfo=UTC).replace(tzinfo=None)})
    sheet = workbook.add_worksheet("Enrollment")
    sheet.merge_range(0, 0, 0, 4, "Cedar Valley Unified")
    sheet.write_string(1, 0, "October enrollment by school and grade")
    headings = ["Year", "School", "School Name", *GRADES, "Total"]
    sheet.write_row(3, 0, headings)
    row = 4
    for column, year in enumerate(YEARS):
        for code, name, grades in zip(schools.codes, schools.names, schools.grades, strict=True):
            counts = [int(count) or "" for count in grades[:, column]]
            _write_row(sheet, row, [year, code, name, *counts, int(grades[:, column].sum())])
            row += 1
        total = np.sum([grades[:, column] for grades in schools.grades], axis=0)
        _write_row(sheet, row, [year, "", "District Total", *map(int, total), int(total.sum())])
        row += 1
    workbook.add_worksheet("Notes").write_string(0, 0, "Counted on the first Wednesday of October.")
    workbook.close()


def _write_row(sheet: xlsxwriter.worksheet.Worksheet, row: int, cells: list[object]) -> None:
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell)
        elif cell:
            sheet.write_string(row, column, str(cell))


def _write_need(schools: Schools, path: Path) -> int:
    """Counts by school and year; groups under ten pupils are hidden, `*` or `<10`."""
    rows: list[tuple[object, ...]] = [("Year", "School", "Enrolled", "FRL", "ELL", "SPED")]
    hidden = 0
    for i, code in enumerate(schools.codes):
        for column, year in enumerate(YEARS):
            cells: list[object] = [int(schools.pupils[i, column])]
            for counts in (schools.frl, schools.ell, schools.sped):
                count = int(counts[i, column])
                is_small = count < SMALL_CELL
                hidden += is_small
                cells.append(("*" if year % 2 else "<10") if is_small else count)
            rows.append((year, code, *cells))
    write_text(path, rows)
    return hidden


def _write_buildings(schools: Schools, path: Path) -> None:
    """Fixed width, no headings: school 1-3, year 5-8, square feet, meals, bus riders."""
    lines = [
        f"{code} {year} {schools.square_feet[i]:>9d} {schools.meals[i, column]:>9d}"
        f" {schools.riders[i, column]:>6d}"
        for column, year in enumerate(YEARS)
        for i, code in enumerate(schools.codes)
    ]
    path.write_bytes(("\n".join(lines) + "\n").encode())


def _write_results(book: Book, path: Path) -> dict[str, object]:
    """Results of the two closed years; need pulls them down, small groups are hidden."""
    schools, random = book.schools, book.shape.random(6)
    rows: list[tuple[object, ...]] = [("Year", "School", "Measure", "Group", "Value", "Students")]
    talent = random.normal(0, 16, len(schools.codes))
    for year in (y for y in YEARS if y != CURRENT):
        for measure in MEASURES:
            values = _values(measure, schools.frl_share(year), talent, random)
            for group, gap in _GROUPS.items():
                if group == "All" or measure in _TESTS:
                    rows += _results(schools, year, measure, group, values - gap)
    write_text(path, rows)
    hidden = sum(row[4] == "*" for row in rows)
    return {"results_hidden": hidden, "results_need_slope_ela": -95.0}


def _results(
    schools: Schools, year: int, measure: str, group: str, values: Floats
) -> list[tuple[object, ...]]:
    column = YEARS.index(year)
    counts = {"All": schools.pupils, "FRL": schools.frl, "ELL": schools.ell, "SPED": schools.sped}
    rows: list[tuple[object, ...]] = []
    for i, code in enumerate(schools.codes):
        if measure == "Graduation" and schools.levels[i] not in ("high", "other"):
            continue
        pupils = int(counts[group][i, column])
        tested = pupils // 2 if measure in _TESTS else pupils
        text = "*" if tested < SMALL_TESTED else _printed(measure, float(values[i]))
        rows.append((year, code, measure, group, text, "" if text == "*" else tested))
    return rows


def _values(measure: str, need: Floats, talent: Floats, random: np.random.Generator) -> Floats:
    noise = random.normal(0, 6, len(need))
    if measure in _TESTS:
        return 55 - 95 * need + talent + noise - (18 if measure == "Math" else 0)
    if measure == "Chronic Absence":
        return np.clip(6 + 26 * need - talent / 8 + noise / 3, 1.5, 60)
    if measure == "Suspension":
        return np.clip(1 + 4 * need + noise / 6, 0.0, 20)
    return np.clip(97 - 14 * need + talent / 6 + noise / 4, 40, 99.9)


def _printed(measure: str, value: float) -> str:
    if measure in _TESTS:
        return f"{value:.1f}"
    if measure == "Graduation" and value > 95:  # noqa: PLR2004
        return ">95%"
    return f"{value:.1f}%"
