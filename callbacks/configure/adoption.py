"""Who looks at the budgets: the figures, and the people behind each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from access.policy import may
from callbacks.basis import Services
from callbacks.configure.adoption_budgets import budget_lines
from callbacks.configure.adoption_goal import SAID, opened_form
from callbacks.configure.mail_reading import by_mail, mail_reading_view
from data.schools import schools
from data.warehouse import NoSnapshotError
from metrics.adoption import EFFECT_DAYS, FEWEST, monday, needed, share, weeks
from pages import account_ids as ids
from pages.account_state import AdoptionState
from pages.configure.adoption import (
    PATH,
    AdoptionPage,
    Group,
    LookerLine,
    Step,
    WeekLine,
    body,
)
from pages.configure.answers import done
from planning.adoption import Adoption, Looker, adoption
from planning.adoption_goal import NEED, goal

SEVERAL: Final = "Several schools or none"
_SHOWN: Final[dict[str, tuple[str, Callable[[Looker], object]]]] = {
    "looked": ("Looked in the last 30 days", lambda one: one.has_looked),
    "not": ("Did not look in the last 30 days", lambda one: not one.has_looked),
    "never": ("Never looked", lambda one: one.last is None),
    "signed": ("Signed in at least once", lambda one: one.holder.last_sign_in_utc),
    "ever": ("Looked at least once", lambda one: one.last),
    "bucket": ("Opened a bucket", lambda one: one.bucket),
    "report": ("Kept a report", lambda one: one.report),
}
_STEPS: Final = (
    ("signed", "Signed in for the first time"),
    ("ever", "Looked at a budget for the first time"),
    ("bucket", "Opened a bucket"),
    ("report", "Kept a report"),
)


def adoption_page(services: Services, actor: Actor, state: AdoptionState) -> AdoptionPage:
    """The figures of everybody, and the people that the state asks for."""
    found = adoption(actor, services.store, services.clock().date())
    names = school_names(services, actor)
    many, looked = len(found.people), sum(one.has_looked for one in found.people)
    percent = goal(services.settings, services.store, actor.district)
    regular, budgets = sum(found.regular.values()), len(found.regular)
    rows, words = chosen(found, state, names)
    return AdoptionPage(
        goal=percent,
        people=many,
        looked=looked,
        share=share(looked, many),
        lacking=max(0, needed(percent, budgets) - regular),
        is_few=many < FEWEST,
        never=sum(one.last is None for one in found.people),
        regular=regular,
        budgets=budgets,
        regular_share=share(regular, budgets),
        roles=_groups(found.people, "role", roles_of),
        schools=_groups(found.people, "school", lambda one: schools_of(one, names)),
        budget_lines=budget_lines(found, names, PATH),
        effect_days=EFFECT_DAYS,
        weeks=_weeks(found),
        steps=_steps(found.people),
        rows=[_line(one, names) for one in rows],
        shown=words,
        export=f"/export/adoption{_rows_of(state).to_query()}",
        is_chosen=state.is_chosen,
        mail=mail_reading_view(found, state, PATH),
        goal_href=f"{PATH}?goal=1" if may(actor, NEED) else "",
        goal_form=opened_form(percent) if state.goal and may(actor, NEED) else None,
    )


def _rows_of(state: AdoptionState) -> AdoptionState:
    """What of a state says which people stand in the rows."""
    return replace(state, year=None, location=None, goal=False, said=None)


def chosen(
    found: Adoption, state: AdoptionState, names: dict[str, str]
) -> tuple[list[Looker], str]:
    """The people that the state asks for, and in words which those are."""
    rows, words = list(found.people), []
    if state.show:
        name, fits = _SHOWN[state.show]
        rows, words = [one for one in rows if fits(one)], [name]
    if state.regular:
        regular = {code for code, is_regular in found.regular.items() if is_regular}
        rows = [one for one in rows if any(each.code in regular for each in one.budgets)]
        words.append("Budget looked at regularly")
    if state.role:
        rows, words = [one for one in rows if state.role in roles_of(one)], [*words, state.role]
    if state.school:
        rows = [one for one in rows if state.school in schools_of(one, names)]
        words.append(state.school)
    if state.budget:
        rows = [one for one in rows if state.budget in {each.code for each in one.budgets}]
        words.append(_budget_name(rows, state.budget, names))
    if state.week:
        rows = [one for one in rows if state.week in {monday(d).isoformat() for d in one.days}]
        words.append(f"Looked in the week from {state.week}")
    rows, said = by_mail(found, state, rows)
    words += said
    return rows, ", ".join(words) or "Everybody with a budget"


def roles_of(one: Looker) -> list[str]:
    """The roles that somebody holds."""
    return sorted({each.role for each in one.budgets})


def schools_of(one: Looker, names: dict[str, str]) -> list[str]:
    """The schools whose budgets somebody holds."""
    return sorted({names.get(each.location, each.location) or SEVERAL for each in one.budgets})


def budget_words(one: Looker, names: dict[str, str]) -> str:
    """The budgets that somebody holds, by name."""
    return ", ".join(each.name or names.get(each.code, each.code) for each in one.budgets)


def _budget_name(people: Sequence[Looker], code: str, names: dict[str, str]) -> str:
    held = (each.name for one in people for each in one.budgets if each.code == code)
    return next(held, "") or names.get(code, code)


def school_names(services: Services, actor: Actor) -> dict[str, str]:
    """Code to name of every place that the actor sees; none before the first load."""
    try:
        rows = schools(services.warehouse, actor.scope, type="").to_pylist()
    except NoSnapshotError:
        return {}
    return {row["location_id"]: row["location_name"] for row in rows if row["location_id"]}


def _groups(
    people: Sequence[Looker], name: str, parts: Callable[[Looker], Iterable[str]]
) -> list[Group]:
    """Each part with its people, the lowest share first; one of two parts counts in both."""
    found: dict[str, list[Looker]] = {}
    for one in people:
        for part in parts(one):
            found.setdefault(part, []).append(one)
    made = []
    for part, members in found.items():
        looked = sum(one.has_looked for one in members)
        made.append(
            Group(part, len(members), looked, share(looked, len(members)), _href({name: part}),
                  _href({name: part, "show": "looked"}))
        )  # fmt: skip
    return sorted(made, key=lambda one: (one.share or 0.0, one.name.casefold()))


def _weeks(found: Adoption) -> list[WeekLine]:
    days = {one.holder.user_id: one.days for one in found.people}
    return [
        WeekLine(one.monday, len(one.people), one.is_whole, _href({"week": str(one.monday)}))
        for one in weeks(days, found.today)
    ]


def _steps(people: Sequence[Looker]) -> list[Step]:
    made = []
    for key, name in _STEPS:
        many = sum(bool(_SHOWN[key][1](one)) for one in people)
        made.append(Step(name, many, share(many, len(people)), _href({"show": key})))
    return made


def _line(one: Looker, names: dict[str, str]) -> LookerLine:
    return LookerLine(
        one.holder.name, one.holder.email, budget_words(one, names), ", ".join(roles_of(one)),
        one.last, len(one.days), one.holder.last_sign_in_utc,
    )  # fmt: skip


def _href(asked: dict[str, str]) -> str:
    return f"{PATH}?{urlencode(asked)}"


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.Adoption.BODY, "children"),
        Input(ids.Adoption.URL, "search"),
        permission=Permission.MANAGE_CONFIGURE,
    )
    def _body(search: str | None) -> Any:
        state = AdoptionState.from_query(search)
        view = adoption_page(services, guard.actor(), state)
        return body(view, done(f"The goal is {view.goal}% now.") if state.said == SAID else None)
