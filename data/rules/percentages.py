"""V39: how percentages of vacant jobs are written: up to 1 as fractions, above it as percent.

0.15 and 15 are both 15 %; kept is the fraction. What was understood is told; a file with both
forms, or with exactly 1, could mean either and waits for a person to confirm it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from data.entities.content import Content, Filled
from data.entities.entity import Entity
from data.entities.parsing import plain
from data.entities.problem import Problem

_ENTITY: Final = "vacancy_benefit"
_ONE: Final = Decimal(1)
_HUNDRED: Final = Decimal(100)
_PLACES: Final = 4
_USUAL: Final = (Decimal("0.5"), Decimal(40))


def understood(entity: Entity, content: Content) -> Content:
    """The record with a percentage above 1 as the fraction that it stands for.

    One that a fraction of four decimals cannot hold stays, and is refused by the rules.
    """
    amount = _percentage(entity, content)
    if amount is None or amount <= _ONE or amount > _HUNDRED or not _fits(amount / _HUNDRED):
        return content
    return Content({**content.values, "amount": (amount / _HUNDRED).normalize()}, content.lines)


def percentage_problems(entity: Entity, content: Filled) -> Iterator[Problem]:
    """What a percentage is understood as, and whether it can be; the content is `understood`."""
    amount = _percentage(entity, content)
    if amount is None:
        return
    if amount > _ONE:
        most = "has at most two decimals" if amount <= _HUNDRED else "is at most 100"
        suggestion = plain(round(amount, 2)) if amount <= _HUNDRED else ""
        message = f"A percentage {most}, found {plain(amount)}."
        yield Problem("V39", message, suggestion, "amount")
        return
    share = amount * _HUNDRED
    lowest, highest = _USUAL
    odd = "" if lowest <= share <= highest else ", which is unusual"
    message = f"Amount is understood as {plain(share)} % of pay{odd}."
    yield Problem("V39", message, "", "amount", is_warning=True)


def percentage_question(entity: Entity, contents: Iterable[Filled]) -> str:
    """What a person has to confirm of the percentages as they are written; empty for nothing."""
    amounts = [one for one in (_percentage(entity, each) for each in contents) if one]
    if _ONE in amounts:
        return "A percentage is exactly 1: it is understood as 100 %, not as 1 %."
    if any(one < _ONE for one in amounts) and any(one > _ONE for one in amounts):
        return "Some percentages are fractions (0.15), others are percent (15): both are meant so."
    return ""


def _percentage(entity: Entity, content: Filled) -> Decimal | None:
    amount = content.values.get("amount")
    is_one = entity.name == _ENTITY and content.values.get("pay_basis") == "percent"
    return amount if is_one and isinstance(amount, Decimal) else None


def _fits(fraction: Decimal) -> bool:
    return fraction == round(fraction, _PLACES)
