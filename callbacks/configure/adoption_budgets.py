"""The lines of the cockpit budget by budget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from metrics.adoption import share, since, without_effect
from pages.configure.adoption_budgets import BudgetLine
from planning.adoption import Adoption, Looker


def budget_lines(found: Adoption, names: dict[str, str], path: str) -> list[BudgetLine]:
    """A line for every budget that somebody holds, the longest unseen first."""
    holders: dict[str, list[Looker]] = {}
    for one in found.people:
        for each in one.budgets:
            holders.setdefault(each.code, []).append(one)
    lines = [_line(found, code, people, names, path) for code, people in holders.items()]
    return sorted(lines, key=lambda one: (one.last or date.min, one.name.casefold()))


def _line(
    found: Adoption, code: str, people: Sequence[Looker], names: dict[str, str], path: str
) -> BudgetLine:
    held = next(each for each in people[0].budgets if each.code == code)
    first = since(found.today)
    mails = [
        mail for one in people for mail in one.mails if first <= mail.day <= found.today
    ]  # every mail of a campaign that one of its people got
    return BudgetLine(
        name=held.name or names.get(code, code),
        school=names.get(held.location, held.location) or "Several or none",
        people=len(people),
        people_href=f"{path}?{urlencode({'budget': code})}",
        last=found.last_looks.get(code),
        days=sum(first <= day <= found.today for day in found.budget_days.get(code, ())),
        is_regular=found.regular.get(code, False),
        mails=len(mails),
        opened=share(sum(mail.is_opened for mail in mails), len(mails)),
        without_effect=sum(
            without_effect((mail.day for mail in one.mails), one.days, found.today)
            for one in people
        ),
    )
