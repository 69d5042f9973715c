"""A program across schools: what it is, what it costs for each pupil, what goes with it."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output, State

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate import program_figures as parts
from callbacks.evaluate import program_points
from callbacks.evaluate.ground import Ground, ground
from callbacks.evaluate.program_choice import WORDS, Asked, asked_of, basis_cells, chips, choices
from callbacks.evaluate.search_state import search_state
from data.program_comparison import account_fields, program_comparison
from pages import ids
from pages.evaluate.level_words import pupils_words
from pages.evaluate.program_words import ProgramFinding, sentence
from pages.evaluate.programs import OutcomePicture, ProgramPage, body, head
from pages.evaluate.scatter_notes import RULE
from pages.format import counted
from pages.state import ProgramState

_NOTES: Final = (
    ("Association, not cause", ("money is often sent to schools whose pupils struggle; a line here "
     "says nothing about what more of the program would do. For that one needs a comparison made "
     "before the money is given.")),
    ("Booked at the school", ("dollars that the district pays centrally for the program are listed "
     "apart and spread over no school.")),
    ("One year", "results swing from year to year, most at small schools: look at several years."),
)  # fmt: skip


def programs_view(services: Services, actor: Actor, state: ProgramState) -> ProgramPage:
    """Everything the page shows for the state."""
    basis = ground(services, actor, state)
    chosen = asked_of(basis, state)
    rows: list[dict[str, Any]] = []
    if not chosen.trouble:
        arguments = chosen.arguments()
        rows = program_comparison(
            basis.warehouse,
            basis.scope,
            fiscal_year=basis.year.year,
            bucket=arguments["bucket"],
            where=(arguments["where"],),
            amount=chosen.amount,
            group=chosen.group,
            outcome=arguments["outcome"],
            second=arguments["second"],
            figures=chosen.schools,
        ).to_pylist()
    return _page(actor, basis, chosen, rows, is_whole=state.every)


def _page(
    actor: Actor,
    basis: Ground,
    chosen: Asked,
    rows: list[dict[str, Any]],
    *,
    is_whole: bool,
) -> ProgramPage:
    schools = [row for row in rows if row["level"] is not None]
    ranked = program_points.with_cost(schools)
    low, high = program_points.costs(schools)
    compared = program_points.compared(schools) or ranked
    base = ProgramFinding(
        chosen.name, f"FY{basis.year.year}", chosen.group, len(compared), low, high,
        is_budget=chosen.amount == "budget",
    )  # fmt: skip
    pictures, said = _pictures(basis, chosen, schools, base)
    names = ("outcome", "second")[: len(chosen.outcomes)]
    reasons = [parts.reasons_of(chosen.schools, one.id) for one in chosen.outcomes]
    per_row = list(zip(names, chosen.outcomes, reasons, strict=True))
    without = [row for row in schools if not row["has_program"]]
    word = WORDS[chosen.amount][1]
    columns = [program_points.column(schools, n, m) for n, m, _ in per_row]
    export = basis.export("program-comparison", funds="", **chosen.arguments())
    return ProgramPage(
        basis=basis_cells(basis, chosen),
        choices=choices(chosen),
        chips=chips(chosen),
        fields=", ".join(account_fields(basis.warehouse, basis.scope.district, basis.year.year)),
        found=parts.matched(rows, chosen),
        trouble=chosen.trouble,
        program=chosen.name,
        sentence=["The program cannot be read: see below."] if chosen.trouble else sentence(said),
        figures=parts.figures(schools, ranked, chosen, base, columns),
        rank_question=f"Which schools {'budget' if base.is_budget else 'spend'} most {base.per} "
        f"on {chosen.name}?",
        rank_sentence=parts.rank_sentence(ranked, base),
        rows=program_points.lines(
            schools, per_row, chosen.amount,
            lambda code: basis.address(f"/evaluate/schools/{code}"),
            parts.spent_link(actor, basis, chosen),
        ),
        outcomes=columns,
        per=base.per,
        money_word=word,
        is_whole=is_whole,
        pictures=pictures,
        without=[parts.apart(row, basis, row["reason"]) for row in without],
        without_words=parts.without_words(schools, without, chosen),
        left_out=parts.left_out(schools, basis, chosen),
        sums=parts.sums(rows, chosen.amount),
        total=parts.total(basis, chosen) if rows else None,
        method=parts.method(basis, chosen, ranked),
        notes=_NOTES,
        minimum_cell=basis.warehouse.settings.minimum_cell,
        export="" if chosen.trouble else export,
        source=f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}.",
    )  # fmt: skip


def _pictures(
    basis: Ground, chosen: Asked, schools: list[dict[str, Any]], base: ProgramFinding
) -> tuple[list[OutcomePicture], ProgramFinding]:
    """A scatter for each outcome, and what the first one says."""
    cost = program_points.cost_measure(chosen.name, base.per)
    found, said = [], base
    for place, (name, outcome) in enumerate(
        zip(("outcome", "second"), chosen.outcomes, strict=False)
    ):
        points = program_points.points(schools, name)
        own = program_points.finding(base, points, outcome)
        said = own if place == 0 else said
        pupils = pupils_words(sum(points.pupils))
        method = (
            f"{parts.basis_words(basis, chosen)}. {counted(len(points.rows), 'school')}, {pupils}; "
            f"schools without the program and special schools are not drawn. {RULE} "
            "Association, not cause."
        )
        found.append(program_points.picture(points, own, cost, outcome, f"program-{name}", method))
    return found, said


def register(guard: Guard, services: Services) -> None:
    """Bind state and content; the state goes both ways between address and conditions."""

    @guard.callback(
        Output(ids.Programs.URL, "search"),
        Output(ids.Programs.WHERE, "value"),
        Output(ids.Programs.STATE, "data"),
        Input(ids.Programs.URL, "search"),
        Input(ids.Programs.WHERE, "value"),
        State(ids.Programs.STATE, "data"),
        permission=Permission.EVALUATE_READ,
    )
    def _state(search: str | None, typed_: str | None, previous: str | None) -> Any:
        return search_state(ProgramState.from_query, search, typed_, previous, field="where")

    @guard.callback(
        Output(ids.Programs.HEAD, "children"),
        Output(ids.Programs.BODY, "children"),
        Input(ids.Programs.STATE, "data"),
        permission=Permission.EVALUATE_READ,
        prevent_initial_call=True,
    )
    def _page_(kept: str | None) -> Any:
        view = programs_view(services, guard.actor(), ProgramState.from_query(kept))
        return head(view), body(view)
