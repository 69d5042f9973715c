"""Staffing: people employed, jobs, approved positions, who sits in them and who pays."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import IS_ACTIVE, Field, code, day, decimal, reference, text

_MENU: Final = ("Configuration", "Staffing")
START: Final = day("start_date", "Start", "2026-07-01", "First day it holds.", required=True)
END: Final = day("end_date", "End", "2027-06-30", "Last day it holds; empty is open.")

_POSITION: Final = reference(
    "position_code", "Position", "position", "10402", "Code of the position.", required=True
)
_EMPLOYEE: Final = reference(
    "employee_code", "Employee", "employee", "3584", "Code of the person.", required=True
)
_ACCOUNT: Final = reference(
    "account_code", "Account", "account", "10-106-110-1000", "Account that pays.", required=True
)
_SHARE: Final = decimal(
    "percentage", "Percentage", 2, "50", "Share of the pay, 0 to 100; all lines sum to 100.",
    required=True, between=("0", "100"),
)  # fmt: skip


def _fte(lowest: str, doc: str, example: str) -> Field:
    return decimal("fte", "FTE", 3, example, doc, required=True, between=(lowest, "9999"))


EMPLOYEE: Final = Entity(
    "employee", "Employee", "Employees", "People employed by the district.",
    (*_MENU, "Employees"),
    (
        code("code", "Code", "3584", "Number of the person in the payroll."),
        text("first_name", "First name", 40, "First", "First name.", required=True),
        text("last_name", "Last name", 40, "Last", "Last name.", required=True),
        text("staff_type", "Staff type", 30, "Certified", "Group of staff."),
        day("hire_date", "Hired", "2019-08-12", "First day of employment."),
        day("end_date", "Left", "2027-06-30", "Last day of employment; empty is open."),
        IS_ACTIVE,
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

JOB: Final = Entity(
    "job", "Job", "Jobs", "Titles with their class.",
    (*_MENU, "Jobs"),
    (
        code("code", "Code", "4321", "Code of the job."),
        text("name", "Name", 80, "Accountability Analyst", "Title.", required=True),
        code("class_code", "Class code", "6", "Code of the class."),
        text("class_name", "Class name", 60, "Analyst", "Name of the class.", required=True),
        reference("benefits_package_code", "Benefits package", "benefits_package", "PKG1",
                  "Benefits of a vacancy in this job."),
    ),
    ("code", "class_code"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

POSITION: Final = Entity(
    "position", "Position", "Positions", "Approved seats and their FTE.",
    (*_MENU, "Positions"),
    (
        code("code", "Code", "10402", "Code of the position."),
        reference("job_code", "Job", "job", "4321", "Job of the position.", required=True),
        reference("location_code", "Location", "location", "101", "Where it works."),
        _fte("0", "Full-time equivalents approved, more than 0.", "0.425"),
        START,
        END,
    ),
    ("code", "start_date"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

POSITION_FUNDING: Final = Entity(
    "position_funding", "Position funding", "Position funding",
    "Accounts that pay a position, and their shares.",
    (*_MENU, "Position Funding"),
    (_POSITION, _ACCOUNT, _SHARE, START, END),
    ("position_code", "account_code", "start_date"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ASSIGNMENT: Final = Entity(
    "assignment", "Assignment", "Assignments", "Who sits in which position, from when to when.",
    (*_MENU, "Assignments"),
    (
        _EMPLOYEE,
        _POSITION,
        _fte("0", "Full-time equivalents of the person in this position.", "1"),
        START,
        END,
        reference("job_code", "Job", "job", "4321", "Needed when the position is unknown."),
        reference("location_code", "Location", "location", "101",
                  "Needed when the position is unknown."),
    ),
    ("employee_code", "position_code", "start_date"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ASSIGNMENT_FUNDING: Final = Entity(
    "assignment_funding", "Assignment funding", "Assignment funding",
    "A person's own accounts and shares; they stand in for those of the position.",
    (*_MENU, "Assignment Funding"),
    (_POSITION, _EMPLOYEE, _ACCOUNT, _SHARE, START, END),
    ("position_code", "employee_code", "account_code", "start_date"),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

ENTITIES: Final = (
    EMPLOYEE,
    JOB,
    POSITION,
    POSITION_FUNDING,
    ASSIGNMENT,
    ASSIGNMENT_FUNDING,
)
