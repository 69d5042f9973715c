"""What is said of rows set aside: missing amounts are not nothing, and little is not none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pages.manage.set_aside import at_least, small_share


@pytest.mark.parametrize(
    ("unread", "said"),
    [(0, "$546"), (1, "at least $546; 1 row without an amount"),
     (6, "at least $546; 6 rows without an amount")],
)  # fmt: skip
def test_rows_without_an_amount_are_told(unread, said):
    assert at_least(Decimal("545.90"), unread) == said


@pytest.mark.parametrize(
    ("part", "said"),
    [(0, "0.00%"), (18 / 604_873, "under 0.01%"), (0.0001, "0.01%"), (0.5, "50.00%")],
)
def test_a_small_share_is_never_called_nothing(part, said):
    assert small_share(part) == said
