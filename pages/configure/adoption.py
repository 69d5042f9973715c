"""Who looks at the budgets? The share against the goal, by role and school, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import Menu, card, row
from pages.components.chart import chart
from pages.components.figures import icon, missing, opened
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Part, Sentence, dig, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.components.table import FOLD, Column, Phone, Row, table
from pages.configure.adoption_budgets import BudgetLine, budgets_card
from pages.configure.adoption_goal import GoalForm, goal_form
from pages.configure.mail_reading import MailReadingView, reach_card, reading_card
from pages.configure.overview import PATH as SET_UP
from pages.figures.week_bars import WeekBar, week_bars
from pages.format import counted, day, moment, share

PATH: Final = "/configuration/adoption"
CALLS: Final = "/configuration/call-list"
DEFINITION: Final = (
    "Looked: one of the own budgets stood alone on screen, as Home, Money or a bucket of it. "
    "Totals of several budgets, mail, files and pages opened as somebody else do not count; nor do "
    "people who see every budget. Days are those of UTC."
)
PRIVACY: Final = (
    "Only the day is kept, for so many days as the district has set, and only administrators, "
    "budget directors and each person may see it."
)


@dataclass(frozen=True, slots=True)
class Group:
    """People of one role or school, and those of them who looked."""

    name: str
    people: int
    looked: int
    share: float | None
    people_href: str
    looked_href: str


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A week from its Monday on: how many looked, and the way to them."""

    monday: date
    people: int
    is_whole: bool
    href: str


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone: how many people have reached it."""

    name: str
    people: int
    share: float | None
    href: str


@dataclass(frozen=True, slots=True)
class LookerLine:
    """One person with the budgets held; `looked` and `signed_in` are missing for never."""

    name: str
    email: str
    budgets: str
    roles: str
    looked: date | None
    days: int
    signed_in: datetime | None


@dataclass(frozen=True, slots=True)
class AdoptionPage:
    """The figures; `lacking` is how many more budgets the goal wants looked at regularly.

    Where `is_few` people hold a budget, no goal is called reached. `goal_href` leads
    whoever may set the goal to its form.
    """

    goal: int
    people: int
    looked: int
    share: float | None
    lacking: int
    never: int
    regular: int
    budgets: int
    regular_share: float | None
    roles: Sequence[Group]
    schools: Sequence[Group]
    budget_lines: Sequence[BudgetLine]
    effect_days: int
    weeks: Sequence[WeekLine]
    steps: Sequence[Step]
    rows: Sequence[LookerLine]
    shown: str
    export: str
    mail: MailReadingView
    is_few: bool = False
    is_chosen: bool = False
    goal_href: str = ""
    goal_form: GoalForm | None = None


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Adoption.URL, ids.Adoption.BODY, 96, 110, 360)


def body(view: AdoptionPage, said: Component | None = None) -> list[Component]:
    """The whole page; `said` is what has just been done."""
    head = page_head(
        "Who looks at the budgets?",
        crumbs=[("Home", "/"), ("Configuration", SET_UP), ("Adoption", "")],
        actions=[dcc.Link([icon("telephone"), "Who has not looked"], href=CALLS, className="ctl")],
    )
    if not view.people:
        return [head, empty("Nobody holds a budget yet.",
                            "Give people a role in a budget; whether they look is counted from "
                            "then on.")]  # fmt: skip
    people = row(_people(view))
    parts = [
        row(budgets_card(view.budget_lines, view.effect_days)),
        row(card("Do more people look each week?", _trend(view), _weeks(view), method=_METHOD,
                 menu=Menu(has_chart=True))),
        row(_groups("Who looks, by role?", "Role", view.roles),
            card("How far are people?", body=_steps(view)), look="c-1-1"),
        row(reading_card(view.mail), reach_card(view.mail), look="c-3-2"),
        row(_groups("Who looks, by school?", "School", view.schools)),
    ]  # fmt: skip
    # Whoever has opened a number came for its people.
    shown = [people, *parts] if view.is_chosen else [*parts, people]
    goal = html.Div(goal_form(view.goal_form) if view.goal_form else None, id=ids.Adoption.GOAL)
    told = html.Div(said, **{"aria-live": "polite"})
    return [head, told, lead(sentence(view)), _strip(view), goal, *shown, foot(PRIVACY)]


_METHOD: Final = (
    "People who looked at least once in the week, Monday to Sunday; the pale week still runs."
)


def sentence(view: AdoptionPage) -> Sentence:
    """How many budgets are looked at regularly, against the goal."""
    verb = "is" if view.regular == 1 else "are"
    many = f"{view.regular} of {counted(view.budgets, 'budget')}"
    rest = (
        f" {verb} looked at regularly, in each of the last three months of 30 days: "
        f"{share(view.regular_share)}. The goal is {view.goal}%: "
    )
    start: list[Part | str] = [dig(many, f"{PATH}?regular=yes", strong=True), rest]
    if view.is_few:
        held = f"{counted(view.people, 'person holds', 'people hold')} a budget"
        return [*start, f"it is not called reached while only {held}."]
    if view.lacking:
        return [*start, strong(f"{view.lacking} more"), " would reach it."]
    return [*start, strong("it is reached"), "."]


def _strip(view: AdoptionPage) -> html.Div:
    figures = [
        KeyFigure("Looked at regularly", share(view.regular_share),
                  f"{view.regular} of {counted(view.budgets, 'budget')}, in each of the last "
                  "three months of 30 days", href=f"{PATH}?regular=yes"),
        KeyFigure("Goal", f"{view.goal}%", "open it to set another" if view.goal_href
                  else "set by an administrator", href=view.goal_href),
        KeyFigure("Looked in 30 days", share(view.share), f"{view.looked} of {view.people} people",
                  href=f"{PATH}?show=looked"),
        KeyFigure("Never looked", str(view.never), "since days are kept",
                  href=f"{PATH}?show=never"),
    ]  # fmt: skip
    return figure_strip(figures, label="How many look")


def _trend(view: AdoptionPage) -> Sentence:
    whole = [one for one in view.weeks if one.is_whole]
    if not any(one.people for one in view.weeks):
        return ["Nobody has looked in these weeks."]
    last = whole[-1]
    mean = sum(one.people for one in whole) / len(whole)
    return [
        strong(counted(last.people, "person", "people")),
        f" in the week of {day(last.monday)}; {mean:.1f} a week on average.",
    ]


def _weeks(view: AdoptionPage) -> Component:
    columns = [Column("Week from", width="160px"), Column("People", is_number=True,
               phone=Phone.KEEP)]  # fmt: skip
    rows = [Row([day(one.monday), opened(str(one.people), one.href)]) for one in view.weeks]
    bars = [WeekBar(one.monday, one.people, one.is_whole) for one in view.weeks]
    words = "; ".join(f"{day(one.monday)} {one.people}" for one in view.weeks)
    shown = table(columns, rows, caption="People who looked, by week")
    return chart("adoption-weeks", week_bars(bars), description=f"People by week: {words}",
                 rows=shown, height=220, phone_height=200)  # fmt: skip


def _groups(question: str, name: str, groups: Sequence[Group]) -> html.Section:
    columns = [
        Column(name),
        Column("Hold a budget", is_number=True, width="120px"),
        Column("Looked", is_number=True, width="90px"),
        Column("Share", is_number=True, phone=Phone.KEEP, width="80px", is_strong=True),
    ]
    rows = [
        Row([one.name, opened(str(one.people), one.people_href),
             opened(str(one.looked), one.looked_href), share(one.share)])
        for one in groups
    ]  # fmt: skip
    return card(question, body=table(columns, rows, caption=question, fold=FOLD))


def _steps(view: AdoptionPage) -> Component:
    columns = [
        Column("Milestone"),
        Column("People", is_number=True, phone=Phone.KEEP, width="120px"),
        Column("Share", is_number=True, width="90px"),
    ]
    rows = [Row([one.name, opened(str(one.people), one.href), share(one.share)])
            for one in view.steps]  # fmt: skip
    return table(columns, rows, caption="Milestones")


def _people(view: AdoptionPage) -> html.Section:
    many = counted(len(view.rows), "person", "people")
    return card("Who are they?", [strong(view.shown), f": {many}."], _rows(view),
                method=DEFINITION, menu=Menu(view.export))  # fmt: skip


def _rows(view: AdoptionPage) -> Component:
    everybody = dcc.Link([icon("people"), "Everybody"], href=PATH, className="ctl")
    if not view.rows:
        return html.Div([empty("Nobody fits.", "Look at everybody."), everybody])
    columns = [
        Column("Person", width="220px"),
        Column("Budgets", phone=Phone.WIDE),
        Column("Role", phone=Phone.WIDE),
        Column("Last looked", phone=Phone.KEEP, width="130px"),
        Column("Days of the last 90", is_number=True, width="130px"),
        Column("Last signed in (UTC)", width="180px"),
    ]
    rows = [
        Row([
            one.name, one.budgets, one.roles, looked_words(one.looked), str(one.days),
            moment(one.signed_in) if one.signed_in else "Never",
        ])
        for one in view.rows
    ]  # fmt: skip
    return html.Div([table(columns, rows, caption="People with a budget", fold=FOLD),
                     html.Div(everybody, className="ln acts")])  # fmt: skip


def looked_words(last: date | None) -> Component | str:
    """The last day of looking, or that there is none."""
    return day(last) if last else missing("not looked since days are kept")
