"""Guided questions: which are asked of whom, and the figure that answers each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.evaluate import question_figures as figures
from callbacks.evaluate.ground import Ground, basis_cells, ground, year_rows
from callbacks.evaluate.programs import programs_view
from data.program_comparison import usual_outcome
from data.school_measures import SchoolFigures, measures, school_figures
from pages import ids
from pages.components.sentence import plain
from pages.evaluate.question_words import Answer, unanswered
from pages.evaluate.questions import AUDIENCES, Asked, QuestionsPage, questions_page
from pages.evaluate.scatter_words import Measured
from pages.registry import PAGES
from pages.state import ProgramState, QuestionsState

_CAUSE: Final = "these figures show what goes together, not what causes it"


@dataclass(frozen=True, slots=True)
class Reader:
    """The reader's comparison with everything that answers stand on."""

    services: Services
    actor: Actor
    basis: Ground
    rows: list[dict[str, Any]]
    schools: list[SchoolFigures]
    outcome: Measured | None

    @property
    def own(self) -> str | None:
        """The only school of the reader, where there is one."""
        return self.actor.location_id

    @property
    def own_name(self) -> str:
        """The own school in words, else the district."""
        found = (r["location_name"] for r in self.rows if r["location_id"] == self.own)
        return next(found, self.basis.district_name)

    def linked(self, answer: Answer, path: str, page: str, **more: str) -> Answer:
        """The answer with the page that shows it, where the reader may open it."""
        known = {entry.path: entry.permission for entry in PAGES}
        start = path if path in known else path.rpartition("/")[0] + "/<location_id>"
        if start not in known or known[start] not in self.actor.permissions:
            return answer
        return replace(answer, href=self.basis.address(path, **more), page=page)


def questions_view(services: Services, actor: Actor, state: QuestionsState) -> QuestionsPage:
    """One audience's list with the answers of the year."""
    basis = ground(services, actor, state)
    schools = school_figures(
        basis.warehouse, basis.scope, fiscal_year=basis.year.year, funds=basis.funds
    )
    offered = measures(basis.warehouse, basis.scope, schools)
    name = usual_outcome(offered)
    chosen = next((one for one in offered if one.id == name), None)
    outcome = Measured(chosen.id, chosen.label, chosen.unit) if chosen else None
    rows = year_rows(basis, basis.year.year)
    reader = Reader(services, actor, basis, rows, schools, outcome)
    audience = state.audience if state.audience in AUDIENCES else "board"
    asked = {"board": _board, "principals": _principals, "families": _families}
    return QuestionsPage(
        basis=basis_cells(basis),
        audience=audience or "board",
        entries=asked[audience or "board"](reader),
        method=(
            f"{basis.year_words}. Means are weighted by pupils; alternative and special schools "
            "stand apart. Association, not cause. Groups of fewer than "
            f"{basis.warehouse.settings.minimum_cell} pupils are hidden."
        ),
        source=f"{basis.district_name}. Sources: district ledger, state files; {basis.loaded}.",
    )


def _board(reader: Reader) -> list[Asked]:
    basis, rows, linked = reader.basis, reader.rows, reader.linked
    return [
        Asked("Who spends most per pupil, and who least?",
              linked(figures.most_and_least(rows), "/evaluate/schools", "See every school",
                     sort="dollars", down="1"),
              "Is it need, level, size, pay or a program?"),
        Asked("Is the variation in line with need?",
              linked(figures.in_line_with_need(basis), "/evaluate/equity", "See the equity report"),
              "If not: is that what we intend?"),
        Asked("How far do schools of one level differ?",
              linked(figures.spread(rows), "/evaluate/equity", "See the spread by level"),
              "Which differences did we decide, and which came about?"),
        Asked("Which schools spend less and do better than schools of like need?",
              linked(figures.less_and_better(basis, reader.outcome), "/evaluate/scatter",
                     "See the scatter", **_axes(reader)),
              "Who visits them, and what do we learn?"),
        Asked("Where does central money go?",
              linked(figures.central(basis), "/evaluate/per-pupil", "See the per-pupil report"),
              "Which of it could schools see and shape?"),
        Asked("What does a program cost, and what goes with it?",
              linked(_program(reader), "/evaluate/programs", "Compare a program"),
              "What would tell us to stop or widen it?"),
        Asked("Did spending per pupil rise everywhere?",
              linked(figures.change(basis, rows), "/evaluate/schools", "See every school"),
              "Did dollars change, or the number of pupils?"),
    ]  # fmt: skip


def _principals(reader: Reader) -> list[Asked]:
    basis, own = reader.basis, reader.own
    profile = f"/evaluate/schools/{own}" if own else "/evaluate/schools"
    linked, newest = reader.linked, basis.years[-1].year
    left = figures.remaining(basis, reader.actor.scope, own, reader.own_name, newest)
    return [
        Asked("What does the school get per pupil?",
              linked(figures.own_school(reader.rows, own), profile, "See the school profile"),
              "Does the number surprise you? Why?"),
        Asked("Does each principal know the quadrant of the school?",
              linked(figures.fields(basis, reader.outcome, own), "/evaluate/scatter",
                     "See the quadrants", **_axes(reader)),
              "What explains it that the picture does not show?"),
        Asked("Which schools of like need spend less and do better?",
              linked(figures.less_and_better(basis, reader.outcome), "/evaluate/scatter",
                     "See the scatter", **_axes(reader)),
              "Which of them could you call this month?"),
        Asked("How many teachers are there for 100 pupils?",
              linked(figures.range_of(reader.schools, "teachers_per_100", ""), profile,
                     "See who works where"),
              "Which work waits because nobody is there for it?"),
        Asked(f"How much is left in FY{newest}?",
              linked(left, "/current/money", "Open the Money tab", year=str(newest)),
              "What must be ordered now to help pupils this year?"),
        Asked("What would you change if the same dollars were yours to place?",
              unanswered("only you can say"), "Write down one thing to start and one to stop."),
    ]  # fmt: skip


def _families(reader: Reader) -> list[Asked]:
    basis, linked = reader.basis, reader.linked
    return [
        Asked("How much is spent for a pupil?",
              linked(figures.most_and_least(reader.rows), "/evaluate/schools", "Find your school"),
              "What would you like your school to explain?"),
        Asked("What is the money for?",
              linked(figures.categories(basis), "/evaluate/schools", "See it for your school"),
              "What matters most to your child?"),
        Asked("Do schools whose pupils need more get more?",
              linked(figures.in_line_with_need(basis), "/evaluate/equity", "See the equity report"),
              "What does your child's school need most?"),
        Asked("How many teachers are there for 100 pupils?",
              linked(figures.range_of(reader.schools, "teachers_per_100", ""),
                     "/evaluate/schools", "See your school's staff"),
              "Where would one more adult help?"),
        Asked("How have results moved?",
              linked(figures.moved(basis, reader.schools, reader.outcome), "/evaluate/schools",
                     "See your school's results"),
              "What else shows that children learn?"),
        Asked("Is the money well spent?", unanswered(_CAUSE),
              "What would convince you, and who could find out?"),
        Asked("What do families think of their schools?",
              unanswered("no survey of families is loaded"),
              "Which two questions should a survey ask?"),
    ]  # fmt: skip


def _axes(reader: Reader) -> dict[str, str]:
    """The scatter that shows the answer: its figures are as they are, not beyond need."""
    if not reader.outcome:
        return {}
    return {"x": "per_pupil_usd", "y": reader.outcome.id, "plain": "1"}


def _program(reader: Reader) -> Answer:
    """What the page of a program says of the first bucket."""
    state = ProgramState(year=reader.basis.year.year)
    view = programs_view(reader.services, reader.actor, state)
    if view.trouble or not plain(view.sentence) or not view.rows:
        return unanswered("no bucket for spending is set up, or no school has money in it")
    return Answer(view.sentence)


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.Questions.BODY, "children"),
        Input(ids.Questions.URL, "search"),
        permission=Permission.EVALUATE_READ,
    )
    def _questions(search: str | None) -> Any:
        state = QuestionsState.from_query(search)
        return questions_page(questions_view(services, guard.actor(), state))
