"""How long somebody waits before the next attempt to sign in.

Waiting is counted for the pair of account and address, so that guesses from elsewhere do not
lock a person out; only very many guesses from everywhere stop an account for unknown addresses.
"""

from __future__ import annotations

from typing import Final

FREE_FAILURES: Final = 5
LONGEST_WAIT_SECONDS: Final = 15 * 60
HARD_STOP: Final = 100
ADDRESS_PER_MINUTE: Final = 20


def wait_seconds(
    *,
    failures_here: int,
    seconds_since_failure_here: float,
    failures_everywhere: int,
    address_last_minute: int,
    is_known_address: bool,
) -> float:
    """Seconds to wait before an attempt is looked at; 0 means now.

    `failures_here` count since the last success of this account from this address. The wait
    doubles with each failure after the fifth, up to fifteen minutes. After a hundred failures
    from everywhere within a day only addresses from which the person has signed in before may try.
    """
    if address_last_minute >= ADDRESS_PER_MINUTE:
        return 60.0
    if failures_everywhere >= HARD_STOP and not is_known_address:
        return float(LONGEST_WAIT_SECONDS)
    if failures_here < FREE_FAILURES:
        return 0.0
    doubled = 2.0 ** min(failures_here - FREE_FAILURES, 20)
    return max(0.0, min(doubled, LONGEST_WAIT_SECONDS) - seconds_since_failure_here)
