"""What federal rules reckon over districts, in a part of a table."""

from __future__ import annotations

from metrics import horizontal
from metrics.families.measured import measured, too_few
from metrics.fiscal.equity_factor import SMALLEST, equity_factor
from metrics.measure import Measure
from metrics.unit_table import Part


def federal_measures(part: Part) -> list[Measure]:
    """The equity factor over the units of more than 200 pupils."""
    if not part.table.has("frl_share"):
        return []
    chosen = part.select("frl_share")
    entering = int((chosen.pupils > SMALLEST).sum())
    reason = too_few(chosen, horizontal.MINIMUM_SCHOOLS)
    if not reason and entering < horizontal.MINIMUM_SCHOOLS:
        reason = f"needs at least {horizontal.MINIMUM_SCHOOLS} units of more than {SMALLEST} pupils"
    if reason:
        return [measured("equity_factor", None, chosen, reason=reason)]
    value = equity_factor(chosen.spending, chosen.column("frl_share"), chosen.pupils)
    note = f"{entering} of {chosen.count} have more than {SMALLEST} pupils and enter"
    return [measured("equity_factor", value, chosen, note=note)]
