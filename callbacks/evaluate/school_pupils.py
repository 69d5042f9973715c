"""Who goes to a school, and which schools are like it."""

from __future__ import annotations

from typing import Any, Final

from callbacks.evaluate.comparison import counted, mean_share, rank, spread
from callbacks.evaluate.school_view import SchoolView
from data.school_peers import NEEDS, nearest
from metrics.peers import NUMBER
from metrics.registry import METRICS
from pages.evaluate.level_words import schools_of, short_name
from pages.evaluate.likeness import Alike, Likeness
from pages.evaluate.need_shares import NeedShare, NeedShares
from pages.format import count, fiscal_year, listed, word

_TABLE_WORDS: Final = {
    "frl_share": "Low-income",
    "ell_share": "English learners",
    "sped_share": "Disabilities",
}
_SHARES: Final = {
    "frl_share": "low-income share",
    "ell_share": "English learner share",
    "sped_share": "disability share",
}
_TOP: Final = 0.95
_CROWDED: Final = 0.4


def need_shares(view: SchoolView) -> NeedShares:
    """Shares of need of the school, its level and the district."""
    return NeedShares(
        school=view.short,
        level=view.level,
        shares=[_share(view, name) for name in NEEDS],
        note=_crowded(view),
        method=_need_method(view),
        export=view.ground.export("per-pupil"),
    )


def _share(view: SchoolView, name: str) -> NeedShare:
    row = view.row
    group = name.removesuffix("_share")
    reasons = [
        part.partition(": ")[2]
        for part in row["reason"].split("; ")
        if part.startswith(f"{group}:")
    ]
    return NeedShare(
        _TABLE_WORDS[name],
        METRICS[name].label,
        row[name],
        mean_share(view.compared, name),
        mean_share(view.rows, name),
        "" if row[name] is not None else (reasons or ["not loaded"])[0],
        name in row["hidden"].split(),
    )


def _crowded(view: SchoolView) -> str:
    """A warning where so many schools report nearly all pupils that the share hardly separates."""
    known = [row["frl_share"] for row in counted(view.rows) if row["frl_share"] is not None]
    top = sum(value >= _TOP for value in known)
    if not known or top / len(known) < _CROWDED:
        return ""
    label = METRICS["frl_share"].label.lower()
    return (
        f"The share of {label} leaves little room at the top: {count(top)} of {count(len(known))} "
        "schools report 95% or more. The other shares separate schools better here."
    )


def _need_method(view: SchoolView) -> str:
    kinds = {"october": "on census day", "cumulative": "enrolled at any time in the year"}
    counted_how = kinds.get(view.row["count_type"] or "", "of the same count")
    pupils = view.row["pupils"]
    words = "" if pupils is None else f"{count(pupils)} pupils {counted_how}. "
    return (
        f"{fiscal_year(view.ground.year.year)}. {words}Each share is of the count in which its "
        f"group was counted. District: pupil-weighted mean of {count(len(counted(view.rows)))} "
        "schools. Tracks run from 0 to 100%."
    )


def likeness(view: SchoolView) -> Likeness:
    """The school among those of its level, with its nearest peers."""
    found = nearest(view.row, view.compared)
    used = list(found.used)
    place, _ = rank(view.compared, view.id)
    schools = [_alike(row, used) for row in counted(view.compared)]
    return Likeness(
        me=_alike(view.row, used),
        peers=[_alike(row, used, distance) for row, distance in found.found],
        schools=schools,
        level=view.level,
        needs=tuple(_TABLE_WORDS[name] for name in used),
        rank=place,
        median=spread(school.per_pupil for school in schools).median,
        reason=view.reason or found.reason,
        method=_peer_method(view, used, found.pool),
        export=_peer_rows(view),
        href=lambda code: view.ground.address(f"/evaluate/schools/{code}"),
    )


def _peer_rows(view: SchoolView) -> str:
    """The file with the dollars of the card: those with the share of central cost if it counts."""
    if view.counting.has_central:
        return view.ground.export("equity-schools", share="both")
    return view.ground.export("per-pupil")


def _alike(row: dict[str, Any], used: list[str], distance: float | None = None) -> Alike:
    hidden = row["hidden"].split()
    per_pupil = row["per_pupil_usd"]
    return Alike(
        row["location_id"],
        row["location_name"],
        short_name(row["location_name"]),
        None if per_pupil is None else float(per_pupil),
        row["pupils"],
        tuple(row[name] for name in used),
        tuple(name in hidden for name in used),
        distance,
    )


def _peer_method(view: SchoolView, used: list[str], pool: int) -> str:
    names = listed(["size (log)", *(_SHARES[name] for name in used)])
    others = max(pool - 1, 0)
    return (
        f"{view.basis_words}. Peers: the {word(NUMBER)} nearest of {count(others)} other "
        f"{schools_of(view.level, others)} that have {names}, each standardised; distance in "
        f"standard deviations. Results play no part. {view.pool[:1].upper()}{view.pool[1:]}."
    )
