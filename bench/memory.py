"""The memory of a web process after every page and every read model was asked for.

The small limit is meant for the demonstration, so a district of its size stands for what is smaller
than a large one.
"""

from __future__ import annotations

from bench.application import cookie, session
from bench.district import District, prepared
from bench.load import spent_by
from bench.measure import Effort, Mark, bounded

SMALL_MB, LARGE_MB = 300, 600
LARGE_LINES = 2_000_000
DEMO_LINES = 400_000


def marks(district: District, effort: Effort) -> list[Mark]:
    """The most memory that a web process held; the limit grows with the district."""
    del effort
    limit = LARGE_MB if district.lines > LARGE_LINES else SMALL_MB
    if DEMO_LINES < district.lines <= LARGE_LINES:
        district = prepared(DEMO_LINES)
    spent = spent_by("bench.alone", "serve", district.settings.var, *cookie(session(district)))
    return [
        bounded(
            f"most memory of a web process, {district.lines:,} lines", spent.peak_mb, limit, "MB"
        )
    ]
