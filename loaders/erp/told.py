"""What a district has said of its accounts itself: part of how files are read, as a mapping is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from data.recoding import Recoding


@dataclass(frozen=True, slots=True)
class ToldAccounts:
    """`types` are expenditure or revenue by account as printed."""

    types: Mapping[str, str] = field(default_factory=dict)
    recodings: tuple[Recoding, ...] = ()

    def reading(self, mapping_sha256: str) -> str:
        """What tells readings of the same files apart: the mapping, and what is said here."""
        if not self.types and not self.recodings:
            return mapping_sha256
        said = json.dumps(self.types and dict(self.types), sort_keys=True)
        if self.recodings:
            said += json.dumps(asdict(self)["recodings"], default=str)
        return sha256(f"{mapping_sha256}{said}".encode()).hexdigest()


NOTHING_TOLD = ToldAccounts()
