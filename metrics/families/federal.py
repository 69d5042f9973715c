"""What federal rules reckon over districts, in a part of a table."""

from __future__ import annotations

from dataclasses import replace

from metrics import horizontal
from metrics.coverage import Dropped
from metrics.families.measured import measured
from metrics.fiscal.equity_factor import SMALLEST, equity_factor
from metrics.measure import Measure
from metrics.unit_table import Part, Selection


def federal_measures(part: Part) -> list[Measure]:
    """The equity factor over the units of more than 200 pupils."""
    if not part.table.has("frl_share"):
        return []
    chosen = _entering(part.select("frl_share"))
    if chosen.count < horizontal.MINIMUM_SCHOOLS:
        reason = (
            f"needs at least {horizontal.MINIMUM_SCHOOLS} units of more than {SMALLEST} pupils; "
            f"{chosen.count} have every figure"
        )
        return [measured("equity_factor", None, chosen, reason=reason)]
    value = equity_factor(chosen.spending, chosen.column("frl_share"), chosen.pupils)
    return [measured("equity_factor", value, chosen)]


def _entering(chosen: Selection) -> Selection:
    """The units that the federal rule counts; the others are left out and say why."""
    enters = chosen.pupils > SMALLEST
    why = f"{SMALLEST} pupils or fewer"
    small = [Dropped(int(place), why) for place in chosen.places[~enters]]
    dropped = sorted([*chosen.dropped, *small], key=lambda one: one.place)
    return replace(chosen, places=chosen.places[enters], dropped=tuple(dropped))
