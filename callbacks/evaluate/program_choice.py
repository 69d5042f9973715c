"""Which program, measures and pupils the address means, and the choices of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from callbacks.evaluate.ground import Ground
from data.condition import written as typed
from data.program_comparison import AMOUNTS, Program, program_of, program_places, usual_outcome
from data.pupil_groups import GROUPS
from data.read_model import ArgumentError
from data.school_measures import Measure, SchoolFigures, measures, school_figures
from pages.components.filters import Chip
from pages.components.page_head import BasisCell
from pages.evaluate.program_words import PUPILS
from pages.evaluate.scatter_words import Measured
from pages.format import fiscal_year_long
from pages.state import ProgramState
from pages.words import Name

NONE: Final = "none"
WORDS: Final = {"spent": ("Actual", "Spent"), "budget": ("Budget", "Budgeted")}
"""The amounts as a choice, and as a heading."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as far as the year has it."""

    program: Program
    name: str
    amount: str
    group: str
    outcomes: tuple[Measured, ...]
    offered: tuple[Measured, ...]
    schools: tuple[SchoolFigures, ...]
    buckets: tuple[tuple[str, str], ...]
    trouble: str = ""

    def arguments(self) -> dict[str, str]:
        """The arguments of the read model, as an address writes them."""
        first, second = (*(one.id for one in self.outcomes), "", "")[:2]
        return {
            "bucket": self.program.bucket,
            "where": typed(self.program.lines),
            "amount": self.amount,
            "group": self.group,
            "outcome": first,
            "second": second,
        }


def asked_of(basis: Ground, state: ProgramState) -> Asked:
    """The program and measures that the address means; what is unknown falls to the default."""
    year = basis.year.year
    rules = basis.warehouse.bucket_rules(basis.scope)
    buckets = tuple((rule.code, rule.name) for rule in rules if rule.type != "revenue")
    codes = dict(buckets)
    bucket = state.bucket if state.bucket in codes else ""
    trouble, program = "", Program()
    try:
        where = (state.where,) if state.where else ()
        program = program_of(basis.warehouse, basis.scope, bucket=bucket or "", where=where)
        program_places(basis.warehouse, basis.scope, fiscal_year=year, program=program)
    except ArgumentError as error:
        trouble = str(error).partition(": ")[2] or str(error)
    schools = tuple(school_figures(basis.warehouse, basis.scope, fiscal_year=year))
    known = measures(basis.warehouse, basis.scope, schools)
    amount = state.amount if state.amount in AMOUNTS else "spent"
    group = state.group if state.group in GROUPS else "all"
    name = _name(program, codes)
    return Asked(
        program, name, amount or "spent", group or "all", _outcomes(known, state),
        tuple(_measured(one) for one in known if one.family != "spending"), schools, buckets,
        trouble,
    )  # fmt: skip


def _name(program: Program, buckets: dict[str, str]) -> str:
    own = buckets.get(program.bucket, "")
    if not program.lines:
        return own or "a program"
    return f"{own} where {typed(program.lines)}" if own else "these accounts"


def _measured(one: Measure) -> Measured:
    return Measured(one.id, one.label, one.unit)


def _outcomes(known: Sequence[Measure], state: ProgramState) -> tuple[Measured, ...]:
    """The outcomes chosen: the first is a result unless told otherwise, the second none."""
    by_id = {one.id: one for one in known if one.family != "spending"}
    first = "" if state.outcome == NONE else state.outcome or ""
    if first not in by_id and state.outcome != NONE:
        first = usual_outcome(known)
    chosen = dict.fromkeys(name for name in (first, state.second or "") if name in by_id)
    return tuple(_measured(by_id[name]) for name in chosen)


def basis_cells(basis: Ground, chosen: Asked) -> list[BasisCell]:
    """Year, amounts and the pupils that dollars are divided by."""
    years = [(fiscal_year_long(one.year), f"year={one.year}") for one in reversed(basis.years)]
    amounts = [(words, f"amount={'' if code == 'spent' else code}")
               for code, (words, _) in WORDS.items()]  # fmt: skip
    groups = [(PUPILS[code], f"group={'' if code == 'all' else code}") for code in GROUPS]
    return [
        BasisCell("Fiscal year", fiscal_year_long(basis.year.year), years),
        BasisCell("Amounts", WORDS[chosen.amount][0], amounts),
        BasisCell("Funds", "Those of the program"),
        BasisCell("Share", "Booked at the school"),
        BasisCell("Divided by", PUPILS[chosen.group], groups),
    ]


def choices(chosen: Asked) -> list[BasisCell]:
    """The program and the measures beside it."""
    programs = [(name, f"bucket={code}") for code, name in chosen.buckets]
    if chosen.program.lines and chosen.program.bucket:
        programs.insert(0, ("The conditions alone", "bucket="))
    own = dict(chosen.buckets).get(chosen.program.bucket, "Conditions below")
    first, second = (*(one.label for one in chosen.outcomes), "None", "None")[:2]
    outcomes = [(one.label, f"outcome={one.id}") for one in chosen.offered]
    seconds = [("None", "second="), *((o.label, f"second={o.id}") for o in chosen.offered)]
    return [
        BasisCell("Program", own, programs),
        BasisCell("Beside", first, [*outcomes, ("None", f"outcome={NONE}")]),
        BasisCell("And beside", second, seconds),
    ]


def chips(chosen: Asked) -> list[Chip]:
    """The conditions, each with the address that leaves it out."""
    lines = chosen.program.lines
    return [
        Chip(
            # What cannot be read stays as it was typed, the reason beside it names it so.
            Name(line.field) if chosen.trouble else line.field,
            line.value,
            f"where={_query(typed([one for one in lines if one is not line]))}",
            line.operator,
        )
        for line in lines
    ]


def _query(text: str) -> str:
    return text.replace("%", "%25").replace("&", "%26").replace("+", "%2B").replace("#", "%23")
