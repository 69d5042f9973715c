"""Rules of single kinds of record that one record shows by itself.

V19 approval without sight, V29 and V39 amounts by basis, V32 positions of 0 FTE, V36 assignments
to unknown positions, V41 what a vacancy is reckoned with, V87 figures and their units, and what an
attribution rule needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from data.entities.content import Filled
from data.entities.entity import folded
from data.entities.evaluate import UNIT_BOUNDS, WITHHELD
from data.entities.field import Field, Kind, Value
from data.entities.labels import COUNTED, MONEY
from data.entities.numbers import parsed_number
from data.entities.parsing import plain
from data.entities.problem import Problem
from data.rules.attribute_values import field_rules, value_rules
from data.rules.surroundings import Surroundings

Rule = Callable[[Filled, Filled | None, Surroundings], Iterator[Problem]]
_PERCENT: Final = Decimal(100)
_FIGURE: Final = Field("value", "Value", Kind.DECIMAL, places=4)


def role_rules(content: Filled, before: Filled | None, around: Surroundings) -> Iterator[Problem]:
    """V19: who approves should see what is approved."""
    del before, around
    hidden = [name for name in ("pe_access", "npe_access") if content.values.get(name) == "hidden"]
    if content.values.get("can_approve") and hidden:
        message = "The role approves expenses that it does not see: give it at least display."
        yield Problem("V19", message, "display", hidden[0], is_warning=True)


def position_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V32: FTE above 0; only a position that an assignment made keeps its 0. V41: vacant pay."""
    made_by_assignment = before is not None and before.values.get("fte") == 0
    if content.values.get("fte") == 0 and not made_by_assignment:
        yield Problem("V32", "FTE must be more than 0.", field="fte")
    job = str(content.values.get("job_code") or "")
    paid = around.targets.get("job_with_pay")
    if paid and around.find("job", job) and not around.find("job_with_pay", job):
        message = f"Job {job} has no vacant job pay: a vacancy of it is reckoned at nothing."
        yield Problem("V41", message, "", "job_code", is_warning=True)


def assignment_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V36: an assignment to an unknown position says its job and location."""
    del before
    position = content.values.get("position_code")
    if not around.can_check("position") or around.find("position", str(position)):
        return
    for name, label in (("job_code", "Job"), ("location_code", "Location")):
        if not content.values.get(name):
            message = f"Position {position!r} is unknown, so {label} must be filled."
            yield Problem("V36", message, field=name)


def employee_benefit_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V39: a percentage lies between 0 and 100."""
    del before, around
    amount = content.values.get("amount")
    if content.values.get("pay_basis") == "percentage" and _above(amount, _PERCENT):
        message = f"A percentage is at most 100, found {amount}."
        yield Problem("V39", message, field="amount")


def vacancy_pay_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V41: a job that is reckoned for vacancies has a benefits package too."""
    del before
    job = str(content.values.get("job_code") or "")
    is_known = around.find("job", job) and around.can_check("job_with_package")
    if is_known and not around.find("job_with_package", job):
        message = f"Job {job} has no benefits package: its vacancies are reckoned without benefits."
        yield Problem("V41", message, "", "job_code", is_warning=True)


def metric_value_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V87: the value is a number that fits the metric's unit, or the mark of a withheld figure."""
    del before
    written = content.values.get("value")
    if written is None or str(written).casefold() in WITHHELD:
        return
    number = parsed_number(_FIGURE, str(written))
    if isinstance(number, Problem):
        marks = ", ".join(sorted(WITHHELD))
        message = f"{number.message} A withheld figure is written {marks}."
        yield Problem("V87", message, number.suggestion, "value")
        return
    metric = around.find("metric", str(content.values.get("metric_code")))
    lowest, highest = UNIT_BOUNDS.get(metric.type if metric else "", (None, None))
    if (lowest is not None and number < lowest) or (highest is not None and number > highest):
        between = f"{lowest} to {highest}" if highest is not None else f"at least {lowest}"
        unit = metric.type if metric else ""
        yield Problem("V87", f"Value is {between} for {unit}, found {written}.", field="value")


def attribution_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """A pool that is shared out has a driver; fixed shares, and only they, say who takes what."""
    del before, around
    shared = content.values.get("class") == "attributable"
    driver, code = content.values.get("driver"), content.values.get("driver_code")
    if shared and not driver:
        message = "Driver must be filled: cost that is attributed follows a driver."
        yield Problem("V9", message, field="driver")
    if driver in {"metric", "sub_enrollment"} and not code:
        yield Problem("V9", f"Driver code must be filled: which {driver}.", field="driver_code")
    shares = [line["share"] for line in content.lines if line.get("share") is not None]
    if shares and driver != "fixed":
        yield Problem("V9", "Shares are given only with the driver fixed.", field="driver")
    total = sum((share for share in shares if isinstance(share, Decimal)), Decimal(0))
    if driver == "fixed" and total != _PERCENT:
        yield Problem("V103", f"Fixed shares sum to 100, found {plain(total)}.", field="share")


def recoding_rules(
    content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V88: the shares of one old account sum to 100, and the new year comes after the old."""
    del before, around
    shares = [line.get("share") for line in content.lines]
    total = sum((share for share in shares if isinstance(share, Decimal)), Decimal(0))
    if total != _PERCENT:
        yield Problem("V88", f"Shares sum to 100, found {plain(total)}.", field="share")
    old = content.values.get("from_year")
    for place, line in enumerate(content.lines, 1):
        new = line.get("to_year")
        if isinstance(new, int) and isinstance(old, int) and new <= old:
            message = f"First new year {new} must come after {old}."
            yield Problem("V88", message, "", "to_year", line=place)


def label_rules(content: Filled, before: Filled | None, around: Surroundings) -> Iterator[Problem]:
    """What is counted needs a word for several; a label of one word is not another's word."""
    del before, around
    word, one = (str(content.values.get(name) or "") for name in ("word", "one"))
    if word in COUNTED and not content.values.get("many"):
        message = f"Several must be filled: what are {COUNTED[word].lower()} called?"
        yield Problem("V3", message, f"{one}s" if one else "", "many")
    taken = {folded(other) for other in (*COUNTED, *MONEY)} - {folded(word)}
    if folded(one) in taken:
        message = f"{one!r} is already the word for something else."
        yield Problem("V7", message, "", "one")


def _above(value: Value, bound: Decimal) -> bool:
    return isinstance(value, Decimal) and value > bound


OWN_RULES: Final[dict[str, Rule]] = {
    "role": role_rules,
    "position": position_rules,
    "assignment": assignment_rules,
    "employee_benefit": employee_benefit_rules,
    "vacancy_pay": vacancy_pay_rules,
    "metric_value": metric_value_rules,
    "attribution_rule": attribution_rules,
    "account_recoding": recoding_rules,
    "label": label_rules,
    "account_attribute": value_rules,
    "attribute_field": field_rules,
}
