"""The small district with requisitions, which it subtracts from what is left, or does not."""

from __future__ import annotations

import json

from tests.data.serving_sample import SETTINGS, Sample, sample

NOTHING_KNOWN = 5
"""Of every fifth account it is not known what is requested."""


def requisition_sample(*, subtracts: bool) -> Sample:
    """What is requested is of another size for every account, so that no two sums are alike."""
    made = sample()
    made.rows("district")[0]["settings"] = json.dumps(
        SETTINGS | {"subtract_requisitions": subtracts}
    )
    for row in made.rows("balances"):
        key = row["account_key"]
        is_spending = made.account(key)["kind"] == "expenditure"
        asked = 1_000 * key + 7 if is_spending and key % NOTHING_KNOWN else None
        row["requested_cents"] = asked
        row["reserved_cents"] = asked if subtracts else None
    return made
