"""What people at a school do, in words that a reader knows: read from job titles.

Every district names its jobs in its own way; the first rule whose words stand in the title
decides, and the group of the position system is the last resort.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final


class JobFamily(StrEnum):
    """A kind of work, in the order of display."""

    TEACHERS = "Teachers"
    AIDES = "Aides and tutors"
    SUPPORT = "Coaches, other support"
    LEADERS = "Principals and managers"
    OPERATIONS = "Custodial, food, security"
    OFFICE = "Office staff"
    CARE = "Counselors, nurses"
    OTHER = "Other staff"


_RULES: Final = (
    (
        JobFamily.CARE,
        r"counsel|nurse|psycholog|social work|therap|speech|case manager|restorativ|health",
    ),
    (
        JobFamily.AIDES,
        r"\baide|para ?educ|paraprof|tutor|instruction\w* (supp|assist)|noon|recess|intern\b",
    ),
    (
        JobFamily.OFFICE,
        r"\boffice|clerk|secretar|attendance|registrar|recept|admin\w* assist|\bassist i",
    ),
    (
        JobFamily.OPERATIONS,
        r"custod|janitor|food|cafeteria|kitchen|security|culture keeper|driver|grounds|mainten",
    ),
    (JobFamily.SUPPORT, r"\btsa\b|coach|special assign|librar|mentor|facilitator"),
    (JobFamily.LEADERS, r"principal|director|manager|\bmgr\b|supervisor"),
    (JobFamily.TEACHERS, r"teacher|\binstructor"),
)
_LAST: Final = {
    "administrative": JobFamily.LEADERS,
    "certificated": JobFamily.SUPPORT,
}


# A district has a few hundred titles, and each stands in the rows of many schools.
@lru_cache(maxsize=4096)
def job_family(title: str, group: str) -> JobFamily:
    """The kind of work behind a job title, or behind its group where no word of it is known.

    `group` is certificated, classified, administrative or other.
    """
    text = title.casefold()
    for family, words in _RULES:
        if re.search(words, text):
            return family
    return _LAST.get(group, JobFamily.OTHER)
