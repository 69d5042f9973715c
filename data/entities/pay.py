"""Pay: what people and vacancies earn and cost in benefits."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import (
    ARCHIVED,
    IS_ACTIVE,
    Field,
    Kind,
    choice,
    code,
    decimal,
    fiscal_year,
    flag,
    money,
    reference,
    references,
    text,
)
from data.entities.staffing import END, START

_MENU: Final = ("Configuration", "Pay")
FLAT_OR_PERCENTAGE: Final = ("flat", "percentage")

_EMPLOYEE: Final = reference(
    "employee_code", "Employee", "employee", "3584", "Code of the person.", required=True
)
_SEGMENT: Final = reference(
    "segment_code", "Object code", "segment_code", "101", "Object that is charged.", required=True
)
_FTE_BASIS: Final = decimal(
    "fte_basis", "FTE basis", 3, "185", "Units of pay that make 1.0 FTE for a year: 185 days.",
    required=True, between=("0.001", "99999"),
)  # fmt: skip
_JOB: Final = reference("job_code", "Job", "job", "4321", "Job that the rate is for.")
_PLAN: Final = reference(
    "compensation_plan_code", "Compensation plan", "compensation_plan", "",
    "Older code in place of the one before.",
)  # fmt: skip


def _amount(example: str, doc: str) -> Field:
    return decimal("amount", "Amount", 4, example, doc, required=True, between=("0", None))


def _name(name: str, label: str, limit: int, example: str) -> Field:
    return text(name, label, limit, example, "Kind, as the payroll names it.", required=True)


EMPLOYEE_PAY: Final = Entity(
    "employee_pay", "Employee pay rate", "Employee pay rates",
    "What a person earns: FTE basis times amount is the year's pay at 1.0 FTE.",
    (*_MENU, "Employee Pay Rates"),
    (
        _EMPLOYEE,
        _name("pay_type", "Pay type", 40, "Regular Salary"),
        _SEGMENT,
        text("pay_basis", "Pay basis", 20, "Daily", "How the amount is meant.", required=True),
        _FTE_BASIS,
        _amount("300", "Dollars per unit of pay."),
        START,
        END,
    ),
    ("employee_code", "pay_type", "start_date"),
    Permission.MANAGE_CONFIGURE,
    compensation=True,
)  # fmt: skip

COMPENSATION_PLAN: Final = Entity(
    "compensation_plan", "Compensation plan", "Compensation plans",
    "Older code that joins pay and benefits of jobs; kept for files that still use it.",
    (*_MENU, "Compensation Plans"),
    (
        code("code", "Code", "123abc", "Short code of the plan."),
        text("name", "Name", 80, "Principal", "Name of the plan.", required=True),
        references("job_codes", "Jobs", "job", "4321", "Jobs that it is for."),
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
)  # fmt: skip

VACANCY_PAY: Final = Entity(
    "vacancy_pay", "Vacant job pay", "Vacant job pays", "What an unfilled job is reckoned at.",
    (*_MENU, "Vacant Job Pays"),
    (
        _JOB,
        _PLAN,
        fiscal_year(),
        _SEGMENT,
        _name("pay_type", "Pay type", 40, "Salary"),
        choice("pay_basis", "Pay basis", ("Hourly", "Daily", "Salary"), "Salary",
               "How the amount is meant.", required=True),
        _FTE_BASIS,
        _amount("52000", "Dollars per unit of pay."),
        flag("primary", "Primary", "Whether it is shown first of its job and year; at most one is. "
             "Without one, the first pay type is.", default=False),
    ),
    ("job_code", "compensation_plan_code", "fiscal_year", "pay_type", "segment_code"),
    Permission.MANAGE_CONFIGURE,
    either=(("job_code", "compensation_plan_code"),),
    compensation=True,
)  # fmt: skip

EMPLOYEE_BENEFIT: Final = Entity(
    "employee_benefit", "Employee benefit", "Employee benefits", "What a person's benefits cost.",
    (*_MENU, "Employee Benefits"),
    (
        _EMPLOYEE,
        _name("benefit_type", "Benefit type", 60, "Health Care Family Plan"),
        _SEGMENT,
        choice("pay_basis", "Basis", FLAT_OR_PERCENTAGE, "flat",
               "flat: dollars a year at 1.0 FTE; percentage: share of pay.", required=True),
        _amount("12000", "Dollars a year, or a percentage from 0 to 100."),
        START,
        END,
        Field("pay_types", "Pay types", Kind.LIST, limit=40, example="Regular Salary",
              doc="Pay that a percentage is taken of; empty means all."),
        flag("prorate", "Follows FTE", "Whether a flat amount follows the FTE.", default=True),
    ),
    ("employee_code", "benefit_type", "start_date"),
    Permission.MANAGE_CONFIGURE,
    compensation=True,
)  # fmt: skip

VACANCY_BENEFIT: Final = Entity(
    "vacancy_benefit", "Vacancy benefit", "Vacancy benefits",
    "What the benefits of an unfilled job are reckoned at.",
    (*_MENU, "Vacancy Benefits"),
    (
        reference("package_code", "Benefits package", "benefits_package", "PKG1",
                  "Package that it belongs to."),
        _PLAN,
        fiscal_year(),
        _SEGMENT,
        _name("benefit_type", "Benefit type", 60, "Retirement"),
        Field("pay_basis", "Basis", Kind.CHOICE, required=True, choices=("flat", "percent"),
              synonyms=(("percentage", "percent"),), example="percent",
              doc="flat: dollars a year at 1.0 FTE; percent: fraction of pay."),
        _amount("0.15", "Dollars a year, or a fraction of pay: 0.15 is 15 %."),
    ),
    ("package_code", "compensation_plan_code", "fiscal_year", "benefit_type", "segment_code"),
    Permission.MANAGE_CONFIGURE,
    either=(("package_code", "compensation_plan_code"),),
    compensation=True,
)  # fmt: skip

SUPPLEMENTAL_PAY_TYPE: Final = Entity(
    "supplemental_pay_type", "Supplemental pay type", "Supplemental pay types",
    "Kinds of extra pay: coaching, summer teaching, stipends.",
    (*_MENU, "Supplemental Pay Types"),
    (
        code("code", "Code", "COACH", "Short code of the kind."),
        text("name", "Name", 60, "Coach duty", "Name of the kind.", required=True),
        _SEGMENT,
        money("default_amount", "Usual amount", "2500.00", "Amount offered at first.",
              lowest="0"),
        reference("benefits_package_code", "Benefits package", "benefits_package", "PKG1",
                  "Benefits that come with it."),
        IS_ACTIVE,
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
    unique=(("name",),),
)  # fmt: skip

BENEFITS_PACKAGE: Final = Entity(
    "benefits_package", "Benefits package", "Benefits packages",
    "Bundles of benefits of an unfilled job; each job points to one.",
    (*_MENU, "Benefits Packages"),
    (
        code("code", "Code", "PKG1", "Short code; fixed once made."),
        text("name", "Name", 80, "Teacher full", "Name of the package.", required=True),
        ARCHIVED,
    ),
    ("code",),
    Permission.MANAGE_CONFIGURE,
    fixed=("code",),
)  # fmt: skip

ENTITIES: Final = (
    EMPLOYEE_PAY,
    COMPENSATION_PLAN,
    VACANCY_PAY,
    EMPLOYEE_BENEFIT,
    VACANCY_BENEFIT,
    SUPPLEMENTAL_PAY_TYPE,
    BENEFITS_PACKAGE,
)
