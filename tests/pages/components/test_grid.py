"""The grid: as tall as its rows need where there are few."""

from __future__ import annotations

from pages.components.grid import GridColumn, grid

COLUMNS = (GridColumn("account", "Account"), GridColumn("left", "Left", is_number=True))


def made(**more):
    return grid("some-grid", COLUMNS, total={}, sort="account", descending=False, label="x", **more)


def test_few_rows_make_a_low_grid():
    assert made(row_count=9).style == {"--rows": 9}
    assert made(row_count=0).style == {"--rows": 0}


def test_without_their_number_it_is_as_tall_as_the_window_allows():
    assert made().style is None
