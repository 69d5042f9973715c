"""The demonstration school's accounts, from the figures of its groups."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley import maple_grove
from data.sample.cedar_valley.rows import Row
from data.sample.cedar_valley.shape import DEMO_SCHOOL, Floats, Ints
from data.sample.cedar_valley.template import school_accounts

# The two closed years lie a little below and above the share that the current year follows.
_WOBBLE = np.array([-0.003, 0.003])


def demo_rows(random: np.random.Generator) -> list[Row]:
    """Accounts of the demonstration school, whose groups add up to the listed figures."""
    template = school_accounts()
    rows = []
    for name, figures in maple_grove.FIGURES.items():
        entries = [entry for entry in template if entry.group == name]
        weights = np.array([entry.weight for entry in entries])
        budget = np.stack([_split(figures[i], weights) for i in (8, 6, 0)], axis=1)
        share8 = figures[3]
        spent = np.stack([_split(figures[i], weights) for i in (9, 7, 1)], axis=1)
        if name == "title1":
            figures_of = [maple_grove.TITLE1[entry.function, entry.obj] for entry in entries]
            budget[:, 2] = [int(a * 100) for a, _ in figures_of]
            spent[:, 2] = [int(b * 100) for _, b in figures_of]
        for r, entry in enumerate(entries):
            earlier = share8 + _WOBBLE + random.normal(0, 0.002, 2)
            rows.append(
                Row(DEMO_SCHOOL, entry.fund, entry.function, entry.obj, name, budget[r], spent[r],
                    np.array([*earlier, 1.0]), 0)
            )  # fmt: skip
    return rows


def _split(dollars: float, weights: Floats) -> Ints:
    """Cents by weight; the largest part takes what rounding leaves."""
    cents = round(dollars * 100)
    parts: Ints = np.floor(cents * weights / weights.sum()).astype(np.int64)
    parts[np.argmax(weights)] += cents - parts.sum()
    return parts
