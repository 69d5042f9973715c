"""How much a person may bring within a day."""

from __future__ import annotations

from callbacks.basis import Services


def daily(services: Services) -> int:
    """Bytes of files."""
    return services.settings.upload_quota_mb << 20
