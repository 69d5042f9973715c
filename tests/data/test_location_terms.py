"""Lines in columns: the quick look keeps every line that exact reckoning would name."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from data import bucket_alerts
from data.location_terms import Cents, EarlierYear, LocationTerms
from metrics.projection import USUAL, GrantPeriod, Moment

LINES, MONTH = 3_000, 8
GRANT = GrantPeriod(date(2024, 10, 1), date(2025, 4, 30))


def cents(values):
    known = np.array([value is not None for value in values])
    return Cents(np.array([value or 0 for value in values], np.int64), known)


def drawn(dice):
    """Figures of a line: many lie within a cent of the limits at which alerts begin."""
    whole = dice.choice([None, 0, -500, dice.randrange(1, 10**12)])
    by_then = None if dice.random() < 0.1 else dice.randrange(-100, (whole or 0) // 2 + 200)
    spent = dice.choice([None, 0, -7, dice.randrange(10**11)])
    ordered = dice.choice([None, 0, dice.randrange(10**9)])
    likely = (spent or 0) * 12 // MONTH
    if whole and whole > 0 and by_then and by_then > 0:
        likely = (spent or 0) * whole // by_then
    budget = dice.choice(
        [None, 0, likely + dice.randrange(-2, 3), likely * 10 // 9 + dice.randrange(-2, 3),
         likely * 20 // 19,
         (spent or 0) + (ordered or 0) + dice.randrange(-2, 3), dice.randrange(10**12)]
    )  # fmt: skip
    return budget, spent, ordered, dice.choice([None, 0, 1, 5_000]), by_then, whole


@pytest.fixture(scope="module")
def lines():
    dice = random.Random(27)  # noqa: S311
    budget, spent, ordered, asked, by_then, whole = map(
        cents, zip(*(drawn(dice) for _ in range(LINES)), strict=True)
    )
    codes = np.array(["GRANT" if number % 9 == 0 else "SUP" for number in range(LINES)])
    earlier = (EarlierYear(by_then, whole),)
    return LocationTerms(codes, np.arange(LINES), budget, spent, ordered, asked, earlier)


@pytest.mark.parametrize("is_projected", [True, False])
def test_no_line_with_an_alert_is_passed_over(lines, is_projected):
    own = SimpleNamespace(limits=USUAL, grants={"GRANT": GRANT})
    when = Moment(USUAL, MONTH, date(2025, 3, 1))
    ground = bucket_alerts._Ground(own, when, is_projected, lines)
    looked_at = bucket_alerts._perhaps(ground)
    alerts = [
        bucket_alerts._line(ground, str(lines.bucket_code[line]), line)["alert"]
        for line in range(LINES)
    ]
    assert not [line for line, alert in enumerate(alerts) if alert and not looked_at[line]]
    assert set(alerts) == ({"", "overspent", "will overspend", "slow"} if is_projected
                           else {"", "overspent"})  # fmt: skip
    assert 100 < looked_at.sum() < LINES


def test_the_mean_share_is_that_of_the_last_three_posted_years():
    def year(by_then, spent):
        return EarlierYear(cents([by_then]), cents([spent]))

    years = (year(9, 10), year(1, 10), year(None, 10), year(3, 10), year(5, 0), year(-2, 10))
    none = cents([None])
    terms = LocationTerms(np.array(["SUP"]), np.array([1]), none, none, none, none, years)
    assert terms.shares(0) == [Fraction(3, 10), Fraction(-2, 10)]
    assert terms.mean_share() == pytest.approx([0.3])
    assert not terms.has_money.any()
