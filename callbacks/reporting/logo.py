"""The district's logo for documents: a PNG that the district has put into the var folder."""

from __future__ import annotations

from typing import Final

import structlog

from config import Settings

MOST_BYTES: Final = 2 * 1024 * 1024
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_LOG = structlog.get_logger()


def logo_of(settings: Settings, district: str) -> bytes:
    """`logos/<district>.png` in the var folder; nothing where there is none, or no PNG."""
    file = settings.var / "logos" / f"{district}.png"
    if file.parent.resolve() != file.resolve().parent or not file.is_file():
        return b""
    picture = file.read_bytes() if file.stat().st_size <= MOST_BYTES else b""
    if not picture.startswith(_PNG):
        _LOG.warning("the logo is no PNG of at most 2 MB", district=district)
        return b""
    return picture
