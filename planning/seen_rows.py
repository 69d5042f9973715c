"""What a reader has seen of a report: a short mark for each row, and which marks are new.

Marks are kept instead of rows, so that nothing of a row is at rest beside the arrangement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

MARK_BYTES: Final = 8
"""Enough that among ten thousand rows two different ones share a mark once in 10^11 times."""
MOST_MARKED: Final = 10_000
"""Rows of a report that are told from one another; of a longer one only the number is known."""


def mark(parts: Iterable[str]) -> bytes:
    """The mark of a row by what stays the same of it from load to load."""
    return blake2b("\x1f".join(parts).encode(), digest_size=MARK_BYTES).digest()


def kept(marks: Iterable[bytes] | None) -> bytes | None:
    """Marks as they are stored, each as often as it occurs; none where rows are not told apart."""
    return None if marks is None else b"".join(sorted(marks))


def unseen(marks: Sequence[bytes] | None, seen: bytes | None) -> list[bytes] | None:
    """The marks beyond those seen, in their order; none where either is not known.

    Of two equal rows one can be new: two payments of a day may be alike in everything.
    """
    if marks is None or seen is None:
        return None
    left = Counter(seen[at : at + MARK_BYTES] for at in range(0, len(seen), MARK_BYTES))
    left.subtract(marks)
    return [one for one in marks if _is_beyond(left, one)]


def _is_beyond(left: Counter[bytes], one: bytes) -> bool:
    """Whether this occurrence is one too many; counts it off."""
    if left[one] >= 0:
        return False
    left[one] += 1
    return True
