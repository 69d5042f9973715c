"""What is wrong with a value or a record, in words for the person who entered it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is the rule's number ("V3"), `field` where it lies, if in one.

    `suggestion` is a value that would do, or empty. A warning does not keep the record from
    being saved. `line` counts the lines of a multi-line record from 1; 0 is the record itself.
    """

    code: str
    message: str
    suggestion: str = ""
    field: str = ""
    is_warning: bool = False
    line: int = 0
