"""Money paid month by month, where it is heading, and the budget above it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pages.format import money, money_short
from pages.theme import colour

Figure = dict[str, Any]
_ROOM: Final = 1.12
_SHORT: Final = 14
_EDGE: Final = 0.15


@dataclass(frozen=True, slots=True)
class YearPath:
    """One year by month: `paid` runs to the last posted month, the others follow it.

    `likely`, `low` and `high` are empty without a projection. `done` is what has been: paid, or
    came in.
    """

    labels: tuple[str, ...]
    paid: tuple[float, ...]
    likely: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    budget: float | None = None
    done: str = "paid"


def cumulative(path: YearPath) -> Figure:
    """Paid as a solid line, likely path dotted in its range, budget as a labelled line."""
    last = len(path.paid) - 1
    traces = [*_range(path, last), *_likely(path, last), *_paid(path, last)]
    top = max([*path.paid, *path.likely, *path.high, path.budget or 0.0, 1.0]) * _ROOM
    end = len(path.labels) - 1
    layout: Figure = {
        "margin": {"l": 52, "r": 124 if path.likely else 24, "t": 12, "b": 30},
        "annotations": _labels(path, last, is_narrow=False),
        "shapes": _budget(path, end),
        "xaxis": {
            "tickvals": list(range(end + 1)),
            "ticktext": list(path.labels),
            "range": [-_EDGE, end + _EDGE],
            "showgrid": False,
            "showline": True,
        },
        "yaxis": {"range": [0, top], "tickprefix": "$", "tickformat": "~s", "nticks": 5},
        "hovermode": "x",
        "meta": {"phone": _phone(path, last, end)},
    }
    return {"data": traces, "layout": layout}


def _phone(path: YearPath, last: int, end: int) -> Figure:
    shown = sorted({0, end // 3, last, end})
    return {
        "margin": {"l": 48, "r": 62 if path.likely else 16},
        "annotations": _labels(path, last, is_narrow=True),
        "xaxis": {"tickvals": shown, "ticktext": [path.labels[place] for place in shown]},
    }


def _paid(path: YearPath, last: int) -> list[Figure]:
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": "Paid",
        "x": list(range(last + 1)),
        "y": list(path.paid),
        "line": {"color": colour("blue"), "width": 3},
        "hovertemplate": f"{path.done} %{{y:$,.0f}}<extra></extra>",
    }
    ends = [(last, path.paid[last])]
    if path.likely:
        ends.append((len(path.labels) - 1, path.likely[-1]))
    marks = {
        "type": "scatter",
        "mode": "markers",
        # The last month lies on the edge of the picture: its mark stands over it, whole.
        "cliponaxis": False,
        "x": [x for x, _ in ends],
        "y": [y for _, y in ends],
        "marker": {
            "size": 9,
            "color": [colour("blue"), colour("surface")][: len(ends)],
            "line": {"color": colour("blue"), "width": 2},
        },
        "hoverinfo": "skip",
    }
    return [line, marks]


def _likely(path: YearPath, last: int) -> list[Figure]:
    if not path.likely:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Likely",
            "x": list(range(last, last + len(path.likely) + 1)),
            "y": [path.paid[last], *path.likely],
            "line": {"color": colour("blue"), "width": 2.5, "dash": "dot"},
            "hovertemplate": "likely %{y:$,.0f}<extra></extra>",
        }
    ]


def _range(path: YearPath, last: int) -> list[Figure]:
    if not (path.low and path.high):
        return []
    along = list(range(last, last + len(path.low) + 1))
    start = path.paid[last]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "name": "Range",
            "x": [*along, *reversed(along)],
            "y": [start, *path.high, *reversed(path.low), start],
            "fill": "toself",
            "fillcolor": colour("band"),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
    ]


def _budget(path: YearPath, end: int) -> list[Figure]:
    if path.budget is None:
        return []
    line = {"color": colour("text"), "width": 1.25}
    return [
        {"type": "line", "x0": 0, "x1": end, "y0": path.budget, "y1": path.budget, "line": line}
    ]


def _labels(path: YearPath, last: int, *, is_narrow: bool) -> list[Figure]:
    labels = []
    if path.budget is not None:
        words = "Money you have (budgeted)" if path.done == "paid" else "Money expected (budgeted)"
        words = "Budget" if is_narrow else words
        labels.append(_label(0, path.budget, f"{words} {money(path.budget)}", yshift=11))
    paid = path.paid[last]
    words = f"<b>{money_short(paid)}</b> {path.done}"
    if not is_narrow:
        words = f"<b>{money(paid)}</b> {path.done} by {path.labels[last]}"
    # Early in the year there is no room to the left of the point.
    side = {"xanchor": "right", "xshift": -9} if last > 2 else {"xshift": 9}  # noqa: PLR2004
    labels.append(_label(last, paid, words, yshift=8, **side))
    if path.likely:
        labels.append(_likely_label(path, is_narrow=is_narrow))
    return labels


def _likely_label(path: YearPath, *, is_narrow: bool) -> Figure:
    end, value = len(path.labels) - 1, path.likely[-1]
    if is_narrow:
        return _label(end, value, f"<b>{money_short(value)}</b><br>likely", xshift=9, yshift=-10)
    words = f"<b>{money(value)}</b><br>likely in {path.labels[end]}"
    if path.low and path.high:
        ends = path.low[-1], path.high[-1]
        low, high = (money_short(end) for end in ends)
        # A narrow range in thousands would say that there is none.
        low, high = (money(end) for end in ends) if low == high else (low, high)
        # Beside the last month there is room for two short amounts, or for one in full.
        is_long = len(low + high) > _SHORT
        words += f"<br>{low} to{'<br>' if is_long else ' '}{high}"
        return _label(end, value, words, xshift=9, yshift=-28 if is_long else -20)
    return _label(end, value, words, xshift=9, yshift=-20)


def _label(x: float, y: float, text: str, **place: Any) -> Figure:
    fixed = {"showarrow": False, "xanchor": "left", "align": "left"}
    return {"x": x, "y": y, "text": text} | fixed | place
