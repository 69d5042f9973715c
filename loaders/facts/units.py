"""What the figures of a metric are: the district's own metric list, else what is known of it."""

from __future__ import annotations

from pathlib import Path

from loaders.erp.yaml_text import read_yaml
from loaders.facts.suppression import Unit
from metrics.loadable import loadable

_COUNTS = ("count", "sq_ft", "meals", "fte")
_UNITS = dict.fromkeys(_COUNTS, Unit.COUNT) | {"percent": Unit.PERCENT, "share": Unit.SHARE}


def metric_units(settings: Path | None) -> dict[str, Unit]:
    """Metric code -> unit; metrics that are not named hold plain numbers of any sign.

    `settings` is the district settings file, whose `metrics` list may say otherwise than usual.
    """
    entries = (read_yaml(settings)[0].get("metrics") or ()) if settings else ()
    return {
        code: _UNITS.get(metric.unit, Unit.NUMBER) for code, metric in loadable(entries).items()
    }
