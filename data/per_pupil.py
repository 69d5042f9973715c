"""Spending per pupil of each school beside its pupils and their needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from access.scope import Scope
from data.districts import district, latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.per_pupil import (
    HIDDEN,
    NOT_LOADED,
    GroupShare,
    group_share,
    group_sizes,
    per_pupil,
    preferred_count,
    ranks,
    withheld_share,
)

_GROUPS = ("frl", "ell", "sped")
_COUNTED = ("pupils", *_GROUPS)
_STATUSES = tuple(f"{name}_status" for name in _COUNTED)
_KEYS = ("location_key", "count_type")
# By count type: how many pupils, all and by group, and the status of each number.
_Counts = dict[str, list[tuple[float | None, str | None]]]
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


@dataclass(slots=True)
class _School:
    """One school on the way to its row."""

    pupils: float | None = None
    count_type: str | None = None
    shares: dict[str, GroupShare] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


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
    counts = _counts(warehouse.exact(scope, "pupils", fiscal_year=year))
    minimum = home.minimum_cell(warehouse.settings.minimum_cell)
    minimum = 0 if "enrollment" in home.published else minimum
    spent = raw.column("spent_cents").to_pylist()
    schools = [
        _school(counts.get(key, {}), cents, minimum)
        for key, cents in zip(raw.column("location_key").to_pylist(), spent, strict=True)
    ]
    figures = [per_pupil(cents, s.pupils) for cents, s in zip(spent, schools, strict=True)]
    return _table(raw, schools, figures)


def _counts(raw: pa.Table) -> dict[int, _Counts]:
    """Counts by location and count type: all pupils, then each group."""
    found: dict[int, _Counts] = {}
    for row in raw.to_pylist():
        counts = [
            (row[name], row[status]) for name, status in zip(_COUNTED, _STATUSES, strict=True)
        ]
        found.setdefault(row["location_key"], {})[row["count_type"]] = counts
    return found


def _school(counts: _Counts, cents: int | None, minimum: int) -> _School:
    school = _School()
    # A withheld count still stands for the school: another count of the same pupils tells it.
    wholes = {
        kind: values[0][0] or 0.0 for kind, values in counts.items() if _is_counted(values[0])
    }
    school.count_type = preferred_count(wholes)
    if school.count_type is None:
        school.reasons.append("no pupils loaded")
    elif _is_withheld(counts[school.count_type][0], minimum):
        school.reasons.append(HIDDEN)
        school.hidden += ["pupils", "per_pupil_usd"]
    else:
        school.pupils = wholes[school.count_type]
    if cents is None:
        school.reasons.append("no spending in these funds")
    for place, group in enumerate(_GROUPS, start=1):
        share = _share(counts, wholes, school.count_type, place, minimum)
        school.shares[group] = share
        if share.is_hidden:
            school.hidden += [f"{group}_share", "frl_pupils"][: 1 + (group == "frl")]
        if share.reason:
            school.reasons.append(f"{group}: {share.reason}")
    return school


def _is_counted(count: tuple[float | None, str | None]) -> bool:
    return count[0] is not None or withheld_share(count[1]) is not None


def _is_withheld(count: tuple[float | None, str | None], minimum: int) -> bool:
    return count[0] is None or count[0] < minimum


def _share(
    counts: _Counts, wholes: dict[str, float], used: str | None, place: int, minimum: int
) -> GroupShare:
    """The share of a group: of the count used for pupils if it is there, else of its own count."""
    kind = used
    if kind is None or not _is_counted(counts[kind][place]):
        kind = preferred_count({k: v for k, v in wholes.items() if _is_counted(counts[k][place])})
    if kind is None:
        return NOT_LOADED
    value, status = counts[kind][place]
    if _is_withheld(counts[kind][0], minimum):
        status = "suppressed"
    return withheld_share(status) or group_share(value, wholes[kind], minimum)


def _table(raw: pa.Table, schools: list[_School], figures: list[int | None]) -> pa.Table:
    levels = raw.column("level").to_pylist()
    made = raw.append_column("per_pupil_cents", pa.array(figures, pa.int64()))
    return shaped(
        made,
        _COLUMNS,
        pupils=[school.pupils for school in schools],
        count_type=[school.count_type for school in schools],
        frl_pupils=[school.shares["frl"].pupils for school in schools],
        **{f"{g}_share": [school.shares[g].share for school in schools] for g in _GROUPS},
        level_rank=ranks(figures, levels),
        level_schools=group_sizes(figures, levels),
        reason=["; ".join(school.reasons) for school in schools],
        hidden=[" ".join(school.hidden) for school in schools],
    )


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
