"""Spending per pupil of each school beside its pupils and their needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.districts import district, latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.per_pupil import COUNT_TYPES, HIDDEN, group_sizes, ranks
from metrics.pupil_shares import (
    NO_COUNT,
    STATUSES,
    WORDS,
    Counts,
    Flags,
    Floats,
    Ints,
    Pupils,
    Shares,
    Told,
    cents_per_pupil,
    pupils_of,
    shares_of,
)

_GROUPS = ("frl", "ell", "sped")
_COUNTED = ("pupils", *_GROUPS)
_COLUMNS = columns(
    "fiscal_year year | fiscal year, named by the year in which it ends",
    "location_id text | school",
    "state_id text | state school number",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "pupils number | pupils of every grade; missing where not loaded or too few to show",
    "frl_pupils number | pupils eligible for free or reduced-price lunch",
    "frl_share share | those pupils as a share of all pupils of the same count",
    "ell_share share | English learners as a share of all pupils of the same count",
    "sped_share share | pupils with disabilities as a share of all pupils of the same count",
    "budget_usd money | adjusted budget booked at the school, without transfers",
    "spent_usd money | spent at the school, without transfers",
    "per_pupil_usd money | spent divided by pupils, to the cent",
    "level_rank count | place in the level by spending per pupil, the highest first",
    "level_schools count | visible schools of the level with a figure",
    "reason text | why a figure is missing; empty where all are there",
    "count_type text | the count behind the pupils: october, membership, adm, cumulative ...",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)


def per_pupil_spending(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] | None = None,
) -> pa.Table:
    """Each school's spending per pupil; funds of the district's settings when none are named."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    home = district(warehouse, scope.district)
    chosen = home.default_funds if funds is None else funds
    raw = warehouse.exact(scope, "spending_per_school", fiscal_year=year, funds=list(chosen))
    minimum = home.minimum_cell(warehouse.settings.minimum_cell)
    minimum = 0 if "enrollment" in home.published else minimum
    keys = raw.column("location_key").combine_chunks()
    counts = _counts(warehouse.exact(scope, "pupils", fiscal_year=year), keys)
    pupils = pupils_of(counts, minimum)
    groups = range(1, len(_COUNTED))
    return _table(raw, pupils, [shares_of(counts, pupils.kind, one, minimum) for one in groups])


def _counts(raw: pa.Table, keys: pa.Array) -> Counts:
    """Counts by kind, group and school, in the order of the schools' location keys."""
    kinds = pc.index_in(raw.column("count_type"), pa.array(COUNT_TYPES))
    at = pc.index_in(raw.column("location_key"), keys)
    fits = pc.and_(kinds.is_valid(), at.is_valid())
    raw, where = raw.filter(fits), (kinds.filter(fits).to_numpy(), at.filter(fits).to_numpy())
    numbers = np.full((len(COUNT_TYPES), len(_COUNTED), len(keys)), np.nan)
    told = np.zeros(numbers.shape, np.int64)
    for place, name in enumerate(_COUNTED):
        numbers[where[0], place, where[1]] = raw.column(name).cast(pa.float64()).to_numpy()
        status = pc.index_in(raw.column(f"{name}_status"), pa.array(list(STATUSES)))
        codes = np.array([*STATUSES.values(), Told.SHOWN])[status.fill_null(-1).to_numpy()]
        told[where[0], place, where[1]] = codes
    return Counts(numbers, told)


def _table(raw: pa.Table, pupils: Pupils, shares: list[Shares]) -> pa.Table:
    spent = raw.column("spent_cents")
    is_spent = spent.is_valid().to_numpy()
    cents, is_known = cents_per_pupil(spent.fill_null(0).to_numpy(), is_spent, pupils.numbers)
    made = raw.append_column("per_pupil_cents", pa.array(cents, pa.int64(), mask=~is_known))
    figures = made.column("per_pupil_cents").to_pylist()
    levels = raw.column("level").to_pylist()
    kinds = pa.array([*COUNT_TYPES, None])
    return shaped(
        made,
        _COLUMNS,
        pupils=_shown(pupils.numbers),
        count_type=kinds.take(pa.array(pupils.kind % len(kinds))),
        frl_pupils=_shown(shares[0].pupils),
        **{f"{g}_share": _shown(one.shares) for g, one in zip(_GROUPS, shares, strict=True)},
        level_rank=ranks(figures, levels),
        level_schools=group_sizes(figures, levels),
        **_words(pupils, is_spent, [one.told for one in shares]),
    )


def _shown(numbers: Floats) -> pa.Array:
    return pa.array(numbers, mask=np.isnan(numbers))


def _words(pupils: Pupils, is_spent: Flags, told: list[Ints]) -> dict[str, pa.Array]:
    """Reasons and names of withheld columns: few texts, each written once."""
    state = np.where(pupils.kind == NO_COUNT, 0, np.where(pupils.is_hidden, 1, 2))
    codes = state * 2 + is_spent
    for group in told:
        codes = codes * len(Told) + group
    _, first, which = np.unique(codes, return_index=True, return_inverse=True)
    cases = [(int(state[i]), bool(is_spent[i]), [int(one[i]) for one in told]) for i in first]
    texts = ([_reason(*case) for case in cases], [_withheld(case[0], case[2]) for case in cases])
    at = pa.array(which.ravel())
    return {
        name: pa.array(text, pa.string()).take(at)
        for name, text in zip(("reason", "hidden"), texts, strict=True)
    }


def _reason(state: int, is_spent: bool, told: list[int]) -> str:  # noqa: FBT001 - a case
    reasons = ["no pupils loaded", HIDDEN, ""][state : state + 1]
    reasons += [] if is_spent else ["no spending in these funds"]
    reasons += [f"{group}: {WORDS[Told(one)]}" for group, one in zip(_GROUPS, told, strict=True)
                if one != Told.SHOWN]  # fmt: skip
    return "; ".join(reason for reason in reasons if reason)


def _withheld(state: int, told: list[int]) -> str:
    names = ["pupils", "per_pupil_usd"] if state == 1 else []
    for group, one in zip(_GROUPS, told, strict=True):
        if one >= Told.HIDDEN:
            names += [f"{group}_share", "frl_pupils"][: 1 + (group == "frl")]
    return " ".join(names)


MODELS = (
    ReadModel(
        "per-pupil",
        "Spending per pupil",
        "one row per school",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument(
                "funds", "texts", None, "fund codes; the district's default funds when left out"
            ),
        ),
        per_pupil_spending,
    ),
)
