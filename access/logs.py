"""How the log is written: one JSON object a line, UTC, never with the values of variables.

Local variables of a traceback hold cookies and figures, so they stay out.
"""

from __future__ import annotations

import structlog


def configure() -> None:
    """Set the log of this process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        cache_logger_on_first_use=True,
    )
