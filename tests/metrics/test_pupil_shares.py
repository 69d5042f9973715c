"""Columns of pupils and shares against the rules for one school, school by school."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from metrics.per_pupil import COUNT_TYPES, group_share, per_pupil, preferred_count, withheld_share
from metrics.pupil_shares import (
    STATUSES,
    WORDS,
    Counts,
    Told,
    cents_per_pupil,
    pupils_of,
    shares_of,
)

_STATUSES = (None, "ok", *STATUSES)
_count = st.tuples(
    st.none() | st.sampled_from([0.0, 1.0, 9.0, 10.0, 11.0, 25.5, 400.0]),
    st.sampled_from(_STATUSES),
)
_school = st.dictionaries(st.sampled_from(COUNT_TYPES), st.tuples(_count, _count), max_size=3)


def _columns(schools):
    """The counts of each school as columns: kind, all pupils or the group, school."""
    numbers = np.full((len(COUNT_TYPES), 2, len(schools)), np.nan)
    told = np.zeros(numbers.shape, np.int64)
    for place, school in enumerate(schools):
        for kind, pair in school.items():
            for group, (number, status) in enumerate(pair):
                at = (COUNT_TYPES.index(kind), group, place)
                numbers[at] = math.nan if number is None else number
                told[at] = STATUSES.get(status, Told.SHOWN)
    return Counts(numbers, told)


def _is_counted(count):
    return count[0] is not None or withheld_share(count[1]) is not None


def _pupils(school, minimum):
    """Kind, number and whether hidden, by the rules for one school."""
    kind = preferred_count({k: 0 for k, pair in school.items() if _is_counted(pair[0])})
    if kind is None:
        return None, None, False
    number = school[kind][0][0]
    is_hidden = number is None or number < minimum
    return kind, None if is_hidden else number, is_hidden


def _share(school, used, minimum):
    kind = used
    if kind is None or not _is_counted(school[kind][1]):
        kind = preferred_count({k: 0 for k, (a, b) in school.items()
                                if _is_counted(a) and _is_counted(b)})  # fmt: skip
    if kind is None:
        return "not loaded", None
    (whole, _), (number, status) = school[kind]
    if whole is None or whole < minimum:
        status = "suppressed"
    found = withheld_share(status) or group_share(number, whole, minimum)
    return found.reason, found.share


@given(st.lists(_school, min_size=1, max_size=8), st.sampled_from([0, 1, 10, 26]))
def test_columns_follow_the_rules_for_one_school(schools, minimum):
    counts = _columns(schools)
    pupils = pupils_of(counts, minimum)
    shares = shares_of(counts, pupils.kind, 1, minimum)
    for place, school in enumerate(schools):
        kind, number, is_hidden = _pupils(school, minimum)
        found = pupils.numbers[place]
        assert (None if math.isnan(found) else found) == number
        assert pupils.is_hidden[place] == is_hidden
        reason, share = _share(school, kind, minimum)
        assert WORDS[Told(shares.told[place])] == reason
        assert (None if math.isnan(shares.shares[place]) else shares.shares[place]) == share


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(-(10**15), 10**15),
            st.none() | st.integers(-1, 10**8).map(lambda parts: parts / 10_000),
        ),
        min_size=1,
    )
)
def test_cents_are_divided_like_one_school_s(pairs):
    cents = np.array([pair[0] or 0 for pair in pairs], np.int64)
    is_known = np.array([pair[0] is not None for pair in pairs])
    pupils = np.array([math.nan if pair[1] is None else pair[1] for pair in pairs])
    found, is_there = cents_per_pupil(cents, is_known, pupils)
    told = [int(n) if there else None for n, there in zip(found, is_there, strict=True)]
    assert told == [per_pupil(*pair) for pair in pairs]
