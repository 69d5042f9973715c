"""Lines that come later or not yet: a ledger sent again with changes, and unposted rows."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.lines import Lines, Source
from data.sample.cedar_valley.shape import DEMO_SCHOOL
from data.sample.cedar_valley.template import Style

_CHANGED_EVERY, _GONE_EVERY, _CHANGE_CENTS = 997, 4_999, 12_34
_PENDING_EVERY, _MOST_PENDING = 401, 24


def restate(book: Book, lines: Lines) -> Lines:
    """The same lines as the ERP tells them later: some amounts corrected, some lines gone.

    The demonstration school's history stays as it was.
    """
    place = np.arange(len(lines))
    may_change = (lines.source == Source.API) & ~book.is_demo[lines.account]
    later = lines.take(place)
    later.cents[may_change & (place % _CHANGED_EVERY == 0) & (lines.cents > 0)] += _CHANGE_CENTS
    return later.take(np.flatnonzero(~(may_change & (place % _GONE_EVERY == 1))))


def pending(book: Book, lines: Lines) -> Lines:
    """Rows entered and not yet posted: copies of purchases, of other schools than the demo's."""
    buys = (book.accounts.style[lines.account] == Style.BUY) & (lines.order == 0)
    locations = np.array(book.accounts.location)[lines.account]
    chosen = np.flatnonzero(buys & (lines.period == lines.period.max(initial=0))
                            & (locations != DEMO_SCHOOL))  # fmt: skip
    found = lines.take(chosen[::_PENDING_EVERY][:_MOST_PENDING])
    found.invoice = np.where(found.invoice > 0, 900_000 + np.arange(len(found)), 0)
    return found
