"""Make the compact Oakland Unified extracts of data/sample/oakland from the public files.

    python scripts/oakland_sample.py <folder with the public files> data/sample/oakland

The public files are the district's account lines, positions and code tables (tab separated,
by OpenOakland), two meal eligibility workbooks of the California Department of Education and
its outcome files for Alameda County. Running it again gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import python_calamine

Row = dict[str, str]

FISCAL_YEARS = range(2019, 2025)
OUTCOME_YEARS = {2022: "2022-23", 2023: "2023-24", 2024: "2024-25"}
MERGED_SITES = {"192": "125", "812": "180"}
"""Two ledger sites of one school: RISE joined New Highland, Kaiser ECC has two codes."""

CAMPUSES = {"109", "184"}
"""Former schools whose buildings now hold district offices and the central kitchen."""

LEVELS = {
    "Elementary Schools (Public)": "elementary",
    "Intermediate/Middle Schools (Public)": "middle",
    "High Schools (Public)": "high",
    "K-12 Schools (Public)": "high",  # in Oakland all three are grades 6-12
}
SITE_LEVELS = {"Elementary": "elementary", "Middle Schools": "middle", "High Schools": "high"}
PLUGS = {"0", "600", "601", "621", "625", "635", "640", "651", "667", "982", "996", "998"}
DISTRICTWIDE = {"997", "999"}
METRICS = {
    "ela_distance_from_standard": "ELA distance from standard (points)",
    "math_distance_from_standard": "Mathematics distance from standard (points)",
    "chronic_absenteeism_rate": "Chronic absence (percent)",
    "suspension_rate": "Suspension (percent)",
    "four_year_graduation_rate": "Four-year graduation (percent)",
}
GROUPS = {
    "all": "All students",
    "english_learners": "English learners",
    "socioeconomically_disadvantaged": "Socioeconomically disadvantaged",
    "students_with_disabilities": "Students with disabilities",
}
SUPPRESSED, NOT_AVAILABLE, SMALL_SAMPLE = 2, 3, 1


def table(source: Path, name: str) -> Iterator[Row]:
    """Rows of one of the district's tab separated files; the mark for NULL becomes ''."""
    path = source / "tables" / f"{name}.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {key: "" if value == "\\N" else value.strip() for key, value in row.items()}


def write(path: Path, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a CSV file; one whose name ends in .gz is compressed without a time stamp."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    content = text.getvalue().encode()
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=9, mtime=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def number(code: str) -> tuple[int, str]:
    """Sort key of a code made of digits."""
    return (int(code) if code.isdigit() else 0, code)


def write_account_lines(source: Path, target: Path) -> None:
    """One file per fiscal year, every line kept: lines of one account add up."""
    by_year: dict[int, list[tuple[str, ...]]] = {year: [] for year in FISCAL_YEARS}
    columns = ("fund", "resource", "site", "object", "function")
    for row in table(source, "expenditures"):
        codes = tuple(row[f"{column}_code"] for column in columns)
        line = (row["year"], *codes, row["budget"], row["ytd_actual"])
        by_year[int(row["year"]) + 1].append(line)
    headings = ("Year", "Fund", "Resource", "Site", "Object", "Function", "Budget", "Actual")
    for year, lines in by_year.items():
        lines.sort(key=lambda line: (*map(number, line[1:6]), line[6], line[7]))
        write(target / "ledger" / f"account_lines_fy{year}.csv.gz", headings, lines)


def write_codes(source: Path, target: Path) -> None:
    """Code tables: what every fund, resource, site, object and function is called."""
    for name in ("funds", "functions"):
        rows = [(row["code"], row["description"]) for row in table(source, name)]
        write(target / "codes" / f"{name}.csv", ("Code", "Description"), sorted(rows))
    schools = school_names(source)
    sites = [
        (row["code"], schools.get(row["code"]) or readable(row)) for row in table(source, "sites")
    ]
    write(target / "codes" / "sites.csv", ("Code", "Description"), sorted(sites))
    objects = [
        (row["code"], row["description"] or row["short"]) for row in table(source, "objects")
    ]
    write(target / "codes" / "objects.csv", ("Code", "Description"), sorted(objects))
    headings = ("Code", "Description", "Type", "Category", "Subcategory")
    resources = [
        (row["code"], row["description"], row["type"], row["category"], row["subcategory"])
        for row in table(source, "resources")
    ]
    write(
        target / "codes" / "resources.csv", headings, sorted(resources, key=lambda r: number(r[0]))
    )


def crosswalk(source: Path) -> list[Row]:
    """Ledger sites that are schools, with their state school numbers."""
    path = source / "crosswalk_site_to_cds.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def school_names(source: Path) -> dict[str, str]:
    """Names of schools as the state writes them, by ledger site."""
    return {row["site_code"]: row["cde_school_name"] for row in crosswalk(source)}


def meal_rows(source: Path, year: int) -> dict[str, Row]:
    """Oakland's rows of a meal eligibility workbook, by state school number."""
    path = source / "cde" / f"frpm{year - 2001:02d}{year - 2000:02d}.xlsx"
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(
        "FRPM School-Level Data"
    )
    cells = sheet.to_python(skip_empty_area=False)
    first = next(at for at, row in enumerate(cells) if row[0] == "Academic Year")
    headings = [str(cell).replace("\n", "").strip() for cell in cells[first]]
    found = {}
    for cell_row in cells[first + 1 :]:
        row = {key: plain(cell) for key, cell in zip(headings, cell_row, strict=False)}
        if row.get("District Code") == "61259":
            found[row["County Code"] + row["District Code"] + row["School Code"]] = row
    return found


def plain(cell: object) -> str:
    """A cell as text; counts are stored as floating-point numbers in the workbook."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def readable(site: Row) -> str:
    """A site's name without shouting; a few sites have none."""
    name = site["description"] or f"Site {site['code']}"
    if not name.isupper():
        return name
    return re.sub(r"(?<![\w'])[a-z]", lambda first: first[0].upper(), name.lower())


def location_type(row: Row) -> str:
    """School, department, district or undistributed."""
    if row["code"] in PLUGS:
        return "undistributed"
    if row["code"] in DISTRICTWIDE:
        return "district"
    is_school = row["type"] == "Schools" and row["category"] in SITE_LEVELS
    return "school" if is_school and row["code"] not in CAMPUSES else "department"


def write_locations(source: Path, target: Path) -> None:
    """Every ledger site once; a school with two sites stands under the first."""
    meals = meal_rows(source, 2023) | meal_rows(source, 2024)
    numbers = {row["site_code"]: row["cds_code"] for row in crosswalk(source)}
    names = school_names(source)
    rows = []
    for site in table(source, "sites"):
        if site["code"] in MERGED_SITES:
            continue
        school = meals.get(numbers.get(site["code"], ""), {})
        kind = location_type(site) if not school else "school"
        level = SITE_LEVELS.get(site["category"], "") if kind == "school" else ""
        low, high = school.get("Low Grade", ""), school.get("High Grade", "")
        if school:
            level = LEVELS.get(school["School Type"], "other") if high != "K" else "other"
        name = names.get(site["code"]) or readable(site)
        rows.append((site["code"], name, kind, level, numbers.get(site["code"], ""), low, high))
    headings = ("Site", "Name", "Type", "Level", "CDS Code", "Low Grade", "High Grade")
    write(target / "locations" / "sites.csv", headings, sorted(rows, key=lambda r: number(r[0])))
    pairs = [(row["site_code"], row["cds_code"]) for row in crosswalk(source)]
    lines = [(site, MERGED_SITES.get(site, site), "ledger site") for site, _ in pairs]
    lines += [(cds, site, "state") for site, cds in pairs if site not in MERGED_SITES]
    headings = ("code", "location_id", "code_of")
    write(target / "locations" / "crosswalk.csv", headings, sorted(lines))


def write_staffing(source: Path, target: Path) -> None:
    """Pay records of positions: job, unit, funding share, first and last day; no pay, no names."""
    titles = {row["job_class_id"]: row["description"] for row in table(source, "job_classes")}
    write(target / "codes" / "job_classes.csv", ("Code", "Description"), sorted(titles.items()))
    by_year: dict[int, list[tuple[str, ...]]] = {year: [] for year in FISCAL_YEARS}
    for row in table(source, "staffing"):
        job = row["job_class_id"]
        by_year[int(row["year"]) + 1].append(
            (
                row["year"],
                row["position_id"],
                job,
                row["jobclassdescr"] or titles[job],
                row["bargaining_unit_id"],
                row["site_code"],
                row["resource_code"],
                row["object_code"],
                row["fte"],
                row["pay_record_start"],
                row["pay_record_end"],
            )
        )
    headings = ("Year", "Position", "Job Class", "Job Title", "Unit", "Site", "Resource", "Object")
    for year, rows in by_year.items():
        rows.sort(key=lambda row: (number(row[5]), number(row[1]), row))
        path = target / "staffing" / f"positions_fy{year}.csv.gz"
        write(path, (*headings, "FTE", "Start", "End"), rows)


def write_enrollment(source: Path, target: Path) -> None:
    """Pupils of grades K-12 on census day and those eligible for free or reduced meals."""
    schools = {row["cds_code"]: row["cde_school_name"] for row in crosswalk(source)}
    for year in (2023, 2024):
        rows = [
            (row["Academic Year"], cds, schools[cds], row["School Type"], row["Enrollment(K-12)"],
             row["FRPM Count(K-12)"])
            for cds, row in spaced(meal_rows(source, year)).items()
            if cds in schools
        ]  # fmt: skip
        headings = ("Academic Year", "CDS Code", "School Name", "School Type")
        counts = ("Enrollment (K-12)", "FRPM Count (K-12)")
        write(target / "pupils" / f"frpm_fy{year}.csv", (*headings, *counts), sorted(rows))


def spaced(rows: dict[str, Row]) -> dict[str, Row]:
    """Headings without blanks before brackets: the two workbooks break them differently."""
    return {
        cds: {key.replace(" (", "(").replace("  ", " "): value for key, value in row.items()}
        for cds, row in rows.items()
    }


def observations(source: Path) -> Iterator[tuple[str, str, str, str, object, object, int]]:
    """School, school year, metric, group, value, pupils behind it and reliability."""
    folder = source / "cde_explorer"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    metrics = [metric["id"] for metric in manifest["metrics"]]
    groups = [group["id"] for group in manifest["subgroups"]]
    for path in sorted(folder.glob("schools-*.json.gz")):
        schools = json.loads(gzip.decompress(path.read_bytes()))["schools"]
        for cds, school in schools.items():
            for year, metric, group, value, _, pupils, reliability, _ in school["observations"]:
                yield (
                    cds, OUTCOME_YEARS[year], metrics[metric], groups[group],
                    value, pupils, reliability,
                )  # fmt: skip


def mark(figure: object, reliability: int) -> str:
    """The figure as the state's own files write it: `*` where the group has ten pupils or fewer.

    A few files give the number of pupils beside a withheld result; it is withheld here too.
    """
    if reliability == SUPPRESSED:
        return "*"
    return "" if reliability == NOT_AVAILABLE or figure is None else str(figure)


def write_outcomes(source: Path, target: Path) -> None:
    """Results of schools, and the yearly counts of pupil groups that stand behind absence."""
    wanted = {row["cds_code"] for row in crosswalk(source)}
    results, counts = [], []
    for cds, year, metric, group, value, pupils, reliability in observations(source):
        if cds not in wanted or metric not in METRICS or group not in GROUPS:
            continue
        shown = mark(pupils, reliability)
        sample = "small" if reliability == SMALL_SAMPLE else ""
        results.append(
            (year, cds, METRICS[metric], GROUPS[group], mark(value, reliability), shown, sample)
        )
        if metric == "chronic_absenteeism_rate":
            counts.append((year, cds, GROUPS[group], mark(pupils, reliability)))
    headings = ("School Year", "CDS Code", "Measure", "Group", "Value", "Pupils", "Sample")
    write(target / "outcomes" / "outcomes.csv", headings, sorted(results))
    headings = ("School Year", "CDS Code", "Group", "Cumulative Enrollment")
    write(target / "pupils" / "cumulative_enrollment.csv", headings, sorted(counts))


def main(arguments: list[str]) -> int:
    """Write all extracts."""
    source, target = Path(arguments[0]), Path(arguments[1])
    write_account_lines(source, target)
    write_codes(source, target)
    write_locations(source, target)
    write_staffing(source, target)
    write_enrollment(source, target)
    write_outcomes(source, target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
