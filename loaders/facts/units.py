"""What the figures of a metric are: the district's own metric list, else what is usual."""

from __future__ import annotations

from pathlib import Path

from loaders.erp.yaml_text import read_yaml
from loaders.facts.suppression import Unit

USUAL = {
    "enrollment": Unit.COUNT,
    "square_feet": Unit.COUNT,
    "meals_served": Unit.COUNT,
    "chronic_absence": Unit.PERCENT,
    "suspension": Unit.PERCENT,
    "graduation": Unit.PERCENT,
    "attendance": Unit.PERCENT,
    "college_enrollment": Unit.PERCENT,
}
_WORDS = {
    "count": Unit.COUNT,
    "pupils": Unit.COUNT,
    "sq_ft": Unit.COUNT,
    "meals": Unit.COUNT,
    "fte": Unit.COUNT,
    "percent": Unit.PERCENT,
    "share": Unit.SHARE,
}


def metric_units(settings: Path | None) -> dict[str, Unit]:
    """Metric code -> unit; metrics that are not named hold plain numbers of any sign.

    `settings` is the district settings file, whose `metrics` list may say otherwise than usual.
    """
    units = dict(USUAL)
    if settings is None:
        return units
    content, _ = read_yaml(settings)
    for metric in content.get("metrics") or ():
        units[metric["code"]] = _WORDS.get(metric.get("unit", ""), Unit.NUMBER)
    return units
