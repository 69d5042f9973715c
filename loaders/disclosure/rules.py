"""What a district says of privacy: the smallest count shown, and what its state shows anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from metrics.loadable import Kind, LoadableMetric, UnitWord, loadable

ENROLLMENT = "enrollment"
_SHARES = (UnitWord.PERCENT, UnitWord.SHARE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The smallest count shown; measures that are public record, each with its source."""

    minimum: int
    published: Mapping[str, str]
    metrics: Mapping[str, LoadableMetric]

    @classmethod
    def of(cls, settings: Mapping[str, Any], minimum: int) -> Rules:
        """The rules in a district's settings; `minimum` where it names none."""
        privacy = settings.get("privacy") or {}
        published = {
            metric: entry["source"]
            for entry in privacy.get("published") or ()
            for metric in entry["metrics"]
        }
        own = int(privacy.get("minimum_cell") or minimum)
        return cls(own, published, loadable(settings.get("metrics") or ()))

    @property
    def variables(self) -> dict[str, object]:
        """What the statements of a load ask for: the minimum, and lists of metrics."""
        return {
            "minimum": self.minimum,
            "published": sorted(self.published),
            "counts": sorted({ENROLLMENT, *self._of(lambda m: m.unit is UnitWord.COUNT)}),
            "shares": sorted(self._of(lambda m: m.unit in _SHARES)),
            "needs": sorted(self._of(lambda m: m.unit in _SHARES and m.kind is Kind.NEED)),
            "per_pupil": sorted(self._of(lambda m: m.unit is UnitWord.DOLLARS_PER_PUPIL)),
        }

    def _of(self, fits: Callable[[LoadableMetric], bool]) -> Iterable[str]:
        return (code for code, metric in self.metrics.items() if fits(metric))
