"""A district's published roster as the tables that a payroll sends, one for each upload.

Every seat keeps its own salary and benefits: of people as their rates, of vacant seats as the
rates of a job of their own. A salary of the roster is that of the seat as it is, so the rate at
1.0 FTE is the salary divided by the FTE, to four decimals as files hold it.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

START, END, YEAR = "2016-07-01", "2017-06-30", "2017"


def number(text) -> Decimal:
    return Decimal(text.replace(",", "").strip())


def seats(rows):
    """Each row with a seat number of its own (shared seats stand twice) and its job's code."""
    seen, vacant, made = Counter(), {}, []
    for row in rows:
        seen[row["Pos #"]] += 1
        is_vacant = not row["Name"].strip()
        pay = tuple(rate(row, name) for name in ("Annual Salary", "Annual Benefit Cost"))
        job = row["JobCode"]
        if is_vacant:
            kinds = vacant.setdefault(job, {})
            job = f"{job}.{kinds.setdefault(pay, len(kinds) + 1)}"
        code = f"{row['Pos #']}-{seen[row['Pos #']]}"
        made.append(row | {"code": code, "job": job, "pay": pay, "is_vacant": is_vacant})
    return made


def rate(row, name) -> str:
    return str((number(row[name]) / number(row["FTE"])).quantize(Decimal("0.0001")))


def tables(rows):
    """Entity -> headings and rows, in the order in which they can be loaded."""
    held = [row for row in rows if not row["is_vacant"]]
    jobs = {row["job"]: row for row in rows}
    vacant = {row["job"]: row["pay"] for row in rows if row["is_vacant"]}
    person = {row["code"]: f"E{row['code']}" for row in held}
    return {
        "benefits_package": [["code", "name"], *([job, f"Benefits of {job}"] for job in vacant)],
        "job": [["code", "name", "class_code", "class_name", "benefits_package_code"],
                *([job, row["Job Title"][:80], row["ClsIndc"] or "-", row["ClsIndc"] or "-",
                   job if job in vacant else ""] for job, row in jobs.items())],
        "position": [["code", "job_code", "location_code", "fte", "start_date", "end_date"],
                     *([row["code"], row["job"], row["Dept ID"], row["FTE"], START, END]
                       for row in rows)],
        "employee": [["code", "first_name", "last_name"],
                     *([code, "Name", "Redacted"] for code in person.values())],
        "assignment": [["employee_code", "position_code", "fte", "start_date", "end_date"],
                       *([person[row["code"]], row["code"], row["FTE"], START, END]
                         for row in held)],
        "employee_pay": [["employee_code", "pay_type", "segment_code", "pay_basis", "fte_basis",
                          "amount", "start_date"],
                         *([person[row["code"]], "Regular", "101", "Annual", "1", row["pay"][0],
                            START] for row in held)],
        "employee_benefit": [["employee_code", "benefit_type", "segment_code", "pay_basis",
                              "amount", "start_date"],
                             *([person[row["code"]], "All", "201", "flat", row["pay"][1], START]
                               for row in held)],
        "vacancy_pay": [["job_code", "fiscal_year", "segment_code", "pay_type", "pay_basis",
                         "fte_basis", "amount"],
                        *([job, YEAR, "101", "Salary", "Salary", "1", pay[0]]
                          for job, pay in vacant.items())],
        "vacancy_benefit": [["package_code", "fiscal_year", "segment_code", "benefit_type",
                             "pay_basis", "amount"],
                            *([job, YEAR, "201", "All", "flat", pay[1]]
                              for job, pay in vacant.items())],
    }  # fmt: skip
