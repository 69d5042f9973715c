"""Sums, links and words of a program's rows: what stands around the ranking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from access.actor import Actor
from access.permissions import Permission
from callbacks.evaluate import program_points
from callbacks.evaluate.ground import Ground
from callbacks.evaluate.program_choice import WORDS, Asked
from data.program_comparison import program_places
from data.school_measures import SchoolFigures
from pages.components.sentence import Sentence
from pages.evaluate.level_words import pupils_words
from pages.evaluate.measure_words import written
from pages.evaluate.program_rows import OutcomeColumn
from pages.evaluate.program_words import COMPARED, PUPILS, ProgramFinding, without_sentence
from pages.evaluate.programs import Apart
from pages.format import count, counted, money

Rows = Sequence[dict[str, Any]]
"""Rows of the read model program-comparison."""


def matched(rows: Rows, chosen: Asked) -> str:
    """How many accounts and dollars the program matches, as one types."""
    if chosen.trouble:
        return ""
    accounts = sum(row["account_count"] for row in rows)
    places = sum(row["account_count"] > 0 for row in rows)
    total = _added(rows, chosen.amount)
    return (
        f"{counted(accounts, 'account')} at {counted(places, 'place')} match, "
        f"{money(total)} {WORDS[chosen.amount][1].lower()}."
    )


def figures(
    schools: Rows,
    ranked: Rows,
    chosen: Asked,
    base: ProgramFinding,
    columns: Sequence[OutcomeColumn],
) -> list[tuple[str, str, str]]:
    """The key figures of the program."""
    dollars = _added(ranked, chosen.amount)
    pupils = sum(Decimal(str(row["group_pupils"])) for row in ranked)
    mean = money(dollars / pupils) if pupils and dollars is not None else ""
    low, high = base.low, base.high
    made = [
        ("Schools with the program", count(sum(row["has_program"] for row in schools)),
         f"of {counted(len(schools), 'school')}"),
        (f"{WORDS[chosen.amount][1]} at schools", money(_added(schools, chosen.amount)),
         "booked at the school"),
        (f"Cost {base.per}", mean, f"over {count(float(pupils))} pupils of these schools"),
    ]  # fmt: skip
    if low and high:
        made.append(("From lowest to highest", f"{money(low.dollars)} to {money(high.dollars)}",
                     base.per))  # fmt: skip
    else:
        made.append(("From lowest to highest", "", "no school has it"))
    if columns and chosen.outcomes:
        value = columns[0].mean
        made.append(
            (f"Mean, {columns[0].label}",
             "" if value is None else written(value, chosen.outcomes[0].unit),
             "pupil-weighted, schools with it" if value is not None else "needs 5 schools")
        )  # fmt: skip
    return made


def rank_sentence(ranked: Rows, base: ProgramFinding) -> list[str]:
    """The middle of the costs; too few schools are said."""
    known = sorted(float(row["cost_per_pupil_usd"]) for row in ranked)
    if len(known) < COMPARED:
        return [f"{counted(len(known), 'school')} with a cost {base.per}: too few for a spread."]
    middle = known[len(known) // 2] if len(known) % 2 else sum(
        known[len(known) // 2 - 1 : len(known) // 2 + 1]) / 2  # fmt: skip
    return [(f"Half of the {counted(len(known), 'school')} come to more than "
            f"{money(middle)} {base.per}, half to less.")]  # fmt: skip


def reasons_of(schools: Sequence[SchoolFigures], measure: str) -> Callable[[str], str]:
    """Why a school has no value of a measure, by its code."""
    known = {school.location_id: school.value(measure).reason for school in schools}
    return lambda code: known.get(code, "not loaded")


def spent_link(actor: Actor, basis: Ground, chosen: Asked) -> Callable[[str], str]:
    """Opens the accounts of a bucket at a school, where the reader may see them."""

    def link(code: str) -> str:
        may = Permission.ACCOUNT_READ in actor.permissions and actor.scope.allows(code)
        if not may or not chosen.program.bucket or chosen.program.lines:
            return ""
        place = {} if actor.location_id else {"location": code}
        address = basis.address("/current/accounts", bucket=chosen.program.bucket, **place)
        return address.replace(f"&funds={basis.funds_asked}", "") if basis.funds_asked else address

    return link


def apart(row: dict[str, Any], basis: Ground, reason: str) -> Apart:
    """A school that is not compared, with its reason."""
    href = basis.address(f"/evaluate/schools/{row['location_id']}")
    return Apart(row["location_name"], href, reason)


def without_words(schools: Rows, without: Rows, chosen: Asked) -> Sentence:
    """The sentence about schools without the program."""
    outcome = chosen.outcomes[0] if chosen.outcomes else None
    texts = []
    for group in (program_points.with_cost(schools), without):
        mean = program_points.weighted_mean(group, "outcome") if outcome else None
        texts.append("" if mean is None or outcome is None else written(mean, outcome.unit))
    return without_sentence(len(without), texts[0], texts[1], outcome)


def left_out(schools: Rows, basis: Ground, chosen: Asked) -> list[Apart]:
    """Schools that have the program and are not compared, and those without the outcome."""
    found = []
    reasons = reasons_of(chosen.schools, chosen.outcomes[0].id) if chosen.outcomes else None
    for row in schools:
        if not row["has_program"]:
            continue
        if row["cost_per_pupil_usd"] is None:
            found.append(apart(row, basis, row["reason"] or "no pupils loaded"))
        elif row["level"] == "other":
            found.append(apart(row, basis, f"{program_points.SPECIAL}, ranked but not drawn"))
        elif reasons and row["outcome_value"] is None:
            words = f"{chosen.outcomes[0].label.partition(':')[0]}: {reasons(row['location_id'])}"
            found.append(apart(row, basis, words))
    return found


def sums(rows: Rows, amount: str) -> list[tuple[str, str, Any]]:
    """What schools and other places add up to."""
    schools = [row for row in rows if row["level"] is not None and row[f"{amount}_usd"]]
    other = [row for row in rows if row["level"] is None]
    parts = [("Schools", schools), ("Departments and other places", other)]
    return [(name, count(len(part)), _added(part, amount) or Decimal(0)) for name, part in parts]


def total(basis: Ground, chosen: Asked) -> Decimal | None:
    """The dollars of the program at every place."""
    places = program_places(
        basis.warehouse, basis.scope, fiscal_year=basis.year.year, program=chosen.program
    )
    cents = [row[f"{chosen.amount}_cents"] for row in places]
    known = [value for value in cents if value is not None]
    return Decimal(sum(known)).scaleb(-2) if known else None


def _added(rows: Rows, amount: str) -> Decimal | None:
    known = [row[f"{amount}_usd"] for row in rows if row[f"{amount}_usd"] is not None]
    return sum(known, Decimal(0)) if known else None


def basis_words(basis: Ground, chosen: Asked) -> str:
    """The basis of every method line of the page."""
    end = f" so far (periods 1 to {basis.year.last_period})" if basis.is_open(basis.year) else ""
    word = WORDS[chosen.amount][0].lower()
    return f"{chosen.name}, {word} FY{basis.year.year}{end}, booked at the school"


def method(basis: Ground, chosen: Asked, ranked: Rows) -> str:
    """How the ranking was reckoned."""
    pupils = sum(row["pupils"] for row in ranked)
    divided = "" if chosen.group == "all" else f" Divided by {PUPILS[chosen.group].lower()}."
    return (
        f"{basis_words(basis, chosen)}. {counted(len(ranked), 'school')}, "
        f"{pupils_words(pupils)}.{divided} Bars start at zero; dots lie between the lowest and "
        f"the highest value of schools with the program. Dollars are "
        "divided once, to the cent."
    )
