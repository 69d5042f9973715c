"""Cost of the staffing beside the ledger's pay, against plain sums of both."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from callbacks.manage.payroll import payroll
from callbacks.manage.reconciliation import reconciliation
from data.store import Store, migrate
from pages.components.sentence import plain
from pages.format import money
from pages.manage.payroll import QUESTION, PayLine, Payroll, payroll_card, payroll_words
from tests.callbacks.manage.test_staffing import house, kept  # noqa: F401 - fixtures

PAY, BENEFITS = 3 * Decimal("61003.07"), 3 * Decimal("12200.61")
"""185 days at $329.7463 each, and 20 %, of the three people in positions whose people all have pay:
a position with somebody without pay has no cost."""


def ledger(lines, *classes):
    """Budgeted and spent in accounts of pay, from the plain lines."""
    return [
        sum(
            line["usd"] for line in lines
            if line["fiscal_year"] == 2025 and line["line_type"] in kinds
            and line["account"]["spend_class"] in classes
            and line["account"]["kind"] == "expenditure"
        )
        for kinds in (("budget",), ("actual",))
    ]  # fmt: skip


def test_both_sides_are_sums_of_their_own_rows(house, person, lines):  # noqa: F811
    [drawn] = payroll(house, person("budget_director"))
    shown = str(drawn)
    for cost, classes in (
        (PAY, ("salary",)),
        (BENEFITS, ("benefit",)),
        (PAY + BENEFITS, ("salary", "benefit")),
    ):
        budget, spent = ledger(lines, *classes)
        for figure in (cost, budget, spent, budget - cost):
            assert money(figure, cents=True) in shown
    assert "1 assignment without pay recorded" in shown
    assert "on 1 Mar 2025" in shown
    # Both sides open: the accounts by their class, and the positions.
    assert "where=Spending+class+is+salary" in shown


def test_it_stands_on_the_data_page(house, person):  # noqa: F811
    assert QUESTION in str(reconciliation(house, person("administrator")))


def test_nobody_without_the_right_to_see_pay_gets_it(house, person):  # noqa: F811
    director = person("budget_director")
    assert payroll(house, director)
    blind = replace(director, scope=replace(director.scope, sees_compensation=False))
    assert payroll(house, blind) == []
    assert payroll(house, person("principal", "101")) == []
    assert payroll(house, person("viewer")) == []


def test_a_district_without_positions_gets_none(services, person, tmp_path):
    migrate(f"sqlite:///{tmp_path / 'store.db'}")
    empty = Store(f"sqlite:///{tmp_path / 'store.db'}", audit_key=b"k" * 32)
    assert payroll(replace(services, store=empty), person("administrator")) == []
    assert payroll(replace(services, store=None), person("administrator")) == []
    empty.close()


def both(cost, budget):
    line = PayLine("Pay and benefits", Decimal(cost), budget, None)
    return Payroll([line], "1 Mar 2025", 2025, "periods 1 to 8", "0.5", 0, "")


MORE = (
    "FY2025 budgets $40 more for pay and benefits than the people in place on 1 Mar 2025 cost "
    "in a whole year."
)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (both(60, Decimal(100)), MORE),
        (both(100, Decimal(60)), "FY2025 budgets $40 less for"),
        (both(100, None), "No budget of pay is loaded for FY2025."),
    ],
)  # fmt: skip
def test_the_sentence_says_which_side_is_more(view, words):
    assert words in plain(payroll_words(view))


def test_without_any_pay_recorded_nothing_is_compared():
    assert "No pay is recorded." in str(payroll_card(both(0, Decimal(60))))
