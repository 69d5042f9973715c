"""The memory of a web process after every page and every read model was asked for."""

from __future__ import annotations

from bench.application import cookie, session
from bench.district import District
from bench.load import spent_by
from bench.measure import Effort, Mark, bounded

SMALL_MB, LARGE_MB = 300, 600
LARGE_LINES = 2_000_000


def marks(district: District, effort: Effort) -> list[Mark]:
    """The most memory that a web process held; the limit grows with the district."""
    del effort
    limit = LARGE_MB if district.lines > LARGE_LINES else SMALL_MB
    spent = spent_by("bench.alone", "serve", district.settings.var, *cookie(session(district)))
    return [bounded("most memory of a web process", spent.peak_mb, limit, "MB")]
