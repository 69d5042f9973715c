"""Finding posting lines, the newest first, without reading those that are not shown.

The `search` table is ordered by date, so its last places hold the newest lines: a walk back from
them in growing windows stops as soon as the page is full. A walk that begins in vain goes on only
where the words that are looked for stand. The ledger is sorted by location; asked
by spans of days, it never sorts more than a part of a year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.scope import Scope
from data.labels import location_labels
from data.search_parts import Places, places_with
from data.warehouse import Warehouse

Keys = NDArray[np.int64]
FIRST_WINDOW, WINDOW_GROWTH, LARGEST_WINDOW = 8_192, 8, 1 << 19
"""Places that are looked through at once: few at first, as most pages lie there, and never so many
that the keys of all would take the memory of a web process."""
PART, SORTED_PART, SUMMED_PART = 20_000, 50_000, 1_000
"""Lines that are fetched at once: those of any order lie far apart, and sums of pay are made anew
for the accounts of each part, which must be few enough for their blocks to be found."""


def newest_keys(warehouse: Warehouse, scope: Scope, asked: dict[str, Any], wanted: int) -> Keys:
    """Keys of the newest lines that pass the filters, at most as many as wanted."""
    places = _places(warehouse, scope, asked["fiscal_year"])
    first, end = places["first_place"], places["last_place"] + 1
    start = max(first, end - FIRST_WINDOW)
    newest = _keys_between(warehouse, scope, asked, (start, end), wanted)
    rest = [(first, start)]
    if asked["search"] and not len(newest):
        rest = places_with(warehouse, scope, asked["search"], first, start)
    earlier = _walk(warehouse, scope, asked, rest, wanted - len(newest))
    return np.concatenate([newest, *earlier])


def counted(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any]
) -> Iterator[Mapping[str, int | None]]:
    """How many lines pass the filters, and their cents by type, for each run of places."""
    places = _places(warehouse, scope, asked["fiscal_year"])
    runs = [(places["first_place"], places["last_place"] + 1)]
    if asked["search"]:
        runs = places_with(warehouse, scope, asked["search"], *runs[0])
    for start, end in runs:
        raw = warehouse.exact(scope, "search_totals", from_place=start, to_place=end, **asked)
        yield from raw.to_pylist()


def _walk(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], runs: list[Places], wanted: int
) -> Iterator[Keys]:
    """Keys from the last places of the runs back to the first, until enough are found."""
    for window in _windows(runs):
        if wanted <= 0:
            return
        found = _keys_between(warehouse, scope, asked, window, wanted)
        wanted -= len(found)
        yield found


def _windows(runs: list[Places]) -> Iterator[Places]:
    """The runs from the last to the first, cut into windows that grow."""
    size = FIRST_WINDOW
    for first, end in reversed(runs):
        upper = end
        while upper > first:
            size = min(size * WINDOW_GROWTH, LARGEST_WINDOW)
            lower = max(first, upper - size)
            yield lower, upper
            upper = lower


def _keys_between(
    warehouse: Warehouse, scope: Scope, asked: dict[str, Any], window: Places, wanted: int
) -> Keys:
    """Keys of the newest lines of a window, at most as many as wanted."""
    start, end = window
    raw = warehouse.exact(scope, "search_window", from_place=start, to_place=end, **asked)
    newest = np.argsort(raw.column("place").to_numpy())[::-1][:wanted]
    keys: Keys = raw.column("line_key").to_numpy()[newest]
    return keys


def lines_of(
    warehouse: Warehouse, scope: Scope, fiscal_year: int, keys: Keys, *, once: bool = False
) -> pa.Table:
    """The lines of these keys with the names of their accounts, in the order of the keys."""
    ask = warehouse.once if once else warehouse.exact
    # A row is found by its place at once, by its key only by looking through all of them.
    away = warehouse.exact(scope.district, "ledger_places").to_pylist()[0]
    if away["least"] == away["greatest"] and away["least"] is not None:
        # The bounds spare most of the file: what is stored has statistics, a place has none.
        least, greatest = (int(keys.min()), int(keys.max())) if len(keys) else (0, -1)
        places = (keys - away["least"]).tolist()
        raw = ask(scope, "lines_by_place", places=places, first_key=least, last_key=greatest)
    else:
        raw = ask(scope, "lines_by_key", line_keys=keys.tolist())
    wanted = pa.array(keys, pa.int64())
    raw = raw.take(pc.index_in(wanted, value_set=raw.column("line_key").combine_chunks()))
    accounts = raw.column("account_key").combine_chunks()
    asked = {"fiscal_year": fiscal_year, "account_keys": accounts.unique().to_pylist()}
    names = ask(scope, "account_names", **asked)
    place = pc.index_in(accounts, value_set=names.column("account_key").combine_chunks())
    for name in ("account", "account_description"):
        raw = raw.append_column(name, names.column(name).combine_chunks().take(place))
    codes, _ = location_labels(warehouse, scope.district, raw.column("location_key"))
    return raw.append_column("location_id", codes)


def sums_of(warehouse: Warehouse, scope: Scope, asked: dict[str, Any], found: pa.Table) -> pa.Table:
    """The lines of these keys and accounts in their order, for readers who get pay as sums."""
    keys, accounts = (found.column(name).combine_chunks() for name in ("line_key", "account_key"))
    only = {"line_keys": keys.to_pylist(), "account_keys": accounts.unique().to_pylist()}
    raw = warehouse.once(scope, "summed_by_key", **only, **asked)
    return raw.take(pc.index_in(keys, value_set=raw.column("line_key").combine_chunks()))


def earlier_days(warehouse: Warehouse, scope: Scope, asked: dict[str, Any]) -> Iterator[date]:
    """Days from which on the newest lines may already fill a page, each earlier than the last."""
    places = _places(warehouse, scope, asked["fiscal_year"])
    window = FIRST_WINDOW
    while places["last_place"] - window > places["first_place"]:
        day = _day(warehouse, scope, places["last_place"] - window)
        if day is None or (asked["first_day"] and day <= asked["first_day"]):
            return
        yield day
        window *= WINDOW_GROWTH


def spans(warehouse: Warehouse, scope: Scope, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Filters of days that together pass every line once, the newest first, undated lines last."""
    places = _places(warehouse, scope, asked["fiscal_year"])
    last_day = asked["last_day"]
    for place in range(places["last_place"] - PART, places["first_place"], -PART):
        day = _day(warehouse, scope, place)
        if day is None or (asked["first_day"] and day <= asked["first_day"]):
            break
        if last_day is None or day <= last_day:
            yield {"first_day": day, "last_day": last_day}
            last_day = day - timedelta(days=1)
    yield {"last_day": last_day}
    if last_day is not None and asked["first_day"] is None and asked["last_day"] is None:
        yield {"undated": True}


def _places(warehouse: Warehouse, scope: Scope, fiscal_year: int) -> dict[str, int]:
    """First and last place of a year in the search table."""
    found = warehouse.exact(scope.district, "search_places", fiscal_year=fiscal_year)
    places: dict[str, int] = found.to_pylist()[0]
    return places


def _day(warehouse: Warehouse, scope: Scope, place: int) -> date | None:
    """The day of the line at a place, or of the nearest one before it."""
    found = warehouse.exact(scope.district, "search_day", place=place).column("day")
    day: date | None = found[0].as_py() if len(found) else None
    return day
