"""Which columns a model of need may use: what the number of schools allows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from metrics.regression import MINIMUM_FREEDOM, MINIMUM_SCHOOLS
from metrics.unit_table import NEED_COLUMNS, Part, Selection
from metrics.vertical.implicit import FEW_SCHOOLS
from metrics.vertical.need import Need
from metrics.weighted import Floats


def model_needs(part: Part, *columns: str) -> tuple[tuple[Need, ...], Selection]:
    """The needs of a model and the units that have them.

    Where fewer than 20 units have every share, the first need (low income) stands alone.
    """
    needs = part.table.needs
    chosen = part.select(*(NEED_COLUMNS[need] for need in needs), *columns)
    if chosen.count >= FEW_SCHOOLS or len(needs) <= 1:
        return needs, chosen
    first = needs[:1]
    return first, part.select(NEED_COLUMNS[first[0]], *columns)


def has_few(part: Part) -> bool:
    """Whether fewer than 20 units have every share of the table."""
    return part.select(*(NEED_COLUMNS[need] for need in part.table.needs)).count < FEW_SCHOOLS


def why_alone(part: Part, chosen: Selection, *columns: str) -> str:
    """Why the first need alone explains; empty where every need of the table does."""
    needs = part.table.needs
    whole = part.select(*(NEED_COLUMNS[need] for need in needs), *columns)
    if whole.count >= FEW_SCHOOLS or len(needs) <= 1:
        return ""
    return (
        f"{needs[0].upper()} alone: {whole.count} of {chosen.count} schools have every share, and "
        f"all needs together take {FEW_SCHOOLS}"
    )


def too_few_for(chosen: Selection, coefficients: int) -> str:
    """Why a model of so many coefficients cannot be fitted; empty where it can."""
    needed = max(MINIMUM_SCHOOLS, coefficients + MINIMUM_FREEDOM)
    if chosen.count >= needed:
        return ""
    return f"needs at least {needed} schools; {chosen.count} have every figure"


def group_columns(chosen: Selection) -> list[Floats]:
    """One column of 0 and 1 for each group but the largest."""
    groups = np.array(chosen.groups())
    names, counts = np.unique(groups, return_counts=True)
    largest = names[int(np.argmax(counts))] if len(names) else ""
    return [(groups == name).astype(np.float64) for name in names if name != largest]


def size_column(chosen: Selection) -> list[Floats]:
    """The logarithm of enrollment, where it varies."""
    size: Floats = np.log(chosen.pupils)
    return [size] if len(size) and float(np.ptp(size)) > 0 else []


def varying(columns: Sequence[Floats]) -> list[Floats]:
    """Only the columns that are not the same everywhere."""
    return [column for column in columns if len(column) and float(np.ptp(column)) > 0]
