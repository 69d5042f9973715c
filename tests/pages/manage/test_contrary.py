"""Pay to come is told where it contradicts the projection that is shown."""

from __future__ import annotations

import pytest

from callbacks.manage.bucket_methods import contrary
from metrics.projection import Method, Projection
from pages.components.sentence import plain
from pages.manage.bucket.words import doubt


def made(method, left):
    return Projection(method, left_over=left)


@pytest.mark.parametrize(
    ("used", "pay", "said"),
    [(284_773_700, -296_399_400, "The pay dates to come point the other way: $2,963,994 short."),
     (-100, 500_00, "The pay dates to come point the other way: $500 left."),
     (284_773_700, 296_399_400, ""), (-100, -500_00, ""), (5, None, ""), (None, -5, "")],
)  # fmt: skip
def test_only_the_opposite_is_told(used, pay, said):
    shown = made(Method.SEASONAL, used)
    others = [made(Method.STRAIGHT_LINE, -999_00), made(Method.PERSONNEL, pay)]
    assert plain(doubt(contrary(shown, [shown, *others]))).strip() == said


def test_pay_to_come_does_not_contradict_itself():
    shown = made(Method.PERSONNEL, -5)
    assert contrary(shown, [shown]) is None
