"""FTE and dollars of an upload, added up by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.entities.registry import ENTITIES
from data.store.records import Draft
from loaders.uploads.changes import Outcome, RecordChange
from loaders.uploads.effect import effect


def change(outcome, before, after):
    held = [None if one is None else Draft(one) for one in (before, after)]
    return RecordChange(outcome, ("a",), "a", (2,), *held)


def fte(text):
    return {"fte": Decimal(text)}


def pay(basis, amount):
    return {"fte_basis": Decimal(basis), "amount": Decimal(amount), "pay_basis": "Daily"}


def benefit(basis, amount):
    return {"pay_basis": basis, "amount": Decimal(amount)}


@pytest.mark.parametrize(
    ("name", "changes", "before", "after"),
    [
        ("position", [(Outcome.CREATE, None, fte("0.425")), (Outcome.UPDATE, fte("1"), fte("0.5")),
                      (Outcome.DELETE, fte("2"), None), (Outcome.UNCHANGED, fte("9"), fte("9")),
                      (Outcome.ERROR, None, fte("7"))], "3", "0.925"),
        ("employee_pay", [(Outcome.UPDATE, pay("185", "300"), pay("185", "310.5"))],
         "55500", "57442.5"),
        ("employee_benefit", [(Outcome.CREATE, None, benefit("flat", "12000")),
                              (Outcome.CREATE, None, benefit("percentage", "5"))], "0", "12000"),
    ],
)  # fmt: skip
def test_sums(name, changes, before, after):
    found = effect(ENTITIES[name], [change(*one) for one in changes])
    assert (found.before, found.after) == (Decimal(before), Decimal(after))
    assert found.difference == Decimal(after) - Decimal(before)


def test_kinds_without_fte_and_dollars_have_none():
    assert effect(ENTITIES["priority"], []) is None
