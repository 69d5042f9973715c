"""Evaluate: kinds of figures beside the money, the figures, and how central cost is shared."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import choice, code, decimal, fiscal_year, reference, text, whole
from data.entities.scope_lines import SCOPE, scope_lines

_MENU: Final = ("Configuration", "Evaluate")
METRIC_KINDS: Final = ("enrollment", "driver", "need", "outcome", "staffing")
UNITS: Final = ("count", "percent", "dollars", "score", "index", "sq_ft", "meals", "fte")
DIRECTIONS: Final = ("higher_better", "lower_better", "none")
CLASSES: Final = ("allocated", "attributable", "central", "debt_legal")
WITHHELD: Final = frozenset({"*", "**", "***", "s", "n<10", "<10"})
"""How a figure is written that may not be shown."""
UNIT_BOUNDS: Final = {
    "count": (Decimal(0), None),
    "percent": (Decimal(0), Decimal(100)),
    "sq_ft": (Decimal(0), None),
    "meals": (Decimal(0), None),
    "fte": (Decimal(0), None),
}
"""Smallest and largest value of a unit; the others have none."""
DRIVERS: Final = ("enrollment", "sub_enrollment", "fte", "equal", "fixed", "metric")

METRIC: Final = Entity(
    "metric", "Metric", "Metrics", "Kinds of figures that are not money.",
    (*_MENU, "Metrics"),
    (
        code("metric_code", "Code", "SQFT", "Short code of the metric.", limit=30),
        text("name", "Name", 80, "Square feet", "Name of the metric.", required=True),
        choice("kind", "Kind", METRIC_KINDS, "driver", "What it is used for.", required=True),
        choice("unit", "Unit", UNITS, "sq_ft", "What one of it is.", required=True),
        choice("direction", "Direction", DIRECTIONS, "none", "Which way is better.",
               default="none"),
        reference("weight_by", "Weighed by", "metric", "ENROLL",
                  "Metric that weighs it in a mean."),
    ),
    ("metric_code",),
    Permission.EVALUATE_CONFIGURE,
)  # fmt: skip

METRIC_VALUE: Final = Entity(
    "metric_value", "Metric value", "Metric values", "The figures by organization and year.",
    (*_MENU, "Metrics"),
    (
        reference("metric_code", "Metric", "metric", "SQFT", "Code of the metric.", required=True),
        reference("organization_code", "Organization", "organization", "E101",
                  "Whom it is about.", required=True),
        fiscal_year(example="2026"),
        text("grade", "Grade", 10, "3", "Grade, if it is about one."),
        text("group", "Group", 20, "ELL", "Group of pupils, if it is about one."),
        text("value", "Value", 20, "62.5",
             "A number with up to 4 decimals, or the mark of a withheld figure."),
    ),
    ("metric_code", "organization_code", "fiscal_year", "grade", "group"),
    Permission.EVALUATE_CONFIGURE,
)  # fmt: skip

ATTRIBUTION_RULE: Final = Entity(
    "attribution_rule", "Attribution rule", "Attribution rules",
    "How central cost reaches the schools: which accounts, by which driver.",
    (*_MENU, "Attribution Rules"),
    (
        code("code", "Code", "UTIL", "Short code of the rule."),
        text("name", "Name", 80, "Utilities by area", "Name of the rule.", required=True),
        whole("sort", "Order", "1", "Place of the rule; the first that matches an account counts.",
              between=(0, 9999)),
        choice("class", "Class", CLASSES, "attributable", "What becomes of the cost.",
               required=True),
        choice("driver", "Driver", DRIVERS, "metric", "What the cost follows."),
        code("driver_code", "Driver code", "SQFT", "Metric or group of pupils that drives.",
             required=False, limit=30),
    ),
    ("code",),
    Permission.EVALUATE_CONFIGURE,
    lines=(
        *scope_lines(("Functions", "between", "2600-2699")),
        reference("organization_code", "Organization", "organization", "",
                  "Who takes a fixed share."),
        decimal("share", "Share", 4, "", "Fixed share, 0 to 100.", between=("0", "100")),
    ),
    line_key=(*SCOPE, "organization_code"),
    least_lines=1,
    together=(SCOPE, ("organization_code", "share")),
)  # fmt: skip

ENTITIES: Final = (METRIC, METRIC_VALUE, ATTRIBUTION_RULE)
