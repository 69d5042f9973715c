"""What the Data page shows, as its address says it."""

from __future__ import annotations

from dataclasses import dataclass

from pages.state import PageState, asked, code


@dataclass(frozen=True, slots=True)
class LoadsState(PageState):
    """Data: which list of rows set aside is open."""

    aside: str | None = asked(code)
